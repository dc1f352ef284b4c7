"""Several answers to each sample: labels, each yes or no, or outputs with classes of their own."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import Confusion, CoOccurrence, Curve, Score
from reportgen.config import RunConfig
from reportgen.datasets.dataset import Dataset
from reportgen.models.answer_form import AnswerForm
from reportgen.planning.fit_job import FitResult
from reportgen.planning.labelling import encode_several
from reportgen.planning.splits import judged_groups
from reportgen.planning.target import Target
from reportgen.predictions.packing import pack_confusion, pack_joint_answers, pack_points
from reportgen.predictions.several_predictions import JointOutcome, co_occurrences, pool_joint
from reportgen.scoring.curves import curves_of, macro_curves
from reportgen.scoring.families.scoring_family import (
    FAMILIES,
    Arrays,
    Family,
    Measured,
    Operated,
    Rows,
    ScoreKind,
)
from reportgen.scoring.operating_points import points_of
from reportgen.scoring.score_rows import score_split
from reportgen.tasks import MANY_CLASSES, Task

if TYPE_CHECKING:
    from reportgen.planning.fit_plan import Plan

#: Averages over a label's two classes say nothing that the label's own figures do not.
AVERAGES = ("_macro", "_micro", "_weighted")


def claims(dataset: Dataset, config: RunConfig) -> bool:
    """Say whether the data bring several answers, or labels are made of one, or either is asked for."""
    asked = config.task in ("multilabel", "multioutput")
    return config.task != "denoise" and (asked or bool(config.labels) or dataset.target.ndim > 1)


def encode(dataset: Dataset, config: RunConfig) -> tuple[Dataset, Target]:
    """Return the data as they are, and their answers."""
    return dataset, encode_several(dataset, config)


def form(target: Target, config: RunConfig) -> AnswerForm:
    """Return what one answer is: the numbers of classes side by side."""
    return AnswerForm("several", outputs=tuple(len(o.classes) for o in target.outputs), chain=config.chain)


def class_counts(target: Target, rows: Rows) -> dict[str, int]:
    """Return how many of the rows have each label; of other outputs how many are of each class."""
    codes = target.codes[rows]
    if target.task == Task.MULTILABEL:
        return dict(zip(target.classes, codes.sum(axis=0).tolist(), strict=True))
    return {
        f"{output.name}: {name}": int((codes[:, place] == code).sum())
        for place, output in enumerate(target.outputs)
        for code, name in enumerate(output.classes)
    }


def outcome(plan: "Plan", rows: Rows, fit: FitResult, kind: ScoreKind | None) -> JointOutcome:
    """Return what a fit answered on some rows."""
    target = plan.target
    scores = fit.scores if kind and isinstance(fit.scores, np.ndarray) else None
    labels = target.task == Task.MULTILABEL
    return JointOutcome(target.outputs, labels, target.codes[rows], fit.answers, scores, kind)


def measure(
    model: str,
    split: Split,
    plan: "Plan",
    pooled: JointOutcome,
    folds: Sequence[JointOutcome],
    arrays: Arrays,
) -> Measured:
    """Return a model's rows jointly and by label or output, a matrix for each, and of labels curves."""
    pack_joint_answers(plan.id, model, split, pooled, arrays)
    groups = judged_groups(plan.dataset, plan.division, split)
    scores = score_split(model, split, plan.target.task, pooled, folds, groups=groups)
    confusions: list[Confusion] = []
    for place in range(len(pooled.outputs)):
        scores += _own_scores(model, split, plan, place, pooled, folds)
        own = pack_confusion(_place(plan, place), model, split, pooled.each[place], arrays)
        confusions.append(msgspec.structs.replace(own, **_whose(pooled, place)))
    if not pooled.labels:
        return Measured(scores, confusions, [])
    curves = _curves(model, split, plan, pooled, arrays)
    return Measured(scores, confusions, curves, _together(model, split, pooled))


def _place(plan: "Plan", place: int) -> str:
    """Return the prefix of the arrays of one label or output."""
    return f"{plan.id}/outputs/{place}"


def _whose(pooled: JointOutcome, place: int) -> dict[str, str]:
    """Return the field that says whose a record is: the label's or the output's."""
    return {"label" if pooled.labels else "output": pooled.outputs[place].name}


def _own_scores(
    model: str,
    split: Split,
    plan: "Plan",
    place: int,
    pooled: JointOutcome,
    folds: Sequence[JointOutcome],
) -> list[Score]:
    """Return the rows of one label or output by itself, as those of a task of its own."""
    own = pooled.each[place]
    rows = score_split(
        model,
        split,
        Task.BINARY if len(own.classes) == 2 else Task.MULTICLASS,
        own,
        [fold.each[place] for fold in folds],
        groups=judged_groups(plan.dataset, plan.division, split),
    )
    if pooled.labels:
        rows = [row for row in rows if row.label is None and not row.metric.endswith(AVERAGES)]
    return [msgspec.structs.replace(row, **_whose(pooled, place)) for row in rows]


def _curves(model: str, split: Split, plan: "Plan", pooled: JointOutcome, arrays: Arrays) -> list[Curve]:
    """Return each label's curves, and the means over labels."""
    curves, ranking = [], []
    for place, own in enumerate(pooled.each):
        points = curves_of(own)
        ranking += [one for one in points if one.kind != "calibration"]
        packed = pack_points(_place(plan, place), model, split, "all", points, arrays)
        curves += [msgspec.structs.replace(curve, label=pooled.classes[place]) for curve in packed]
    means = macro_curves(ranking) if ranking else []
    return [*pack_points(plan.id, model, split, "all", means, arrays), *curves]


def _together(model: str, split: Split, pooled: JointOutcome) -> list[CoOccurrence]:
    """Return which labels go together, truly and in the answers; of very many labels nothing."""
    if len(pooled.outputs) > MANY_CLASSES:
        return []
    actual, predicted = (co_occurrences(codes).tolist() for codes in (pooled.truth, pooled.answers))
    return [CoOccurrence(model=model, split=split, actual=actual, predicted=predicted)]


def operate(
    model: str,
    plan: "Plan",
    pooled: Mapping[Split, JointOutcome],
    folds: Sequence[JointOutcome],
    arrays: Arrays,
) -> Operated:
    """Return the operating points of each label; other outputs have no threshold."""
    if plan.target.task != Task.MULTILABEL:
        return Operated([], [])
    points, curves = [], []
    for place, name in enumerate(plan.target.classes):
        own = points_of(
            model,
            plan.config,
            _place(plan, place),
            {split: joint.each[place] for split, joint in pooled.items()},
            [fold.each[place] for fold in folds],
            arrays,
        )
        points += [msgspec.structs.replace(point, label=name) for point in own.points]
        curves += [msgspec.structs.replace(curve, label=name) for curve in own.curves]
    return Operated(points, curves)


FAMILIES.register(
    Family(
        id="several",
        claims=claims,
        encode=encode,
        form=form,
        outcome=outcome,
        pool=pool_joint,
        measure=measure,
        class_counts=class_counts,
        pack=pack_joint_answers,
        operate=operate,
        order=50,
    )
)
