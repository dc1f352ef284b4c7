"""Agreement of a difference's interval and its p-value, where the two are of different methods."""

from typing import NamedTuple

from reportgen.statistics.difference import Difference, reaching_zero
from reportgen.statistics.interval import ALPHA


class Agreed(NamedTuple):
    """The difference with an interval and a p-value for all pairs that never contradict each other."""

    difference: Difference
    p_adjusted: float | None
    note: str | None


def agreed(found: Difference, pairs: int) -> Agreed:
    """Return the difference with its p-value for all pairs, and the interval, of the same level, in line with it.

    Tests and intervals can be of different methods (McNemar's exact test and Tango's interval), which differ where they
    are close to call. A difference then counts only where both find it: the interval is widened to zero, or the
    p-value is the one that follows from the interval.
    """
    if found.p_value is None:
        return Agreed(found, None, None)
    adjusted = min(1.0, pairs * found.p_value)
    if found.value is None or found.low is None or found.high is None:
        return Agreed(found, adjusted, None)
    apart = found.low > 0 or found.high < 0
    if apart and adjusted >= ALPHA:
        widened = found._replace(low=min(found.low, 0.0), high=max(found.high, 0.0))
        return Agreed(
            widened, adjusted, f"the interval is widened to zero, which the test ({found.test}) allows"
        )
    if not apart and adjusted < ALPHA:
        reach = found.value - found.low if found.value > 0 else found.high - found.value
        adjusted = min(1.0, pairs * reaching_zero(found.value, reach, found.level))
        which = "p-value" if pairs == 1 else "adjusted p-value"
        return Agreed(found, adjusted, f"the {which} is the interval's, wider than the test ({found.test})")
    return Agreed(found, adjusted, None)
