"""Values of options, written as text on the command line or typed in a file, made into their types."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from reportgen.config.model_params import (
    ParamValue,
    is_parameter_name,
    parse_param,
    parse_value,
    split_param,
    split_values,
)
from reportgen.config.option_errors import OptionError
from reportgen.config.run_config import NO_REASON
from reportgen.option import Option

_EXPECTED = {
    "integer": "a whole number, as in 3",
    "number": "a number, as in 0.2",
    "switch": "true or false",
    "list": "a list of texts, or one text with commas",
    "texts": "a text, or a list of texts",
    "share": "a share between 0 and 1, as in 0.01",
    "limit": "a number of training samples, as in 2000 or first:2000",
    "grid": "a table for each model, as in [search.knn] with n_neighbors = [3, 4, 5] below it",
    "params": "a table for each model, as in [params.knn] with n_neighbors = 4 below it",
    "rules": 'a list of texts, or a table [gates] with rules = ["accuracy >= 0.97"] below it',
    "reasons": 'a table [ignore-findings] with the reason for each, as in few_samples = "a pilot study"',
}

_TYPES = {
    "integer": int,
    "number": float,
    "switch": bool,
    "limit": str | int,
    "word": str | int,
    "share": str | float,
    "list": str | tuple[str, ...],
    "texts": str | tuple[str, ...],
    "rules": str | tuple[str, ...],
}


def convert(option: Option, value: object) -> Any:
    """Return the value of an option as RunConfig holds it.

    Raises
    ------
    OptionError
        If it is of the wrong type or empty; the message says what was expected.
    """
    return _CONVERT.get(option.kind, _text)(option, value)


def from_text(option: Option, value: object) -> object:
    """Return a flag's value typed as a file would hold it: `"3"` is 3 where a number is wanted.

    A flag names a finding without a reason, where a file has both.
    """
    if option.kind == "once" and isinstance(value, list | tuple) and value:
        if len(value) > 1:
            advice = "give one. A table that is the test of another is given with --test-data."
            raise OptionError(
                option.name, f"is given {len(value)} times, as `{'` and `'.join(value)}`: {advice}"
            )
        return value[0]
    if option.kind == "reasons" and isinstance(value, list | tuple):
        return {str(name).strip(): NO_REASON for name in value}
    if not isinstance(value, str) or option.kind not in ("integer", "number"):
        return value
    try:  # by Python, which unlike msgspec reads .5 and +3
        return int(value) if option.kind == "integer" else float(value)
    except ValueError:
        raise _unexpected(option, value) from None


def _unexpected(option: Option, value: object, path: str = "") -> OptionError:
    """Return what is wrong with the value of an option, or of what its table holds at `path`."""
    shown = f"`{value}`" if isinstance(value, str | int | float) else f"a {_type_name(value)}"
    if isinstance(value, bool):
        shown = f"`{value}`".lower()
    return OptionError(
        f"{option.name}{path}", f"is {shown}: give {_EXPECTED.get(option.kind, 'a text in quotes')}."
    )


def _type_name(value: object) -> str:
    names = {"dict": "table", "datetime": "date", "time": "time of day"}
    return names.get(type(value).__name__, type(value).__name__)


def _typed(option: Option, value: object) -> Any:
    """Return the value as the type of the option's kind, a text where it is of no other."""
    try:
        return _converted(value, _TYPES.get(option.kind, str))
    except msgspec.ValidationError:
        raise _unexpected(option, value) from None


def _converted(value: object, kind: Any) -> Any:
    if isinstance(value, set | frozenset):
        raise msgspec.ValidationError("A set has no order.")
    plain = float(value) if isinstance(value, float) else value  # NumPy's floats are others to msgspec
    return msgspec.convert(plain, kind)


def _text(option: Option, value: object) -> str:
    text = str(_typed(option, value))
    if not text.strip():
        raise OptionError(option.name, f"is empty: give {option.metavar}, or leave it out.")
    return text


def _limit(option: Option, value: object) -> str:
    return _text(option, value).strip()


def _several_texts(option: Option, value: object) -> tuple[str, ...]:
    found: str | tuple[str, ...] = _typed(option, value)
    return (found,) if isinstance(found, str) else found


def _texts(option: Option, value: object) -> tuple[str, ...]:
    return tuple(_text(option, one) for one in _several_texts(option, value))


def _rules(option: Option, value: object) -> tuple[str, ...]:
    """Read a list of rules, or a table with the lists `rules`, `error` and `warn`, the last two by level."""
    if not isinstance(value, Mapping):
        return _texts(option, value)
    found: list[str] = []
    for key, rules in value.items():
        if key not in ("rules", "error", "warn"):
            raise OptionError(
                f"{option.name}.{key}",
                "is none of the keys of this table: rules, error, warn, level, looks and anchor.",
            )
        level = "" if key == "rules" else f"{key}: "
        found += [f"{level}{rule}" for rule in _texts(option, rules)]
    return tuple(found)


def _reasons(option: Option, value: object) -> dict[str, str]:
    """Read a table from names to reasons."""
    if not isinstance(value, Mapping):
        raise _unexpected(option, value)
    for name, reason in value.items():
        if not isinstance(reason, str):
            raise _unexpected(option, reason, f".{name}")
    return {str(name): " ".join(reason.split()) for name, reason in value.items()}


def _list(option: Option, value: object) -> tuple[str, ...]:
    names = (name.strip() for one in _several_texts(option, value) for name in one.split(","))
    return tuple(dict.fromkeys(name for name in names if name))


def _params(option: Option, value: object) -> dict[str, dict[str, ParamValue]]:
    """Read `["knn.n_neighbors=4"]` of flags, or `{"knn": {"n_neighbors": 4}}` of a file."""
    if isinstance(value, Mapping):
        return {str(key): _model_params(option, str(key), params) for key, params in value.items()}
    if not isinstance(value, list | tuple):
        raise _unexpected(option, value)
    found: dict[str, dict[str, ParamValue]] = {}
    for text in value:
        key, name, parameter = parse_param(text)
        found.setdefault(key, {})[name] = parameter
    return found


def _model_params(option: Option, key: str, params: object) -> dict[str, ParamValue]:
    if not isinstance(params, Mapping):
        raise _unexpected(option, params, f".{key}")
    return {str(name): _param(option, f"{key}.{name}", str(name), value) for name, value in params.items()}


def _param(option: Option, path: str, name: str, value: object) -> ParamValue:
    if not is_parameter_name(name):
        raise OptionError(f"{option.name}.{path}", "is no name that a parameter can have.")
    if isinstance(value, str) and value.lower() == "none":  # TOML has no word for it
        return None
    try:
        found: ParamValue = _converted(value, ParamValue)
    except msgspec.ValidationError:
        problem = f"is a {_type_name(value)}: give a number, a text, true or false, or a list of them."
        raise OptionError(f"{option.name}.{path}", problem) from None
    return found


def _grid(option: Option, value: object) -> dict[str, dict[str, tuple[ParamValue, ...]]]:
    """Read `["knn.n_neighbors=3,4"]` of flags, or `{"knn": {"n_neighbors": [3, 4]}}` of a file."""
    if isinstance(value, Mapping):
        tables = {str(key): _model_params(option, str(key), params) for key, params in value.items()}
        return {key: {name: _several(one) for name, one in table.items()} for key, table in tables.items()}
    if not isinstance(value, list | tuple):
        raise _unexpected(option, value)
    found: dict[str, dict[str, tuple[ParamValue, ...]]] = {}
    for text in value:
        key, name, right = split_param(text, option.flag, "knn.n_neighbors=3,4,5")
        found.setdefault(key, {})[name] = tuple(parse_value(one) for one in split_values(right))
    return found


def _several(value: ParamValue) -> tuple[ParamValue, ...]:
    return value if isinstance(value, tuple) else (value,)


_CONVERT: dict[str, Callable[[Option, object], Any]] = {
    "integer": _typed,
    "number": _typed,
    "switch": _typed,
    "limit": _limit,
    "texts": _texts,
    "list": _list,
    "grid": _grid,
    "params": _params,
    "rules": _rules,
    "reasons": _reasons,
}
