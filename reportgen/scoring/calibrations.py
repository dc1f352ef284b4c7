"""Calibration of one model on one split: slope, intercept and test, with groups where there are any."""

from math import sqrt

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.threshold_records import Calibration
from reportgen.metrics.confidences import confidences
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.statistics.calibration import (
    Recalibration,
    recalibration,
    spiegelhalter,
    spiegelhalter_terms,
)
from reportgen.statistics.groups import effective_groups, group_variance
from reportgen.statistics.interval import LEVEL
from reportgen.statistics.means import t_quantile, t_share

Floats = NDArray[np.float64]

UNDEFINED = "no slope: all outcomes are alike, or all probabilities, or some threshold separates the outcomes"


def calibrations_of(
    model: str, split: Split, predictions: ClassPredictions, groups: NDArray[np.generic] | None
) -> list[Calibration]:
    """Return whether the probabilities of a model were met; nothing where its scores are no probabilities.

    Parameters
    ----------
    groups : ndarray of shape (n_samples,), optional
        Which samples belong together, so that only whole groups are independent of each other.
    """
    if predictions.score_kind != "probability" or predictions.scores is None:
        return []
    outcome, probability = confidences(predictions)
    codes = None if groups is None else np.unique(groups, return_inverse=True)[1]
    found = Calibration(
        model=model,
        split=split,
        n=len(outcome),
        predicted=float(probability.mean()),
        observed=float(outcome.mean()),
        p_value=_p_value(outcome, probability, codes),
        test="Spiegelhalter" if codes is None else "Spiegelhalter, by group",
    )
    fitted = recalibration(outcome, probability)
    return [_with_slope(found, fitted, codes)]


def _p_value(outcome: Floats, probability: Floats, codes: NDArray[np.int64] | None) -> float | None:
    if codes is None:
        return spiegelhalter(outcome, probability)
    terms = spiegelhalter_terms(outcome, probability)
    units = effective_groups(codes)
    variance = float(np.square(np.bincount(codes, weights=terms)).sum())
    if units < 2 or variance == 0:
        return None
    return 2 * t_share(-abs(float(terms.sum())) / sqrt(variance), units - 1)


def _with_slope(
    found: Calibration, fitted: Recalibration | None, codes: NDArray[np.int64] | None
) -> Calibration:
    """Return the record with slope and intercept and their intervals, or the reason why there are none."""
    units = found.n if codes is None else effective_groups(codes)
    if fitted is None or units < 2:
        return replace(
            found, reason=UNDEFINED if fitted is None else "no slope: all samples are of one group"
        )
    quantile = t_quantile(LEVEL, units - 1)
    slope, intercept = (quantile * _error(own, codes) for own in (fitted.of_slope, fitted.of_intercept))
    return replace(
        found,
        slope=fitted.slope,
        slope_low=fitted.slope - slope,
        slope_high=fitted.slope + slope,
        intercept=fitted.intercept,
        intercept_low=fitted.intercept - intercept,
        intercept_high=fitted.intercept + intercept,
        method="sandwich" if codes is None else "sandwich, by group",
    )


def _error(influence: Floats, codes: NDArray[np.int64] | None) -> float:
    n = len(influence)
    variance = (
        float(np.square(influence).sum()) * n / (n - 1) if codes is None else group_variance(influence, codes)
    )
    return sqrt(variance)
