"""Outcomes from a stored bundle: what a model answered, as it was when the figures were computed."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.bundle.store import Arrays as StoredArrays
from reportgen.bundle.store import Bundle
from reportgen.errors import InputError
from reportgen.metrics.metric_spec import BestScores, Outcome
from reportgen.planning.target import Output
from reportgen.predictions.image_predictions import ImageOutcome
from reportgen.predictions.several_predictions import JointOutcome
from reportgen.predictions.split_predictions import Judged
from reportgen.tasks import Task

Positions = NDArray[np.int64]
Arrays = Mapping[str, NDArray[Any]]

SPLITS: tuple[Split, ...] = ("test", "cv")


def outcome_of(bundle: Bundle, analysis: Analysis, model: str, split: Split, repeat: int = 0) -> Judged:
    """Return what a model answered on a split, its samples in the order of `sample_ids_of`.

    Where answers are images only each one's pixel error is stored: such an outcome has the loss `pixel_mae` alone.
    `repeat` other than 0 is the fit with a further seed; `repeats_of` says how many there are.

    Raises
    ------
    InputError
        If the bundle holds no single answers of this model on this split (a summary, or one without samples).
    """
    info = next((info for info in analysis.models if info.id == model), None)
    if info is None or info.status != "ok" or not has_answers(bundle, analysis, model, split, repeat):
        raise InputError(f"The bundle holds no single answers of `{model}` in `{analysis.id}` ({split}).")
    prefix = _prefix(analysis, repeat)
    if analysis.task == Task.DENOISE:
        return _images(bundle.arrays, prefix, model, split)
    truth = bundle.arrays[f"{analysis.id}/truth/{split}"].astype(np.int64)
    answers = bundle.arrays[f"{prefix}/predictions/{model}/{split}"].astype(np.int64)
    _refuse_unlike(analysis, model, split, truth, answers)
    if truth.ndim == 1:
        single = _classes(bundle.arrays, prefix, analysis, info, split, truth, answers)
        _refuse_other_scores(analysis, model, split, single)
        return single
    outputs = tuple(Output(output.name, tuple(output.classes)) for output in analysis.dataset.outputs)
    scores = bundle.arrays.get(f"{prefix}/scores/{model}/{split}") if info.score_kind else None
    labels = analysis.task == Task.MULTILABEL
    joint = JointOutcome(outputs, labels, truth, answers, scores, info.score_kind)
    _refuse_other_scores(analysis, model, split, joint)
    return joint


def has_answers(bundle: Bundle, analysis: Analysis, model: str, split: Split, repeat: int = 0) -> bool:
    """Whether the single answers of a model on a split are stored, and which samples they are of."""
    images = analysis.task == Task.DENOISE
    own = f"losses/{model}/{split}/pixel_mae" if images else f"predictions/{model}/{split}"
    common = ["sample_ids", f"rows/{split}", *([] if images else [f"truth/{split}"])]
    keys = [f"{_prefix(analysis, repeat)}/{own}", *(f"{analysis.id}/{key}" for key in common)]
    return all(key in bundle.arrays for key in keys)


def refuse_damaged(bundle: Bundle) -> None:
    """Read all that is stored once, so that what is wrong with it is found before anything depends on it.

    Raises
    ------
    InputError
        If an array is damaged, or answers are not those of the samples and classes.
    """
    if isinstance(bundle.arrays, StoredArrays):
        bundle.arrays.refuse_damaged()
    for analysis, split in product(bundle.record.analyses, SPLITS):
        sample_ids_of(bundle, analysis, split)
        for model in analysis.models:
            if model.status == "ok" and has_answers(bundle, analysis, model.id, split):
                for repeat in range(repeats_of(bundle, analysis, model.id, split)):
                    outcome_of(bundle, analysis, model.id, split, repeat)


def repeats_of(bundle: Bundle, analysis: Analysis, model: str, split: Split) -> int:
    """Return how many fits of a model with different seeds are stored: 1 where it was not repeated, or is no more."""
    count = 1
    while has_answers(bundle, analysis, model, split, count):
        count += 1
    return count


def _prefix(analysis: Analysis, repeat: int) -> str:
    return f"{analysis.id}/repeats/{repeat}" if repeat else analysis.id


def sample_ids_of(bundle: Bundle, analysis: Analysis, split: Split) -> Positions | None:
    """Return the id (position in the source) of each sample judged on a split; None where they are not stored."""
    ids, rows = (bundle.arrays.get(f"{analysis.id}/{key}") for key in ("sample_ids", f"rows/{split}"))
    if ids is None or rows is None:
        return None
    if len(rows) and (rows.min() < 0 or rows.max() >= len(ids)):
        raise InputError(
            f"The bundle contradicts itself: `{analysis.id}/rows/{split}` names samples it does not hold."
        )
    judged: Positions = ids[rows].astype(np.int64)
    return judged


def groups_of(bundle: Bundle, analysis: Analysis, split: Split) -> Positions | None:
    """Return the number of the group of each sample judged on a split; None where samples have no groups."""
    groups, rows = (bundle.arrays.get(f"{analysis.id}/{key}") for key in ("groups", f"rows/{split}"))
    return None if groups is None or rows is None else groups[rows].astype(np.int64)


def fold_of(bundle: Bundle, analysis: Analysis) -> Positions | None:
    """Return the fold of each sample judged in the cross-validation, in the order of its outcomes."""
    folds = bundle.arrays.get(f"{analysis.id}/folds")
    return None if folds is None else folds.astype(np.int64)


def taken(outcome: Judged, places: Positions) -> Judged:
    """Return the outcome of some samples, in the order in which they are named."""
    if isinstance(outcome, ImageOutcome):
        losses = {metric: values[places] for metric, values in outcome.losses.items()}
        return ImageOutcome(outcome.rows[places], outcome.answers[places], losses, outcome.error_sums)
    truth, answers, kind = outcome.truth[places], outcome.answers[places], outcome.score_kind
    if isinstance(outcome, JointOutcome):
        scores = None if outcome.scores is None else outcome.scores[places]
        return JointOutcome(outcome.outputs, outcome.labels, truth, answers, scores, kind)
    return Outcome(outcome.classes, truth, answers, _taken_scores(outcome.scores, places), kind)


def _taken_scores(
    scores: NDArray[np.float64] | BestScores | None, places: Positions
) -> NDArray[np.float64] | BestScores | None:
    if isinstance(scores, BestScores):
        return BestScores(
            scores.classes[places], scores.scores[places], scores.true_scores[places], scores.squares[places]
        )
    return None if scores is None else scores[places]


def _classes(
    arrays: Arrays,
    prefix: str,
    analysis: Analysis,
    info: ModelInfo,
    split: Split,
    truth: Positions,
    answers: Positions,
) -> Outcome:
    key = f"{prefix}/scores/{info.id}/{split}"
    scores: NDArray[np.float64] | BestScores | None = None
    if info.score_kind and f"{key}/best" in arrays:
        true_scores = arrays[f"{key}/true"]
        # Bundles of before they were kept lack the squares, which only the Brier score needs.
        squares = arrays.get(f"{key}/squares")
        scores = BestScores(
            arrays[f"{key}/best_classes"].astype(np.int64),
            arrays[f"{key}/best"],
            true_scores,
            np.full(len(true_scores), np.nan) if squares is None else squares,
        )
    elif info.score_kind:
        scores = arrays.get(key)
    kind = None if scores is None else info.score_kind
    return Outcome(tuple(analysis.dataset.classes), truth, answers, scores, kind)


def _images(arrays: Arrays, prefix: str, model: str, split: Split) -> ImageOutcome:
    errors = arrays[f"{prefix}/losses/{model}/{split}/pixel_mae"]
    n = len(errors)
    return ImageOutcome(np.arange(n), np.zeros((n, 0)), {"pixel_mae": errors}, np.zeros(0))


def _refuse_unlike(
    analysis: Analysis, model: str, split: Split, truth: Positions, answers: Positions
) -> None:
    """Raise an InputError where the answers are not those to the samples, or no classes."""
    data = analysis.dataset
    numbers = np.array([len(output.classes) for output in data.outputs] or [len(data.classes)])
    columns = truth.shape[1:] == ((len(numbers),) if data.outputs else ())
    if truth.shape != answers.shape or not columns:
        raise _contradiction(
            analysis, f"`{model}` has {len(answers):,} answers ({split}), to {len(truth):,} samples"
        )
    if any(codes.size and (codes.min() < 0 or (codes >= numbers).any()) for codes in (truth, answers)):
        raise _contradiction(analysis, f"answers of `{model}` ({split}) are none of the classes")


def _refuse_other_scores(
    analysis: Analysis, model: str, split: Split, outcome: Outcome | JointOutcome
) -> None:
    """Raise an InputError where the scores are not of the samples, or not of the classes."""
    scores, n = outcome.scores, outcome.n_samples
    if isinstance(scores, BestScores):
        best = (scores.classes, scores.scores)
        right = all(own.ndim == 2 and len(own) == n for own in best) and len(scores.true_scores) == n
        right = right and scores.classes.shape == scores.scores.shape and len(scores.squares) == n
    elif scores is not None:
        numbers = [len(output.classes) for output in analysis.dataset.outputs] or [len(outcome.classes)]
        width = sum(1 if number == 2 else number for number in numbers)
        flat = isinstance(outcome, Outcome) and width == 1
        right = scores.shape == ((n,) if flat else (n, width)) and scores.dtype.kind == "f"
    else:
        return
    if not right:
        raise _contradiction(analysis, f"scores of `{model}` ({split}) are not those of its answers")


def _contradiction(analysis: Analysis, what: str) -> InputError:
    return InputError(f"The bundle contradicts itself in the analysis `{analysis.id}`: {what}.")
