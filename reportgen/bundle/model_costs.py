"""What a model costs, and which of several is cheaper: the one rule that choice and report go by."""

import math
from collections.abc import Sequence

from reportgen.bundle.schema import ModelInfo

#: Costs that differ by at most this factor count as equal: times vary from run to run, and small savings do not matter.
CHEAPER = 3.0


def seconds_of(model: ModelInfo) -> float | None:
    """Return the time of a prediction for one sample, in seconds."""
    per_sample = model.timings.predict_microseconds_per_sample if model.timings else None
    return None if per_sample is None else per_sample / 1e6


def are_timed(models: Sequence[ModelInfo]) -> bool:
    """Whether models are compared by time; by size where no times were kept (`--reproducible`)."""
    return any(seconds_of(model) is not None for model in models)


def cheapest(models: Sequence[ModelInfo]) -> list[ModelInfo]:
    """Return the cheapest model and those that count as equally cheap, in the given order; of none all."""
    costs = _costs(models)
    least = min(costs, default=math.inf)
    return [model for model, cost in zip(models, costs, strict=True) if cost <= CHEAPER * least]


def is_cheaper(model: ModelInfo, others: Sequence[ModelInfo]) -> bool:
    """Whether a model is cheaper than each of the others, as far as all costs are known."""
    own, *theirs = _costs([model, *others])
    return bool(theirs) and all(CHEAPER * own < cost < math.inf for cost in theirs)


def _costs(models: Sequence[ModelInfo]) -> list[float]:
    """Return the cost of each model, the time of a prediction or the size; infinite where it is not known."""
    timed = are_timed(models)
    found = [seconds_of(model) if timed else model.size_bytes for model in models]
    return [math.inf if cost is None else float(cost) for cost in found]
