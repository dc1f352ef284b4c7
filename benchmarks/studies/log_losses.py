"""Log loss at low prevalences: a mean that hangs on a few samples of the rarer class."""

from functools import cache
from itertools import product

import numpy as np
from scipy.special import expit, logit
from studies.calibration import drawn
from studies.study import Cell, Outcome, Random, Series, Study

from reportgen.metrics.metric_spec import METRICS
from reportgen.scoring.intervals import interval_of

SAMPLES = (50, 100, 300, 1_000, 5_000)
PREVALENCES = (0.01, 0.05, 0.2, 0.5)

#: Samples from which the truth is computed.
MANY = 2_000_000


@cache
def truth_of(prevalence: float) -> float:
    """Return the true log loss of a model that is right."""
    odds = np.random.default_rng(1).normal(logit(prevalence), 1.2, MANY)
    p = expit(odds)
    return float(-(p * np.log(p) + (1 - p) * np.log1p(-p)).mean())


def once(cell: Cell, random: Random) -> Outcome:
    """Return whether nothing false is said: the interval holds the true log loss, or there is none."""
    n, prevalence = cell
    own, metric = drawn(n, prevalence, 1.0, random), METRICS.get("log_loss")
    found = interval_of(metric, own, metric.values(own)[0])
    # Where the rare class is so small that hardly a sample has five of it, those that do are unlike the others.
    return {"loss": found is None or bool(found.low <= truth_of(prevalence) <= found.high)}


STUDY = Study(
    id="log_losses",
    title="Log loss of rare classes",
    about="A model whose probabilities are right; how often its interval holds the true log loss, or there is none.",
    columns=("samples", "prevalence"),
    cells=tuple(product(SAMPLES, PREVALENCES)),
    series=(Series("loss", "nothing false", 0.9, (0.92, 1.0)),),
    once=once,
    repeats=400,
    worst=0,
)
