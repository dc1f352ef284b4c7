"""Columns of codes, such as patients or devices, whose rows stand in training and test alike."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.error_records import SharedCodes
from reportgen.predictions.sample_data import SampleData

#: Fewer different codes than this are categories.
FEWEST_CODES = 20

#: Codes of people, places or devices repeat, but most of them not often: the median has between so many rows.
ROWS_OF_ONE = (2, 30)

#: As many rows have to have a code.
FILLED = 0.8

#: As many of the codes have to look like one.
LOOK_LIKE_CODES = 0.95

#: Rows looked at for whether those of one code are of one class.
LOOKED_AT = 20_000

#: Rows of one code have the same class so much more often than others that chance is no reason: standard errors.
MORE_THAN_CHANCE = 4.0

#: Letters and digits without a blank, at least two of these, as in PAT0012, 4711-03 or a UUID.
_CODE = re.compile(r"(?=(?:.*\d){2})[A-Za-z0-9]+(?:[-_./:#][A-Za-z0-9]+)*")

#: Names of columns that hold people, places and devices; numbers are codes by their name alone.
_NAMES = re.compile(
    r"(?:^|[^a-z])(?:id|uid|uuid|key|code|patient|subject|person|customer|client|user|member|participant|student|"
    r"animal|device|machine|sensor|vehicle|account|household|family|speaker|writer|site|session)s?(?:$|[^a-z])",
    re.IGNORECASE,
)


def shared_codes(data: SampleData) -> list[SharedCodes]:
    """Return the columns of codes with rows of one code on both sides, the one with most rows first."""
    if not len(data.test) or isinstance(data.features, np.ndarray) or data.codes.ndim != 1:
        return []
    found = []
    for name, column in _columns(data.features):
        codes = _codes(name, column)
        if codes is None or not _tell_the_class(codes, data.codes):
            continue
        known = np.isin(codes[data.test], codes[data.train]) & (codes[data.test] >= 0)
        if known.any():
            found.append(
                SharedCodes(
                    column=name,
                    codes=int(codes.max()) + 1,
                    samples=len(data.test),
                    shared=int(known.sum()),
                )
            )
    return sorted(found, key=lambda one: -one.shared)


def _columns(features: Any) -> Iterator[tuple[str, Any]]:
    for place, name in enumerate(features.columns):
        yield str(name), features.iloc[:, place]


def _codes(name: str, column: Any) -> NDArray[np.int64] | None:
    """Return a number for each row's code, -1 where it has none; None where the column holds no codes."""
    import pandas as pd

    if column.isna().mean() > 1 - FILLED:
        return None
    numbers, values = pd.factorize(column)
    if len(values) < FEWEST_CODES:
        return None
    if not ROWS_OF_ONE[0] <= float(np.median(np.bincount(numbers[numbers >= 0]))) <= ROWS_OF_ONE[1]:
        return None
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        is_whole = pd.api.types.is_numeric_dtype(column) and bool((column.dropna() % 1 == 0).all())
        return numbers if is_whole and _NAMES.search(name) else None
    alike = np.mean([bool(_CODE.fullmatch(str(value).strip())) for value in values])
    return numbers if alike >= LOOK_LIKE_CODES or _NAMES.search(name) else None


def _tell_the_class(codes: NDArray[np.int64], classes: NDArray[np.int64]) -> bool:
    """Say whether rows of one code have the same class more often than chance explains.

    Compared are neighbours among the rows of each code with what the classes' shares give, as independent pairs.
    """
    rows = np.flatnonzero(codes >= 0)[:LOOKED_AT]
    order = rows[np.argsort(codes[rows], kind="stable")]
    pairs = np.flatnonzero(codes[order[1:]] == codes[order[:-1]])[::2]
    if not len(pairs):
        return False
    same = float((classes[order[pairs]] == classes[order[pairs + 1]]).mean())
    shares = np.bincount(classes[rows]) / len(rows)
    expected = float(np.square(shares).sum())
    error = np.sqrt(max(expected * (1 - expected), 1e-12) / len(pairs))
    return bool(same - expected > MORE_THAN_CHANCE * error)
