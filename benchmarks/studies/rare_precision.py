"""Average precision of rare classes: intervals at low prevalences."""

from functools import cache
from itertools import product

import numpy as np
from scipy.stats import norm
from studies.few_positives import predictions
from studies.study import Cell, Outcome, Random, Series, Study

from reportgen.metrics.metric_spec import METRICS
from reportgen.scoring.intervals import interval_of

SAMPLES = (200, 500, 2_000, 10_000)
PREVALENCES = (0.01, 0.03, 0.1, 0.3)
AREAS = (0.7, 0.85, 0.95, 0.99)

#: With fewer positives there is no interval.
FEWEST = 5


@cache
def truth_of(prevalence: float, area: float) -> float:
    """Return the average precision of normal scores with this area under the ROC curve."""
    thresholds = np.linspace(14, -12, 200_001)
    recall, alarms = norm.sf(thresholds - norm.ppf(area) * np.sqrt(2)), norm.sf(thresholds)
    precision = prevalence * recall / (prevalence * recall + (1 - prevalence) * alarms)
    return float(np.trapezoid(precision, recall))


def once(cell: Cell, random: Random) -> Outcome:
    """Return whether the interval holds the true average precision."""
    n, prevalence, area = cell
    m = int(random.binomial(n, prevalence))
    if m < FEWEST:
        return {"precision": None}
    scores = random.normal(size=n) + norm.ppf(area) * np.sqrt(2) * (np.arange(n) < m)
    own, metric = predictions(scores, m), METRICS.get("average_precision")
    found = interval_of(metric, own, metric.values(own)[0])
    true = truth_of(prevalence, area)
    return {"precision": None if found is None else bool(found.low <= true <= found.high)}


STUDY = Study(
    id="rare_precision",
    title="Average precision of rare classes",
    about="Normal scores; samples with fewer than five positives have no interval, and are left out.",
    columns=("samples", "prevalence", "AUC"),
    cells=tuple(cell for cell in product(SAMPLES, PREVALENCES, AREAS) if cell[0] * cell[1] >= FEWEST),
    series=(Series("precision", "coverage", 0.92, (0.94, 0.98)),),
    once=once,
    repeats=400,
)
