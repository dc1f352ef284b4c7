"""AskedEstimator: a fitted estimator that is asked for predictions and scores, and described for the report."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from reportgen.bundle.schema import ModelInfo
from reportgen.errors import InputError
from reportgen.external.class_names import value_name
from reportgen.interface.given_data import ArrayLike

if TYPE_CHECKING:
    import pandas as pd

#: Ways to ask for scores, the first that an estimator has.
_SCORES = ("predict_proba", "decision_function")

#: What a reader is told of an estimator that was not fitted here.
GIVEN = "Given already fitted, and only asked for predictions: what it was trained on is not known."

#: Longer descriptions are cut.
LONGEST = 2_000


@dataclass(frozen=True, eq=False)
class AskedEstimator:
    """An estimator by the name that the report gives it.

    Raises
    ------
    InputError
        If it has no `predict`.
    """

    name: str
    estimator: Any

    def __post_init__(self) -> None:
        if isinstance(self.estimator, type):
            raise InputError(
                f"“{self.name}” is the class {self.estimator.__name__}, not a fitted estimator of it."
            )
        if not callable(getattr(self.estimator, "predict", None)):
            raise InputError(f"“{self.name}” is a {type(self.estimator).__name__}, which has no predict().")

    @property
    def way(self) -> str | None:
        """The method that it is asked for scores by; None where it has none."""
        return next((way for way in _SCORES if callable(getattr(self.estimator, way, None))), None)

    def answers(self, features: ArrayLike) -> Any:
        """Return its predicted classes, as a pair with scores where it gives them.

        Raises
        ------
        InputError
            If it cannot predict these samples; the message is its own.
        """
        labels = self._asked("predict", features)
        if self.way is None:
            return labels
        scores = np.asarray(self._asked(self.way, features))
        if scores.ndim == 1:
            return labels, scores
        return labels, self._by_class(scores)

    def _asked(self, way: str, features: ArrayLike) -> Any:
        try:
            return getattr(self.estimator, way)(features)
        except Exception as error:  # somebody's code may raise anything
            problem = " ".join(str(error).split())
            raise InputError(
                f"“{self.name}”: {way}() failed with {type(error).__name__}: {problem}"
            ) from error

    def _by_class(self, scores: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any] | pd.DataFrame":
        """Return columns of scores with the names of their classes, where the estimator says which they are."""
        import pandas as pd

        classes = getattr(self.estimator, "classes_", None)
        if classes is None or len(classes) != scores.shape[1]:
            return scores
        return pd.DataFrame(scores, columns=[value_name(own) or str(own) for own in classes])

    def described(self, info: ModelInfo, description: str = GIVEN) -> ModelInfo:
        """Return a model's record with what the estimator says of itself."""
        get = getattr(self.estimator, "get_params", None)
        return msgspec.structs.replace(
            info,
            estimator=" ".join(repr(self.estimator).split())[:LONGEST],
            parameters={} if get is None else {key: _plain(value) for key, value in get(deep=False).items()},
            description=description,
        )


def _plain(value: object) -> object:
    """Return a parameter as JSON holds it; anything but numbers and texts as its repr."""
    return value if isinstance(value, (str, int, float, bool, type(None))) else repr(value)[:LONGEST]
