"""SplitPredictions: what a model predicted for the samples of a split, of whatever form."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.image_predictions import ImagePredictions
from reportgen.predictions.several_predictions import SeveralPredictions

#: Where answers are classes, and so can be counted.
Classified: TypeAlias = ClassPredictions | SeveralPredictions

SplitPredictions: TypeAlias = ClassPredictions | SeveralPredictions | ImagePredictions


def join(parts: Sequence[Any]) -> Any:
    """Return the predictions for several sets of samples as one; `parts` are of one kind."""
    return type(parts[0]).join(parts)
