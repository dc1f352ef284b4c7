"""The models beside the runner-up that are as good, or may be, with their gaps in words."""

from reportgen.bundle.contests import Contest, Standing
from reportgen.bundle.score_index import Readings
from reportgen.findings.standing import rivals
from reportgen.wording.gaps import gap
from reportgen.wording.grammar import in_letters, listed, name

#: More models than this are counted, not named.
MOST_NAMED = 3


def further_rivals(readings: Readings, standing: Standing) -> list[Contest]:
    """Return the contests of the recommended model that the evidence does not tell of."""
    chosen = readings.chosen
    known = [] if chosen is None else rivals(readings, chosen)
    return [each for each in known[1:] if each.standing == standing]


def with_gaps(readings: Readings, found: list[Contest]) -> str:
    """Name models with the gaps to them, or count them where they are many."""
    if len(found) > MOST_NAMED:
        return f"{in_letters(len(found))} more models"
    return listed([f"{name(each.other.title)} ({gap(each, readings.metrics)})" for each in found])
