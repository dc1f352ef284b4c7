"""The leaderboard's verdicts: what each model is against the chosen one."""

from reportgen.bundle.pairwise import pairwise_comparisons
from reportgen.bundle.schema import ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.headline import recommends
from reportgen.rendering.tables.cost_column import cost_standing_of
from reportgen.wording.headline_words import VOID

#: What a model is where the recommended one is better, worse and so on.
STANDINGS = {"better": "worse", "worse": "better", "equivalent": "equivalent", "undecided": "undecided"}


def standing_of(index: ScoreIndex, model: ModelInfo) -> str:
    """Return a model's verdict against the chosen one; nothing where figures say nothing, or nothing was compared."""
    chosen = index.chosen
    stored = index.analysis.headline
    if chosen is not None and stored is not None and stored.word == VOID:
        return "chosen" if model.id == chosen.id else ""
    if index.analysis.cost_ranking is not None:
        return cost_standing_of(index, model, proposed=recommends(index))
    known = {} if chosen is None else {each.other.id: each for each in pairwise_comparisons(index, chosen.id)}
    if chosen is None or not known:
        return ""
    if model.id == chosen.id:
        return _own(index, {each.standing for each in known.values() if not each.other.baseline})
    return STANDINGS[known[model.id].standing] if model.id in known else ""


def _own(index: ScoreIndex, against_rivals: set[str]) -> str:
    """Return what the chosen model is: `best` where no other may be better, `chosen` where it is not recommended."""
    if not recommends(index):
        return "chosen"
    return "best" if against_rivals and against_rivals <= {"better"} else "recommended"
