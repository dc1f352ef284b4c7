"""The decision in a sentence, and what it rests on: sentences that say no more than the numbers do."""

from reportgen.bundle.contests import contests
from reportgen.bundle.model_costs import are_timed, is_cheaper
from reportgen.bundle.schema import Finding, ModelInfo, Score
from reportgen.bundle.score_index import Readings
from reportgen.findings.several_answers import all_right_sentence
from reportgen.findings.standing import against_in_words, rivals, spoken_of, standing_clause
from reportgen.wording.captions import nouns, split_in_words
from reportgen.wording.gaps import gap
from reportgen.wording.grammar import counted, in_letters, inside, listed, name
from reportgen.wording.numbers import NBSP, count, decimals_of, shown
from reportgen.wording.quantity import quantity


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
    """Say so where the best model is not really better than the naive baseline; None where it is.

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
        return "" if paired.standing == "better" else f"is not really worse: the difference lies {ends}"
    if score.low is None or score.high is None or naive.value is None:
        return ""
    if not score.low <= naive.value <= score.high:
        return ""
    return f"lies within its 95{NBSP}% interval, {shown(score, readings.metrics).interval}"


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
        return f"Use {name(chosen.title)}: it answers {figure} of the {count(n)} test {what} correctly"
    where = split_in_words(readings.analysis, "cv")
    return f"Use {name(chosen.title)}: it answers {figure} of {count(n)} {what} correctly {where}"


def evidence(readings: Readings) -> Finding | None:
    """Return the paragraph below the decision: errors, how it was chosen, the runner-up; None without a model."""
    if readings.chosen is None:
        return None
    sentences = [
        _errors_sentence(readings, readings.chosen) or all_right_sentence(readings, readings.chosen),
        _likeness_sentence(readings, readings.chosen),
        _choice_sentence(readings),
        _runner_up_sentence(readings, readings.chosen),
        spoken_of(readings, readings.chosen),
    ]
    return Finding(id="evidence", level="note", text=" ".join(filter(None, sentences)))


def _errors_sentence(readings: Readings, chosen: ModelInfo) -> str:
    """Say how many errors, and how many the naive baseline makes; where accuracy is not the metric, its figure too."""
    errors = readings.errors(chosen.id)
    if errors is None:
        return ""
    naive = readings.baseline and readings.errors(readings.baseline.id)
    against = f", where the naive baseline makes {count(naive[0])}" if naive else ""
    text = f"{counted(errors[0], 'error')} in {count(errors[1])}{against}."
    metric = readings.analysis.main_metric
    if metric == "accuracy" or readings.baseline is None:
        return text
    score = readings.headline(readings.baseline.id, metric)
    if score is None or score.value is None:
        return text
    return f"{text} The naive baseline's {metric_name(readings)} is {shown(score, readings.metrics).full}."


def _likeness_sentence(readings: Readings, chosen: ModelInfo) -> str:
    """Say how alike cleaned and true images are, against the naive baselines; nothing where no images are answers."""
    own = readings.headline(chosen.id, "ssim")
    if own is None or own.value is None:
        return ""
    naive = [
        f"{shown(score, readings.metrics).text} ({inside(name(model.title))})"
        for model in readings.baselines
        if (score := readings.headline(model.id, "ssim")) is not None and score.value is not None
    ]
    against = f", where the naive baselines reach {listed(naive)}" if naive else ""
    return f"Its structural similarity to the true images is {shown(own, readings.metrics).text}{against}."


def _choice_sentence(readings: Readings) -> str:
    analysis, what = readings.analysis, nouns(readings.analysis)
    if len(readings.candidates) == 1:
        where = f"on the test {what}" if readings.judged_on == "test" else "by cross-validation"
        return f"It was the only model to choose, judged {where}."
    why = _cheaper_equal(readings)
    if analysis.chosen_on == "test":
        return f"It was chosen on the same test {what}{why}, so the figure is a little flattering."
    folds = f"{analysis.protocol.cv.folds}-fold " if analysis.protocol.cv else ""
    if readings.judged_on == "cv":
        return (
            f"There is no held-out test: the {folds}cross-validation that chose it{why} gave this figure, "
            "so it is a little flattering."
        )
    return (
        f"It was chosen by {folds}cross-validation on the training {what}{why} and judged on the test {what}."
    )


def _cheaper_equal(readings: Readings) -> str:
    """Say so where another model had the best figure and this one is as good and cheaper; without times, smaller.

    The choice is the best figure among the cheapest, so it need not be much cheaper than the best of all.

    A bundle may have been made with times that are left out here: then the size need not be the reason.
    """
    analysis, chosen = readings.analysis, readings.chosen
    best = next((model for model in analysis.models if model.id == analysis.best), None)
    if best is None or chosen is None or best.id == chosen.id:
        return ""
    by_size = not are_timed([chosen, best]) and (chosen.size_bytes or 0) < (best.size_bytes or 0)
    much = "much " if is_cheaper(chosen, [best]) else ""
    return f", as equivalent to {name(best.title)} and {much}{'smaller' if by_size else 'cheaper'},"


def _runner_up_sentence(readings: Readings, chosen: ModelInfo) -> str:
    """Compare with the best of the others where judged; without a claim about chance where none was tested."""
    others = [model for model in readings.candidates if model.id != chosen.id]
    if not others:
        return ""
    other, metric = others[0], readings.analysis.main_metric
    own, its = (readings.headline(model.id, metric) for model in (chosen, other))
    if own is None or its is None or own.value is None or its.value is None:
        return ""
    figure, made = shown(its, readings.metrics).full, _errors_in_brackets(readings, other)
    contest = next((each for each in rivals(readings, chosen) if each.other.id == other.id), None)
    if contest is not None:
        return against_in_words(readings, contest, f"{figure}{made}")
    title = name(other.title)
    if own.value == its.value:
        return f"{_equals(readings, others, own.value)} the same figure, {figure}{made}."
    if (its.value > own.value) != readings.lower_is_better:
        where = split_in_words(readings.analysis, readings.judged_on)
        return (
            f"{title} does better {where}, with {figure}{made}; the choice was made without them. {_UNTESTED}"
        )
    return f"Next is {title} with {figure}{made}. {_UNTESTED}"


def _equals(readings: Readings, others: list[ModelInfo], value: float) -> str:
    """Say who reaches exactly a value: `Forest and SVC reach`."""
    scores = [(model, readings.headline(model.id, readings.analysis.main_metric)) for model in others]
    titles = [name(model.title) for model, score in scores if score is not None and score.value == value]
    if len(titles) > MOST_NAMED:
        return f"{in_letters(len(titles)).capitalize()} other models reach"
    return f"{listed(titles)} {'reaches' if len(titles) == 1 else 'reach'}"


#: More models than this are counted, not named.
MOST_NAMED = 3

_UNTESTED = "Whether the difference is more than chance was not tested."


def _errors_in_brackets(readings: Readings, model: ModelInfo) -> str:
    errors = readings.errors(model.id)
    return "" if errors is None else f" ({counted(errors[0], 'error')})"


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


def metric_name(readings: Readings) -> str:
    """Return the main metric's name inside a sentence: capitals stay where they are an abbreviation's."""
    title = quantity(readings.analysis.main_metric, readings.metrics).name
    return inside(title)


def fold_range(readings: Readings, model: ModelInfo) -> tuple[str, str, float] | None:
    """Return the lowest and highest of the folds as shown, and their distance as stored."""
    how = quantity(readings.analysis.main_metric, readings.metrics)
    rows = [row for row in readings.folds(model.id, how.metric) if row.value is not None]
    if len(rows) < 2:
        return None
    low, high = (extreme(rows, key=lambda row: row.value or 0.0) for extreme in (min, max))
    decimals = decimals_of(rows[0], how)
    ends = [f"{how.scale * (row.value or 0.0):.{decimals}f}" for row in (low, high)]
    return ends[0], ends[1], (high.value or 0.0) - (low.value or 0.0)
