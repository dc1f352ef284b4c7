"""Several targets for each sample: labels, each yes or no, or outputs with classes of their own."""

from collections.abc import Sequence

import msgspec

from reportgen.bundle import keys
from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import Confusion, CoOccurrence, Curve, Score
from reportgen.predictions.analysis_predictions import ModelPredictions, Predictions
from reportgen.predictions.packing import Arrays, pack
from reportgen.predictions.sample_data import SampleData
from reportgen.predictions.several_predictions import SeveralPredictions, co_occurrences
from reportgen.scoring.curves import curves_of, macro_curves
from reportgen.scoring.errors.sample_pictures import pack_training_pictures
from reportgen.scoring.families.scoring_family import (
    SCORING_FAMILIES,
    Measured,
    Operated,
    ScoringFamily,
)
from reportgen.scoring.operating_points import groups_by_split, points_of
from reportgen.scoring.packed_curves import pack_confusion, pack_points
from reportgen.scoring.score_rows import SplitScoring, score_split
from reportgen.tasks import MANY_CLASSES, Task

#: Averages over a label's two classes say nothing that the label's own figures do not.
AVERAGES = ("_macro", "_micro", "_weighted")


def measure(
    model: ModelPredictions, split: Split, predictions: Predictions, _: SampleData | None, arrays: Arrays
) -> Measured:
    """Return a model's rows jointly and by label or output, a matrix for each, and of labels curves."""
    prefix, whole = predictions.question.id, model.whole[split]
    pack(prefix, model.id, split, whole, arrays)
    scores = score_split(model, split, predictions)
    confusions: list[Confusion] = []
    for place in range(len(whole.outputs)):
        scores += _own_scores(model, split, predictions, place)
        own = pack_confusion(keys.of_output(prefix, place), model.id, split, whole.each[place], arrays)
        confusions.append(msgspec.structs.replace(own, **_whose(whole, place)))
    if not whole.labels:
        return Measured(scores, confusions, [])
    curves = _curves(prefix, model.id, split, whole, arrays)
    return Measured(scores, confusions, curves, _together(model.id, split, whole))


def _whose(whole: SeveralPredictions, place: int) -> dict[str, str]:
    """Return the field that says whose a record is: the label's or the output's."""
    return {"label" if whole.labels else "output": whole.outputs[place].name}


def _own_scores(model: ModelPredictions, split: Split, predictions: Predictions, place: int) -> list[Score]:
    """Return the rows of one label or output by itself, as those of a task of its own."""
    whole = model.whole[split]
    own = whole.each[place]
    folds: Sequence[SeveralPredictions] = model.folds if split == "cv" else ()
    groups, share = predictions.samples.groups_on(split), predictions.recipe_share
    scoring = SplitScoring(model.id, split, own, [fold.each[place] for fold in folds], groups, share)
    rows = scoring.rows(Task.BINARY if len(own.classes) == 2 else Task.MULTICLASS)
    if whole.labels:
        rows = [row for row in rows if row.label is None and not row.metric.endswith(AVERAGES)]
    return [msgspec.structs.replace(row, **_whose(whole, place)) for row in rows]


def _curves(prefix: str, model: str, split: Split, whole: SeveralPredictions, arrays: Arrays) -> list[Curve]:
    """Return each label's curves, and the means over labels."""
    curves, ranking = [], []
    for place, own in enumerate(whole.each):
        points = curves_of(own)
        ranking += [one for one in points if one.kind != "calibration"]
        packed = pack_points(keys.of_output(prefix, place), model, split, "all", points, arrays)
        curves += [msgspec.structs.replace(curve, label=whole.classes[place]) for curve in packed]
    means = macro_curves(ranking) if ranking else []
    return [*pack_points(prefix, model, split, "all", means, arrays), *curves]


def _together(model: str, split: Split, whole: SeveralPredictions) -> list[CoOccurrence]:
    """Return which labels go together, in truth and in the predictions; of very many labels nothing."""
    if len(whole.outputs) > MANY_CLASSES:
        return []
    actual, predicted = (co_occurrences(codes).tolist() for codes in (whole.truth, whole.predicted))
    return [CoOccurrence(model=model, split=split, actual=actual, predicted=predicted)]


def operate(model: ModelPredictions, predictions: Predictions, arrays: Arrays) -> Operated:
    """Return the operating points of each label; other outputs have no threshold."""
    question = predictions.question
    if question.task != Task.MULTILABEL:
        return Operated([], [])
    groups = groups_by_split(model, predictions)
    points, curves = [], []
    for place, name in enumerate(question.classes):
        own = points_of(
            model.id,
            question,
            keys.of_output(question.id, place),
            {split: joint.each[place] for split, joint in model.whole.items()},
            [fold.each[place] for fold in model.folds],
            arrays,
            groups,
        )
        points += [msgspec.structs.replace(point, label=name) for point in own.points]
        curves += [msgspec.structs.replace(curve, label=name) for curve in own.curves]
    return Operated(points, curves)


SCORING_FAMILIES.register(
    ScoringFamily(
        id="several",
        tasks=frozenset({Task.MULTILABEL, Task.MULTIOUTPUT}),
        measure=measure,
        keep=pack_training_pictures,
        operate=operate,
    )
)
