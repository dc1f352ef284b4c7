"""Configuration files: found, read, and their errors placed at a line.

Sought are the file named by `--config`, else `reportgen.toml`, else `[tool.reportgen]` in `pyproject.toml`,
the last two in the working folder alone. Relative paths in a file are relative to the folder it is in.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportgen.errors import InputError, nearest
from reportgen.options import COMMAND_LINE_ONLY, by_name

OWN_NAME = "reportgen.toml"
PROJECT_NAME = "pyproject.toml"
_PATHS = ("output", "logo", "cache_dir")


@dataclass(frozen=True)
class ConfigFile:
    """A configuration file's options, by the names of RunConfig's fields, as TOML typed them.

    `text` and `table` (the path of the table that holds the options) are kept to find lines for messages.
    """

    path: Path
    text: str
    table: tuple[str, ...]
    values: dict[str, Any]

    def place(self, key: str) -> str:
        """Return where a key is, for messages: `reportgen.toml, line 3`. Dots lead into tables."""
        line = find_line(self.text, (*self.table, *key.split(".")))
        return f"{self.path}, line {line}" if line else str(self.path)


def read_config(path: Path | None = None, folder: Path = Path()) -> ConfigFile | None:
    """Read the file at `path`, or the one that is found in `folder`; None where there is none to be found.

    Raises
    ------
    InputError
        If the named file is missing or unreadable, is no TOML, or has a key that is no option.
    """
    if path is not None:
        is_project = path.name == PROJECT_NAME
        found = _read(path, ("tool", "reportgen") if is_project else ())
        if found is None:
            raise InputError(f"{path} has no table [tool.reportgen].")
        return found
    if (folder / OWN_NAME).is_file():
        return _read(folder / OWN_NAME, ())
    if (folder / PROJECT_NAME).is_file():
        return _read(folder / PROJECT_NAME, ("tool", "reportgen"))
    return None


def _read(path: Path, table: tuple[str, ...]) -> ConfigFile | None:
    text = _read_text(path)
    if table and table[-1] not in text:  # other tools answer for the rest of a pyproject.toml
        return None
    values = _parse(path, text)
    for name in table:
        values = values.get(name, {})
        if not isinstance(values, dict):
            raise InputError(f"{path}: `{name}` is no table.")
    if table and not values:
        return None
    raw = ConfigFile(path, text, table, values)
    return ConfigFile(path, text, table, _resolved(_named(raw), path.parent))


def _read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"There is no configuration file {path}. `reportgen init` writes one.") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is no configuration file: it is not text in UTF-8.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem, _, place = str(error).rpartition(" (at ")
        where = f", {place.rstrip(')')}" if problem else ""
        raise InputError(f"{path}{where}: {problem or error}.") from None


def _named(file: ConfigFile) -> dict[str, Any]:
    """Return the values by field name: dashes become underscores, `no_x = true` becomes `x = false`."""
    known = by_name()
    values: dict[str, Any] = {}
    for key, value in file.values.items():
        name, given = key.replace("-", "_"), value
        positive = known.get(name.removeprefix("no_"))
        if (
            name not in known
            and positive is not None
            and positive.kind == "switch"
            and isinstance(value, bool)
        ):
            name, given = positive.name, not value
        if name not in known:
            raise InputError(f"{file.place(key)}: {_unknown(key, name)}")
        if name in values:
            raise InputError(f"{file.place(key)}: `{name}` is given twice.")
        values[name] = given
    return values


def _unknown(key: str, name: str) -> str:
    if name in COMMAND_LINE_ONLY:
        return f"`{key}` is for the command line alone."
    hint = nearest(name, by_name()) or " `reportgen init` writes a file with all there are."
    return f"there is no option `{key}`.{hint}"


def _resolved(values: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Make relative paths relative to `folder`. A dataset is a path where it has a slash or a dot."""
    resolved = dict(values)
    for name in (*_PATHS, "dataset"):
        value = values.get(name)
        if not isinstance(value, str) or not value:
            continue
        if name == "dataset" and not re.search(r"[./\\]|^~", value):
            continue
        resolved[name] = os.path.normpath(folder / Path(value).expanduser())
    return resolved


def find_line(text: str, path: Sequence[str]) -> int | None:
    """Return the line (from 1) that sets a key, or that opens the innermost table known to hold it."""
    wanted = tuple(key.replace("-", "_") for key in path)
    best, depth = None, 0
    table: tuple[str, ...] = ()
    quotes = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if quotes:  # inside a text of several lines
            quotes = "" if quotes in line else quotes
            continue
        header = re.match(r"\s*\[\[?([^\]]+)\]", line)
        setting = re.match(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]++|\s*\.\s*)+?)\s*=(.*)""", line)
        if header:
            table = _keys(header[1])
        found = table if header else (*table, *_keys(setting[1])) if setting else ()
        shared = min(len(found), len(wanted))
        if shared > depth and found[:shared] == wanted[:shared]:
            best, depth = number, shared
        opened = re.search(r'"""|\'\'\'', setting[2]) if setting else None
        if opened and setting and setting[2].count(opened[0]) == 1:
            quotes = opened[0]
    return best


def _keys(dotted: str) -> tuple[str, ...]:
    """Split a dotted key, quoted or not, dashes as underscores: `a."b".c-d` into a, b and c_d."""
    found = re.findall(r""""([^"]*)"|'([^']*)'|([\w-]+)""", dotted)
    return tuple((double or single or bare).replace("-", "_") for double, single, bare in found)
