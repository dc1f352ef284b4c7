"""What the figures alone recommend, in a sentence which says no more than they do."""

from reportgen.bundle.model_costs import are_timed
from reportgen.bundle.pairwise import pairwise_comparisons
from reportgen.bundle.schema import Headline, ModelInfo, Score
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.threshold_records import OperatingPoint
from reportgen.findings.cost_sentences import cost_headline
from reportgen.findings.main_metric_name import metric_name
from reportgen.findings.point_in_use import STANDARD, better_point, is_one_sided, point_in_use
from reportgen.findings.standing import rivals, standing_clause
from reportgen.wording import headline_words as words
from reportgen.wording.analysis_words import (
    group_nouns,
    is_correctness,
    judged_nouns,
    nouns,
    positive_class,
    split_in_words,
)
from reportgen.wording.differences import gap
from reportgen.wording.grammar import capital, inside, listed, name, possessive
from reportgen.wording.numbers import INTERVAL, count, score_text, shown

#: An interval that takes this share of its range says nothing.
ALL_OF_IT = 0.9

#: Findings on why nothing can be said.
FEW = ("few_positives", "few_groups", "few_samples")


def recommendation(index: ScoreIndex) -> Headline:
    """Return what the figures alone recommend, whatever gates and blockers say."""
    chosen, metric = index.chosen, index.analysis.main_metric
    if chosen is None:
        text = "Do not release: no model could be trained, so there is nothing to recommend."
        return Headline(word="do_not_release", model=None, text=text, reasons=["failed_models"])
    ranking, priced = index.analysis.cost_ranking, index.cost_of(chosen.id)
    if ranking is not None and priced is not None:
        return cost_headline(index, ranking, chosen, priced)
    score = index.headline(chosen.id, metric)
    if score is None or score.value is None:
        return _nothing(index, chosen, f"the {metric_name(index)} of {name(chosen.title)} is undefined here.")
    unknown = _too_few(index, score) or _anything(index, chosen, score)
    if unknown:
        return _nothing(index, chosen, unknown)
    if (doubt := _doubt(index, chosen, score) or _says_one_thing(index, chosen)) is not None:
        text = f"{words.NOT_BETTER}: {doubt}"
        return Headline(word="not_better_than_baseline", model=chosen.id, text=text)
    standing = standing_clause(index, chosen, same_subject=metric == "accuracy")
    opening, figures = _opened(index, chosen), figures_of(index, score)
    figures = figures if opening.endswith(":") else capital(figures)
    return Headline(
        word="no_clear_winner" if _is_open(index, chosen) else "use",
        model=chosen.id,
        text=f"{opening} {figures}{standing}.",
    )


def _says_one_thing(index: ScoreIndex, chosen: ModelInfo) -> str | None:
    """Say that a detector gives one answer alone at its threshold, and no better threshold is known; else nothing."""
    point = point_in_use(index, chosen)
    if point is None or not is_one_sided(point) or better_point(index, chosen) is not None:
        return None
    return f"{name(chosen.title)} {_one_sided(index, point)}."


def _one_sided(index: ScoreIndex, point: OperatingPoint) -> str:
    """Return `(almost) never predicts “fraud” at its own threshold`."""
    positive = name(positive_class(index.analysis))
    (_, alarms), (_, found) = point.matrix or [[0, 0], [0, 0]]
    often = "never predicts" if not alarms + found else "almost never predicts"
    (right, _), (missed, _) = point.matrix or [[0, 0], [0, 0]]
    often = "always predicts" if not right + missed else often
    where = "its own threshold" if point.rule == STANDARD[0] else f"the threshold by {point.rule}"
    return f"{often} “{positive}” at {where}"


def _at_a_threshold(index: ScoreIndex, chosen: ModelInfo) -> str:
    """Return the threshold to use it at where its own gives one answer alone: ` at a threshold of 0.13`."""
    point, better = point_in_use(index, chosen), better_point(index, chosen)
    if point is None or not is_one_sided(point) or better is None or better.threshold is None:
        return ""
    return f" at a threshold of {score_text(better.threshold)}, as it {_one_sided(index, point)}"


def _nothing(index: ScoreIndex, chosen: ModelInfo, why: str) -> Headline:
    """Return the headline that nothing can be said, with what is found of the reasons."""
    found = [one.id for one in index.analysis.findings if one.id in FEW and one.muted is None]
    return Headline(
        word="says_nothing_about_new_data", model=chosen.id, text=f"{words.NOTHING}: {why}", reasons=found
    )


def _is_open(index: ScoreIndex, chosen: ModelInfo) -> bool:
    """Say whether another model may be better than the chosen one, or is."""
    return any(each.standing in ("undecided", "worse") for each in rivals(index, chosen))


def _opened(index: ScoreIndex, chosen: ModelInfo) -> str:
    """Return how the headline begins, with the reason for a choice that is not the best beyond doubt."""
    first, title = index.candidates[0], name(chosen.title)
    though = "" if first.id == chosen.id else f", though {name(first.title)} {_ahead(index, chosen, first)}"
    if _is_open(index, chosen):
        return f"{words.NO_WINNER}: {title}{_at_a_threshold(index, chosen)}, because {_because(index, chosen)}{though}."
    as_what = ""
    if index.analysis.positive is not None:
        as_what = f" to detect “{name(index.analysis.positive)}”"
    as_what += _at_a_threshold(index, chosen)
    if though:
        return f"Use {title}{as_what}, because {_because(index, chosen)}{though}."
    return f"Use {title}{as_what}:"


def _ahead(index: ScoreIndex, chosen: ModelInfo, first: ModelInfo) -> str:
    """Say that another model has the better figure where judged."""
    known = {each.other.id: each.standing for each in rivals(index, chosen)}
    is_more = ", beyond chance" if known.get(first.id) == "worse" else ""
    return f"is ahead {split_in_words(index.analysis, index.judged_on)}{is_more}"


def _because(index: ScoreIndex, chosen: ModelInfo) -> str:
    """Say why this model was chosen."""
    analysis = index.analysis
    best = next((model for model in analysis.models if model.id == analysis.best), chosen)
    if best.id != chosen.id:
        cheaper = "cheaper" if are_timed([chosen, best]) else "smaller"
        return f"it is equivalent to {name(best.title)} and {cheaper}"
    if analysis.chosen_on == index.judged_on:
        return "it has the best figure"
    return "it was best in cross-validation"


def figures_of(index: ScoreIndex, score: Score, subject: str = "it") -> str:
    """Say how good a model is, without the full stop: `it predicts 92 % of the 360 test rows correctly`."""
    figure, metric = shown(score, index.metrics).full, score.metric
    where = split_in_words(index.analysis, index.judged_on)
    if metric == "accuracy":
        verb, rightly = ("gets", "right") if is_correctness(index.analysis) else ("predicts", "correctly")
        if index.judged_on == "test":
            return (
                f"{subject} {verb} {figure} of the {count(score.n)} {judged_nouns(index.analysis)} {rightly}"
            )
        return f"{subject} {verb} {figure} of {count(score.n)} {nouns(index.analysis)} {rightly} {where}"
    if metric == "pixel_mae":
        by = "" if subject == "it" else f" cleaned by {subject}"
        return f"a pixel{by} is off by {figure} on average {where}{_naive_errors(index)}"
    whose = "its" if subject == "it" else possessive(subject)
    return f"{whose} {metric_name(index)} is {figure} {where}"


def _doubt(index: ScoreIndex, chosen: ModelInfo, score: Score) -> str | None:
    """Say why the model is not better, beyond chance, than the naive baseline; None where it is, or nothing is known.

    By their paired comparison where there is one, else by whether the baseline's figure lies in the model's interval.
    """
    naive = None if index.baseline is None else index.headline(index.baseline.id, score.metric)
    if naive is None or naive.value is None or score.value is None:
        return None
    own, its = (shown(each, index.metrics).full for each in (score, naive))
    where = split_in_words(index.analysis, index.judged_on)
    reaches = f"{name(chosen.title)}, {_chosen_how(index)}, reaches {metric_name(index)} {own} {where}"
    is_worse = score.value > naive.value if index.lower_is_better else score.value < naive.value
    if is_worse or score.value == naive.value:
        return f"{reaches}, the naive baseline {its}."
    why = _within_chance(index, chosen, score, naive)
    return f"{reaches}, but the naive baseline's {its} {why}." if why else None


def _chosen_how(index: ScoreIndex) -> str:
    """Say how a model was chosen that is not recommended: it need not be the best here."""
    if len(index.candidates) == 1:
        return "the only model tried"
    if index.analysis.chosen_on == index.judged_on:
        return "with the best figure"
    return "chosen by cross-validation"


def _says_nothing(index: ScoreIndex, score: Score) -> bool:
    """Say whether the interval of a figure leaves nearly all of its range open."""
    lowest, highest = index.metrics[score.metric].range
    if None in (lowest, highest, score.low, score.high):
        return False
    return (score.high or 0.0) - (score.low or 0.0) >= ALL_OF_IT * ((highest or 0.0) - (lowest or 0.0))


def _anything(index: ScoreIndex, chosen: ModelInfo, score: Score) -> str:
    """Say that nothing can be said where the interval leaves nearly all open; else nothing."""
    if not _says_nothing(index, score):
        return ""
    seen, groups = shown(score, index.metrics), index.analysis.groups.get(index.judged_on)
    of = f"{count(groups)} {group_nouns(index.analysis)}" if groups else f"these {nouns(index.analysis)}"
    return (
        f"nothing can be said from {of}. {name(chosen.title)} reaches {metric_name(index)} {seen.full}, but it could "
        f"be anything ({INTERVAL} {seen.interval})."
    )


def _too_few(index: ScoreIndex, score: Score) -> str:
    """Say that nothing can be told, as too few samples are of the positive class; else nothing."""
    if score.low is not None or not (score.reason or "").startswith("no interval: fewer than"):
        return ""
    why = str(score.reason).removeprefix("no interval: ")
    return (
        f"{why} were judged, too few to tell. Collect more before you decide: {metric_name(index)} is "
        f"{shown(score, index.metrics).full}, but could be anything."
    )


def _within_chance(index: ScoreIndex, chosen: ModelInfo, score: Score, naive: Score) -> str:
    """Say why the baseline's figure may be as good; empty where it may not."""
    paired = next(
        (each for each in pairwise_comparisons(index, chosen.id) if each.other.id == naive.model), None
    )
    if paired is not None and (ends := gap(paired, index.metrics)):
        return "" if paired.standing == "better" else f"may be as good: the difference lies {ends}"
    if score.low is None or score.high is None or naive.value is None:
        return ""
    if not score.low <= naive.value <= score.high:
        return ""
    return f"lies within its {INTERVAL}, {shown(score, index.metrics).interval}"


def _naive_errors(index: ScoreIndex) -> str:
    """Say how far off the naive baselines' images are: `; in the noisy image unchanged by 49.5, in ...`."""
    naive = [(model, index.headline(model.id, "pixel_mae")) for model in index.baselines]
    said = [
        f"in the {inside(name(model.title))} by {shown(score, index.metrics).text}"
        for model, score in naive
        if score is not None and score.value is not None
    ]
    return f"; {listed(said)}" if said else ""
