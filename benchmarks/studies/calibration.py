"""Calibration: the debiased error, slope and intercept, and the test, of models that are right and that are not."""

from functools import cache
from itertools import product

import numpy as np
from scipy.special import expit, logit
from studies.study import Cell, Outcome, Random, Series, Study

from reportgen.metrics.metric_spec import METRICS
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.calibrations import calibrations_of
from reportgen.scoring.intervals import interval_of

SAMPLES = (100, 300, 1_000, 5_000)
PREVALENCES = (0.5, 0.1)

#: By how much the logarithm of odds that a model states is stretched: 1 is right, 2 far too extreme.
STRETCHED = (1.0, 1.5, 2.0)

#: Samples from which the truth is computed.
MANY = 2_000_000


def drawn(n: int, prevalence: float, stretch: float, random: Random) -> ClassPredictions:
    """Return the predictions of a model whose logarithm of odds is too extreme by a factor."""
    odds = random.normal(logit(prevalence), 1.2, n)
    truth = (random.random(n) < expit(odds)).astype(np.int64)
    stated = expit(stretch * odds)
    return ClassPredictions(
        ("no", "yes"), truth, (stated > 0.5).astype(np.int64), Scores(stated), "probability"
    )


@cache
def truths(prevalence: float, stretch: float) -> tuple[float, float, float]:
    """Return the true debiased error, slope and intercept."""
    many = drawn(MANY, prevalence, stretch, np.random.default_rng(1))
    metric = METRICS.get("rms_calibration_error")
    error = 0.0 if stretch == 1 else metric.values(many)[0].value or 0.0
    (found,) = calibrations_of("m", "test", many, None)
    return error, 1 / stretch, 0.0 if stretch == 1 else found.intercept or 0.0


def once(cell: Cell, random: Random) -> Outcome:
    """Return which intervals held the truth, and whether a model that is right was left alone by the test."""
    n, prevalence, stretch = cell
    own = drawn(n, prevalence, stretch, random)
    error, slope, intercept = truths(prevalence, stretch)
    metric = METRICS.get("rms_calibration_error")
    ends = interval_of(metric, own, metric.values(own)[0])
    (found,) = calibrations_of("m", "test", own, None)
    silent = None if stretch != 1 or found.p_value is None else found.p_value >= 0.05
    return {
        "error": None if ends is None else bool(ends.low <= error <= ends.high),
        "slope": None if found.slope is None else bool(found.slope_low <= slope <= found.slope_high),
        "intercept": None
        if found.intercept is None
        else bool(found.intercept_low <= intercept <= found.intercept_high),
        "silent": silent,
    }


STUDY = Study(
    id="calibration",
    title="Calibration",
    about=(
        "Probabilities that are right (1), and whose logarithm of odds is too extreme by a factor; how often a model "
        "that is right is left alone by the test."
    ),
    columns=("samples", "prevalence", "factor"),
    cells=tuple(product(SAMPLES, PREVALENCES, STRETCHED)),
    series=(
        Series("error", "debiased error", 0.93, (0.94, 0.99)),
        Series("slope", "slope", 0.92, (0.93, 0.97)),
        Series("intercept", "intercept", 0.93, (0.94, 0.97)),
        Series("silent", "right models left alone", 0.94),
    ),
    once=once,
    repeats=400,
    worst=0,
)
