"""From the answers of files to what models predicted on each split and in each fold, and the naive baseline."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import ModelInfo
from reportgen.external.answered_classes import Answers
from reportgen.external.judged_rows import JudgedRows
from reportgen.external.majority_class import majority_class
from reportgen.external.sample_parts import Part
from reportgen.planning.target import Target
from reportgen.predictions.analysis_predictions import JudgedSamples, ModelPredictions, Repeat
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores


def recorded_models(
    whose: Sequence[tuple[Part, Answers]],
    samples: JudgedSamples,
    judged: JudgedRows,
    classes: tuple[str, ...],
) -> list[ModelPredictions]:
    """Return what each model predicted on each split and in each fold."""
    taken: dict[str, int] = {}
    return [
        _model(_own_id(part.model, taken), part, answers, samples, judged, classes) for part, answers in whose
    ]


def _own_id(name: str, taken: dict[str, int]) -> str:
    """Return the id of a model made of its name, another one for each."""
    plain = re.sub(r"[^\w.-]+", "-", name, flags=re.ASCII).strip("-.") or "model"
    taken[plain] = taken.get(plain, 0) + 1
    return plain if taken[plain] == 1 else f"{plain}-{taken[plain]}"


def _model(
    own_id: str,
    part: Part,
    answers: Answers,
    samples: JudgedSamples,
    judged: JudgedRows,
    classes: tuple[str, ...],
) -> ModelPredictions:
    splits: list[Split] = ["cv", "test"]
    whole = {
        split: ClassPredictions(
            classes,
            samples.truth[split],
            answers.predicted[places],
            None if answers.scores is None else answers.scores.take(places),
            answers.score_kind,
        )
        for split in splits
        if (places := judged.positions.get(split)) is not None
    }
    ends = np.cumsum(judged.fold_sizes)[:-1]
    folds = (
        [whole["cv"].take(own) for own in np.split(np.arange(whole["cv"].n_samples), ends)]
        if "cv" in whole
        else []
    )
    return ModelPredictions(_info(own_id, part, answers), Repeat(whole, tuple(folds)))


def naive_baseline(target: Target, judged: JudgedRows) -> ModelPredictions:
    """Return the naive baseline of the samples judged."""
    places = judged.positions.get("cv", np.empty(0, dtype=np.int64))
    folds = np.split(target.codes[places], np.cumsum(judged.fold_sizes)[:-1]) if judged.fold_sizes else []
    test = judged.positions.get("test")
    return majority_class(target.classes, None if test is None else target.codes[test], folds)


def as_detector(answers: Answers, target: Target, detected: Target) -> Answers:
    """Return the answers of a detector of one class, from those about all classes."""
    code = target.classes.index(detected.classes[1])
    predicted = (answers.predicted == code).astype(np.int64)
    if answers.scores is None or not answers.scores.has_all_classes:
        return replace(answers, predicted=predicted, scores=None, score_kind=None)
    values = np.asarray(answers.scores)
    if values.ndim == 1:
        turned = 1 - values if answers.score_kind == "probability" else -values
        own = values if code == 1 else turned
    else:
        own = values[:, code]
    return replace(answers, predicted=predicted, scores=Scores(own))


def _info(own_id: str, part: Part, answers: Answers) -> ModelInfo:
    return ModelInfo(
        id=own_id,
        title=part.model,
        estimator=f"predictions in {part.table.name}",
        parameters={},
        baseline=False,
        status="ok",
        reason=None,
        timings=None,
        size_bytes=None,
        score_kind=answers.score_kind,
        description="Known by its predictions alone.",
        notes=list(answers.notes),
        seeds=[],
    )
