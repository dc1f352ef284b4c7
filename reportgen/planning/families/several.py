"""Several targets for each sample: labels, each yes or no, or outputs with classes of their own."""

from reportgen.config import RunConfig
from reportgen.datasets.dataset import Dataset
from reportgen.models.answer_form import AnswerForm
from reportgen.planning.families.planning_family import (
    PLANNING_FAMILIES,
    PlanningFamily,
    Predicted,
    Rows,
)
from reportgen.planning.multilabel_target import encode_several
from reportgen.planning.target import Target
from reportgen.predictions.several_predictions import SeveralPredictions
from reportgen.tasks import Task


def claims(dataset: Dataset, config: RunConfig) -> bool:
    """Say whether the data bring several targets, or labels are made of one, or either is asked for."""
    asked = config.task in ("multilabel", "multioutput")
    return config.task != "denoise" and (asked or bool(config.labels) or dataset.target.ndim > 1)


def form(target: Target, config: RunConfig) -> AnswerForm:
    """Return what one answer is: the numbers of classes side by side."""
    outputs = tuple(len(output.classes) for output in target.outputs)
    return AnswerForm("several", outputs=outputs, labels=target.task == Task.MULTILABEL, chain=config.chain)


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


def predictions(_: Dataset, target: Target, found: Predicted) -> SeveralPredictions:
    """Return what a fit predicted for some rows, and their true classes."""
    scores = found.scores if found.score_kind else None
    labels = target.task == Task.MULTILABEL
    truth = target.codes[found.rows]
    return SeveralPredictions(target.outputs, labels, truth, found.predicted, scores, found.score_kind)


PLANNING_FAMILIES.register(
    PlanningFamily(
        id="several",
        claims=claims,
        encode=lambda dataset, config: (dataset, encode_several(dataset, config)),
        form=form,
        predictions=predictions,
        class_counts=class_counts,
        order=50,
    )
)
