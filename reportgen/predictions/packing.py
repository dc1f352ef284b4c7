"""Predictions in a bundle's arrays: each kind packed and unpacked by one pair of functions."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle import keys
from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import ModelInfo
from reportgen.predictions.analysis_predictions import JudgedSamples
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.image_predictions import ImagePredictions
from reportgen.predictions.question import Question
from reportgen.predictions.scores import Scores
from reportgen.predictions.several_predictions import SeveralPredictions
from reportgen.predictions.split_predictions import SplitPredictions
from reportgen.tasks import Task

#: Arrays that are written to.
Arrays = dict[str, NDArray[Any]]

#: What arrays of losses, one for each metric of images, are called.
_LOSSES = ("pixel_mae", "psnr", "ssim", "exact_pixels")


def pack_samples(question: Question, samples: JudgedSamples, arrays: Arrays) -> None:
    """Put sample ids, groups, targets, and which samples are judged where, into `arrays`."""
    arrays[keys.SAMPLE_IDS.key(question.id)] = samples.ids
    if samples.groups is not None:
        arrays[keys.GROUPS.key(question.id)] = samples.groups
    if samples.own_ids is not None:
        arrays[keys.OWN_IDS.key(question.id)] = samples.own_ids
    for split, positions in samples.positions.items():
        arrays[keys.ROWS.key(question.id, split)] = positions
    if samples.fold_sizes:
        arrays[keys.FOLDS.key(question.id)] = samples.fold_of
    for split, truth in samples.truth.items():
        arrays[keys.TRUTH.key(question.id, split)] = truth.astype(np.int32)


def pack(prefix: str, model: str, split: Split, predictions: SplitPredictions, arrays: Arrays) -> None:
    """Put what a model predicted on a split into `arrays`; of images what each lost."""
    if isinstance(predictions, ImagePredictions):
        for metric, losses in predictions.losses.items():
            arrays[keys.LOSSES.key(prefix, model, split, metric)] = losses
        return
    arrays[keys.PREDICTIONS.key(prefix, model, split)] = predictions.predicted.astype(np.int32)
    if predictions.scores is not None:
        _pack_scores(keys.SCORES.key(prefix, model, split), predictions.scores, arrays)


def unpack(
    question: Question, info: ModelInfo, split: Split, prefix: str, arrays: Mapping[str, NDArray[Any]]
) -> SplitPredictions:
    """Return what a model predicted on a split from the arrays that `pack` made, and the targets beside them."""
    if question.task == Task.DENOISE:
        names = {name: keys.LOSSES.key(prefix, info.id, split, name) for name in _LOSSES}
        losses = {name: arrays[key] for name, key in names.items() if key in arrays}
        return ImagePredictions(np.zeros((len(losses["pixel_mae"]), 0)), losses, np.zeros(0))
    truth = arrays[keys.TRUTH.key(question.id, split)].astype(np.int64)
    predicted = arrays[keys.PREDICTIONS.key(prefix, info.id, split)].astype(np.int64)
    scores = unpack_scores(keys.SCORES.key(prefix, info.id, split), arrays) if info.score_kind else None
    kind = None if scores is None else info.score_kind  # as in the predictions of a fit that gave none
    if truth.ndim == 1:
        return ClassPredictions(question.classes, truth, predicted, scores, kind)
    labels = question.task == Task.MULTILABEL
    return SeveralPredictions(question.outputs, labels, truth, predicted, scores, kind)


def _pack_scores(key: str, scores: Scores, arrays: Arrays) -> None:
    if scores.classes is None or scores.of_truth is None or scores.squares is None:
        arrays[key] = scores.values
        return
    at = keys.best_scores(key)
    arrays[at.best_classes] = scores.classes.astype(np.int32)
    arrays[at.best] = scores.values
    arrays[at.true] = scores.of_truth
    arrays[at.squares] = scores.squares


def unpack_scores(key: str, arrays: Mapping[str, NDArray[Any]]) -> Scores | None:
    """Return the scores stored under a key, those of all classes or of the best; None where there are none."""
    at = keys.best_scores(key)
    if at.best not in arrays:
        return Scores(arrays[key]) if key in arrays else None
    of_truth = arrays[at.true]
    # Bundles of before they were kept lack the squares, which only the Brier score needs.
    squares = arrays.get(at.squares)
    return Scores(
        arrays[at.best],
        arrays[at.best_classes].astype(np.int64),
        of_truth,
        np.full(len(of_truth), np.nan) if squares is None else squares,
    )
