"""Objects and lists inside columns made into columns of single values: `output.text`, `probability[0]`, `probs.yes`."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

#: Objects inside objects are followed so far.
DEEPEST = 8

#: Lists of more numbers than this are no scores of classes but pixels and the like.
LONGEST_VECTOR = 10_000

#: How lists of a class and its score name the class, and the score.
CLASS_KEYS = ("label", "class", "name", "category", "value", "key", "displayName", "token")
SCORE_KEYS = ("prob", "probability", "score", "confidence", "logprob", "value", "p")

#: A vector written as text: `[0.5,0.5]`, as Spark, or a sparse one, `(2,[1],[1.0])`.
_VECTOR = re.compile(r"\s*\[\s*[-+0-9.eE]+(?:[\s,;]+[-+0-9.eE]+)+\s*\]\s*")
_SPARSE = re.compile(r"\(([0-9]+),\[([0-9,]*)\],\[([-+0-9.eE,]*)\]\)")

Values = list[Any]


def flattened(frame: "pd.DataFrame") -> "tuple[pd.DataFrame, tuple[str, ...]]":
    """Return a frame of single values, and the names of columns whose lists are nothing that can be used."""
    import pandas as pd

    if len(frame) == 1:
        frame = _rows_inside(frame)
    columns: dict[str, Any] = {}
    dropped: list[str] = []
    for name in frame.columns:
        own = frame[name]
        if own.dtype != object and not _is_vector_text(own):
            columns[str(name)] = own
            continue
        parts = _single_values(str(name), own.tolist(), 0)
        if parts is None:
            dropped.append(str(name))
        elif list(parts) == [str(name)]:
            columns[str(name)] = pd.Series(parts[str(name)]).infer_objects()
        else:
            columns.update({part: pd.Series(values).infer_objects() for part, values in parts.items()})
    return pd.DataFrame(columns), tuple(dropped)


def _rows_inside(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return the rows of the longest list of objects in a table of one row; the table itself where there is none."""
    import pandas as pd

    found = longest_list({str(name): frame[name].iloc[0] for name in frame.columns})
    return frame if found is None else pd.DataFrame(found)


def longest_list(value: Any, depth: int = 0) -> list[Mapping[str, Any]] | None:
    """Return the longest list of objects inside objects; None where there is none."""
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return value
    if not isinstance(value, dict) or depth > DEEPEST:
        return None
    inside = (longest_list(inner, depth + 1) for inner in value.values())
    return max((found for found in inside if found is not None), key=len, default=None)


def _is_vector_text(values: "pd.Series[Any]") -> bool:
    if not len(values) or getattr(values.dtype, "kind", "O") != "O":
        return False
    first = values.iloc[0]
    return isinstance(first, str) and bool(_VECTOR.fullmatch(first) or _SPARSE.fullmatch(first))


def _single_values(name: str, values: Values, depth: int) -> dict[str, Values] | None:
    """Return columns of single values made of one, by name; None where its lists are no such thing."""
    values = [_plain(value) for value in values]
    present = [value for value in values if value is not None]
    if depth > DEEPEST or not present:
        return {name: values}
    if all(isinstance(value, dict) for value in present):
        return _of_objects(name, values, depth)
    if any(isinstance(value, list) for value in present):
        return _of_lists(
            name, [value if isinstance(value, (list, type(None))) else [value] for value in values], depth
        )
    if any(isinstance(value, dict) for value in present):
        return None
    return {name: values}


def _plain(value: object) -> object:
    """Arrays are lists, texts of vectors are what they say, NaN is none; the rest as it is."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, float) and value != value:  # NaN is not itself  # noqa: PLR0124
        return None
    if isinstance(value, str) and value[:1] in "[(":
        return _vector(value)
    return value


def _vector(text: str) -> object:
    if _VECTOR.fullmatch(text):
        return [float(number) for number in re.split(r"[\s,;]+", text.strip("[] \t"))]
    sparse = _SPARSE.fullmatch(text)
    if sparse is None:
        return text
    values = [0.0] * int(sparse[1])
    for place, number in zip(sparse[2].split(","), sparse[3].split(","), strict=True):
        if place:
            values[int(place)] = float(number)
    return values


def _of_objects(name: str, values: Values, depth: int) -> dict[str, Values] | None:
    keys = dict.fromkeys(key for value in values if value is not None for key in value)
    found: dict[str, Values] = {}
    for key in keys:
        inner = _single_values(
            f"{name}.{key}", [None if value is None else value.get(key) for value in values], depth + 1
        )
        found.update(inner or {})
    return found or None


def _of_lists(name: str, values: Values, depth: int) -> dict[str, Values] | None:
    present = [value for value in values if value]
    if not present:
        return None
    if all(len(value) == 1 for value in present):
        return _single_values(name, [value[0] if value else None for value in values], depth + 1)
    if all(isinstance(one, dict) for value in present for one in value):
        return _of_pairs(name, values)
    width = len(present[0])
    same = all(len(value) == width for value in present) and width <= LONGEST_VECTOR
    if not same or not all(isinstance(one, (int, float)) for value in present for one in value):
        return None
    return {
        f"{name}[{place}]": [value[place] if value else None for value in values] for place in range(width)
    }


def _of_pairs(name: str, values: Values) -> dict[str, Values] | None:
    """Return a column for each class where lists hold a class and its score."""
    first = next(value for value in values if value)[0]
    label = next((key for key in CLASS_KEYS if key in first and not isinstance(first[key], float)), None)
    score = next((key for key in SCORE_KEYS if key != label and _is_number(first.get(key))), None)
    if label is None or score is None:
        return None
    scored = [{str(one.get(label)): one.get(score) for one in value} if value else {} for value in values]
    classes = dict.fromkeys(own for row in scored for own in row)
    return {f"{name}.{own}": [row.get(own) for row in scored] for own in classes}


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
