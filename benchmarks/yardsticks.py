"""What textbooks give: the intervals that ours are held to, in `coverage.py`.

Wilson's exact coverage, summed over the binomial distribution; the plain percentile bootstrap of figures of counts, and
of differences of rates; DeLong's interval of areas as published, normal and on the scale of the area.
"""

from collections.abc import Sequence

import numpy as np
from scipy.stats import binom
from simulated import Random, metric_of

from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.statistics.curve_areas import Area, mean_area, roc_area
from reportgen.statistics.interval import normal_quantile
from reportgen.statistics.proportions import wilson

Ends = tuple[float, float]

#: Beyond it lies 2.5 % on either side.
TAILS = (0.025, 0.975)


def wilson_coverage(n: int, rate: float) -> float:
    """Return how often Wilson's 95 % interval of n samples holds a rate."""
    seen = np.arange(n + 1)
    chances = binom.pmf(seen, n, rate)
    likely = seen[chances > 1e-12]
    return float(sum(chances[k] for k in likely if holds(wilson(int(k), n)[:2], rate)))


def holds(ends: Ends, true: float) -> bool:
    """Whether an interval holds the truth; both ends belong to it."""
    low, high = ends
    return low - 1e-9 <= true <= high + 1e-9


def plain(figure: str, outcomes: Sequence[ClassPredictions], draws: int, random: Random) -> Ends | None:
    """Return the textbook's interval of the figure of an outcome, or of the difference of two of the same samples."""
    if figure == "roc_auc":
        return _delong([_area(own) for own in outcomes])
    if figure in ("accuracy", "recall"):
        of_class = outcomes[0].truth == len(outcomes[0].classes) - 1
        judged = of_class if figure == "recall" else np.ones(len(of_class), dtype=bool)
        return _of_rates([(own.predicted == own.truth)[judged] for own in outcomes], draws, random)
    return _of_counts(figure, outcomes, draws, random)


def _of_rates(right: Sequence[np.ndarray], draws: int, random: Random) -> Ends:
    """Return the percentiles of resampled differences of two rates, or of one rate."""
    own = right[0].astype(int) - (right[1].astype(int) if len(right) > 1 else 0)
    sizes = np.array([(own == step).sum() for step in (-1, 0, 1)])
    drawn = random.multinomial(len(own), sizes / len(own), size=draws)
    return _percentiles((drawn[:, 2] - drawn[:, 0]) / len(own))


def _of_counts(figure: str, outcomes: Sequence[ClassPredictions], draws: int, random: Random) -> Ends | None:
    """Return the percentiles of a figure of resampled matrices: multinomial draws of the joint counts."""
    k, n = len(outcomes[0].classes), len(outcomes[0].truth)
    columns = np.stack([outcomes[0].truth, *(own.predicted for own in outcomes)])
    codes = np.ravel_multi_index(tuple(columns), [k] * len(columns))
    cells, sizes = np.unique(codes, return_counts=True)
    drawn = random.multinomial(n, sizes / n, size=draws).astype(float)
    truth, *answers = np.unravel_index(cells, [k] * len(columns))
    formula = metric_of(figure, outcomes[0]).kind.formula
    actual = drawn @ np.eye(k)[truth]
    figures = [
        formula(drawn @ (np.eye(k)[truth] * (truth == own)[:, None]), drawn @ np.eye(k)[own], actual)
        for own in answers
    ]
    found = figures[0] - figures[1] if len(figures) > 1 else figures[0]
    known = found[np.isfinite(found)]
    return _percentiles(known) if len(known) else None


def _percentiles(figures: np.ndarray) -> Ends:
    low, high = np.quantile(figures, TAILS)
    return float(low), float(high)


def _area(outcome: ClassPredictions) -> Area | None:
    """Return the area, or the mean of those of the classes that have samples."""
    assert outcome.scores is not None
    if outcome.scores.is_of_two:
        own = outcome.is_of(1)
        return roc_area(own, outcome.scores.values) if 0 < own.sum() < len(own) else None
    members = [outcome.is_of(code) for code in range(len(outcome.classes))]
    usable = [code for code, own in enumerate(members) if 0 < own.sum() < len(own)]
    areas = [roc_area(members[code], outcome.scores.column(code)) for code in usable]
    return mean_area(areas) if areas else None


def _delong(areas: Sequence[Area | None]) -> Ends | None:
    known = [area for area in areas if area is not None]
    if len(known) < len(areas):
        return None
    value = known[0].value - (known[1].value if len(known) > 1 else 0.0)
    influence = known[0].influence - (known[1].influence if len(known) > 1 else 0.0)
    half = normal_quantile(0.95) * float(np.sqrt(np.square(influence).sum()))
    return value - half, value + half
