"""Flags and file made into one RunConfig: flags win, and what is wrong is reported where it was written."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from reportgen.config.config_file import ANALYSIS, ConfigFile, read_config
from reportgen.config.option_errors import OptionError, SameIdError, refuse_test_size
from reportgen.config.option_values import convert, from_text
from reportgen.config.run_config import NO_REASON, RunConfig
from reportgen.errors import InputError
from reportgen.options import by_name
from reportgen.prediction_options import FITTING

#: Options that are tables by model: a flag adds to the file's, and they go with their model.
_BY_MODEL = ("params", "search")

#: Options that run code: never taken from a file that nobody named.
_RUN_CODE = ("templates",)


def configure(flags: Mapping[str, Any], file: ConfigFile | None = None) -> RunConfig:
    """Return the configuration of a run from flags (those given, by option name) and a file.

    `--param`, `--search`, `--gate` and `--ignore-finding` add to the file's, every other flag replaces what the
    file says, in every analysis of a study.

    Raises
    ------
    InputError
        If a value is wrong: names the flag, or the file with line and key.
    """
    known = by_name()
    given = {name: convert(known[name], from_text(known[name], value)) for name, value in flags.items()}
    if "predictions" in given:
        given, file = _of_predictions(given, file)
    _refuse_code(given, file)
    base = {} if file is None else _from_file(file)
    whole = _made(_over(base, given), file, given)
    if file is None or not file.parts:
        return whole
    _refuse_one_id(given, file)
    parts = tuple(_part(file, place, base, given) for place in range(len(file.parts)))
    try:
        return RunConfig(**{**msgspec.structs.asdict(whole), "analysis": parts})
    except SameIdError as error:
        raise _placed(error, file.parts[error.place]) from None


def _of_predictions(
    given: dict[str, Any], file: ConfigFile | None
) -> tuple[dict[str, Any], ConfigFile | None]:
    """Return flags and file for a run of predictions: `--id` names their column, and the file's fits do not count."""
    if "id" in given:
        given = {**{name: value for name, value in given.items() if name != "id"}, "id_column": given["id"]}
    if file is not None and not file.parts:
        file = replace(
            file, values={name: value for name, value in file.values.items() if name not in FITTING}
        )
    return given, file


def _refuse_code(given: Mapping[str, Any], file: ConfigFile | None) -> None:
    """Refuse options that run code in a file that was only found, unless flags take their place."""
    if file is None or not file.found:
        return
    for name in _RUN_CODE:
        if file.values.get(name) and name not in given:
            raise InputError(
                f"{file.place(name)}: {name} can run code, and nobody named this file, which was only found here. "
                f"If you trust it, {file.how_to_name}; `{by_name()[name].flag}` takes its place."
            )


def _part(file: ConfigFile, place: int, base: dict[str, Any], given: dict[str, Any]) -> RunConfig:
    """Return an analysis of a study: flags over its own table over what stands above; the title is its own."""
    part = file.parts[place]
    common = {"id": f"analysis{place + 1}", **base}
    own = _over({**common, "title": None}, _from_file(part))
    return _made(_over(own, {**given, "title": own["title"]}), part, given)


def _refuse_one_id(given: Mapping[str, Any], file: ConfigFile) -> None:
    problem = f"names one analysis: give each [[{ANALYSIS}]] its own, in its table."
    if "id" in file.values:
        raise _placed(OptionError("id", problem), file)
    if "id" in given:
        raise OptionError("id", problem)


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Return what holds where `above` is given on top.

    Parameters, gates and muted findings add up, everything else is replaced.
    """
    values = {**below, **above}
    for name in _BY_MODEL:
        kept = below.get(name, {})
        if "models" in above:  # parameters below of models that are left out above are no mistake
            kept = {key: params for key, params in kept.items() if key in above["models"]}
        values[name] = _joined(kept, above.get(name, {}))
    values["gates"] = tuple(dict.fromkeys((*below.get("gates", ()), *above.get("gates", ()))))
    values["ignore_findings"] = _with_reasons(
        below.get("ignore_findings", {}), above.get("ignore_findings", {})
    )
    return values


def _with_reasons(below: dict[str, str], above: dict[str, str]) -> dict[str, str]:
    """Return the reasons of both, those above first; a reason that is given counts more than none."""
    kept = {name: reason for name, reason in below.items() if above.get(name, NO_REASON) == NO_REASON}
    return {**above, **kept}


def _made(values: dict[str, Any], file: ConfigFile | None, flags: Mapping[str, Any]) -> RunConfig:
    try:
        if "test_size" in values:
            refuse_test_size(values.get("test_data"))
        return RunConfig(**values)
    except OptionError as error:
        option = error.option.partition(".")[0]
        if file is None or option in flags or not (file.is_part or option in file.values):
            raise
        raise _placed(error, file) from None


def _from_file(file: ConfigFile) -> dict[str, Any]:
    known = by_name()
    try:
        return {name: convert(known[name], value) for name, value in file.values.items()}
    except OptionError as error:
        raise _placed(error, file) from None


def _placed(error: OptionError, file: ConfigFile) -> InputError:
    return InputError(f"{file.place(error.option, error.rule)}: {error.option} {error.problem}")


def load_config(path: str | Path | None = None, **options: Any) -> RunConfig:
    """Read the file at `path`, or the one found, and put `options` over it: `configure` for Python programs."""
    return configure(options, read_config(None if path is None else Path(path)))


def _joined(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    return {key: {**below.get(key, {}), **above.get(key, {})} for key in (*below, *above)}
