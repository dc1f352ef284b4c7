"""ROC AUC where few samples are positive: intervals, and differences of two models."""

from itertools import product

import numpy as np
from scipy.stats import norm
from studies.study import Cell, Outcome, Random, Series, Study

from reportgen.metrics.metric_spec import METRICS
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.intervals import difference_of, interval_of

POSITIVES = (3, 5, 10, 30, 100)
NEGATIVES = (50, 500, 5_000)
AREAS = (0.6, 0.8, 0.95, 0.98)

#: How many times as much the scores of positives spread; exponential scores spread as their mean does.
SPREADS = {"normal": 1.0, "normal, half the spread": 0.5, "normal, twice the spread": 2.0}
KINDS = (*SPREADS, "exponential", "exponential, turned")

CORRELATION = 0.5


def scored(kind: str, m: int, n: int, area: float, random: Random) -> np.ndarray:
    """Return scores of m positives and then n negatives, of which the true area is as given."""
    if kind == "exponential":
        return np.concatenate([random.exponential(area / (1 - area), m), random.exponential(1, n)])
    if kind == "exponential, turned":
        return -np.concatenate([random.exponential(1, m), random.exponential(area / (1 - area), n)])
    spread = SPREADS[kind]
    lead = norm.ppf(area) * np.sqrt(1 + spread**2)
    return np.concatenate([random.normal(lead, spread, m), random.normal(0, 1, n)])


def predictions(scores: np.ndarray, m: int) -> ClassPredictions:
    """Return the predictions of a detector, of which the first m samples are positive."""
    truth = (np.arange(len(scores)) < m).astype(np.int64)
    return ClassPredictions(("no", "yes"), truth, (scores > 0).astype(np.int64), Scores(scores), "decision")


def once(cell: Cell, random: Random) -> Outcome:
    """Return whether the interval of an area holds the true one."""
    kind, m, n, area = cell
    own, metric = predictions(scored(kind, m, n, area, random), m), METRICS.get("roc_auc")
    found = interval_of(metric, own, metric.values(own)[0])
    return {"area": None if found is None else found.low - 1e-12 <= area <= found.high + 1e-12}


def pair_once(cell: Cell, random: Random) -> Outcome:
    """Return whether the interval of a difference holds it, and whether equally good models are left undecided."""
    m, n, area = cell
    lead = norm.ppf([area, max(0.5, area - 0.1)]) * np.sqrt(2)
    truth = np.arange(m + n) < m
    common = random.normal(size=m + n)
    noise = [
        np.sqrt(CORRELATION) * common + np.sqrt(1 - CORRELATION) * random.normal(size=m + n) for _ in range(3)
    ]
    first, equal = (predictions(own + lead[0] * truth, m) for own in noise[:2])
    worse = predictions(noise[2] + lead[1] * truth, m)
    metric = METRICS.get("roc_auc")
    apart, none = difference_of(metric, first, worse), difference_of(metric, first, equal)
    true = area - max(0.5, area - 0.1)
    return {
        "difference": None if apart.low is None else apart.low <= true <= apart.high,
        "silent": None if none.p_value is None else none.p_value >= 0.05 and none.low <= 0 <= none.high,
    }


STUDY = Study(
    id="few_positives",
    title="ROC AUC with few positives",
    about=(
        "Normal scores, of which the positives' spread as the negatives', half or twice as much, and exponential "
        "ones, either way round."
    ),
    columns=("scores", "positives", "negatives", "AUC"),
    cells=tuple(product(KINDS, POSITIVES, NEGATIVES, AREAS)),
    series=(Series("area", "coverage", 0.93, (0.94, 0.98)),),
    once=once,
    repeats=500,
)

PAIRS = Study(
    id="few_positives_pairs",
    title="Differences of ROC AUC with few positives",
    about=(
        "Two models whose scores have a correlation of 0.5, ten points apart, and two that are equally good: how often "
        "these are left undecided."
    ),
    columns=("positives", "negatives", "AUC"),
    cells=tuple(product(POSITIVES, NEGATIVES[:2], AREAS)),
    series=(
        Series("difference", "coverage of the difference", 0.93, (0.94, 0.99)),
        Series("silent", "equal models left undecided", 0.94),
    ),
    once=pair_once,
    repeats=500,
)
