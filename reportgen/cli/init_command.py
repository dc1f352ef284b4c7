"""`reportgen init`: a starter reportgen.toml in which every option is explained and the usual value shown."""

import json
import os
import textwrap
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec

from reportgen.cli.messages import print_paths
from reportgen.config import RunConfig
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


def write_starter(dataset: str | None, target: tuple[str, ...], *, force: bool) -> None:
    """Write reportgen.toml into the working folder and print its path.

    Raises
    ------
    InputError
        If the file is there (unless `force`), or the dataset is unknown.
    """
    from reportgen.bundle.store import write_atomically
    from reportgen.datasets.dataset import find_source

    path = Path(OWN_NAME)
    if os.path.lexists(path) and not force:
        raise InputError(f"{path} is there already. `--force` replaces it.")
    if dataset is not None:
        source = find_source(dataset)
        if target and not source.takes_columns:
            raise InputError(f"--target names a column of a table, but `{dataset}` is {source.title}.")
    write_atomically(path, starter(dataset, target).encode())
    print_paths([path])


def starter(dataset: str | None = None, target: tuple[str, ...] = ()) -> str:
    """Return the text of the file; what is given is active, everything else is commented out."""
    given: dict[str, Any] = {}
    if dataset is not None:
        given["dataset"] = _as_path(dataset)
    if target:
        given["target"] = target[0] if len(target) == 1 else list(target)
    tables = [option for option in OPTIONS if option.kind in TABLES]
    plain = [option for option in OPTIONS if option not in tables]
    plain.sort(key=lambda option: _groups().index(option.group))
    parts = [_HEADER]
    for group, options in groupby(plain, key=lambda option: option.group):
        parts.append(f"\n# --- {group} ---\n")
        parts += [line for option in options for line in _lines(option, given)]
    for option in tables:  # in TOML what follows a table's head belongs to the table
        parts.append(f"\n{_explained(option)}\n")
        parts += [f"# {line}\n" for line in option.example.splitlines()]
    parts.append(f"\n{_STUDY}")
    return "".join(parts)


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
        yield f"{option.name} = {_toml(given[option.name])}\n"
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


def _toml(value: Any) -> str:
    """Return a text, number, bool or list as TOML, whose texts are JSON's but for the delete character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
