"""Samples with every one of several targets right, in words."""

from reportgen.bundle.schema import ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.wording.analysis_words import is_labels, is_several, nouns
from reportgen.wording.numbers import count


def all_right(index: ScoreIndex, model: ModelInfo) -> str:
    """Return `Every label is right for 353 of 360 images`; empty where a sample has one target."""
    right = _right(index, model)
    if right is None:
        return ""
    what = "label" if is_labels(index.analysis) else "output"
    return f"Every {what} is right for {count(right[0])} of {count(right[1])} {nouns(index.analysis)}"


def _right(index: ScoreIndex, model: ModelInfo) -> tuple[int, int] | None:
    score = index.headline(model.id, "subset_accuracy")
    if score is None or score.value is None or not is_several(index.analysis):
        return None
    return round(score.value * score.n), score.n


def all_right_sentence(index: ScoreIndex, chosen: ModelInfo) -> str:
    """Say for how many samples the chosen model, and the naive baseline, gets everything right."""
    text = all_right(index, chosen)
    naive = None if index.baseline is None else _right(index, index.baseline)
    return f"{text}{f', where the naive baseline has {count(naive[0])}' if naive else ''}." if text else ""
