"""Values of single rows taken out of what is said of columns, slices, thresholds and failures."""

import re
from collections.abc import Collection, Iterable

from msgspec.structs import replace

from reportgen.bundle.data_records import RARE, ColumnInfo, DatasetInfo
from reportgen.bundle.error_records import Condition, LabelSuspects, SliceSearch
from reportgen.bundle.schema import ModelInfo
from reportgen.bundle.threshold_grid import ThresholdGrid
from reportgen.bundle.threshold_records import OperatingPoint
from reportgen.bundle.value_text import counted, shortened

#: Stands for what a note quotes of the data.
LEFT_OUT = "…"

_QUOTED = re.compile(r"“([^”]*)”")

#: The message of an error, which may quote a value: `ValueError in fold 1: could not convert …`.
_MESSAGE = re.compile(r"\b([A-Z]\w*(?:Error|Exception))((?: in [^:]*)?): .+?(?=\)?\.?$)", re.DOTALL)

#: Scores in the reason why a threshold is as it is.
_SCORES = (
    (re.compile(r", which go from \S+ to \S+?,"), ","),
    (re.compile(r", from a score of \S+ on\b"), ""),
)


def without_messages(reason: str | None) -> str | None:
    """Return a reason with the kind of an error alone, as its message may quote data."""
    if reason is None:
        return None
    return _MESSAGE.sub(r"\1\2 (its message is left out, as it may quote data)", reason)


def data_without_values(data: DatasetInfo) -> DatasetInfo:
    """Return what is said of the data with quantiles for extremes, and no value that few rows have in a column."""
    names = {
        shortened(name)
        for name in (
            *(column.name for column in data.columns),
            *data.classes,
            *(output.name for output in data.outputs),
            *(name for output in data.outputs for name in output.classes),
        )
    }
    return replace(
        data,
        columns=[_column(column, names) for column in data.columns],
        notes=[note for text in data.notes if (note := unquoted(text, names)) is not None],
    )


def unquoted(note: str | None, names: Collection[str]) -> str | None:
    """Return a note up to the first text that it quotes which is none of these names; None where nothing is left.

    What follows goes too: the value itself may hold quotes, so that nobody can tell where it ends.
    """
    if note is None:
        return None
    for quoted in _QUOTED.finditer(note):
        if quoted[1] not in names:
            return f"{note[: quoted.start()]}{LEFT_OUT}" if quoted.start() else None
    return note if note.count("“") == note.count("”") else LEFT_OUT


def _column(column: ColumnInfo, names: Collection[str]) -> ColumnInfo:
    plain = counted(column.distinct, "different value")
    return replace(
        column,
        summary=plain if column.aggregate is None else column.aggregate,
        aggregate=None,
        note=unquoted(column.note, names),
    )


def slices_without_values(found: SliceSearch | None) -> SliceSearch | None:
    """Return the slices with bounds in three digits: each is the value of a row."""
    if found is None:
        return None
    return replace(
        found,
        slices=[
            replace(one, conditions=[_condition(condition) for condition in one.conditions])
            for one in found.slices
        ],
    )


def _condition(condition: Condition) -> Condition:
    return replace(condition, above=_rounded(condition.above), upto=_rounded(condition.upto))


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.3g}")


def suspects_without_rare(suspects: LabelSuspects, counts: dict[str, int]) -> LabelSuspects:
    """Return the suspected labels without thresholds that are the mean of fewer than RARE samples of a class."""
    kept = {
        name: value if counts.get(name, 0) >= RARE else None for name, value in suspects.thresholds.items()
    }
    return replace(suspects, thresholds=kept)


def point_on_grid(point: OperatingPoint, grid: ThresholdGrid) -> OperatingPoint:
    """Return an operating point with thresholds on a grid; what it gave stays as it was counted."""
    reason = point.reason
    for pattern, instead in _SCORES:
        reason = None if reason is None else pattern.sub(instead, reason)
    return replace(
        point,
        threshold=None if point.threshold is None else grid.put(point.threshold),
        fold_thresholds=[grid.put(own) for own in point.fold_thresholds],
        reason=reason,
    )


def models_without_messages(models: Iterable[ModelInfo]) -> list[ModelInfo]:
    """Return models whose failures name the kind of error alone."""
    return [replace(model, reason=without_messages(model.reason)) for model in models]
