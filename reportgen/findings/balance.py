"""What the balance of the classes does to the figures: a common class flatters, and one without samples is untested."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import Readings
from reportgen.tasks import COMMON_CLASS_SHARE, MANY_CLASSES, RARE_CLASS_SHARE
from reportgen.wording.captions import is_binary, is_images, is_several, nouns, positive_class
from reportgen.wording.grammar import listed, name
from reportgen.wording.numbers import NBSP, count, percent, shown

#: Classes that a sentence names; of more it gives the number.
MOST_NAMED = 3


def common_positive(readings: Readings) -> Finding | None:
    """Say so where a rare class made average precision the main metric, but the other one is the positive class."""
    analysis = readings.analysis
    if analysis.main_metric != "average_precision" or not is_binary(analysis):
        return None
    totals = {
        c: sum(part.get(c, 0) for part in analysis.dataset.class_counts.values())
        for c in analysis.dataset.classes
    }
    positive = positive_class(analysis)
    share = totals[positive] / (sum(totals.values()) or 1)
    if share <= 1 - RARE_CLASS_SHARE:
        return None
    rare = next(c for c in totals if c != positive)
    text = (
        f"The positive class, “{name(positive)}”, has {percent(share, 0)}{NBSP}% of the {nouns(analysis)}, so that its "
        f"average precision is high even without looking. With --positive the rare class, “{name(rare)}”, is judged."
    )
    return Finding(id="common_positive", level="warning", text=text)


def common_class(readings: Readings) -> Finding | None:
    """Say so where a class is so common that answering it always gives a high accuracy."""
    analysis, chosen = readings.analysis, readings.chosen
    if analysis.main_metric != "accuracy" or chosen is None:
        return None
    judged = analysis.dataset.class_counts.get(readings.judged_on) or analysis.dataset.class_counts["train"]
    common = max(judged, key=lambda label: judged[label])
    share = judged[common] / (sum(judged.values()) or 1)
    if share < (1 - RARE_CLASS_SHARE if is_binary(analysis) else COMMON_CLASS_SHARE):
        return None
    text = (
        f"Accuracy flatters here: always answering “{name(common)}” would be right for "
        f"{percent(share, 0)}{NBSP}% of the {nouns(analysis)}."
    )
    balanced = readings.headline(chosen.id, "balanced_accuracy")
    if balanced is not None and balanced.value is not None:
        text += f" The mean of the classes' own recalls is {shown(balanced, readings.metrics).full}."
    return Finding(id="common_class", level="warning", text=text)


def untested_classes(readings: Readings) -> Finding | None:
    """Name the classes that occur in training and not among the test samples: nothing is known of them."""
    analysis = readings.analysis
    counts = analysis.dataset.class_counts
    if readings.judged_on != "test" or "test" not in counts or is_several(analysis) or is_images(analysis):
        return None
    missing = [label for label in analysis.dataset.classes if not counts["test"].get(label)]
    if not missing:
        return None
    noun = analysis.dataset.noun
    if len(missing) > MOST_NAMED or len(analysis.dataset.classes) > MANY_CLASSES:
        text = f"{count(len(missing))} classes have no test {noun}: nothing is known about them."
    else:
        named = listed([f"“{name(label)}”" for label in missing])
        text = (
            f"No test {noun} is of {named}: nothing is known about {'it' if len(missing) == 1 else 'them'}."
        )
    return Finding(id="untested_classes", level="warning", text=text)
