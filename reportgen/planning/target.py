"""From a target as stored to class codes and names, and the task that they make."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.errors import InputError
from reportgen.predictions.several_predictions import Output
from reportgen.tasks import MAX_NUMERIC_CLASSES, Task, positive_of

#: Classes that a message names before it says how many more there are.
NAMED_IN_MESSAGES = 5

#: Text that is a number, such as the names of folders or codes with zeros in front.
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, eq=False)
class Target:
    """The target as codes.

    Attributes
    ----------
    task : Task
    classes : tuple of str
        Names in sorted order: numbers by value, also those that are text, everything else as text; or in their own
        order. Of two, the last is the positive one (`positive_last`).
        Of several labels their names; empty where targets are images.
    codes : ndarray of shape (n_samples,) or (n_samples, n_outputs)
        Index of each sample's class; of several outputs a column for each; of images a pixel for each.
    outputs : tuple of Output
        The columns of `codes` where there are several labels or outputs.
    positive : str, optional
        The class that a detector was asked to tell from all others.
    highest : int, optional
        Of images, the value of the brightest pixel; the darkest is 0.
    """

    task: Task
    classes: tuple[str, ...]
    codes: NDArray[Any]
    outputs: tuple[Output, ...] = ()
    positive: str | None = None
    highest: int | None = None

    @property
    def strata(self) -> NDArray[np.int64] | None:
        """The classes that splits keep in proportion, of shape (n_samples,); None where there are several targets."""
        return self.codes if self.codes.ndim == 1 else None


def encode_target(
    values: NDArray[Any],
    task: str = "auto",
    name: str = "the target",
    named: str = "multiclass",
    order: Sequence[str] = (),
) -> Target:
    """Turn a stored target into codes; refuse a regression, a single class, and a task that does not fit.

    Parameters
    ----------
    values : ndarray of shape (n_samples,)
        Text, whole numbers or booleans, none missing.
    task : str
        As asked for: `auto`, `binary` or `multiclass`. A named task also admits numbers in any quantity.
    name : str
        What messages call the target.
    named : str
        The task that a message proposes for numbers that are classes all the same.
    order : sequence of str
        Names of classes in an order of their own, where they have one.
    """
    distinct, codes = _sorted_distinct(values, order)
    if task == "auto":
        _refuse_regression(distinct, name, named)
    classes = tuple(_class_name(value) for value in distinct)
    if len(classes) < 2:
        only = f"only `{classes[0]}`" if classes else "nothing"
        raise InputError(
            f"A classifier needs two classes or more, but {name} holds {only}. Check --target and the data."
        )
    if task == "binary" and len(classes) > 2:
        raise InputError(
            f"--task binary needs two classes, but {name} has {len(classes)}: {listed(classes)}."
        )
    kind = Task.BINARY if len(classes) == 2 else Task.MULTICLASS
    return Target(kind, classes, codes)


def positive_last(target: Target) -> Target:
    """Return the target with the positive one of two classes in the last place; of more as it is."""
    if target.task is not Task.BINARY:
        return target
    place, _ = positive_of(target.classes, np.bincount(target.codes, minlength=2).tolist())
    if place == 1:
        return target
    return replace(target, classes=target.classes[::-1], codes=1 - target.codes)


def _sorted_distinct(values: NDArray[Any], order: Sequence[str]) -> tuple[list[Any], NDArray[np.int64]]:
    if values.dtype.kind in "biuf" and not order:
        distinct, codes = np.unique(values, return_inverse=True)
        return distinct.tolist(), codes.astype(np.int64)
    import pandas as pd

    first_codes, found = pd.factorize(
        np.array([_comparable(value) for value in values.tolist()], dtype=object)
    )
    ranked = sorted(range(len(found)), key=_sort_key(found.tolist(), order))
    rank = np.empty(len(found), dtype=np.int64)
    rank[ranked] = np.arange(len(found))
    return [found[i] for i in ranked], rank[first_codes]


def _comparable(value: object) -> object:
    """Numbers stay numbers, everything else is text."""
    return value if isinstance(value, (bool, int, float, np.generic)) else str(value)


def _sort_key(values: Sequence[Any], order: Sequence[str]) -> Callable[[int], tuple[float, float, str]]:
    """The key by which the places of values are sorted: their own order, or else numbers by value and before text."""
    places = {name: place for place, name in enumerate(order)}
    are_numbers = all(_NUMBER.fullmatch(value) for value in values if isinstance(value, str))

    def key(place: int) -> tuple[float, float, str]:
        value = values[place]
        is_text = isinstance(value, str) and not are_numbers
        own = places.get(_class_name(value), len(places))
        return (own if places else is_text, 0.0 if is_text else float(value), str(value))

    return key


def _class_name(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _refuse_regression(distinct: list[Any], name: str, named: str) -> None:
    numbers = [value for value in distinct if isinstance(value, (int, float)) and not isinstance(value, bool)]
    if not numbers or len(numbers) < len(distinct):
        return
    if any(not float(value).is_integer() for value in numbers):
        what = (
            f"holds numbers with fractions, such as {next(v for v in numbers if not float(v).is_integer())}"
        )
    elif len(numbers) > MAX_NUMERIC_CLASSES:
        what = f"holds {len(numbers):,} different numbers"
    else:
        return
    raise InputError(
        f"{name[0].upper()}{name[1:]} {what}: that is a regression, and reportgen evaluates classifiers. "
        f"If the numbers are classes, name the task: --task {named}."
    )


def listed(classes: tuple[str, ...]) -> str:
    """Return the first classes, and how many more there are, for a message."""
    more = len(classes) - NAMED_IN_MESSAGES
    return ", ".join(classes[:NAMED_IN_MESSAGES]) + (f" and {more:,} more" if more > 0 else "")
