"""AnswerForm: what a model predicts for one sample, which decides how models are built and asked."""

from dataclasses import dataclass
from typing import Literal

AnswerKind = Literal["class", "several", "image"]


@dataclass(frozen=True)
class AnswerForm:
    """One class, several classes at once, or an image.

    Attributes
    ----------
    kind : {"class", "several", "image"}
    n_classes : int
        Of one target, the number of its classes.
    outputs : tuple of int
        Of several answers, the number of classes of each; two for a label.
    labels : bool
        Whether several answers are labels, each yes or no, and are averaged as such; outputs may have two classes too.
    chain : bool
        Of several labels: whether a model that predicts one at a time is told the labels before it.
    """

    kind: AnswerKind = "class"
    n_classes: int = 0
    outputs: tuple[int, ...] = ()
    labels: bool = False
    chain: bool = False

    @property
    def all_classes(self) -> int:
        """The number of classes of all targets together, by which the cost of a fit is judged."""
        return self.n_classes or sum(self.outputs)
