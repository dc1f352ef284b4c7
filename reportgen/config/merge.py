"""Flags and file made into one RunConfig: flags win, and what is wrong is reported where it was written."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportgen.config.file import ConfigFile, read_config
from reportgen.config.run import OptionError, RunConfig
from reportgen.config.values import convert, from_text
from reportgen.errors import InputError
from reportgen.options import by_name


def configure(flags: Mapping[str, Any], file: ConfigFile | None = None) -> RunConfig:
    """Return the configuration of a run from flags (those given, by option name) and a file.

    `--param` adds to the file's parameters, every other flag replaces what the file says.

    Raises
    ------
    InputError
        If a value is wrong: names the flag, or the file with line and key.
    """
    known = by_name()
    values = {} if file is None else _from_file(file)
    given = {name: convert(known[name], from_text(known[name], value)) for name, value in flags.items()}
    below, above = values.get("params", {}), given.get("params", {})
    if "models" in given:  # the file's parameters of models that a flag leaves out are no mistake
        below = {key: params for key, params in below.items() if key in given["models"]}
    values |= {**given, "params": _joined(below, above)}
    try:
        return RunConfig(**values)
    except OptionError as error:
        if file is None or error.option in flags or error.option not in file.values:
            raise
        raise _placed(error, file) from None


def _from_file(file: ConfigFile) -> dict[str, Any]:
    known = by_name()
    try:
        return {name: convert(known[name], value) for name, value in file.values.items()}
    except OptionError as error:
        raise _placed(error, file) from None


def _placed(error: OptionError, file: ConfigFile) -> InputError:
    return InputError(f"{file.place(error.option)}: {error.option} {error.problem}")


def load_config(path: str | Path | None = None, **options: Any) -> RunConfig:
    """Read the file at `path`, or the one found, and put `options` over it: `configure` for Python programs."""
    return configure(options, read_config(None if path is None else Path(path)))


def _joined(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    return {key: {**below.get(key, {}), **above.get(key, {})} for key in (*below, *above)}
