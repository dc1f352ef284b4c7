"""A bundle without times and dates: the same data, seed and versions give the same bytes."""

import os
import shlex
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from reportgen.bundle.run_records import Run
from reportgen.bundle.schema import Analysis, BundleRecord, ModelInfo
from reportgen.errors import InputError
from reportgen.options import by_name

#: Stands for no date: what is made by rule has none unless SOURCE_DATE_EPOCH gives one.
UNDATED = "1970-01-01T00:00:00+00:00"

#: Options that say where and how fast a run worked, but decide about none of its figures.
_INCIDENTAL = ("jobs", "fresh", "cache_dir", "output")
_MESSAGES = ("--quiet", "-q", "--verbose", "-v", "--open")


def without_times(record: BundleRecord, created: str = UNDATED) -> BundleRecord:
    """Return the record as if no clock had been there; `created` is its date.

    The run's id follows from its results, and what was asked for is kept without where it was written to and on how
    many cores.
    """
    return replace(
        record,
        run=_run(record.run, created),
        analyses=[_analysis(analysis) for analysis in record.analyses],
    )


def source_date() -> str:
    """Return the date that SOURCE_DATE_EPOCH gives, in seconds since 1970, or UNDATED.

    Raises
    ------
    InputError
        If it is no such number.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not given:
        return UNDATED
    try:
        return datetime.fromtimestamp(int(given), UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        raise InputError(
            f"SOURCE_DATE_EPOCH is `{given}`: give whole seconds since 1970, as `date +%s` does."
        ) from None


def _run(run: Run, created: str) -> Run:
    return replace(
        run,
        id=run.results_digest[:16],
        created=created,
        command=_command(run.command),
        config=_config(run.config),
    )


def _config(config: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in config.items() if name not in _INCIDENTAL}
    if "analysis" in kept:
        kept["analysis"] = [_config(part) for part in kept["analysis"]]
    return kept


def _command(command: str) -> str:
    """Return the command line without incidental flags; one that is no command line comes back as it is."""
    try:
        words = shlex.split(command)
    except ValueError:
        return command
    known = by_name()
    flags = {flag: known[name].kind == "switch" for name in _INCIDENTAL for flag in known[name].flags}
    flags |= dict.fromkeys(_MESSAGES, True)
    kept = []
    while words:
        word = words.pop(0)
        flag = word.partition("=")[0] if word.startswith("--") else word[:2]
        if flag not in flags:
            kept.append(word)
        elif not flags[flag] and word == flag and words:
            words.pop(0)
    return shlex.join(kept) if len(kept) < len(shlex.split(command)) else command


def _analysis(analysis: Analysis) -> Analysis:
    return replace(analysis, models=[_model(model) for model in analysis.models])


def _model(model: ModelInfo) -> ModelInfo:
    search = None if model.search is None else replace(model.search, seconds=None)
    return replace(model, timings=None, search=search)
