"""AnswerForm: what one answer of a model is, which decides how models are built and asked."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class AnswerForm:
    """One class, several classes at once, or an image.

    Attributes
    ----------
    kind : {"class", "several", "image"}
    n_classes : int
        Of one answer, the number of its classes.
    outputs : tuple of int
        Of several answers, the number of classes of each; two for a label.
    """

    kind: Literal["class", "several", "image"] = "class"
    n_classes: int = 0
    outputs: tuple[int, ...] = ()
