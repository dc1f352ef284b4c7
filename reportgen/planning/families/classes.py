"""One class for each sample: two classes or more."""

import numpy as np

from reportgen.config import RunConfig
from reportgen.datasets.dataset import Dataset
from reportgen.models.answer_form import AnswerForm
from reportgen.planning.detector import detect
from reportgen.planning.families.planning_family import (
    PLANNING_FAMILIES,
    PlanningFamily,
    Predicted,
    Rows,
)
from reportgen.planning.target import Target, encode_target, positive_last
from reportgen.predictions.class_predictions import ClassPredictions


def encode(dataset: Dataset, config: RunConfig) -> tuple[Dataset, Target]:
    """Return the data as they are, and their classes: for a detector the one asked for and the rest."""
    name = f"the target `{config.target[0]}`" if config.target else "the target"
    if config.positive is None:
        return dataset, positive_last(
            encode_target(dataset.target, config.task, name, order=dataset.class_order)
        )
    # With --positive any number of classes is a binary task.
    task = "multiclass" if config.task == "binary" else config.task
    return dataset, detect(
        encode_target(dataset.target, task, name, order=dataset.class_order), config.positive
    )


def class_counts(target: Target, rows: Rows) -> dict[str, int]:
    """Return how many of the rows are of each class."""
    counts = np.bincount(target.codes[rows], minlength=len(target.classes)).tolist()
    return dict(zip(target.classes, counts, strict=True))


def predictions(_: Dataset, target: Target, found: Predicted) -> ClassPredictions:
    """Return what a fit predicted for some rows, and their classes."""
    scores = found.scores if found.score_kind else None
    return ClassPredictions(
        target.classes, target.codes[found.rows], found.predicted, scores, found.score_kind
    )


PLANNING_FAMILIES.register(
    PlanningFamily(
        id="classes",
        claims=lambda _dataset, _config: True,
        encode=encode,
        form=lambda target, _: AnswerForm("class", n_classes=len(target.classes)),
        predictions=predictions,
        class_counts=class_counts,
        order=100,
    )
)
