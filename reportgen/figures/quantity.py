"""How a metric is shown: rates of samples in percent, everything else as it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.bundle.schema import MetricInfo

#: Shares of samples, which readers expect in percent; areas, F1 and coefficients are no such shares.
SHARES = frozenset(
    {"accuracy", "balanced_accuracy", "subset_accuracy", "hamming_loss", "top_3_accuracy"}
    | {f"{rate}{average}" for rate in ("precision", "recall") for average in ("", "_macro", "_micro", "_weighted")}
)


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
        return f"{self.name}, {self.unit}" if self.unit else self.name


def quantity(metric: str, metrics: Mapping[str, MetricInfo]) -> Quantity:
    """Return how the metric with this id is shown."""
    info = metrics[metric]
    if metric in SHARES:
        return Quantity(metric, info.title, 100.0, "%")
    return Quantity(metric, info.title, 1.0, info.unit or "")
