"""How a metric is shown: rates of samples in percent, everything else as it is, no more digits than samples support."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.bundle.schema import SHARE, MetricInfo

#: More decimals than this are never shown.
MOST_DECIMALS = 4


@dataclass(frozen=True)
class Quantity:
    """A metric's name, the factor from stored to shown values, and its unit (`%`, or empty)."""

    metric: str
    name: str
    scale: float
    unit: str

    @property
    def axis(self) -> str:
        """Name with unit, for the axis of a figure or the head of a column."""
        return f"{self.name},\u00a0{self.unit}" if self.unit else self.name

    def decimals(self, n: int, half_width: float | None = None) -> int:
        """Return the decimals that `n` samples, and half of the interval as shown, support.

        Values with a unit are as large as percentages, others mostly below 1.
        """
        return (percent_decimals if self.unit else score_decimals)(n, half_width)


def quantity(metric: str, metrics: Mapping[str, MetricInfo]) -> Quantity:
    """Return how the metric with this id is shown."""
    info = metrics[metric]
    if info.unit == SHARE:
        return Quantity(metric, info.title, 100.0, "%")
    return Quantity(metric, info.title, 1.0, info.unit or "")


def percent_decimals(n: int, half_width: float | None = None) -> int:
    """Return the decimals of a percentage of `n` samples: none below 200, one for 360, two from 50,000.

    Where its interval is known, half of it (in percent points) may ask for fewer.
    """
    by_n = sum(n >= least for least in (200, 50_000))
    return by_n if half_width is None else min(by_n, _supported(half_width))


def score_decimals(n: int, half_width: float | None = None) -> int:
    """Return the decimals of a score between 0 and 1 that was measured on `n` samples: two, three or four."""
    return 2 + percent_decimals(n, None if half_width is None else 100 * half_width)


def _supported(half_width: float) -> int:
    return sum(half_width < widest for widest in (5.0, 0.25))


def honest_decimals(value: float, decimals: int, whole: float) -> int:
    """Return enough decimals that only nothing is shown as 0, and only the whole (1, or 100 percent) as the whole."""
    while decimals < MOST_DECIMALS and 0 < value < whole and round(value, decimals) in (0, whole):
        decimals += 1
    return decimals
