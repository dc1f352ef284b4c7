"""The best of several models, judged by the samples that chose it."""

from itertools import product

import numpy as np
from studies.study import Cell, Outcome, Random, Series, Study

from reportgen.statistics.proportions import wilson
from reportgen.statistics.simultaneous import joint_level

MODELS = (2, 5, 10, 20)
SAMPLES = (100, 200, 1_000)

#: The share of samples on which models share their luck.
SHARED = (0.0, 0.5, 0.9)

RATE = 0.8


def once(cell: Cell, random: Random) -> Outcome:
    """Return whether the best model's interval holds its rate, as that of all together and as one by itself."""
    models, n, shared = cell
    together = random.random(n) < shared
    luck = np.where(together, random.random(n), random.random((models, n)))
    right = luck < RATE
    with np.errstate(invalid="ignore", divide="ignore"):
        correlations = np.corrcoef(right)
    correlations = np.where(np.isfinite(correlations), correlations, np.eye(models))
    rates = right.mean(axis=1)
    best = int(rates.argmax())
    successes = int(right[best].sum())
    found, plain = wilson(successes, n, joint_level(correlations)), wilson(successes, n)
    return {
        "interval": bool(found.low <= RATE <= found.high),
        "plain": bool(plain.low <= RATE <= plain.high),
    }


STUDY = Study(
    id="chosen",
    title="The best of several models, judged by the samples that chose it",
    about=(
        "Equally good models with an accuracy of 0.8, of which the best here is reported; the share is that of the "
        "samples on which they are right or wrong together."
    ),
    columns=("models", "samples", "shared"),
    cells=tuple(product(MODELS, SAMPLES, SHARED)),
    series=(
        Series("interval", "coverage", 0.93, (0.945, 0.99)),
        Series("plain", "of the plain interval", 0.0),
    ),
    once=once,
    repeats=300,
)
