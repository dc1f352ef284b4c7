"""What the decision rests on, in a paragraph."""

from reportgen.bundle.model_costs import are_timed, is_cheaper
from reportgen.bundle.schema import Finding, ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.cost_sentences import cost_evidence
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.findings.main_metric_name import metric_name
from reportgen.findings.recommendation import recommendation
from reportgen.findings.several_answers import all_right_sentence
from reportgen.findings.standing import against_in_words, rivals, spoken_of
from reportgen.wording.analysis_words import judged_nouns, nouns, split_in_words
from reportgen.wording.differences import points
from reportgen.wording.grammar import counted, in_letters, inside, listed, name
from reportgen.wording.headline_words import VOID
from reportgen.wording.numbers import NBSP, count, fixed, shown
from reportgen.wording.quantity import quantity

#: More models than this are counted, not named.
MOST_NAMED = 3

#: Decimals of what is likely too good, in points.
OPTIMISM_DECIMALS = 1

_UNTESTED = "Whether the difference is more than chance was not tested."


def evidence(index: ScoreIndex) -> Finding | None:
    """Return the paragraph below the decision: errors, how it was chosen, the runner-up; None without a model."""
    if index.chosen is None:
        return None
    if (ranking := index.analysis.cost_ranking) is not None:
        return Finding(id="evidence", level="note", text=cost_evidence(index, ranking, index.chosen))
    is_void = index.is_void or recommendation(index).word == VOID
    sentences = [
        _errors_sentence(index, index.chosen) or all_right_sentence(index, index.chosen),
        _likeness_sentence(index, index.chosen),
        _choice_sentence(index, index.chosen),
        "" if is_void else _runner_up_sentence(index, index.chosen),
        "" if is_void else spoken_of(index, index.chosen),
    ]
    return Finding(id="evidence", level="note", text=" ".join(filter(None, sentences)))


def _errors_sentence(index: ScoreIndex, chosen: ModelInfo) -> str:
    """Say how many errors, and how many the naive baseline makes; where accuracy is not the metric, its figure too."""
    errors = index.errors(chosen.id)
    if errors is None:
        return ""
    naive = index.baseline and index.errors(index.baseline.id)
    against = f", where the naive baseline makes {count(naive[0])}" if naive else ""
    text = f"{counted(errors[0], 'error')} in {count(errors[1])}{against}."
    metric = index.analysis.main_metric
    if metric == "accuracy" or index.baseline is None:
        return text
    score = index.headline(index.baseline.id, metric)
    if score is None or score.value is None:
        return text
    return f"{text} The naive baseline's {metric_name(index)} is {shown(score, index.metrics).full}."


def _likeness_sentence(index: ScoreIndex, chosen: ModelInfo) -> str:
    """Say how alike cleaned and true images are, against the naive baselines; nothing where targets are no images."""
    own = index.headline(chosen.id, "ssim")
    if own is None or own.value is None:
        return ""
    naive = [
        f"{shown(score, index.metrics).text} ({inside(name(model.title))})"
        for model in index.baselines
        if (score := index.headline(model.id, "ssim")) is not None and score.value is not None
    ]
    against = f", where the naive baselines reach {listed(naive)}" if naive else ""
    return f"Its structural similarity to the true images is {shown(own, index.metrics).text}{against}."


def _choice_sentence(index: ScoreIndex, chosen: ModelInfo) -> str:
    analysis, what, title = index.analysis, nouns(index.analysis), name(chosen.title)
    if len(index.candidates) == 1:
        where = f"on the {judged_nouns(analysis)}" if index.judged_on == "test" else "by cross-validation"
        return f"{title} is the only model that was tried, judged {where}."
    why = _cheaper_equal(index)
    if analysis.chosen_on == "test":
        return f"{title} was chosen on the same {judged_nouns(analysis)}{why}, so the figure is {_optimism(index)}."
    folds = f"{analysis.protocol.cv.folds}-fold " if analysis.protocol.cv else ""
    if index.judged_on == "cv":
        return (
            f"There is no held-out test: the {folds}cross-validation that chose it{why} gave this figure, "
            f"so it is {_optimism(index)}."
        )
    return f"{title} was chosen by {folds}cross-validation on the training {what}{why} and judged on the test {what}."


def _optimism(index: ScoreIndex) -> str:
    """Say by how much the figure is likely too good: `likely about 1.2 points too good; its interval allows for that`.

    Bundles that do not know it say that it is slightly optimistic.
    """
    gain, metric = index.analysis.optimism, index.analysis.main_metric
    if gain is None:
        return "slightly optimistic"
    how = quantity(metric, index.metrics)
    amount = fixed(how.scale * gain, OPTIMISM_DECIMALS if how.unit == "%" else OPTIMISM_DECIMALS + 2)
    if not amount.strip("0."):
        return "hardly better for having been chosen; its interval allows for the choice"
    unit = points(how)
    said = f"{amount}{NBSP}{unit}" if unit else amount
    return f"likely about {said} too good; its interval allows for that"


def _cheaper_equal(index: ScoreIndex) -> str:
    """Say so where another model had the best figure and this one is as good and cheaper; without times, smaller.

    The choice is the best figure among the cheapest, so it need not be much cheaper than the best of all.

    A bundle may have been made with times that are left out here: then the size need not be the reason.
    """
    analysis, chosen = index.analysis, index.chosen
    best = next((model for model in analysis.models if model.id == analysis.best), None)
    if best is None or chosen is None or best.id == chosen.id:
        return ""
    by_size = not are_timed([chosen, best]) and (chosen.size_bytes or 0) < (best.size_bytes or 0)
    much = "much " if is_cheaper(chosen, [best]) else ""
    return f", as equivalent to {name(best.title)} and {much}{'smaller' if by_size else 'cheaper'},"


def _runner_up_sentence(index: ScoreIndex, chosen: ModelInfo) -> str:
    """Compare with the best of the others where judged; without a claim about chance where none was tested."""
    others = [model for model in index.candidates if model.id != chosen.id]
    if not others:
        return ""
    other, metric = others[0], index.analysis.main_metric
    own, its = (index.headline(model.id, metric) for model in (chosen, other))
    if own is None or its is None or own.value is None or its.value is None:
        return ""
    figure, made = shown(its, index.metrics).full, _errors_in_brackets(index, other)
    comparison = next((each for each in rivals(index, chosen) if each.other.id == other.id), None)
    if comparison is not None:
        return against_in_words(index, comparison, f"{figure}{made}")
    title = name(other.title)
    if own.value == its.value:
        return f"{_equals(index, others, own.value)} the same figure, {figure}{made}."
    if (its.value > own.value) != index.lower_is_better:
        where = split_in_words(index.analysis, index.judged_on)
        return (
            f"{title} does better {where}, with {figure}{made}; the choice was made without them. {_UNTESTED}"
        )
    return f"Next is {title} with {figure}{made}. {_UNTESTED}"


def _equals(index: ScoreIndex, others: list[ModelInfo], value: float) -> str:
    """Say who reaches exactly a value: `Forest and SVC reach`."""
    scores = [(model, index.headline(model.id, index.analysis.main_metric)) for model in others]
    titles = [name(model.title) for model, score in scores if score is not None and score.value == value]
    if len(titles) > MOST_NAMED:
        return f"{in_letters(len(titles)).capitalize()} other models reach"
    return f"{listed(titles)} {'reaches' if len(titles) == 1 else 'reach'}"


def _errors_in_brackets(index: ScoreIndex, model: ModelInfo) -> str:
    errors = index.errors(model.id)
    return "" if errors is None else f" ({counted(errors[0], 'error')})"


FINDINGS.register(
    FindingRule(
        id="evidence",
        levels=("note",),
        order=20,
        says="errors against the naive baseline, how it was chosen, the difference to the next best model, what the "
        "verdict speaks of",
        when="a model was recommended",
        speak=evidence,
        place="headline",
    )
)
