"""Value: one figure of a metric, or why it is undefined."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Value(NamedTuple):
    """A figure: of the whole (label None) or of one class, None with a reason where undefined.

    `successes` and `trials` are set where it is a share of samples, so that an interval follows from them.
    """

    value: float | None
    label: str | None = None
    reason: str | None = None
    successes: int | None = None
    trials: int | None = None


def mean_value(own: Sequence[Value]) -> Value:
    """Return the mean over several outputs; undefined where one of them is."""
    undefined = next((value.reason for value in own if value.value is None), None)
    if undefined is not None:
        return Value(None, reason=undefined)
    reasons = dict.fromkeys(value.reason for value in own if value.reason)
    mean = float(np.mean([value.value for value in own]))
    return Value(mean, reason="; ".join(filter(None, reasons)) or None)
