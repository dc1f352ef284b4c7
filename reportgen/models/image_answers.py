"""Predictions that are images: a whole value for each pixel, whichever model gives them."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.models.answer_form import AnswerForm
from reportgen.models.model_spec import DecisionRule, Estimator, ModelSpec
from reportgen.models.pipeline_steps import final_step, transformed
from reportgen.models.respond import informed_neighbours

Pixels = NDArray[Any]


def respond_images(
    spec: ModelSpec, estimator: Estimator, features: Any, form: AnswerForm
) -> tuple[Pixels, None]:
    """Return the images that a fitted estimator predicts; such predictions have no scores.

    Parameters
    ----------
    spec : ModelSpec
        Its `answers` says how: `neighbours` (the mode of the neighbours' pixels, found once for all pixels),
        `rounded` (a regression's values, rounded and clipped to the range of pixels), or `predict`.
    estimator : Estimator
        Bare or a Pipeline, fitted on pixels of shape (n_samples, n_pixels).
    features : ndarray of shape (n_samples, n_pixels)
    form : AnswerForm
        Of an image: its pixels have the values 0 to `n_classes` - 1.

    Returns
    -------
    answers : ndarray of shape (n_samples, n_pixels)
        Equal to `estimator.predict(features)` but for rounding and clipping; of uint8 where they are whole values
        within the range of pixels.
    """
    final, features = final_step(estimator), transformed(estimator, features)
    return _WAYS[spec.answers](final, features, form), None


def _as_predicted(final: Estimator, features: Any, _: AnswerForm) -> Pixels:
    return np.asarray(final.predict(features))


def _rounded(final: Estimator, features: Any, form: AnswerForm) -> Pixels:
    values = np.asarray(final.predict(features), dtype=np.float64)
    return np.rint(np.clip(values, 0, form.n_classes - 1)).astype(np.uint8)


def _by_neighbours(final: Estimator, features: Any, form: AnswerForm) -> Pixels:
    """Return the most frequent value of each pixel among the neighbours, of equally frequent ones the lowest.

    scikit-learn's own predict takes the pixels one after the other, and holds the codes of one at a time for that.
    """
    if getattr(final, "weights", None) not in ("uniform", None) or not hasattr(final, "_y"):
        return _as_predicted(informed_neighbours(final, features), features, form).astype(np.uint8)
    neighbours = final.kneighbors(features, return_distance=False)
    values = np.zeros((len(final.classes_), form.n_classes), dtype=np.uint8)
    for pixel, known in enumerate(final.classes_):
        values[pixel, : len(known)] = known
    codes = mode(final._y[neighbours])  # noqa: SLF001 - the training answers, which no public name gives
    return np.asarray(values[np.arange(len(values)), codes])


def mode(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the most frequent value along axis 1, of equally frequent ones the lowest, as scipy.stats.mode does."""
    ordered = np.sort(values, axis=1)
    best, most = ordered[:, 0], np.ones(ordered[:, 0].shape, dtype=np.int64)
    run = most
    for place in range(1, ordered.shape[1]):
        run = np.where(ordered[:, place] == ordered[:, place - 1], run + 1, 1)
        best = np.where(run > most, ordered[:, place], best)
        most = np.maximum(run, most)
    return best


_WAYS: dict[DecisionRule, Callable[[Estimator, Any, AnswerForm], Pixels]] = {
    "predict": _as_predicted,
    "rounded": _rounded,
    "neighbours": _by_neighbours,
}
