"""The shapes that tables have in one piece of JSON, those that pandas and web services write among them: their rows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reportgen.bundle.value_text import counted, ticked
from reportgen.datasets.tabular.json_text import JsonError

RowObject = Mapping[str, Any]

HOW = (
    'Save it as a list of objects, such as [{"length": 5.1, "species": "setosa"}]: '
    "pandas writes that with to_json(orient='records')."
)

#: What the rows are called where the names of columns stand beside them.
_ROWS = ("data", "rows")

#: What the numbers and moments are spelled like that pandas has for rows.
_ROW_LABEL = re.compile(r"-?[0-9]+(\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z?")


def find_rows(value: object) -> tuple[Sequence[RowObject], tuple[str, ...]]:
    """Return the rows of a table, whatever its shape, and a note where something beside them was passed over.

    Raises
    ------
    JsonError
        If the shape does not say which are the rows and which the columns.
    """
    if isinstance(value, list):
        return _objects(value), ()
    if not isinstance(value, dict):
        raise JsonError(f"holds a single value, no table. {HOW}")
    for key in _ROWS:
        if isinstance(value.get("columns"), list) and _are_lists(value.get(key)):
            return _split(value["columns"], value[key]), ()
    lists = [key for key, inner in value.items() if _are_objects(inner)]
    if not lists:
        return _keyed(value), ()
    if len(lists) > 1:
        raise JsonError(f"holds several lists of objects: {ticked(lists)}. Save one of them as a file.")
    rows, others = _objects(value[lists[0]]), set(value) - {lists[0], "schema"}
    note = f"The rows are those of “{lists[0]}”; what stands beside it is not looked at."
    return _without_numbers(rows, value.get("schema")), (note,) if others else ()


def _are_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _are_lists(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, list) for one in value)


def _objects(values: list[Any]) -> list[RowObject]:
    for number, one in enumerate(values, start=1):
        if not isinstance(one, dict):
            raise JsonError(f"is a list whose item {number:,} is no object. {HOW}")
    return values


def _without_numbers(rows: list[RowObject], schema: object) -> list[RowObject]:
    """The rows without pandas' numbers of them, which its schema calls `index`."""
    if not isinstance(schema, dict) or schema.get("primaryKey") != ["index"]:
        return rows
    if {"name": "index", "type": "integer"} not in schema.get("fields", []):
        return rows
    return [{name: value for name, value in row.items() if name != "index"} for row in rows]


def _split(names: list[Any], data: list[list[Any]]) -> list[RowObject]:
    """Rows as lists, their names once."""
    if any(isinstance(name, (list, dict)) for name in names):
        raise JsonError("has columns whose names are lists or objects. Give each column a text as its name.")
    texts = [f"column {place}" if name is None else str(name) for place, name in enumerate(names, start=1)]
    if len(set(texts)) < len(texts):
        raise JsonError("names a column twice. Give each column a name of its own.")
    for number, row in enumerate(data, start=1):
        if len(row) != len(texts):
            raise JsonError(
                f"names {counted(len(texts), 'column')}, but its row {number:,} has {counted(len(row), 'value')}."
            )
    return [dict(zip(texts, row, strict=True)) for row in data]


def _keyed(value: Mapping[str, Any]) -> Sequence[RowObject]:
    """The rows of an object whose keys are the names of columns, or of rows."""
    if all(isinstance(inner, list) for inner in value.values()):
        return _from_columns(value)
    if all(isinstance(inner, dict) for inner in value.values()):
        return _nested(value)
    raise JsonError(f"is an object that is no table. {HOW}")


def _from_columns(columns: Mapping[str, list[Any]]) -> list[RowObject]:
    """Columns as lists of equal length."""
    if len(set(map(len, columns.values()))) > 1:
        raise JsonError(f"holds lists of different lengths, so that they are no columns. {HOW}")
    if columns and all(_are_lists(values) and values for values in columns.values()):
        raise JsonError(f"holds lists in lists, without the names of the columns. {HOW}")
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _nested(value: Mapping[str, Mapping[str, Any]]) -> Sequence[RowObject]:
    """Objects in an object: rows by their labels, or columns whose values have the rows' labels.

    Labels are numbers or moments, names are not; where both or neither are, the values of a column are of one type.
    """
    inner = list(dict.fromkeys(key for one in value.values() for key in one))
    columns = [{name: column.get(row) for name, column in value.items()} for row in inner]
    rows = list(value.values())
    by_name = _are_labels(inner), _are_labels(value)
    if by_name[0] == by_name[1]:
        by_name = _have_types(columns), _have_types(rows)
    if by_name[0] == by_name[1]:
        raise JsonError(f"does not say which are its rows and which its columns. {HOW}")
    return columns if by_name[0] else rows


def _are_labels(keys: Iterable[str]) -> bool:
    return all(_ROW_LABEL.fullmatch(key) for key in keys)


def _have_types(rows: Sequence[RowObject]) -> bool:
    """Whether the values of each column are of one type, and so make a table."""
    kinds: dict[str, set[str]] = {}
    for row in rows:
        for name, value in row.items():
            if value is not None:
                kinds.setdefault(name, set()).add(_kind(value))
    return all(len(found) == 1 for found in kinds.values())


def _kind(value: object) -> str:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return "number" if number else type(value).__name__
