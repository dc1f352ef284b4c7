"""The models beside the runner-up that are as good, or may be, with their gaps in words."""

from reportgen.bundle.pairwise import PairwiseComparison, Standing
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.standing import rivals
from reportgen.wording.differences import gap
from reportgen.wording.grammar import in_letters, listed, name

#: More models than this are counted, not named.
MOST_NAMED = 3


def further_rivals(index: ScoreIndex, standing: Standing) -> list[PairwiseComparison]:
    """Return the comparisons of the recommended model that the evidence does not tell of."""
    chosen = index.chosen
    known = [] if chosen is None else rivals(index, chosen)
    return [each for each in known[1:] if each.standing == standing]


def with_gaps(index: ScoreIndex, found: list[PairwiseComparison]) -> str:
    """Name models with the gaps to them, or count them where they are many."""
    if len(found) > MOST_NAMED:
        return f"{in_letters(len(found))} more models"
    return listed([f"{name(each.other.title)} ({gap(each, index.metrics)})" for each in found])
