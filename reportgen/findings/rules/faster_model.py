"""A model that predicts much faster, and what it costs in quality."""

from reportgen.bundle.model_costs import CHEAPER, is_cheaper, seconds_of
from reportgen.bundle.pairwise import PairwiseComparison
from reportgen.bundle.schema import Finding, ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.findings.standing import rivals
from reportgen.options import MARGIN
from reportgen.wording.differences import gap
from reportgen.wording.grammar import in_letters, name
from reportgen.wording.numbers import duration, shown

#: A model that is cheaper and worse by at most so many times the metric's own margin is worth naming.
HARDLY_WORSE = 4


def faster_model(index: ScoreIndex) -> Finding | None:
    """Name a model that predicts much faster and is not known to be much worse."""
    chosen = index.chosen
    cost = None if chosen is None else seconds_of(chosen)
    if chosen is None or not cost:
        return None
    known = {each.other.id: each for each in rivals(index, chosen)}
    for model in index.candidates:
        its = seconds_of(model)
        if model.id == chosen.id or not its or not is_cheaper(model, [chosen]):
            continue
        price = _price(index, chosen, model, known.get(model.id))
        if price:
            text = (
                f"{name(model.title)} is {cost / its:.0f} times faster: {duration(its)} for one "
                f"{index.analysis.dataset.noun} against {duration(cost)}{price}."
            )
            return Finding(id="faster_model", level="note", text=text)
    return None


def _price(
    index: ScoreIndex, chosen: ModelInfo, model: ModelInfo, comparison: PairwiseComparison | None
) -> str:
    """Say what a faster model costs in quality; empty where that is too much."""
    if comparison is None:
        return _untested_price(index, chosen, model)
    if comparison.standing == "better":
        small = comparison.high is not None and comparison.high <= _hardly_worse(index)
        return f"; it is worse by {gap(comparison, index.metrics)}" if small else ""
    return {
        "equivalent": ", and equivalent",
        "undecided": "; which is better is undecided",
        "worse": ", and better, beyond chance",
    }[comparison.standing]


def _untested_price(index: ScoreIndex, chosen: ModelInfo, model: ModelInfo) -> str:
    metric = index.analysis.main_metric
    own, its = (index.headline(one.id, metric) for one in (chosen, model))
    if own is None or its is None or own.value is None or its.value is None:
        return ""
    if abs(own.value - its.value) > _hardly_worse(index):
        return ""
    return f", at {shown(its, index.metrics).full} against {shown(own, index.metrics).full}"


def _hardly_worse(index: ScoreIndex) -> float:
    """Return the difference of the main metric up to which a model is hardly worse."""
    return HARDLY_WORSE * index.metrics[index.analysis.main_metric].margin


FINDINGS.register(
    FindingRule(
        id="faster_model",
        levels=("note",),
        order=280,
        says=f"a model more than {in_letters(int(CHEAPER))} times as fast, and what it costs in quality",
        when=f"it is not known to be worse by more than {in_letters(HARDLY_WORSE)} times the metric's own margin, "
        f"which is {100 * HARDLY_WORSE * MARGIN:g} points of accuracy",
        speak=faster_model,
        needs=frozenset({"fits"}),
    )
)
