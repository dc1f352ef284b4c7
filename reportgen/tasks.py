"""The kinds of task, and the rules by which the targets decide between them."""

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


#: A numeric target with more distinct values than this is taken for a regression unless the task is named.
MAX_NUMERIC_CLASSES = 100

#: Above this many classes, matrices are stored sparsely and only the best scores of each sample are kept.
MANY_CLASSES = 100

#: The threshold that a detector's own predictions use, by kind of score.
DEFAULT_THRESHOLDS = {"probability": 0.5, "decision": 0.0}

#: A binary task whose rarer class has a smaller share than this is judged by average precision.
RARE_CLASS_SHARE = 0.2


#: Accuracy is misleading where one class has this share of the samples or more: predicting it always is right as often.
COMMON_CLASS_SHARE = 0.5


def default_metric(task: Task, rarest_share: float, commonest_share: float) -> tuple[str, str]:
    """Return the main metric's id and the reason for it, by task and the shares (0 to 1) of two classes."""
    if task is Task.BINARY and rarest_share < RARE_CLASS_SHARE:
        share = f"{100 * rarest_share:.0f} %" if rarest_share >= 0.01 else "under 1 %"
        reason = f"the rarer class has {share} of the samples, where accuracy is misleading"
        return "average_precision", reason
    if task in (Task.MULTILABEL, Task.MULTIOUTPUT):
        return "f1_macro", "a sample has several labels or outputs"
    if task is Task.DENOISE:
        return "pixel_mae", "the target is an image"
    if task is Task.MULTICLASS and commonest_share >= COMMON_CLASS_SHARE:
        return "accuracy", "it is the usual one for several classes, though one of them is common here"
    return "accuracy", "no class is so common that accuracy would be misleading"
