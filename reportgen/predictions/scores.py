"""Scores: what a model gave for each class of each sample, of all classes or of the best alone."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

#: Whether scores are probabilities, or values of a decision function on a scale of their own.
ScoreKind = Literal["probability", "decision"]

#: The classes kept for each sample where there are too many to keep the scores of all.
BEST_KEPT = 5


@dataclass(frozen=True, eq=False)
class Scores:
    """The scores of samples.

    Attributes
    ----------
    values : ndarray of shape (n_samples,) or (n_samples, n_columns)
        Of two classes those of the positive one; of more a column for each class. Where only the best classes of each
        sample are kept (`classes` is set) their scores, best first.
    classes : ndarray of shape (n_samples, n_columns), optional
        Codes of the best classes, best first; None where all classes are kept.
    of_truth : ndarray of shape (n_samples,), optional
        The score of the true class, where only the best classes are kept.
    squares : ndarray of shape (n_samples,), optional
        The sum of all classes' squared scores, which the Brier score needs, where only the best classes are kept.
    """

    values: Floats
    classes: Codes | None = None
    of_truth: Floats | None = None
    squares: Floats | None = None

    @classmethod
    def best_of(cls, values: Floats, truth: Codes) -> Self:
        """Return the best classes' scores alone, from those of all classes and the true codes; ties as in `highest`."""
        best = cls(values).highest(BEST_KEPT).copy()  # not the whole order that it is a part of
        return cls(
            np.take_along_axis(values, best, axis=1),
            best,
            values[np.arange(len(truth)), truth],
            np.square(values).sum(axis=1),
        )

    @classmethod
    def join(cls, parts: "Sequence[Scores]") -> Self:
        """Return the scores of several sets of samples as one, in their order."""

        def joined(name: str) -> Any:
            own = [getattr(part, name) for part in parts]
            return own[0] if len(own) == 1 or own[0] is None else np.concatenate(own)

        return cls(joined("values"), joined("classes"), joined("of_truth"), joined("squares"))

    @property
    def has_all_classes(self) -> bool:
        """Whether the scores of all classes are there."""
        return self.classes is None

    @property
    def is_of_two(self) -> bool:
        """Whether they are of two classes: those of the positive one."""
        return self.values.ndim == 1

    def __len__(self) -> int:
        return len(self.values)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """Return the scores of all classes."""
        if not self.has_all_classes:
            raise TypeError("only the scores of the best classes are there")
        return np.array(self.values, dtype=dtype, copy=copy)

    def take(self, positions: NDArray[Any]) -> "Scores":
        """Return the scores of some samples, in the order in which they are named."""

        def taken(own: NDArray[Any] | None) -> Any:
            return None if own is None else own[positions]

        return Scores(self.values[positions], taken(self.classes), taken(self.of_truth), taken(self.squares))

    def column(self, code: int) -> Floats:
        """Return the scores of one class, of shape (n_samples,); of two classes always the positive one's."""
        values = np.asarray(self)
        own: Floats = values if values.ndim == 1 else values[:, code]
        return own

    def of_class(self, codes: Codes) -> Floats:
        """Return the score of one class of each sample; of two the positive one's. NaN where it was not kept."""
        if self.classes is not None:
            found = self.classes == codes[:, np.newaxis]
            return np.where(found.any(axis=1), (self.values * found).sum(axis=1), np.nan)
        if self.is_of_two:
            return self.values
        chosen: Floats = self.values[np.arange(len(codes)), codes]
        return chosen

    def best_other(self, codes: Codes) -> Floats:
        """Return the best score of any class but one of each sample; of more than two classes."""
        if self.classes is not None:
            others = np.where(self.classes == codes[:, np.newaxis], -np.inf, self.values)
        else:
            others = self.values.copy()
            others[np.arange(len(codes)), codes] = -np.inf
        best: Floats = others.max(axis=1)
        return best

    def probability_of(self, codes: Codes) -> Floats:
        """Return the probability of one class of each sample, of shape (n_samples,); codes are the truth."""
        if self.of_truth is not None:
            return self.of_truth
        own = self.of_class(codes)
        return np.where(codes == 1, own, 1 - own) if self.is_of_two else own

    def top(self) -> tuple[Floats, Codes]:
        """Return the probability of each sample's most probable class, and its code; of ties the first class's.

        Where only the best classes are kept, it is the first of those.
        """
        if self.classes is not None:
            best = self.values[:, 0]
            last = np.iinfo(self.classes.dtype).max
            return best, np.where(self.values < best[:, np.newaxis], last, self.classes).min(axis=1)
        if self.is_of_two:
            return np.maximum(self.values, 1 - self.values), (self.values > 0.5).astype(np.int64)
        return self.values.max(axis=1), self.values.argmax(axis=1)

    def highest(self, count: int) -> Codes:
        """Return the codes of the `count` highest scores of each sample, best first; ties go to the later class.

        So they do in sklearn.metrics.top_k_accuracy_score.

        Raises
        ------
        ValueError
            If fewer are kept.
        """
        if self.classes is None:
            return np.argsort(self.values, axis=1, kind="stable")[:, ::-1][:, :count]
        kept = self.classes.shape[1]
        if count > kept:
            raise ValueError(f"the {count} best classes were asked for, but only the best {kept} are kept")
        return self.classes[:, :count]

    def sum_of_squares(self) -> Floats:
        """Return the sum of all classes' squared scores of each sample; of more than two classes."""
        if self.squares is not None:
            return self.squares
        summed: Floats = np.square(self.values).sum(axis=1)
        return summed

    def equals(self, other: "Scores") -> bool:
        """Whether both are the same numbers, undefined ones included."""
        pairs = [(getattr(self, field.name), getattr(other, field.name)) for field in fields(self)]
        return all(
            one is two
            if one is None or two is None
            else np.array_equal(one, two, equal_nan=one.dtype.kind == "f")
            for one, two in pairs
        )
