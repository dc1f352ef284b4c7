"""Columns of a text file that were read as numbers but are not, or not exactly: codes such as 007, and long numbers.

What decides is the whole column, and a zero in front is lost once a value is a number. So the bytes of the file are
searched for such values, and columns are read again only where there are some.
"""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.datasets.tabular.encoding import CHUNK_BYTES, open_bytes
from reportgen.datasets.target_array import LARGEST_WHOLE

if TYPE_CHECKING:
    import pandas as pd

#: Digits that are a code where they are all of a value.
CODE = r"\s*0[0-9]+\s*"

#: Whole numbers that floats may not tell apart.
_LONG_DIGITS = 16
_LONG = rf"\s*[+-]?[0-9]{{{_LONG_DIGITS},}}\s*"

#: What no code begins with.
_NO_CODE = tuple("123456789+-")

#: Longer runs of digits end in a column that is read again anyway.
_MOST_DIGITS = 40

_ZERO, _NINE, _SPACE = b"09 "


def columns_to_reread(frame: "pd.DataFrame", path: Path, encoding: str, delimiter: str) -> list[str]:
    """Return the columns of numbers that a look at their text may turn into something else."""
    numbers = [name for name, column in frame.items() if column.dtype.kind in "iuf"]
    if numbers and has_codes(path, encoding, delimiter):
        return [str(name) for name in numbers]
    return [str(name) for name in numbers if is_inexact(frame[name])]


def is_inexact(column: "pd.Series[float]") -> bool:
    """Whether floats are so large that several whole numbers may have become the same one."""
    if column.dtype.kind != "f":
        return False
    values = column.to_numpy()
    return bool((np.abs(values[np.isfinite(values)]) >= LARGEST_WHOLE).any())


def are_codes(written: "pd.Series[str]") -> bool:
    """Whether any value of a column is a code, or a whole number that floats may not tell from others."""
    # Patterns are matched value by value, so that what is plainly an ordinary number is left out first.
    text = written.str
    may_be_code = ~text.startswith(_NO_CODE) & ~text.contains(".", regex=False) & (text.len() > 1)
    unsure = written[may_be_code | (text.len() >= _LONG_DIGITS)].str
    return bool(unsure.fullmatch(CODE).any() or unsure.fullmatch(_LONG).any())


def has_codes(path: Path, encoding: str, delimiter: str) -> bool:
    """Whether any value of the file is nothing but digits, more than one, the first of which is a zero."""
    before = np.zeros(256, dtype=np.bool_)
    before[list(b'\n\r"' + delimiter.encode())] = True
    after = before.copy()
    after[_SPACE] = True
    rest = b"\n"
    for chunk in _utf8_chunks(path, encoding):
        block = rest + chunk
        if _holds_code(np.frombuffer(block, dtype=np.uint8), before, after):
            return True
        rest = block[-_MOST_DIGITS:]
    return _holds_code(np.frombuffer(rest + b"\n" * _MOST_DIGITS, dtype=np.uint8), before, after)


def _holds_code(block: NDArray[np.uint8], before: NDArray[np.bool_], after: NDArray[np.bool_]) -> bool:
    """Whether a code begins in the block, but for its last bytes, where its end could not be seen."""
    body = block[: max(0, len(block) - _MOST_DIGITS)]
    found = np.flatnonzero(body[1:] == _ZERO) + 1
    found = found[_is_digit(block[found + 1])]
    found = found[_begins_value(block, found, before)]
    for length in range(2, _MOST_DIGITS):
        if not len(found):
            return False
        following = block[found + length]
        if after[following].any():
            return True
        found = found[_is_digit(following)]
    return bool(len(found))


def _begins_value(
    block: NDArray[np.uint8], found: NDArray[np.int64], before: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Whether a value begins at each place, but for spaces in front: `lang 07` holds no code.

    More spaces than can be seen may reach back to where a value begins.
    """
    place = found - 1
    for _ in range(_MOST_DIGITS):
        within = (block[place] == _SPACE) & ~before[block[place]] & (place > 0)
        if not within.any():
            break
        place = place - within
    return np.asarray(before[block[place]] | (block[place] == _SPACE))


def _is_digit(values: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return (values >= _ZERO) & (values <= _NINE)


def _utf8_chunks(path: Path, encoding: str) -> Iterator[bytes]:
    """The file as bytes in which digits and delimiters are one byte each, as in all encodings but UTF-16."""
    decoder = codecs.getincrementaldecoder(encoding)() if encoding.startswith("utf-16") else None
    with open_bytes(path) as file:
        while chunk := file.read(CHUNK_BYTES):
            yield decoder.decode(chunk).encode() if decoder else chunk
