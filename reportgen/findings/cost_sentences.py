"""What the costs that were given say: which model costs least at its threshold, and whether a model pays at all."""

from typing import Literal

from reportgen.bundle.schema import Headline, ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.threshold_records import CostDifference, CostRanking, ModelCost, StrategyCost
from reportgen.findings.point_in_use import answers_in_words, point_by
from reportgen.wording import headline_words as words
from reportgen.wording.amounts import amount, amounts, for_each, given_amount
from reportgen.wording.analysis_words import judged_nouns, nouns, positive_class, split_in_words
from reportgen.wording.grammar import capital, listed, name
from reportgen.wording.numbers import INTERVAL, NBSP, percent, score_text
from reportgen.wording.quantity import honest_decimals

CostStanding = Literal["less", "more", "the same", "undecided"]


def cost_standing(row: CostDifference) -> CostStanding:
    """Say whether the chosen model costs less than another, beyond chance, or more."""
    if row.low is None or row.high is None:
        return "the same" if row.difference == 0 else "undecided"
    return "less" if row.high < 0 else "more" if row.low > 0 else "undecided"


def cost_headline(index: ScoreIndex, ranking: CostRanking, chosen: ModelInfo, priced: ModelCost) -> Headline:
    """Return what the costs recommend."""
    standings = {row.strategy: cost_standing(row) for row in ranking.differences if row.strategy}
    others = [row for row in ranking.differences if row.other is not None]
    is_open = any(cost_standing(row) in ("undecided", "more") for row in others)
    if any(standing != "less" for standing in standings.values()):
        text = f"{words.NOT_BETTER}: {_no_gain(index, ranking, chosen, priced)}"
        return Headline(word="not_better_than_baseline", model=chosen.id, text=text)
    title, costs = name(chosen.title), _costs(index, ranking, priced)
    if not is_open:
        text = f"Use {title} {_at(priced)}: {costs}."
        return Headline(word="use", model=chosen.id, text=text)
    first = index.candidates[0]
    though = ""
    if first.id != chosen.id:
        though = f", though {name(first.title)} costs less {split_in_words(index.analysis, index.judged_on)}"
    because = (
        "it costs least" if ranking.chosen_on == index.judged_on else "it cost least in cross-validation"
    )
    text = (
        f"{words.NO_WINNER}: {title}, because {because}{though}. {capital(_at(priced))}, {costs}; "
        f"{_undecided(index, others)}."
    )
    return Headline(word="no_clear_winner", model=chosen.id, text=text)


def _at(priced: ModelCost) -> str:
    if priced.threshold is None:
        return "by its own predictions"
    return f"at a threshold of {score_text(priced.threshold)}"


def _costs(index: ScoreIndex, ranking: CostRanking, priced: ModelCost) -> str:
    """Return `a row costs €2.31 (95 % interval €1.90 to €2.80), against €6.40 where “fraud” is never predicted …`."""
    what = f"{for_each(ranking, index.analysis)} {'costs' if ranking.per == 1 else 'cost'}"
    return f"{what} {_with_ends(ranking, priced)}, against {_without_model(index, ranking)}"


def _with_ends(ranking: CostRanking, cost: ModelCost | StrategyCost) -> str:
    if cost.low is None or cost.high is None:
        return amount(cost.cost, ranking)
    half = (cost.high - cost.low) / 2
    return f"{amount(cost.cost, ranking, half)} ({INTERVAL} {amounts(cost.low, cost.high, ranking)})"


def _without_model(index: ScoreIndex, ranking: CostRanking) -> str:
    positive = name(positive_class(index.analysis))
    never, always = (_plain(ranking, own) for own in (ranking.never, ranking.always))
    return f"{never} where “{positive}” is never predicted and {always} where it always is"


def _plain(ranking: CostRanking, cost: StrategyCost) -> str:
    half = None if cost.low is None or cost.high is None else (cost.high - cost.low) / 2
    return amount(cost.cost, ranking, half)


def _no_gain(index: ScoreIndex, ranking: CostRanking, chosen: ModelInfo, priced: ModelCost) -> str:
    """Say what the model costs and what doing without one costs, and between what the difference to that lies."""
    rows = [row for row in ranking.differences if row.strategy and cost_standing(row) != "less"]
    row = max(rows, key=lambda one: one.difference)
    what = f"{for_each(ranking, index.analysis)} {'costs' if ranking.per == 1 else 'cost'}"
    text = (
        f"with {name(chosen.title)} {_at(priced)}, {what} {_with_ends(ranking, priced)}, and "
        f"{_without_model(index, ranking)}"
    )
    does = f"{row.strategy} predicting “{name(positive_class(index.analysis))}”"
    if cost_standing(row) == "the same":
        return f"{text}: at this threshold it is {does}."
    return f"{text}. The model saves{_saved(ranking, row)} against {does}."


def _saved(ranking: CostRanking, row: CostDifference) -> str:
    """Return how much is saved against a strategy, with the level of its interval."""
    if row.low is None or row.high is None:
        return f" {amount(-row.difference, ranking)}"
    saved = amount(-row.difference, ranking, (row.high - row.low) / 2)
    ends = amounts(-row.high, -row.low, ranking)
    return f" {saved} ({100 * row.level:.3g}{NBSP}% interval {ends})"


def _between(ranking: CostRanking, row: CostDifference) -> str:
    """Return `, between €1,219 less and €76 more`: how much more the other costs than the chosen model."""
    if row.low is None or row.high is None:
        return "; the difference has no interval"
    half = (row.high - row.low) / 2
    low, high = (amount(abs(end), ranking, half) for end in (row.low, row.high))
    if row.high <= 0:
        return f", between {high} and {low} more"
    if row.low >= 0:
        return f", between {low} and {high} less"
    return f", between {high} less and {low} more"


def _undecided(index: ScoreIndex, others: list[CostDifference]) -> str:
    """Say against whom it is open, and who costs less."""
    titles = {model.id: name(model.title) for model in index.analysis.models}
    dearer = [titles[str(row.other)] for row in others if cost_standing(row) == "more"]
    open_ = [titles[str(row.other)] for row in others if cost_standing(row) == "undecided"]
    said = (
        [f"{listed(dearer)} {'costs' if len(dearer) == 1 else 'cost'} less, beyond chance"] if dearer else []
    )
    said += [f"whether it costs less than {listed(open_, 'or')} is undecided"] if open_ else []
    return "; ".join(said)


def cost_evidence(index: ScoreIndex, ranking: CostRanking, chosen: ModelInfo) -> str:
    """Return the paragraph below a headline of costs."""
    priced = index.cost_of(chosen.id)
    if priced is None:
        return ""
    point = point_by(index, chosen.id, ranking.rule)
    sentences = [
        f"{capital(_at(priced))} it {answers_in_words(index, point)}." if point is not None else "",
        _choice(index, ranking),
        _next(index, ranking),
        _given(index, ranking),
    ]
    return " ".join(filter(None, sentences))


def _choice(index: ScoreIndex, ranking: CostRanking) -> str:
    what = nouns(index.analysis)
    if ranking.chosen_on == "test":
        same = judged_nouns(index.analysis)
        return f"Model and thresholds were chosen on the same {same}, so the cost is likely somewhat higher."
    if ranking.judged_on == "cv":
        return (
            "There is no held-out test: each fold is judged at the threshold that the others give, and the model was "
            "chosen by these figures, so its cost is likely somewhat higher."
        )
    return f"Model and threshold were chosen by cross-validation on the training {what} and judged on the test {what}."


def _next(index: ScoreIndex, ranking: CostRanking) -> str:
    other = next((model for model in index.candidates if model.id != ranking.chosen), None)
    row = next((row for row in ranking.differences if other is not None and row.other == other.id), None)
    priced = None if other is None else index.cost_of(other.id)
    if other is None or row is None or priced is None:
        return ""
    half = None if priced.low is None or priced.high is None else (priced.high - priced.low) / 2
    figure = amount(priced.cost, ranking, half)
    own = index.cost_of(ranking.chosen)
    if own is not None and priced.cost < own.cost:
        where = split_in_words(index.analysis, index.judged_on)
        more = _between(ranking, row)
        return f"{name(other.title)} costs less {where}, {figure}{more}; the choice was made without them."
    return f"Next is {name(other.title)} with {figure}{_between(ranking, row)}."


def _given(index: ScoreIndex, ranking: CostRanking) -> str:
    """Say what the costs are, and of which population."""
    priced = [("a miss costs", ranking.fn), ("a false alarm", ranking.fp)]
    priced += [("one that is found", ranking.tp)] if ranking.tp else []
    priced += [("one rightly left alone", ranking.tn)] if ranking.tn else []
    said = listed([f"{what} {given_amount(value, ranking)}" for what, value in priced])
    text = f"{capital(said)}, as given."
    if ranking.prevalence is not None:
        positive = name(positive_class(index.analysis))
        share = percent(ranking.prevalence, honest_decimals(100 * ranking.prevalence, 0, 100))
        text += f" Costs are of a population of which {share}{NBSP}% is “{positive}”."
    return text
