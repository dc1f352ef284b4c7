"""`reportgen init`: a starter reportgen.toml in which every option is explained and the usual value shown."""

import json
import os
import textwrap
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec

from reportgen.cli.messages import print_paths
from reportgen.config import RunConfig, configure
from reportgen.config.config_file import OWN_NAME
from reportgen.errors import InputError
from reportgen.option import Option
from reportgen.options import OPTIONS

#: Kinds of options that are tables, which stand at the end of the file.
TABLES = ("params", "grid", "rules", "reasons")

_HEADER = """\
# Configuration of reportgen: `reportgen build` reads it in the folder it is started in.
# Lines that start with # show the default, or an example where there is none. Flags win over this file.
# Relative paths are relative to the folder of this file.
"""

_STUDY = """\
# --- Several analyses ---

# A study: each table is an analysis and a chapter of one report. Everything of Data, Evaluation and
# Models may stand in one; what stands above the first holds for all. See docs/studies.md.
# [[analysis]]
# id = "detector"
# title = "Is it a five?"
# positive = "5"
#
# [[analysis]]
# id = "all-classes"
# models = ["sgd", "rf", "nb"]
"""


def write_starter(flags: Mapping[str, Any], *, force: bool) -> None:
    """Write reportgen.toml into the working folder and print its path; `flags` are those given, by option name.

    Raises
    ------
    InputError
        If the file is there (unless `force`), a value is wrong, or the dataset is unknown.
    """
    from reportgen.bundle.atomic_files import write_atomically
    from reportgen.datasets.dataset import DataRequest, find_source, refuse_table_options

    path = Path(OWN_NAME)
    if os.path.lexists(path) and not force:
        raise InputError(f"{path} is there already. `--force` replaces it.")
    config = configure(flags)
    if "dataset" in flags:
        request = DataRequest(**{name: getattr(config, name) for name in DataRequest.__dataclass_fields__})
        refuse_table_options(find_source(config.dataset), request)
    text = starter({name: getattr(config, name) for name in flags})
    write_atomically(path, text.encode())
    print_paths([path])


def starter(given: Mapping[str, Any] | None = None) -> str:
    """Return the text of the file; what is given is active, everything else is commented out.

    `given` holds values as RunConfig does, by option name.
    """
    values = dict(given or {})
    if "dataset" in values:
        values["dataset"] = _as_path(values["dataset"])
    tables = [option for option in OPTIONS if option.kind in TABLES]
    plain = [option for option in OPTIONS if option not in tables]
    plain.sort(key=lambda option: _groups().index(option.group))
    parts = [_HEADER]
    for group, options in groupby(plain, key=lambda option: option.group):
        parts.append(f"\n# --- {group} ---\n")
        parts += [line for option in options for line in _lines(option, values)]
    for option in tables:  # in TOML what follows a table's head belongs to the table
        parts.append(f"\n{_explained(option)}\n")
        if values.get(option.name):
            parts.append(_table(option, values[option.name]))
        else:
            parts += [f"# {line}\n" for line in option.example.splitlines()]
    parts.append(f"\n{_STUDY}")
    return "".join(parts)


def _table(option: Option, value: Any) -> str:
    """Return the lines of a table: of rules, of reasons, or one for each model."""
    if option.kind == "rules":
        return f"[{option.name}]\nrules = {_toml(list(value))}\n"
    if option.kind == "reasons":
        return _section(option.name.replace("_", "-"), value)
    return "\n".join(_section(f"{option.name}.{_toml(model)}", own) for model, own in value.items())


def _section(name: str, values: Mapping[str, Any]) -> str:
    return "".join([f"[{name}]\n", *(f"{_toml(key)} = {_toml(value)}\n" for key, value in values.items())])


def _as_path(dataset: str) -> str:
    """Return a path so that the file takes it for one: a bare word would be built-in data."""
    from reportgen.datasets.dataset import SOURCES

    bare = not any(mark in dataset for mark in "./\\~")
    return f"./{dataset}" if bare and dataset not in SOURCES else dataset


def _groups() -> list[str]:
    return list(dict.fromkeys(option.group for option in OPTIONS))


def _lines(option: Option, given: dict[str, Any]) -> Iterator[str]:
    yield f"\n{_explained(option)}\n"
    if option.name in given:
        yield f"{option.name} = {_given(given[option.name])}\n"
    else:
        yield f"# {option.name} = {_usual(option)}\n"


def _explained(option: Option) -> str:
    return "\n".join(f"# {line}" for line in textwrap.wrap(option.detail or option.help, width=98))


def _usual(option: Option) -> str:
    """Return the right side that stands for the default, or an example where the default is nothing."""
    default = next(field.default for field in msgspec.structs.fields(RunConfig) if field.name == option.name)
    if default in (None, ()):
        return option.example or _toml(option.default)
    return _toml(list(default) if isinstance(default, tuple) else default)


def _given(value: Any) -> str:
    """Return the right side of what was given, a list of a single text as the text."""
    return _toml(value[0] if isinstance(value, tuple) and len(value) == 1 and "," not in value[0] else value)


def _toml(value: Any) -> str:
    """Return a text, number, bool or list as TOML, whose texts are JSON's but for the delete character.

    TOML has no word for None, which parameters write as a text.
    """
    if value is None:
        return '"none"'
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
