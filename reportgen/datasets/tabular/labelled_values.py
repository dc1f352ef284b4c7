"""Columns of statistics programs, whose values may be codes that stand for labels."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reportgen.bundle.value_text import quoted

if TYPE_CHECKING:
    import pandas as pd


def labelled(
    frame: "pd.DataFrame", labels: Mapping[str, Mapping[Any, str]]
) -> "tuple[pd.DataFrame, tuple[str, ...]]":
    """Return columns by their labels where every value has one of its own, in the order of their codes.

    Other columns keep their values: a measurement of which a few values are labelled (-9, “refused”) stays one. What
    is kept although some of its values have labels is said in notes.

    Parameters
    ----------
    frame : DataFrame
    labels : mapping
        For each column that has some, the label of each code.
    """
    import pandas as pd

    changed: dict[str, Any] = {}
    partly, shared = [], []
    for name, known in labels.items():
        codes = sorted(frame[name].dropna().unique().tolist())
        named = [known[code] for code in codes if code in known]
        if not named:
            continue
        if len(named) < len(codes):
            partly.append(name)
        elif len(set(named)) < len(named):
            shared.append(name)
        else:
            values = frame[name].map(dict(zip(codes, named, strict=True)), na_action="ignore")
            changed[name] = pd.Categorical(values, categories=named, ordered=True)
    return frame.assign(**changed), (*_partly(partly), *_shared(shared))


def _partly(names: Sequence[str]) -> tuple[str, ...]:
    stay = "it keeps its values" if len(names) == 1 else "they keep their values"
    return (f"Not all values of {quoted(names)} have a label: {stay}.",) if names else ()


def _shared(names: Sequence[str]) -> tuple[str, ...]:
    stay = "it keeps its codes" if len(names) == 1 else "they keep their codes"
    return (f"Several codes of {quoted(names)} have the same label: {stay}.",) if names else ()
