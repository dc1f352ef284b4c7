"""What values of a column are called as classes, so that 1, 1.0 and "1" are one class wherever they stand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.datasets.tabular.lookalikes import join_lookalikes
from reportgen.datasets.tabular.missing_markers import ANSWER_GAPS

if TYPE_CHECKING:
    import pandas as pd


#: What 0 and 1 are called where one column has them and another has flags, and the other way round.
FLAGS: tuple[Mapping[str, str], ...] = ({"True": "1", "False": "0"}, {"1": "True", "0": "False"})


def translated(names: Sequence[str], known: Collection[str]) -> list[str]:
    """Return names as others are written where one side has flags and the other 0 and 1; else as they are."""
    for flags in FLAGS:
        if set(names) <= set(flags) and set(known) <= set(flags.values()) and not set(names) <= set(known):
            return [flags[name] for name in names]
    return list(names)


@dataclass(frozen=True, eq=False)
class NamedValues:
    """The values of a column as texts.

    Attributes
    ----------
    codes : ndarray of shape (n_rows,)
        Of each row the place of its text among `names`; -1 where it has no value.
    names : tuple of str
        Each once.
    """

    codes: NDArray[np.int64]
    names: tuple[str, ...]

    def take(self, rows: NDArray[np.int64]) -> "NamedValues":
        """Return the values of some rows, in the order in which they are named."""
        return NamedValues(self.codes[rows], self.names)

    @property
    def texts(self) -> NDArray[np.object_]:
        """The text of each row, None where it has no value."""
        return np.array([*self.names, None], dtype=object)[self.codes]


def value_name(value: object) -> str | None:
    """Return what a value is called: 1.0 is `1`, blanks around a text are none of it; None for a gap."""
    if value is None or value != value:  # NaN is not itself  # noqa: PLR0124
        return None
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (float, np.floating)):
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    text = str(value).strip()
    return None if text.lower() in ANSWER_GAPS else text


def name_values(values: "pd.Series[Any]") -> NamedValues:
    """Return the values of a column as texts; texts that only look alike are one."""
    import pandas as pd

    codes, found = pd.factorize(values)
    raw = [value_name(value) for value in np.asarray(found, dtype=object).tolist()]
    alike = join_lookalikes([text or "" for text in raw]).texts
    texts = [None if text is None else look for text, look in zip(raw, alike, strict=True)]
    names = tuple(dict.fromkeys(text for text in texts if text is not None))
    places = {name: place for place, name in enumerate(names)}
    to = np.array([*(-1 if text is None else places[text] for text in texts), -1], dtype=np.int64)
    return NamedValues(to[codes], names)


def as_codes(values: NamedValues, classes: tuple[str, ...]) -> NDArray[np.int64]:
    """Return the place of each row's text among `classes`; -1 where it has none or is not among them."""
    places = {name: place for place, name in enumerate(classes)}
    to = np.array([*(places.get(name, -1) for name in values.names), -1], dtype=np.int64)
    return np.asarray(to[values.codes])
