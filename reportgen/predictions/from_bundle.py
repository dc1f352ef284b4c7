"""Predictions from a stored bundle, as they were when its figures were computed."""

from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle import keys
from reportgen.bundle.base_record import Split
from reportgen.bundle.data_records import Protocol
from reportgen.bundle.query import config_of, predicted_classes
from reportgen.bundle.run_records import Run
from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.bundle.store import Bundle, StoredArrays
from reportgen.config import parse_rule
from reportgen.errors import InputError
from reportgen.predictions.analysis_predictions import JudgedSamples, ModelPredictions, Predictions, Repeat
from reportgen.predictions.image_predictions import ImagePredictions
from reportgen.predictions.packing import unpack
from reportgen.predictions.question import Question
from reportgen.predictions.split_predictions import Classified, SplitPredictions
from reportgen.tasks import Task

Positions = NDArray[np.int64]

SPLITS: tuple[Split, ...] = ("test", "cv")


def from_bundle(bundle: Bundle, analysis: Analysis) -> Predictions:
    """Return the predictions of an analysis, from which all its figures can be computed again.

    Raises
    ------
    InputError
        If the bundle holds no single predictions (a summary, or one without samples).
    """
    samples = samples_of(bundle, analysis)
    if samples is None:
        raise InputError(
            f"The bundle holds no single predictions in `{analysis.id}`: it is a summary, as a report carries."
        )
    models = tuple(_model(bundle, analysis, info, samples) for info in analysis.models)
    return Predictions(question_of(bundle.record.run, analysis), samples, models)


def question_of(run: Run, analysis: Analysis) -> Question:
    """Return what a stored analysis asks."""
    config = config_of(run, analysis.id)
    margin = config.get("margin")
    return Question(
        id=analysis.id,
        title=analysis.title,
        task=Task(analysis.task),
        dataset=analysis.dataset,
        protocol=analysis.protocol,
        main_metric=analysis.main_metric,
        main_metric_reason=analysis.main_metric_reason,
        positive=analysis.positive,
        margin=None if margin is None else float(margin),
        rules=tuple(parse_rule(rule) for rule in config.get("operating_points") or ()),
        threshold=config.get("threshold"),
        prevalence=analysis.prevalence,
        names_samples=bool(config.get("samples", True)),
        by=tuple(config.get("by") or ()),
    )


def samples_of(bundle: Bundle, analysis: Analysis) -> JudgedSamples | None:
    """Return the samples that the predictions of an analysis are of; None where they are not stored."""
    arrays, found = bundle.arrays, [split for split in SPLITS if _has_rows(bundle, analysis, split)]
    if not found:
        return None
    sizes = np.bincount(folds).tolist() if (folds := fold_of(bundle, analysis)) is not None else []
    groups = arrays.get(keys.GROUPS.key(analysis.id))
    return JudgedSamples(
        ids=arrays[keys.SAMPLE_IDS.key(analysis.id)].astype(np.int64),
        positions={split: arrays[keys.ROWS.key(analysis.id, split)].astype(np.int64) for split in found},
        truth={
            split: arrays[key].astype(np.int64)
            for split in found
            if (key := keys.TRUTH.key(analysis.id, split)) in arrays
        },
        groups=None if groups is None else groups.astype(np.int64),
        own_ids=arrays.get(keys.OWN_IDS.key(analysis.id)),
        fold_sizes=tuple(sizes),
        trained_on=trained_on(analysis.protocol, analysis.dataset.splits.get("train", 0), sizes),
    )


def trained_on(protocol: Protocol, training_samples: int, fold_sizes: Sequence[int]) -> tuple[int, ...]:
    """Return how many samples the models of each fold were trained on, from how many are judged in each."""
    trained = max(training_samples, sum(fold_sizes))
    if (
        protocol.cv is not None and protocol.cv.scheme == "time"
    ):  # a fold learns from what was before it alone
        return tuple(trained - sum(fold_sizes[fold:]) for fold in range(len(fold_sizes)))
    return tuple(trained - own for own in fold_sizes)


def _model(bundle: Bundle, analysis: Analysis, info: ModelInfo, samples: JudgedSamples) -> ModelPredictions:
    if info.status != "ok":
        return ModelPredictions(info)
    known = [split for split in SPLITS if has_predictions(bundle, analysis, info.id, split)]
    further = max((repeats_of(bundle, analysis, info.id, split) for split in known), default=1)
    first, *others = (_repeat(bundle, analysis, info.id, samples, repeat) for repeat in range(further))
    return ModelPredictions(info, first, tuple(others))


def _repeat(bundle: Bundle, analysis: Analysis, model: str, samples: JudgedSamples, repeat: int) -> Repeat:
    order: tuple[Split, ...] = ("cv", "test")
    whole = {
        split: split_predictions(bundle, analysis, model, split, repeat)
        for split in order
        if has_predictions(bundle, analysis, model, split, repeat)
    }
    if "cv" not in whole:
        return Repeat(whole)
    ends = np.cumsum(samples.fold_sizes)[:-1]
    places = np.split(np.arange(whole["cv"].n_samples), ends)
    return Repeat(whole, tuple(whole["cv"].take(own) for own in places))


def split_predictions(
    bundle: Bundle, analysis: Analysis, model: str, split: Split, repeat: int = 0
) -> SplitPredictions:
    """Return what a model predicted on a split, its samples in the order of `sample_ids_of`.

    Where targets are images only what each one lost is stored. `repeat` other than 0 is the fit with a further seed;
    `repeats_of` says how many there are.

    Raises
    ------
    InputError
        If the bundle holds no single predictions of this model on this split (a summary, or one without samples).
    """
    info = next((info for info in analysis.models if info.id == model), None)
    if info is None or info.status != "ok" or not has_predictions(bundle, analysis, model, split, repeat):
        raise InputError(f"The bundle holds no single predictions of `{model}` in `{analysis.id}` ({split}).")
    question = question_of(bundle.record.run, analysis)
    if question.task == Task.DENOISE:
        return unpack(question, info, split, keys.of_repeat(analysis.id, repeat), bundle.arrays)
    truth, predicted = (
        bundle.arrays[key]
        for key in (
            keys.TRUTH.key(analysis.id, split),
            keys.PREDICTIONS.key(keys.of_repeat(analysis.id, repeat), model, split),
        )
    )
    _refuse_unlike(analysis, model, split, truth, predicted)
    found = unpack(question, info, split, keys.of_repeat(analysis.id, repeat), bundle.arrays)
    if not isinstance(found, ImagePredictions):
        _refuse_other_scores(analysis, model, split, found)
    return found


def has_predictions(bundle: Bundle, analysis: Analysis, model: str, split: Split, repeat: int = 0) -> bool:
    """Whether the single predictions of a model on a split are stored, and which samples they are of."""
    prefix, images = keys.of_repeat(analysis.id, repeat), analysis.task == Task.DENOISE
    own = (
        keys.LOSSES.key(prefix, model, split, "pixel_mae")
        if images
        else keys.PREDICTIONS.key(prefix, model, split)
    )
    truth = [] if images else [keys.TRUTH.key(analysis.id, split)]
    return _has_rows(bundle, analysis, split) and all(key in bundle.arrays for key in (own, *truth))


def _has_rows(bundle: Bundle, analysis: Analysis, split: Split) -> bool:
    needed = (keys.SAMPLE_IDS.key(analysis.id), keys.ROWS.key(analysis.id, split))
    return all(key in bundle.arrays for key in needed)


def refuse_damaged(bundle: Bundle) -> None:
    """Read all that is stored once, so that what is wrong with it is found before anything depends on it.

    Raises
    ------
    InputError
        If an array is damaged, or predictions are not those of the samples and classes.
    """
    if isinstance(bundle.arrays, StoredArrays):
        bundle.arrays.refuse_damaged()
    for analysis, split in product(bundle.record.analyses, SPLITS):
        sample_ids_of(bundle, analysis, split)
        for model in analysis.models:
            if model.status == "ok" and has_predictions(bundle, analysis, model.id, split):
                for repeat in range(repeats_of(bundle, analysis, model.id, split)):
                    split_predictions(bundle, analysis, model.id, split, repeat)


def repeats_of(bundle: Bundle, analysis: Analysis, model: str, split: Split) -> int:
    """Return how many fits of a model with different seeds are stored: 1 where it was not repeated, or is no more."""
    count = 1
    while has_predictions(bundle, analysis, model, split, count):
        count += 1
    return count


def sample_ids_of(bundle: Bundle, analysis: Analysis, split: Split) -> Positions | None:
    """Return the id (position in the source) of each sample judged on a split; None where they are not stored."""
    rows_key = keys.ROWS.key(analysis.id, split)
    ids, rows = bundle.arrays.get(keys.SAMPLE_IDS.key(analysis.id)), bundle.arrays.get(rows_key)
    if ids is None or rows is None:
        return None
    if len(rows) and (rows.min() < 0 or rows.max() >= len(ids)):
        raise InputError(f"The bundle contradicts itself: `{rows_key}` names samples it does not hold.")
    judged: Positions = ids[rows].astype(np.int64)
    return judged


def groups_of(bundle: Bundle, analysis: Analysis, split: Split) -> Positions | None:
    """Return the number of the group of each sample judged on a split; None where samples have no groups."""
    needed = (keys.GROUPS.key(analysis.id), keys.ROWS.key(analysis.id, split))
    groups, rows = (bundle.arrays.get(key) for key in needed)
    return None if groups is None or rows is None else groups[rows].astype(np.int64)


def fold_of(bundle: Bundle, analysis: Analysis) -> Positions | None:
    """Return the fold of each sample judged in the cross-validation, in the order of its predictions."""
    folds = bundle.arrays.get(keys.FOLDS.key(analysis.id))
    return None if folds is None else folds.astype(np.int64)


def _refuse_unlike(
    analysis: Analysis, model: str, split: Split, truth: Positions, predicted: Positions
) -> None:
    """Raise an InputError where the predictions are not those of the samples, or no classes."""
    data = analysis.dataset
    numbers = np.array([len(output.classes) for output in data.outputs] or [len(predicted_classes(analysis))])
    columns = truth.shape[1:] == ((len(numbers),) if data.outputs else ())
    if truth.shape != predicted.shape or not columns:
        raise _contradiction(
            analysis, f"`{model}` has {len(predicted):,} predictions ({split}) for {len(truth):,} samples"
        )
    if any(codes.size and (codes.min() < 0 or (codes >= numbers).any()) for codes in (truth, predicted)):
        raise _contradiction(analysis, f"predictions of `{model}` ({split}) are none of the classes")


def _refuse_other_scores(analysis: Analysis, model: str, split: Split, found: Classified) -> None:
    """Raise an InputError where the scores are not of the samples, or not of the classes."""
    scores, n = found.scores, found.n_samples
    if scores is None:
        return
    if scores.classes is not None and scores.of_truth is not None and scores.squares is not None:
        right = all(own.ndim == 2 and len(own) == n for own in (scores.classes, scores.values))
        right = right and scores.classes.shape == scores.values.shape
        right = right and len(scores.of_truth) == len(scores.squares) == n
    else:
        numbers = [len(output.classes) for output in analysis.dataset.outputs] or [len(found.classes)]
        width = sum(1 if number == 2 else number for number in numbers)
        flat = not analysis.dataset.outputs and width == 1
        right = scores.values.shape == ((n,) if flat else (n, width)) and scores.values.dtype.kind == "f"
    if not right:
        raise _contradiction(analysis, f"scores of `{model}` ({split}) are not those of its predictions")


def _contradiction(analysis: Analysis, what: str) -> InputError:
    return InputError(f"The bundle contradicts itself in the analysis `{analysis.id}`: {what}.")
