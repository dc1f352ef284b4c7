"""What a column holds, in a few words: 0.42–80 (median 28); male 65 %, female 35 %."""  # noqa: RUF002

import numpy as np

from reportgen.bundle.data_records import RARE
from reportgen.bundle.value_text import counted, from_to, number_text, shortened
from reportgen.datasets.tabular.column import FREE_TEXT, Column
from reportgen.tasks import MAX_NUMERIC_CLASSES

#: Categories that a summary names.
NAMED = 3

#: Of more categories than this only the commonest is named.
MANY = 20

#: So few different numbers are shown with their shares, like categories.
FEW_NUMBERS = 4

#: Share of the rows below the lower quantile of a summary without single rows, and above the upper one.
OUTER = 0.05

_VALUE_CHARACTERS = 30


def summary(column: Column) -> str:
    """Return what the column holds, in a few words; values are shown, so not for columns that are withheld."""
    if column.present == 0:
        return "no values"
    if column.kind == "number":
        return _number_summary(column) if column.distinct > FEW_NUMBERS else _share_summary(column)
    if column.kind == "date":
        days = column.series.dropna()
        return from_to_days(str(days.min().date()), str(days.max().date()))
    if column.kind == "boolean":
        return f"true in {percent(float(column.series.mean()))}"
    if column.kind == FREE_TEXT:
        words = np.mean([len(str(value).split()) for value in column.series.dropna()])
        return f"{counted(column.distinct, 'different text')}, {words:.0f} words on average"
    return _share_summary(column) if column.kind in {"text", "ordered"} else "other values"


def count_summary(column: Column) -> str:
    """Return how many values the column has, and none of them: for identifiers, groups and names."""
    if column.present == 0 or column.kind == "other":
        return summary(column)
    return counted(column.distinct, "different value")


def percent(share: float) -> str:
    """Return a share as whole percent, but never 0 or 100 for what is not none or all."""
    if 0 < share < 0.005:
        return "<1 %"
    if 0.995 <= share < 1:
        return ">99 %"
    return f"{100 * share:.0f} %"


def from_to_days(first: str, last: str) -> str:
    """Return a range of days, written out, because dates have dashes of their own."""
    return first if first == last else f"{first} to {last}"


def _number_summary(column: Column) -> str:
    numbers = column.series.dropna().to_numpy(dtype=np.float64)
    low, middle, high = float(numbers.min()), float(np.median(numbers)), float(numbers.max())
    return f"{from_to(number_text(low), number_text(high))} (median {number_text(middle)})"


def class_summary(column: Column) -> str:
    """Return the shares of the classes, also of those that are numbers."""
    return _share_summary(column) if column.distinct <= MAX_NUMERIC_CLASSES else summary(column)


def _share_summary(column: Column) -> str:
    """The most frequent values with their shares; of a few numbers all, in their order."""
    counts = column.series.value_counts()
    if column.kind == "number" and column.distinct <= FEW_NUMBERS:
        counts = counts.sort_index()
    if len(counts) > MANY:
        most = f"most often {_value_text(counts.index[0])} ({percent(counts.iloc[0] / column.present)})"
        return f"{len(counts):,} values, {most}"
    n_shown = NAMED + 1 if len(counts) == NAMED + 1 else NAMED
    shown = [
        f"{_value_text(value)} {percent(count / column.present)}"
        for value, count in counts.head(n_shown).items()
    ]
    if (more := len(counts) - n_shown) > 0:
        shown.append(f"{more:,} others")
    return ", ".join(shown)


def _value_text(value: object) -> str:
    return number_text(value) if isinstance(value, float) else shortened(value, _VALUE_CHARACTERS)


def aggregate_summary(column: Column) -> str:
    """Return what the column holds without telling of a single row: quantiles, and values that enough rows have."""
    if column.present == 0 or column.kind in {"boolean", FREE_TEXT, "other"}:
        return summary(column)
    if column.kind == "date":
        return _quantile_months(column)
    if column.kind == "number" and column.distinct > FEW_NUMBERS:
        return _quantile_numbers(column)
    return _common_shares(column)


def _end(column: Column) -> float | None:
    """Return the share of rows below the lower quantile, at least OUTER and RARE rows; None where that is half."""
    share = max(OUTER, RARE / column.present)
    return share if share < 0.5 else None


def _quantile_numbers(column: Column) -> str:
    end = _end(column)
    if end is None:
        return counted(column.distinct, "different value")
    numbers = column.series.dropna().to_numpy(dtype=np.float64)
    low, middle, high = (
        number_text(float(f"{value:.3g}")) for value in np.quantile(numbers, [end, 0.5, 1 - end])
    )
    return f"{percent(1 - 2 * end)} within {from_to(low, high)} (median {middle})"


def _quantile_months(column: Column) -> str:
    end = _end(column)
    if end is None:
        return counted(column.distinct, "different date")
    days = column.series.dropna()
    first, last = (f"{days.quantile(at, interpolation='nearest'):%Y-%m}" for at in (end, 1 - end))
    return f"{percent(1 - 2 * end)} within {from_to_days(first, last)}"


def _common_shares(column: Column) -> str:
    """The most frequent values that at least RARE rows have, with their shares, the others together."""
    counts = column.series.value_counts()
    common = counts[counts >= RARE].head(1 if len(counts) > MANY else NAMED)
    if common.empty:
        return counted(len(counts), "different value")
    shown = [f"{_value_text(value)} {percent(count / column.present)}" for value, count in common.items()]
    if (more := len(counts) - len(common)) > 0:
        shown.append(counted(more, "other"))
    return ", ".join(shown)
