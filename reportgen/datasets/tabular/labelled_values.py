"""Columns of statistics programs, whose numbers may stand for labels."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reportgen.bundle.value_text import listed, shortened

if TYPE_CHECKING:
    import pandas as pd


def labelled(numbers: "pd.DataFrame", labels: "pd.DataFrame") -> "tuple[pd.DataFrame, tuple[str, ...]]":
    """Return columns by their labels where every value has one, and by their numbers elsewhere, with a note.

    A measurement of which a few values are labelled (-9, “refused”) stays one.
    """
    import pandas as pd

    partly = [
        str(name)
        for name in labels
        if isinstance(labels[name].dtype, pd.CategoricalDtype)
        and not all(isinstance(one, str) for one in labels[name].cat.categories)
    ]
    frame = labels.assign(**{name: numbers[name] for name in partly})
    return frame, (_note(partly),) if partly else ()


def _note(names: Iterable[str]) -> str:
    return f"Only some values of {listed([f'“{shortened(name)}”' for name in names])} have labels: they stay numbers."
