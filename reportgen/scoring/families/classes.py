"""One class for each sample: two classes or more."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from reportgen.bundle.base_record import Split
from reportgen.config import RunConfig
from reportgen.datasets.dataset import Dataset
from reportgen.fitting.fit import join_best
from reportgen.metrics.metric_spec import BestScores, Outcome
from reportgen.models.answer_form import AnswerForm
from reportgen.planning.detector import detect
from reportgen.planning.fit_job import FitResult
from reportgen.planning.splits import judged_groups
from reportgen.planning.target import Target, encode_target
from reportgen.predictions.packing import pack_answers, pack_confusion, pack_curves
from reportgen.scoring.errors.error_analysis import find_errors
from reportgen.scoring.families.scoring_family import FAMILIES, Arrays, Family, Measured, Rows, ScoreKind
from reportgen.scoring.operating_points import operating_points
from reportgen.scoring.score_rows import score_split

if TYPE_CHECKING:
    from reportgen.planning.fit_plan import Plan


def encode(dataset: Dataset, config: RunConfig) -> tuple[Dataset, Target]:
    """Return the data as they are, and their classes: for a detector the one asked for and the rest."""
    name = f"the target `{config.target[0]}`" if config.target else "the target"
    if config.positive is None:
        return dataset, encode_target(dataset.target, config.task, name)
    # With --positive any number of classes is a binary task.
    task = "multiclass" if config.task == "binary" else config.task
    return dataset, detect(encode_target(dataset.target, task, name), config.positive)


def class_counts(target: Target, rows: Rows) -> dict[str, int]:
    """Return how many of the rows are of each class."""
    counts = np.bincount(target.codes[rows], minlength=len(target.classes)).tolist()
    return dict(zip(target.classes, counts, strict=True))


def outcome(plan: "Plan", rows: Rows, fit: FitResult, kind: ScoreKind | None) -> Outcome:
    """Return what a fit answered on some rows."""
    target = plan.target
    return Outcome(target.classes, target.codes[rows], fit.answers, fit.scores if kind else None, kind)


def pool(folds: Sequence[Outcome]) -> Outcome:
    """Return the outcomes of all folds as one."""
    best = [fold.scores for fold in folds if isinstance(fold.scores, BestScores)]
    arrays = [fold.scores for fold in folds if isinstance(fold.scores, np.ndarray)]
    scores = join_best(best) if best else (np.concatenate(arrays) if arrays else None)
    return Outcome(
        folds[0].classes,
        np.concatenate([fold.truth for fold in folds]),
        np.concatenate([fold.answers for fold in folds]),
        scores,
        folds[0].score_kind,
    )


def measure(
    model: str, split: Split, plan: "Plan", pooled: Outcome, folds: Sequence[Outcome], arrays: Arrays
) -> Measured:
    """Return a model's rows, its matrix and its curves."""
    measured = Measured(
        score_split(
            model,
            split,
            plan.target.task,
            pooled,
            folds,
            groups=judged_groups(plan.dataset, plan.division, split),
        ),
        [pack_confusion(plan.id, model, split, pooled, arrays)],
        pack_curves(plan.id, model, split, pooled, arrays),
    )
    pack_answers(plan.id, model, split, pooled, arrays)
    return measured


FAMILIES.register(
    Family(
        id="classes",
        claims=lambda _dataset, _config: True,
        encode=encode,
        form=lambda target, _: AnswerForm("class", n_classes=len(target.classes)),
        outcome=outcome,
        pool=pool,
        measure=measure,
        class_counts=class_counts,
        pack=pack_answers,
        operate=operating_points,
        errors=find_errors,
        order=100,
    )
)
