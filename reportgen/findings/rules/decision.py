"""The decision in a sentence, which says no more than the numbers do."""

from reportgen.bundle.pairwise import pairwise_comparisons
from reportgen.bundle.schema import Finding, ModelInfo, Score
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.findings.main_metric_name import metric_name
from reportgen.findings.standing import standing_clause
from reportgen.wording.analysis_words import group_nouns, nouns, split_in_words
from reportgen.wording.differences import gap
from reportgen.wording.grammar import inside, listed, name
from reportgen.wording.numbers import INTERVAL, count, shown

#: An interval that takes this share of its range says nothing.
ALL_OF_IT = 0.9


def decision(index: ScoreIndex) -> Finding:
    """Return the sentence that a reader with one minute takes away."""
    chosen, metric = index.chosen, index.analysis.main_metric
    if chosen is None:
        return Finding(
            id="decision",
            level="warning",
            text="No model could be trained, so there is nothing to recommend.",
        )
    score = index.headline(chosen.id, metric)
    if score is None or score.value is None:
        text = f"{name(chosen.title)} was trained, but its {metric_name(index)} is undefined here."
        return Finding(id="decision", level="warning", text=text)
    if _beats_baseline(index, chosen) is False:
        text = f"No model is worth using: {name(chosen.title)} does no better than the naive baseline."
        return Finding(id="decision", level="warning", text=text)
    if (doubtful := _doubtful(index, chosen, score)) is not None:
        return doubtful
    standing = standing_clause(index, chosen, same_subject=metric == "accuracy")
    return Finding(id="decision", level="good", text=f"{_use(index, chosen, score)}{standing}.")


def _use(index: ScoreIndex, chosen: ModelInfo, score: Score) -> str:
    """Say which model to use and how good it is, without the full stop."""
    figure, metric = shown(score, index.metrics).full, score.metric
    if metric == "accuracy":
        return _accuracy(index, chosen, figure, score.n)
    where = split_in_words(index.analysis, index.judged_on)
    if metric == "pixel_mae":
        return (
            f"Use {name(chosen.title)}: a pixel is off by {figure} on average {where}{_naive_errors(index)}"
        )
    as_what = ""
    if index.analysis.positive is not None:
        as_what = f" to detect “{name(index.analysis.positive)}”"
    return f"Use {name(chosen.title)}{as_what}: its {metric_name(index)} is {figure} {where}"


def _doubtful(index: ScoreIndex, chosen: ModelInfo, score: Score) -> Finding | None:
    """Say so where the best model is not better, beyond chance, than the naive baseline; None where it is.

    By their paired comparison where there is one, else by whether the baseline's figure lies in the model's interval.
    """
    if score.low is None and (score.reason or "").startswith("no interval: fewer than"):
        return _too_few(index, score)
    if _says_nothing(index, score):
        return _anything(index, chosen, score)
    naive = None if index.baseline is None else index.headline(index.baseline.id, score.metric)
    why = "" if naive is None or naive.value is None else _doubt(index, chosen, score, naive)
    if not why:
        return None
    own, its = (shown(each, index.metrics).full for each in (score, naive))
    where = split_in_words(index.analysis, index.judged_on)
    text = (
        f"Do not rely on any model yet: {name(chosen.title)}, {_chosen_how(index)}, reaches {metric_name(index)} {own} "
        f"{where}, and the naive baseline's {its} {why}."
    )
    return Finding(id="decision", level="warning", text=text)


def _chosen_how(index: ScoreIndex) -> str:
    """Say how a model was chosen that is not recommended: it need not be the best here."""
    if index.analysis.chosen_on == index.judged_on:
        return "the best"
    return "chosen by cross-validation"


def _says_nothing(index: ScoreIndex, score: Score) -> bool:
    """Say whether the interval of a figure leaves nearly all of its range open."""
    lowest, highest = index.metrics[score.metric].range
    if None in (lowest, highest, score.low, score.high):
        return False
    return (score.high or 0.0) - (score.low or 0.0) >= ALL_OF_IT * ((highest or 0.0) - (lowest or 0.0))


def _anything(index: ScoreIndex, chosen: ModelInfo, score: Score) -> Finding:
    """Say that nothing can be said."""
    seen, groups = shown(score, index.metrics), index.analysis.groups.get(index.judged_on)
    of = f"{count(groups)} {group_nouns(index.analysis)}" if groups else f"these {nouns(index.analysis)}"
    text = (
        f"Do not rely on any model yet: nothing can be said from {of}. {name(chosen.title)} reaches "
        f"{metric_name(index)} {seen.full}, but it could be anything ({INTERVAL} {seen.interval})."
    )
    return Finding(id="decision", level="warning", text=text)


def _too_few(index: ScoreIndex, score: Score) -> Finding:
    """Say that nothing can be told, as too few samples are of the positive class."""
    why = str(score.reason).removeprefix("no interval: ")
    text = (
        f"Do not rely on any model yet: {why} were judged, too few to tell. "
        f"{metric_name(index).capitalize()} is {shown(score, index.metrics).full}, but could be anything."
    )
    return Finding(id="decision", level="warning", text=text)


def _doubt(index: ScoreIndex, chosen: ModelInfo, score: Score, naive: Score) -> str:
    """Say why the baseline's figure may be as good; empty where it may not."""
    paired = next(
        (each for each in pairwise_comparisons(index, chosen.id) if each.other.id == naive.model), None
    )
    if paired is not None and (ends := gap(paired, index.metrics)):
        return (
            "" if paired.standing == "better" else f"is not worse beyond chance: the difference lies {ends}"
        )
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


def _accuracy(index: ScoreIndex, chosen: ModelInfo, figure: str, n: int) -> str:
    what = nouns(index.analysis)
    if index.judged_on == "test":
        return f"Use {name(chosen.title)}: it predicts {figure} of the {count(n)} test {what} correctly"
    where = split_in_words(index.analysis, "cv")
    return f"Use {name(chosen.title)}: it predicts {figure} of {count(n)} {what} correctly {where}"


def _beats_baseline(index: ScoreIndex, chosen: ModelInfo) -> bool | None:
    """Say whether the chosen model's figure is better than the naive baseline's; None where one is missing."""
    if index.baseline is None:
        return None
    own, naive = (index.headline(m, index.analysis.main_metric) for m in (chosen.id, index.baseline.id))
    if own is None or naive is None or own.value is None or naive.value is None:
        return None
    return own.value < naive.value if index.lower_is_better else own.value > naive.value


FINDINGS.register(
    FindingRule(
        id="decision",
        levels=("good", "warning"),
        order=10,
        says="which model to use, how good it is, and against whom it is better beyond chance, equivalent or undecided",
        when="always; a warning where no model can be recommended",
        speak=decision,
        place="headline",
    )
)
