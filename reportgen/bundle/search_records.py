"""The records of a search for parameters."""

from typing import Any, Literal

from reportgen.bundle.base_record import Record


class SearchCandidate(Record, frozen=True, kw_only=True):
    """One combination of parameters that a search tried: mean and standard deviation over the inner folds.

    `samples` are the training samples it was judged with, fewer than all in early rounds of halving.
    """

    parameters: dict[str, Any]
    mean: float | None
    std: float | None
    rank: int
    chosen: bool
    samples: int


class SearchChoice(Record, frozen=True, kw_only=True):
    """What the search inside one fold chose, and its mean over that fold's inner folds."""

    fold: int
    parameters: dict[str, Any]
    mean: float | None


class Search(Record, frozen=True, kw_only=True):
    """A search for parameters on training data: that of the test fit, or of the first fold without one.

    `method`: grid or halving. `scheme` of the inner folds: stratified, consecutive, grouped or time. `metric` is what
    candidates are ranked by, `metric_reason` why; `samples` the training samples, `fits` how many there were,
    `seconds` how long they took (None with --reproducible).
    `candidates` stand best first; `by_fold` is what each outer fold chose.
    """

    method: Literal["grid", "halving"]
    metric: str
    metric_reason: str
    folds: int
    scheme: str
    samples: int
    fits: int
    seconds: float | None
    parameters: list[str]
    candidates: list[SearchCandidate]
    by_fold: list[SearchChoice] = []
