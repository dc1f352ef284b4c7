"""What one sample is and how the data were divided, in words."""

from collections.abc import Sequence

from reportgen.bundle.schema import Analysis
from reportgen.wording.analysis_words import judged_nouns, nouns
from reportgen.wording.numbers import count

_TESTS = {
    "own": "the data's own division",
    "stratified": "drawn at random, every class in its share",
    "random": "drawn at random",
    "consecutive": "the last ones, in the order of the data",
    "grouped": "whole groups, drawn at random",
    "time": "the latest in time",
    "column": "as a column of the data says",
}

_FOLDS = {
    "stratified": "every class in its share",
    "consecutive": "consecutive, in the order of the data",
    "grouped": "whole groups",
    "time": "each fold later than what it learns from",
    "column": "as a column of the data says",
}


def division(analysis: Analysis) -> str:
    """Return `1,437 training and 360 test images (...); 3 folds of the training images (...)`."""
    splits, protocol, what = analysis.dataset.splits, analysis.protocol, nouns(analysis)
    parts = []
    if protocol.made_elsewhere:
        return _as_files_say(analysis)
    if protocol.test is not None:
        how = _TESTS.get(protocol.test.source, protocol.test.source)
        parts.append(
            f"{count(splits.get('train', 0))} training and {count(protocol.test.size)} test {what} ({how})"
        )
    if protocol.cv is not None:
        how, order = _FOLDS.get(protocol.cv.scheme, protocol.cv.scheme), ", not shuffled"
        if protocol.cv.shuffled:
            how, order = (
                ("drawn at random", "") if protocol.cv.scheme == "consecutive" else (how, ", shuffled")
            )
        of = f"the training {what}" if parts else f"{count(splits.get('train', 0))} {what}"
        parts.append(f"{protocol.cv.folds} folds of {of} ({how}{order})")
    return "; ".join(parts)


def _as_files_say(analysis: Analysis) -> str:
    """Return how the samples of predictions made elsewhere are judged: `600 rows`, `5 folds of 600 rows`."""
    splits, protocol, what = analysis.dataset.splits, analysis.protocol, nouns(analysis)
    parts = [f"{protocol.cv.folds} folds of {count(splits.get('train', 0))} {what}"] if protocol.cv else []
    if protocol.test is not None:
        parts.append(f"{count(protocol.test.size)} {judged_nouns(analysis)}")
    return f"{' and '.join(parts)}, predicted by other programs; what the models were trained on is not known"


def image_size(shape: Sequence[int]) -> str:
    """Return `28 × 28 pixels, grey`; heights come first in the shape, widths first in words."""  # noqa: RUF002
    colour = "colour" if len(shape) > 2 else "grey"
    return f"{shape[1]} × {shape[0]} pixels, {colour}"  # noqa: RUF001
