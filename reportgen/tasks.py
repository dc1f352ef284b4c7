"""The kinds of task, and the rules by which the targets decide between them."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Literal

#: What samples are: rows of numbers, images, or rows of a table whose columns have types of their own.
DataKind = Literal["array", "image", "table"]


class Task(StrEnum):
    """What is to be predicted for a sample."""

    BINARY = "binary"
    MULTICLASS = "multiclass"
    MULTILABEL = "multilabel"
    MULTIOUTPUT = "multioutput"
    DENOISE = "denoise"
    CORRECTNESS = "correctness"


#: What predictions are where only right or wrong is known; they ought all to be the last.
VERDICTS = ("wrong", "right")

#: A numeric target with more distinct values than this is taken for a regression unless the task is named.
MAX_NUMERIC_CLASSES = 100

#: Above this many classes, matrices are stored sparsely and only the best scores of each sample are kept.
MANY_CLASSES = 100

#: The threshold that a detector's own predictions use, by kind of score.
DEFAULT_THRESHOLDS = {"probability": 0.5, "decision": 0.0}

#: A binary task whose rarer class has a smaller share than this is not judged by accuracy.
RARE_CLASS_SHARE = 0.2


#: Accuracy is misleading where one class has this share of the samples or more: predicting it always is right as often.
COMMON_CLASS_SHARE = 0.5


#: Names of classes that are the positive one of two by convention, in small letters.
POSITIVE_NAMES = frozenset({"1", "1.0", "true", "t", "yes", "y", "positive", "pos", "+"})


def positive_of(classes: Sequence[str], counts: Sequence[int]) -> tuple[int, str]:
    """Return which of two classes is the positive one where nobody has said so, and why it is that one.

    The one named so by convention, else the rarer where it has under a fifth of the samples, else the last.

    Parameters
    ----------
    classes : sequence of two names
    counts : sequence of two numbers of samples
    """
    named = [place for place, name in enumerate(classes) if name.strip().lower() in POSITIVE_NAMES]
    if len(named) == 1:
        return named[0], "by its name"
    rarer = int(counts[1] <= counts[0])
    if counts[rarer] < RARE_CLASS_SHARE * sum(counts):
        return rarer, "as the rarer one"
    return 1, "as the last of two"


def default_metric(
    task: Task, positive_share: float, rarest_share: float, commonest_share: float
) -> tuple[str, str]:
    """Return the main metric's id and the reason for it, by task and the shares (0 to 1) of classes."""
    if task is Task.BINARY and rarest_share < RARE_CLASS_SHARE:
        share = f"{100 * rarest_share:.0f} %" if rarest_share >= 0.01 else "under 1 %"
        reason = f"the rarer class has {share} of the samples, where accuracy is misleading"
        return "average_precision" if positive_share == rarest_share else "balanced_accuracy", reason
    if task in (Task.MULTILABEL, Task.MULTIOUTPUT):
        return "f1_macro", "a sample has several labels or outputs"
    if task is Task.DENOISE:
        return "pixel_mae", "the target is an image"
    if task is Task.CORRECTNESS:
        return "accuracy", "of each answer it is only known whether it is right"
    if task is Task.MULTICLASS and commonest_share >= COMMON_CLASS_SHARE:
        return "accuracy", "it is the usual one for several classes, though one of them is common here"
    return "accuracy", "no class is so common that accuracy would be misleading"
