"""Configuration files: found, read, and their errors placed at a line.

Sought are the file named by `--config` or REPORTGEN_CONFIG, else `reportgen.toml`, else `[tool.reportgen]` in
`pyproject.toml`, the last two in the working folder alone. One that was only found there may be anybody's: what runs
code, or says where mail goes, is taken from a named one alone. Relative paths are relative to the folder of the file.
A study has a table `[[analysis]]` for each analysis; what stands above them holds for all.
"""

import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reportgen.config.addresses import is_address, refuse_address
from reportgen.config.toml_lines import find_line, find_text, only_table
from reportgen.errors import InputError, nearest
from reportgen.options import COMMAND_LINE_ONLY, by_name

OWN_NAME = "reportgen.toml"

#: Names a configuration file, as `--config` does, which wins.
CONFIG_VARIABLE = "REPORTGEN_CONFIG"

#: The tables of a study.
ANALYSIS = "analysis"

#: Tables that are no options of a run: commands of their own read them.
OTHER_TABLES = ("mail",)
PROJECT_NAME = "pyproject.toml"
_PATHS = ("test_data", "output", "logo", "templates", "cache_dir", "baseline", "anchor")

#: Keys of the table of gates that are no rules: the option that each is, and what it takes where it is no text.
_OF_GATES = {
    "anchor": ("anchor", ""),
    "level": (
        "gate_level",
        "the level of intervals, a number such as 0.95; rules that only warn stand in `warn`",
    ),
    "looks": ("gate_looks", "the number of looks that the level is to hold over, such as 52"),
}


@dataclass(frozen=True)
class ConfigFile:
    """A configuration file's options, by the names of RunConfig's fields, as TOML typed them.

    `tables` are those that are no options, by name. `text` and `table` (the path of the table that holds the options)
    are kept to find lines for messages.
    `parts` are the `[[analysis]]` tables, each with its own options alone. `found` says that nobody named the file: it
    lay in the working folder.
    """

    path: Path
    text: str
    table: tuple[str, ...]
    values: dict[str, Any]
    parts: tuple["ConfigFile", ...] = ()
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    found: bool = False

    @property
    def how_to_name(self) -> str:
        """What to do for a file that was only found, where that is not enough."""
        return f"name it, with `--config {self.path}` or in {CONFIG_VARIABLE}"

    @property
    def is_part(self) -> bool:
        """Whether it is one analysis of a study."""
        return self.table[-1:] == (ANALYSIS,)

    def place(self, key: str, rule: str = "") -> str:
        """Return where a key is, or a rule in its list: `reportgen.toml, line 3`. Dots lead into tables."""
        bare = rule.partition(":")[2].strip()  # in a list of its level a rule stands without it
        line = next(filter(None, (find_text(self.text, form) for form in (rule, bare) if form)), None)
        line = line or self._line_in_gates(key) or find_line(self.text, (*self.table, *key.split(".")))
        return f"{self.path}, line {line}" if line else str(self.path)

    def _line_in_gates(self, option: str) -> int | None:
        """Return the line of an option that stands in the table of gates; None where it does not."""
        key = next((key for key, (name, _) in _OF_GATES.items() if name == option), None)
        line = find_line(self.text, (*self.table, "gates", key)) if key else None
        is_there = key and line and re.search(rf"\b{key}\b", self.text.splitlines()[line - 1])
        return line if is_there else None


def read_config(path: Path | None = None, folder: Path = Path()) -> ConfigFile | None:
    """Read the file at `path`, that of REPORTGEN_CONFIG, or the one found in `folder`; None where there is none.

    Raises
    ------
    InputError
        If the named file is missing or unreadable, is no TOML, or has a key that is no option.
    """
    named = path or os.environ.get(CONFIG_VARIABLE)
    if named:
        refuse_address(named, "--config " if path else f"{CONFIG_VARIABLE} ")
        path = Path(named)
        read = _read(path, _table_in(path))
        if read is None:
            raise InputError(f"{path} has no table [tool.reportgen].")
        return read
    there = next((folder / name for name in (OWN_NAME, PROJECT_NAME) if (folder / name).is_file()), None)
    read = None if there is None else _read(there, _table_in(there))
    return None if read is None else replace(read, found=True)


def _table_in(path: Path) -> tuple[str, ...]:
    return ("tool", "reportgen") if path.name == PROJECT_NAME else ()


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
    parts = _parts(ConfigFile(path, text, table, values))
    own = {key: value for key, value in values.items() if key not in (ANALYSIS, *OTHER_TABLES)}
    return replace(_checked(ConfigFile(path, text, table, own, parts)), tables=_others(path, values))


def _others(path: Path, values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = {name: values[name] for name in OTHER_TABLES if name in values}
    for name, table in found.items():
        if not isinstance(table, dict):
            raise InputError(f"{path}: write [{name}] above the lines that belong to it.")
    return found


def _checked(file: ConfigFile) -> ConfigFile:
    """Return the file with options named as fields are, and paths relative to its folder."""
    return replace(file, values=_resolved(_named(_out_of_gates(file)), file.path.parent))


def _out_of_gates(file: ConfigFile) -> ConfigFile:
    """Return the file with what is no rule taken out of its table of gates, where anchor, level and looks may stand."""
    table = file.values.get("gates")
    if not isinstance(table, dict):
        return file
    values = {**file.values, "gates": {key: rules for key, rules in table.items() if key not in _OF_GATES}}
    for key in (key for key in table if key in _OF_GATES):
        name, meaning = _OF_GATES[key]
        if file.is_part or not values.keys().isdisjoint((name, name.replace("_", "-"))):
            why = "concerns the whole run" if file.is_part else "is given twice"
            raise InputError(
                f"{file.place(f'gates.{key}')}: `{key}` {why}: give one, above the first [[{ANALYSIS}]]."
            )
        if meaning and (isinstance(table[key], bool) or not isinstance(table[key], int | float)):
            raise InputError(f"{file.place(f'gates.{key}')}: `{key}` in [gates] is {meaning}.")
        values[name] = table[key]
    return replace(file, values=values)


def _parts(file: ConfigFile) -> tuple[ConfigFile, ...]:
    """Return the analyses of a study; each sees only its own lines, so that messages name the right one."""
    tables = file.values.get(ANALYSIS, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InputError(
            f"{file.place(ANALYSIS)}: write [[{ANALYSIS}]], with two brackets, above each analysis."
        )
    path = (*file.table, ANALYSIS)
    return tuple(
        _checked(ConfigFile(file.path, only_table(file.text, path, place), path, table))
        for place, table in enumerate(tables)
    )


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
    except RecursionError:
        raise InputError(f"{path}: its values are nested too deep.") from None
    except ValueError as error:  # a number of more digits than Python reads
        raise InputError(f"{path}: {error}.") from None


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
        if file.is_part and known[name].of_whole_run:
            raise InputError(
                f"{file.place(key)}: `{key}` concerns the whole run and belongs above the first [[{ANALYSIS}]]."
            )
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
    if isinstance(given := values.get("predictions"), list):
        resolved["predictions"] = [_absolute(name, folder) for name in given]
    for name in (*_PATHS, "dataset"):
        value = values.get(name)
        if name == "dataset" and not (isinstance(value, str) and re.search(r"[./\\]|^~", value)):
            continue
        if value is not None:
            resolved[name] = _absolute(value, folder)
    return resolved


def _absolute(value: object, folder: Path) -> object:
    """Return a path from a folder; what is no path, an address or standard input, as it is."""
    if not isinstance(value, str) or not value or is_address(value) or value == "-":
        return value
    return os.path.normpath(folder / Path(value).expanduser())
