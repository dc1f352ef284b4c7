"""The leaderboard's column of costs, where a rule of costs was given and decides."""

from reportgen.bundle.schema import ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.threshold_records import CostRanking
from reportgen.findings.cost_sentences import CostStanding, cost_standing
from reportgen.wording.amounts import amount, amounts, for_each
from reportgen.wording.grammar import name
from reportgen.wording.numbers import UNDEFINED

#: What another model is, by what the chosen one is against it.
OTHERS: dict[CostStanding, str] = {
    "less": "costs more",
    "more": "costs less",
    "the same": "costs the same",
    "undecided": "undecided",
}


def merits(index: ScoreIndex) -> list[float | None]:
    """Return what each candidate is ranked by: its cost where costs decide, else the main figure."""
    if index.analysis.cost_ranking is not None:
        return [None if (own := index.cost_of(model.id)) is None else own.cost for model in index.candidates]
    scores = [index.headline(model.id, index.analysis.main_metric) for model in index.candidates]
    return [None if score is None else score.value for score in scores]


def cost_heads(index: ScoreIndex) -> tuple[str, ...]:
    """Return the head of the column; none without costs."""
    ranking = index.analysis.cost_ranking
    return () if ranking is None else (f"Cost of {for_each(ranking, index.analysis)}",)


def cost_cells(index: ScoreIndex, model: ModelInfo) -> tuple[tuple[str, str], ...]:
    """Return a model's cost and its interval; none without costs."""
    ranking, priced = index.analysis.cost_ranking, index.cost_of(model.id)
    if ranking is None:
        return ()
    if priced is None:
        return ((_of_baseline(index, model, ranking), ""),)
    if priced.low is None or priced.high is None:
        return ((amount(priced.cost, ranking), ""),)
    half = (priced.high - priced.low) / 2
    return ((amount(priced.cost, ranking, half), amounts(priced.low, priced.high, ranking)),)


def _of_baseline(index: ScoreIndex, model: ModelInfo, ranking: CostRanking) -> str:
    """Return what a naive baseline costs that gives all samples the same answer."""
    confusion = index.confusion(model.id)
    if confusion is None or confusion.matrix is None:
        return UNDEFINED
    (right, alarms), (missed, found) = confusion.matrix
    if right + missed and alarms + found:
        return UNDEFINED
    return amount((ranking.always if alarms + found else ranking.never).cost, ranking)


def cost_standing_of(index: ScoreIndex, model: ModelInfo, *, proposed: bool) -> str:
    """Return a model's verdict by costs against the chosen one, which is `best` where none may cost less."""
    ranking = index.analysis.cost_ranking
    known = {row.other: cost_standing(row) for row in ranking.differences if row.other} if ranking else {}
    if model.id != index.analysis.chosen:
        return OTHERS[known[model.id]] if model.id in known else ""
    if not proposed:
        return "chosen"
    return "best" if all(standing == "less" for standing in known.values()) else "recommended"


def cost_caption(index: ScoreIndex) -> str:
    """Say that models are ranked by cost, and what verdicts are by; empty without costs."""
    ranking = index.analysis.cost_ranking
    if ranking is None:
        return ""
    chosen = "" if index.chosen is None else f" to {name(index.chosen.title)}"
    return (
        "Ranked by what they cost at the thresholds that the costs chose; verdicts are by the interval of the "
        f"difference{chosen} in cost. Errors are those of the models' own predictions. "
    )
