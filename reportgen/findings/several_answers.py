"""Sentences on several answers: samples with every answer right, and the label or output that is hardest."""

from reportgen.bundle.schema import Finding, ModelInfo, Score
from reportgen.bundle.score_index import Readings
from reportgen.bundle.split_answers import parts_of
from reportgen.wording.captions import is_labels, is_several, nouns
from reportgen.wording.grammar import listed, name
from reportgen.wording.numbers import NBSP, count, shown
from reportgen.wording.quantity import quantity

#: The metric by which labels, or outputs, are told apart.
HARDEST_BY = {True: "f1", False: "f1_macro"}

#: Fewer have no hardest one worth naming; more that share the lowest figure are not named.
MOST_NAMED = 3


def all_right(readings: Readings, model: ModelInfo) -> str:
    """Return `Every label is right for 353 of 360 images`; empty where there is one answer to a sample."""
    right = _right(readings, model)
    if right is None:
        return ""
    what = "label" if is_labels(readings.analysis) else "answer"
    return f"Every {what} is right for {count(right[0])} of {count(right[1])} {nouns(readings.analysis)}"


def _right(readings: Readings, model: ModelInfo) -> tuple[int, int] | None:
    score = readings.headline(model.id, "subset_accuracy")
    if score is None or score.value is None or not is_several(readings.analysis):
        return None
    return round(score.value * score.n), score.n


def all_right_sentence(readings: Readings, chosen: ModelInfo) -> str:
    """Say for how many samples the chosen model, and the naive baseline, gets everything right."""
    text = all_right(readings, chosen)
    naive = None if readings.baseline is None else _right(readings, readings.baseline)
    return f"{text}{f', where the naive baseline has {count(naive[0])}' if naive else ''}." if text else ""


def hardest_answer(readings: Readings) -> Finding | None:
    """Name the label or output that the chosen model gets least right; equals are named together."""
    chosen = readings.chosen
    if chosen is None or not is_several(readings.analysis):
        return None
    labels = is_labels(readings.analysis)
    found = _by_answer(readings, chosen, HARDEST_BY[labels])
    if len(found) < len(readings.analysis.dataset.outputs) or len(found) < 2:
        return None
    lowest = min(score.value or 0.0 for score in found.values())
    worst = [title for title, score in found.items() if score.value == lowest]
    if lowest == 1 or len(worst) == len(found) or len(worst) > MOST_NAMED:
        return None
    figure = shown(found[worst[0]], readings.metrics).full
    one = "label" if labels else "answer"
    subject = f"The hardest {one} is" if len(worst) == 1 else f"The hardest {one}s are"
    metric = quantity(HARDEST_BY[labels], readings.metrics).name
    text = f"{subject} {listed([name(title) for title in worst])}: {metric} {figure}{_recall(readings, chosen, worst)}."
    return Finding(id="hardest_answer", level="note", text=text)


#: Averages over labels in which a label that no judged sample has can only count as 0.
ZERO_WITHOUT_SAMPLES = ("f1_macro", "precision_macro", "recall_macro", "jaccard_macro")


def unmeasured_answers(readings: Readings) -> Finding | None:
    """Name the labels that no judged sample has, and say what the main figure makes of what is undefined."""
    chosen, main = readings.chosen, readings.analysis.main_metric
    score = None if chosen is None else readings.headline(chosen.id, main)
    if score is None or not is_several(readings.analysis):
        return None
    absent = _absent_labels(readings)
    figure = quantity(main, readings.metrics).name
    if not absent:
        if score.reason is None or score.value is None:
            return None
        text = f"{figure} does not measure every answer ({score.reason})."
        return Finding(id="unmeasured_answers", level="warning", text=text)
    judged = f"{'test ' if readings.judged_on == 'test' else ''}{readings.analysis.dataset.noun}"
    it, counts = ("it", "counts") if len(absent) == 1 else ("they", "count")
    what = f"label{'' if len(absent) == 1 else 's'} {_some(absent)}"
    text = f"No {judged} has the {what}, so how well {it} would be recognised is not known"
    if main in ZERO_WITHOUT_SAMPLES:
        text += f"; in {figure} {it} {counts} as 0"
    elif score.reason is not None:
        text += f" ({figure}: {score.reason})"
    return Finding(id="unmeasured_answers", level="warning", text=f"{text}.")


def _absent_labels(readings: Readings) -> list[str]:
    """Return the labels that no judged sample has."""
    if not is_labels(readings.analysis):
        return []
    split = "test" if readings.judged_on == "test" else "train"
    outputs = readings.analysis.dataset.outputs
    return [output.name for output in outputs if split in output.counts and not output.counts[split][1]]


def _some(labels: list[str]) -> str:
    """Name the first labels and how many more there are: `“a”, “b” and 3 more`."""
    quoted = [f"“{name(label)}”" for label in labels[:MOST_NAMED]]
    more = len(labels) - MOST_NAMED
    return f"{', '.join(quoted)} and {count(more)} more" if more > 0 else listed(quoted)


def _by_answer(readings: Readings, model: ModelInfo, metric: str) -> dict[str, Score]:
    """Return the defined figures of a model by label or output."""
    found = {}
    for output, part in zip(readings.analysis.dataset.outputs, parts_of(readings.analysis), strict=True):
        score = Readings(part, readings.metrics).headline(model.id, metric, readings.judged_on)
        if score is not None and score.value is not None:
            found[output.name] = score
    return found


def _recall(readings: Readings, model: ModelInfo, worst: list[str]) -> str:
    """Add what share of the samples with a label is recognised, with its interval."""
    if len(worst) > 1 or not is_labels(readings.analysis):
        return ""
    score = _by_answer(readings, model, "recall").get(worst[0])
    if score is None:
        return ""
    figure = shown(score, readings.metrics)
    interval = f" (95{NBSP}% interval {figure.interval})" if figure.interval else ""
    return f"; {figure.full} of its {count(score.n)} {nouns(readings.analysis)} are recognised{interval}"
