"""What else differs between two runs: data, protocol, parameters, options, seed, versions, machine, code."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from reportgen.bundle.data_records import CrossValidation, DatasetInfo, TestSplit
from reportgen.bundle.query import config_of
from reportgen.bundle.run_changes import Altered
from reportgen.bundle.run_records import Run
from reportgen.bundle.schema import Analysis, ModelInfo

AlterationKind = Literal[
    "data", "protocol", "parameter", "option", "seed", "version", "machine", "code", "size"
]

#: Options that decide over results and stand nowhere else in the bundle.
OPTIONS = (
    "metric",
    "labels",
    "augment",
    "chain",
    "threshold",
    "operating_points",
    "search",
    "search_by",
    "table",
    "query",
    "limit",
    "groups",
    "time",
    "split_column",
    "repeats",
    "margin",
)

#: Longest text of a value.
MOST_CHARACTERS = 80


def alterations(before: Run, after: Run) -> list[Altered]:
    """Return what differs between two runs as a whole."""
    then, now = before.environment, after.environment
    rows = [
        _row("version", "reportgen", before.reportgen_version, after.reportgen_version),
        _row("version", "Python", then.python, now.python),
        *_differences("version", then.packages, now.packages),
        _row("machine", "platform", then.platform, now.platform),
        _row("machine", "processor", then.cpu, now.cpu),
        _row("machine", "cores", then.cores, now.cores),
        _row("machine", "accelerator", then.accelerator, now.accelerator),
        _row("code", "commit", _commit(before), _commit(after)),
    ]
    return [row for row in rows if row is not None]


def alterations_of(before: Analysis, after: Analysis, then: Run, now: Run) -> list[Altered]:
    """Return what differs between an analysis of two runs: data, protocol, seed, options, models."""
    theirs, ours = config_of(then, before.id), config_of(now, after.id)
    rows = [
        *_differences("data", _data(before.dataset), _data(after.dataset)),
        *_differences("protocol", _protocol(before), _protocol(after)),
        _row("seed", "seed", before.protocol.seed, after.protocol.seed),
        _row("option", "main metric", before.main_metric, after.main_metric),
        *(_row("option", name, _given(theirs.get(name)), _given(ours.get(name))) for name in OPTIONS),
    ]
    known = {model.id: model for model in before.models}
    for model in after.models:
        if model.id in known:
            rows += _model(known[model.id], model)
    return [row for row in rows if row is not None]


def _model(before: ModelInfo, after: ModelInfo) -> Iterator[Altered | None]:
    changed = list(_differences("parameter", before.parameters, after.parameters, after.id))
    yield from changed
    if not changed and None not in (before.size_bytes, after.size_bytes):
        yield _row("parameter", "estimator", before.estimator, after.estimator, after.id)
    yield _row("size", "size_bytes", before.size_bytes, after.size_bytes, after.id)


def _data(data: DatasetInfo) -> dict[str, Any]:
    return {
        "name": data.name,
        "fingerprint": data.fingerprint[:12],
        "samples": data.samples,
        "features": data.features,
        **{f"{split} samples": number for split, number in data.splits.items()},
    }


def _protocol(analysis: Analysis) -> dict[str, Any]:
    protocol = analysis.protocol
    return {
        "cross-validation": _folds(protocol.cv),
        "test": _test(protocol.test),
        "training samples taken of": protocol.limited_from,
    }


def _folds(cv: CrossValidation | None) -> str:
    return "none" if cv is None else f"{cv.folds} folds, {cv.scheme}{', shuffled' if cv.shuffled else ''}"


def _test(test: TestSplit | None) -> str:
    return "none" if test is None else f"{test.size:,} samples, {test.source}"


def _commit(run: Run) -> str | None:
    return None if run.git is None else f"{run.git.commit[:10]}{' with changes' if run.git.dirty else ''}"


def _differences(
    kind: AlterationKind, before: Mapping[str, Any], after: Mapping[str, Any], model: str | None = None
) -> Iterator[Altered | None]:
    for name in dict.fromkeys([*before, *after]):
        yield _row(kind, name, before.get(name), after.get(name), model)


def _row(
    kind: AlterationKind, name: str, before: Any, after: Any, model: str | None = None
) -> Altered | None:
    before, after = _plain(before), _plain(after)
    if before == after:
        return None
    return Altered(kind=kind, name=name, baseline=_text(before), candidate=_text(after), model=model)


def _plain(value: Any) -> Any:
    """Return a value as it comes back from a stored bundle."""
    return msgspec.json.decode(msgspec.json.encode(value))


def _given(value: Any) -> Any:
    """Return None for whatever says that an option was not given."""
    return value or None


def _text(value: Any) -> str | None:
    if value is None:
        return None
    whole = isinstance(value, int) and not isinstance(value, bool)
    text = f"{value:,}" if whole else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"
