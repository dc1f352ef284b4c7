"""FitResult: what is kept of one fit."""

from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from reportgen.bundle.search_records import Search
from reportgen.predictions.scores import Scores


@dataclass(frozen=True, eq=False)
class FitResult:
    """What one fit gave: predictions and scores of the held-out samples, and its cost. Or the error.

    Predictions are codes as int64, or the pixels of images in as few bytes as they need.
    `fit_seconds` is wall time on `cores` cores; `predict_seconds` is time on one core. `size_bytes` is the
    length of the fitted estimator's pickle, None where it cannot be pickled.
    """

    predicted: NDArray[Any]
    scores: Scores | None
    estimator: str
    parameters: dict[str, Any]
    fit_seconds: float = 0.0
    predict_seconds: float = 0.0
    cores: int = 1
    size_bytes: int | None = None
    notes: tuple[str, ...] = ()
    search: Search | None = None
    error: str | None = None
    taken_up: bool = field(default=False, compare=False)
