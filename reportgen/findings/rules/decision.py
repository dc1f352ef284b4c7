"""The decision in a sentence, which says no more than the numbers do."""

from reportgen.bundle.contests import contests
from reportgen.bundle.schema import Finding, ModelInfo, Score
from reportgen.bundle.score_index import Readings
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.findings.main_metric_name import metric_name
from reportgen.findings.standing import standing_clause
from reportgen.wording.captions import nouns, split_in_words
from reportgen.wording.gaps import gap
from reportgen.wording.grammar import inside, listed, name
from reportgen.wording.numbers import INTERVAL, count, shown


def decision(readings: Readings) -> Finding:
    """Return the sentence that a reader with one minute takes away."""
    chosen, metric = readings.chosen, readings.analysis.main_metric
    if chosen is None:
        return Finding(
            id="decision",
            level="warning",
            text="No model could be trained, so there is nothing to recommend.",
        )
    score = readings.headline(chosen.id, metric)
    if score is None or score.value is None:
        text = f"{name(chosen.title)} was trained, but its {metric_name(readings)} is undefined here."
        return Finding(id="decision", level="warning", text=text)
    if _beats_baseline(readings, chosen) is False:
        text = f"No model is worth using: {name(chosen.title)} does no better than the naive baseline."
        return Finding(id="decision", level="warning", text=text)
    if (doubtful := _doubtful(readings, chosen, score)) is not None:
        return doubtful
    standing = standing_clause(readings, chosen, same_subject=metric == "accuracy")
    return Finding(id="decision", level="good", text=f"{_use(readings, chosen, score)}{standing}.")


def _use(readings: Readings, chosen: ModelInfo, score: Score) -> str:
    """Say which model to use and how good it is, without the full stop."""
    figure, metric = shown(score, readings.metrics).full, score.metric
    if metric == "accuracy":
        return _accuracy(readings, chosen, figure, score.n)
    where = split_in_words(readings.analysis, readings.judged_on)
    if metric == "pixel_mae":
        return f"Use {name(chosen.title)}: a pixel is off by {figure} on average {where}{_naive_errors(readings)}"
    as_what = ""
    if readings.analysis.positive is not None:
        as_what = f" to detect “{name(readings.analysis.positive)}”"
    return f"Use {name(chosen.title)}{as_what}: its {metric_name(readings)} is {figure} {where}"


def _doubtful(readings: Readings, chosen: ModelInfo, score: Score) -> Finding | None:
    """Say so where the best model is not better, beyond chance, than the naive baseline; None where it is.

    By their paired comparison where there is one, else by whether the baseline's figure lies in the model's interval.
    """
    naive = None if readings.baseline is None else readings.headline(readings.baseline.id, score.metric)
    why = "" if naive is None or naive.value is None else _doubt(readings, chosen, score, naive)
    if not why:
        return None
    own, its = (shown(each, readings.metrics).full for each in (score, naive))
    where = split_in_words(readings.analysis, readings.judged_on)
    text = (
        f"Do not rely on any model yet: the best, {name(chosen.title)}, reaches {metric_name(readings)} {own} "
        f"{where}, and the naive baseline's {its} {why}."
    )
    return Finding(id="decision", level="warning", text=text)


def _doubt(readings: Readings, chosen: ModelInfo, score: Score, naive: Score) -> str:
    """Say why the baseline's figure may be as good; empty where it may not."""
    paired = next((each for each in contests(readings, chosen.id) if each.other.id == naive.model), None)
    if paired is not None and (ends := gap(paired, readings.metrics)):
        return (
            "" if paired.standing == "better" else f"is not worse beyond chance: the difference lies {ends}"
        )
    if score.low is None or score.high is None or naive.value is None:
        return ""
    if not score.low <= naive.value <= score.high:
        return ""
    return f"lies within its {INTERVAL}, {shown(score, readings.metrics).interval}"


def _naive_errors(readings: Readings) -> str:
    """Say how far off the naive baselines' images are: `; in the noisy image unchanged by 49.5, in ...`."""
    naive = [(model, readings.headline(model.id, "pixel_mae")) for model in readings.baselines]
    said = [
        f"in the {inside(name(model.title))} by {shown(score, readings.metrics).text}"
        for model, score in naive
        if score is not None and score.value is not None
    ]
    return f"; {listed(said)}" if said else ""


def _accuracy(readings: Readings, chosen: ModelInfo, figure: str, n: int) -> str:
    what = nouns(readings.analysis)
    if readings.judged_on == "test":
        return f"Use {name(chosen.title)}: it predicts {figure} of the {count(n)} test {what} correctly"
    where = split_in_words(readings.analysis, "cv")
    return f"Use {name(chosen.title)}: it predicts {figure} of {count(n)} {what} correctly {where}"


def _beats_baseline(readings: Readings, chosen: ModelInfo) -> bool | None:
    """Say whether the chosen model's figure is better than the naive baseline's; None where one is missing."""
    if readings.baseline is None:
        return None
    own, naive = (
        readings.headline(m, readings.analysis.main_metric) for m in (chosen.id, readings.baseline.id)
    )
    if own is None or naive is None or own.value is None or naive.value is None:
        return None
    return own.value < naive.value if readings.lower_is_better else own.value > naive.value


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
