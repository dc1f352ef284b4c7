"""How often as many samples as a report names do decide what is undecided."""

from itertools import product

import numpy as np
from studies.study import Cell, Outcome, Random, Series, Study

from reportgen.scoring.intervals.rates_and_means import paired_rates
from reportgen.statistics.difference import Difference
from reportgen.statistics.verdict import SamplesNeeded, equivalence_level, samples_needed, verdict

LEVEL = 0.95
MARGIN = 0.005

#: Shares of samples on which only the one model is right, and only the other.
TRUTHS = ((0.05, 0.05), (0.02, 0.02), (0.005, 0.005), (0.06, 0.03), (0.03, 0.02), (0.02, 0.019))

SAMPLES = (200, 1_000)

#: More are not drawn: then the report's number is taken as it is not.
MOST = 3_000_000


def said(n: int, shares: tuple[float, float], random: Random) -> tuple[str, Difference]:
    """Return the verdict on n samples, and the difference."""
    only_a, only_b, _ = random.multinomial(n, [*shares, 1 - sum(shares)])
    outcome = np.zeros((2, n), dtype=bool)
    outcome[0, :only_a] = outcome[1, only_a : only_a + only_b] = True
    found, inner = (paired_rates(*outcome, level) for level in (LEVEL, equivalence_level(LEVEL)))
    return verdict(found.low, found.high, MARGIN, True, (inner.low, inner.high)), found


def once(cell: Cell, random: Random) -> Outcome:
    """Return whether new samples decide, as many as named at the least, in the middle and at the most."""
    n, shares = cell
    word, found = said(n, shares, random)
    if word != "undecided" or found.low is None or found.high is None or found.value is None:
        return {"lowest": None, "number": None, "highest": None}
    needed = samples_needed(
        found.value, (found.high - found.low) / 2, n, MARGIN, LEVEL, disagreeing=found.disagreeing
    )
    if needed is None:
        return {"lowest": None, "number": None, "highest": None}
    return {name: decides(getattr(needed, name), shares, random) for name in SamplesNeeded._fields}


def decides(n: int | None, shares: tuple[float, float], random: Random) -> bool | None:
    """Return whether so many new samples decide."""
    if n is None or n > MOST:
        return None
    return said(n, shares, random)[0] != "undecided"


STUDY = Study(
    id="deciding",
    title="Samples that would decide",
    about=(
        "Two models of which one alone is right on such shares of the samples, with a margin of half a point, judged "
        "on so many; where that leaves it undecided, as many new samples as the report names."
    ),
    columns=("samples", "only one is right"),
    cells=tuple(product(SAMPLES, TRUTHS)),
    series=(
        Series("highest", "decided by the higher number", 0.7, (0.85, 1.0)),
        Series("number", "by that of the difference seen", 0.0),
        Series("lowest", "by the lower number", 0.0),
    ),
    once=once,
    repeats=300,
    worst=0,
)
