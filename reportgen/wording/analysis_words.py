"""Words that figures share: what the split, the positive class and a plot's file are called."""

from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.tasks import Task, positive_of
from reportgen.wording.grammar import name
from reportgen.wording.text import plural, printable, shorten, slug


def is_binary(analysis: Analysis) -> bool:
    """Say whether there is one positive class."""
    return analysis.task == Task.BINARY


def is_labels(analysis: Analysis) -> bool:
    """Say whether a sample may have several labels."""
    return analysis.task == Task.MULTILABEL


def is_outputs(analysis: Analysis) -> bool:
    """Say whether a sample has several outputs, with classes of their own."""
    return analysis.task == Task.MULTIOUTPUT


def is_several(analysis: Analysis) -> bool:
    """Say whether a sample has several labels or outputs."""
    return is_labels(analysis) or is_outputs(analysis)


def answers(analysis: Analysis) -> str:
    """Return what a mean is taken over: classes or labels."""
    return "labels" if is_labels(analysis) else "classes"


def is_images(analysis: Analysis) -> bool:
    """Say whether the targets are images."""
    return analysis.task == Task.DENOISE


def is_correctness(analysis: Analysis) -> bool:
    """Say whether it is only known of each answer if it is right."""
    return analysis.task == Task.CORRECTNESS


def positive_class(analysis: Analysis) -> str:
    """Return the name of the positive class: the last."""
    return analysis.positive if analysis.positive is not None else analysis.dataset.classes[-1]


def positive_short(analysis: Analysis, widest: float = 10) -> str:
    """Return the name of the positive class, short enough for the axis of a figure."""
    return shorten(positive_class(analysis), widest)


def positive_told(analysis: Analysis) -> str:
    """Say which of two classes is the positive one, why, and how to judge the other; empty where somebody chose it."""
    if not is_binary(analysis) or analysis.positive is not None:
        return ""
    classes, counts = analysis.dataset.classes, analysis.dataset.class_counts.values()
    place, why = positive_of(classes, [sum(own.get(one, 0) for own in counts) for one in classes])
    because = f" ({why})" if place == 1 else ""
    negative, positive = (name(own) for own in classes)
    return f"“{positive}” is the positive class{because}; --positive judges “{negative}” instead. "


def point_letter(place: int) -> str:
    """Return the letter that names an operating point in a table and a plot: A is the first."""
    return chr(ord("A") + place) if place < 26 else str(place + 1)


def nouns(analysis: Analysis) -> str:
    """Return what several samples are called: images, rows, samples."""
    return plural(analysis.dataset.noun)


def judged_nouns(analysis: Analysis) -> str:
    """Return what the samples of the test are called: test rows; just rows where there are no others."""
    return f"{of_test(analysis)}{nouns(analysis)}"


def of_test(analysis: Analysis) -> str:
    """Return `test `, which tells samples of the test from others; empty where there are no others."""
    alone = analysis.protocol.made_elsewhere and analysis.protocol.cv is None
    return "" if alone else "test "


def is_made_elsewhere(analysis: Analysis) -> bool:
    """Say whether another program made the predictions, so that nothing is known of how models were trained."""
    return analysis.protocol.made_elsewhere


def group_noun(analysis: Analysis) -> str:
    """Return what samples that belong together are called: by the name of their column where it is a word."""
    column = next((own.name for own in analysis.dataset.columns if own.role == "group"), "")
    return column.lower() if column.isascii() and column.isalpha() else "group"


def group_nouns(analysis: Analysis) -> str:
    """Return what several groups are called: patients, sites, groups."""
    return plural(group_noun(analysis))


def split_in_words(analysis: Analysis, split: str) -> str:
    """Say where a figure was measured: `on the test images`."""
    if split == "test":
        return f"on the {judged_nouns(analysis)}"
    folds = analysis.protocol.cv.folds if analysis.protocol.cv else 0
    return f"in {folds}-fold cross-validation"


def plot_id(analysis: Analysis, figure: str, model: ModelInfo | None, split: str | None) -> str:
    """Return an id that is unique in the bundle and fit for a file name."""
    parts = [analysis.id, figure, model.id if model else None, split]
    return "-".join(slug(part) for part in parts if part)


def series_in_words(pairs: list[tuple[str, str]]) -> str:
    """Say `SVC 0.998, Random forest 0.997`."""
    return ", ".join(printable(f"{name} {figure}").strip() for name, figure in pairs)
