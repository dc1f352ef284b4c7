"""What to know besides the decision: one function for each kind of sentence, None where it has nothing to say."""

import math
from typing import Literal

from reportgen.bundle.contests import compared
from reportgen.bundle.schema import Analysis, Finding
from reportgen.bundle.score_index import Readings
from reportgen.findings.confusions import Pair, most_frequent, pairs_of
from reportgen.findings.decision import fold_range, metric_name
from reportgen.tasks import MANY_CLASSES
from reportgen.wording.captions import is_binary, is_several, nouns, positive_class
from reportgen.wording.grammar import counted, in_letters, listed, name
from reportgen.wording.numbers import NBSP, count, percent, score_text, shown
from reportgen.wording.quantity import quantity

#: Fewer judged samples than this, and one answer weighs visibly.
FEW_SAMPLES = 200

#: Folds further apart than this share of the metric's range are marked as a warning.
FAR_APART = 0.05

#: A threshold that gains so much F1 is worth naming.
BETTER_F1 = 0.01

#: Answers that say nothing without the name of their column.
BARE_ANSWERS = frozenset({"0", "1", "true", "false", "yes", "no", "y", "n", "t", "f"})

#: Fewer classes than this have no hardest one worth naming.
SEVERAL_CLASSES = 3


def failed_models(readings: Readings) -> Finding | None:
    """Name the models that are not in the comparison, with the reason."""
    failed = [model for model in readings.analysis.models if model.status != "ok"]
    if not failed:
        return None
    named = "; ".join(f"{name(model.title)} ({_trimmed(model.reason)})" for model in failed)
    verb = "is" if len(failed) == 1 else "are"
    return Finding(id="failed_models", level="warning", text=f"Not in the comparison {verb} {named}.")


def _trimmed(reason: str | None, longest: int = 160) -> str:
    text = " ".join((reason or "no reason given").split()).rstrip(".")
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def confusions(readings: Readings) -> Finding | None:
    """Name the pairs of classes that the chosen model mixes up most; ties are not broken."""
    chosen = readings.chosen
    matrix = None if chosen is None else readings.confusion(chosen.id)
    if chosen is None or matrix is None or matrix.matrix is None:
        return None
    classes = readings.analysis.dataset.classes
    if is_binary(readings.analysis):
        return _detector(readings, matrix.matrix)
    pairs = pairs_of(matrix.matrix)
    if not pairs:
        text = f"{name(chosen.title)} makes no error on the {nouns(readings.analysis)} judged."
        return Finding(id="confusions", level="good", text=text)
    return Finding(id="confusions", level="note", text=_pairs_sentence(pairs, classes))


def positive_named(analysis: Analysis) -> str:
    """Return the positive class as a sentence needs it: `survived = 1` where the class alone says nothing."""
    positive = name(positive_class(analysis))
    columns = [column.name for column in analysis.dataset.columns if column.role == "target"]
    if len(columns) == 1 and positive.lower() in BARE_ANSWERS:
        return f"{name(columns[0])} = {positive}"
    return positive


def _pairs_sentence(pairs: list[Pair], classes: list[str]) -> str:
    errors = sum(pair.errors for pair in pairs)
    most = pairs[0].errors
    named = most_frequent(pairs, 3)
    if most == 1 and errors > 1:
        return "No class is mistaken for another more than once."
    if not named:
        tied = sum(pair.errors == most for pair in pairs)
        return f"No confusion stands out: {in_letters(tied)} pairs of classes share the most errors, {most} each."
    said = [
        f"{name(classes[p.actual])} taken for {name(classes[p.answer])} ({count(p.errors)})" for p in named
    ]
    total = sum(pair.errors for pair in named)
    share = f"all {count(total)}" if total == errors else f"{count(total)} of the {count(errors)}"
    return (
        f"Most often mixed up: {listed(said)}, {share} errors."
        if errors > 1
        else f"Its only error: {said[0].removesuffix(' (1)')}."
    )


def _detector(readings: Readings, matrix: list[list[int]]) -> Finding:
    (_, false_alarms), (missed, found) = matrix
    positive = positive_named(readings.analysis)
    text = f"{_found(readings, positive, missed, found)}; {_called(found, false_alarms)}."
    return Finding(id="confusions", level="note", text=text)


def _found(readings: Readings, positive: str, missed: int, found: int) -> str:
    if missed + found == 1:
        return f"The only {readings.analysis.dataset.noun} that is “{positive}” it {'misses' if missed else 'finds'}"
    what = f"{count(missed + found)} {nouns(readings.analysis)}"
    return f"Of {what} that are “{positive}” it misses {count(missed) if missed else 'none'}"


def _called(found: int, false_alarms: int) -> str:
    if not found + false_alarms:
        return "it calls none so"
    if found + false_alarms == 1:
        return f"the only one that it calls so {'is' if found else 'is not'}"
    if not false_alarms:
        return f"all {count(found)} that it calls so are"
    verb = "is not" if false_alarms == 1 else "are not"
    return f"of the {count(found + false_alarms)} that it calls so, {count(false_alarms)} {verb}"


def better_threshold(readings: Readings) -> Finding | None:
    """Say what the threshold of the best F1 would change, where it is clearly better than the model's answers."""
    chosen = readings.chosen
    points = [] if chosen is None else readings.operating_points(chosen.id)
    best = next((point for point in points if point.rule == "best f1"), None)
    now = None if chosen is None else readings.confusion(chosen.id)
    own = None if chosen is None else readings.headline(chosen.id, "f1")
    if best is None or best.matrix is None or best.threshold is None or best.f1 is None:
        return None
    if now is None or now.matrix is None or own is None or own.value is None:
        return None
    if points[0].threshold is None or best.f1 - own.value < BETTER_F1:
        return None
    (_, alarms), (missed, _) = now.matrix
    (_, new_alarms), (new_missed, _) = best.matrix
    text = (
        f"With a threshold of {score_text(best.threshold)} instead of {score_text(points[0].threshold)} it misses "
        f"{_changed(missed, new_missed)}, with {_changed(alarms, new_alarms, 'false alarm')}: "
        f"F1 {best.f1:.2f} instead of {own.value:.2f}."
    )
    if best.chosen_on == "test":
        text += f" It was chosen on the same test {nouns(readings.analysis)}, so this is a little flattering."
    return Finding(id="better_threshold", level="note", text=text)


def _changed(before: int, after: int, what: str = "") -> str:
    """Return `3 false alarms instead of 5`, or `0 false alarms as before`."""
    number = counted(after, what) if what else count(after)
    return f"{number} {'as before' if before == after else f'instead of {count(before)}'}"


def hardest_class(readings: Readings) -> Finding | None:
    """Name the class that the chosen model finds least of; classes that share the lowest recall are named together."""
    chosen = readings.chosen
    too_few = len(readings.analysis.dataset.classes) < SEVERAL_CLASSES
    if chosen is None or too_few or is_several(readings.analysis):
        return None
    rows = [readings.of_class(chosen.id, "recall", label) for label in readings.labels(chosen.id, "recall")]
    known = [row for row in rows if row is not None and row.value is not None]
    if not known:
        return None
    lowest = min(row.value or 0.0 for row in known)
    worst = [row for row in known if row.value == lowest]
    if lowest == 1 or len(worst) > SEVERAL_CLASSES:
        return None
    figure = shown(worst[0], readings.metrics)
    what = nouns(readings.analysis)
    if len(worst) == 1:
        interval = f", 95{NBSP}% interval {figure.interval}" if figure.interval else ""
        of = f"{figure.full} of its {count(worst[0].n)} {what}"
        text = f"The hardest class is {name(worst[0].label or '')}: {of} are recognised{interval}."
    else:
        named = listed([name(row.label or "") for row in worst])
        text = f"The hardest classes are {named}: {figure.full} of the {what} of each are recognised."
    return Finding(id="hardest_class", level="note", text=text)


def folds(readings: Readings) -> Finding | None:
    """Say how far the folds of the chosen model lie apart."""
    chosen = readings.chosen
    ends = None if chosen is None else fold_range(readings, chosen)
    if chosen is None or ends is None:
        return None
    how = quantity(readings.analysis.main_metric, readings.metrics)
    low, high, distance = ends
    unit = f"{NBSP}{how.unit}" if how.unit else ""
    number = len(readings.folds(chosen.id, how.metric))
    where = f"{number} folds of the cross-validation its {metric_name(readings)}"
    if low == high:
        return Finding(id="folds", level="note", text=f"On all {where} is {low}{unit}.")
    lowest, highest = readings.metrics[how.metric].range
    far = FAR_APART * (highest or 1.0) if highest != lowest else math.inf
    level: Literal["warning", "note"] = "warning" if distance > far else "note"
    return Finding(id="folds", level=level, text=f"Over the {where} lies between {low} and {high}{unit}.")


def few_samples(readings: Readings) -> Finding | None:
    """Say what one answer weighs where few samples are judged."""
    chosen = readings.chosen
    errors = None if chosen is None else readings.errors(chosen.id)
    if errors is None or errors[1] >= FEW_SAMPLES:
        return None
    analysis, n = readings.analysis, errors[1]
    text = (
        f"Only {counted(n, analysis.dataset.noun)} judged: one answer more or less moves accuracy "
        f"by {percent(1 / n, 1)} points."
    )
    return Finding(id="few_samples", level="warning", text=text)


def never_answered(readings: Readings) -> Finding | None:
    """Name the classes that the chosen model never gives as an answer though they occur."""
    chosen = readings.chosen
    if chosen is None or len(readings.analysis.dataset.classes) > MANY_CLASSES:  # not every class has a row
        return None
    labels = readings.labels(chosen.id, "precision")
    silent = [label for label in labels if _is_silent(readings, chosen.id, label)]
    if not silent:
        return None
    more = f" and {count(len(silent) - 3)} more" if len(silent) > 3 else ""
    named = f"{', '.join(name(s) for s in silent[:3])}{more}" if more else listed([name(s) for s in silent])
    return Finding(id="never_answered", level="warning", text=f"{name(chosen.title)} never answers {named}.")


def _is_silent(readings: Readings, model: str, label: str) -> bool:
    precision, recall = (readings.of_class(model, metric, label) for metric in ("precision", "recall"))
    return (
        precision is not None and precision.value is None and recall is not None and recall.value is not None
    )


def not_tested(readings: Readings) -> Finding | None:
    """Say what the figures do not cover."""
    if readings.chosen is None:
        return None
    of_recipes = any(row.estimand == "recipe" for row in compared(readings))
    anew = "" if of_recipes else "; other training runs of the same models"
    text = f"Not tested: {nouns(readings.analysis)} from other sources{anew}."
    return Finding(id="not_tested", level="note", text=text)
