"""Grid: parameters of a model that are searched on its training data, inside every fit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, Literal

SearchMethod = Literal["grid", "halving"]


@dataclass(frozen=True)
class SearchGrid:
    """The values to try of each parameter, and how they are tried.

    Attributes
    ----------
    values : mapping of parameter name to tuple of values
    method : {"grid", "halving"}
        Every combination on all training samples, or all on few and the better ones on more and more.
    """

    values: Mapping[str, tuple[Any, ...]]
    method: SearchMethod = "grid"

    @property
    def size(self) -> int:
        """The number of combinations."""
        return prod(len(values) for values in self.values.values())

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield every combination, the last parameter by name changing first, as scikit-learn's ParameterGrid does."""
        names = sorted(self.values)
        for combination in product(*(self.values[name] for name in names)):
            yield dict(zip(names, combination, strict=True))
