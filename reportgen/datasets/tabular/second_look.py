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
from reportgen.datasets.tabular.evident_codes import ZERO_FIRST, first_code
from reportgen.datasets.target_array import LARGEST_WHOLE

if TYPE_CHECKING:
    import pandas as pd

#: Whole numbers that floats may not tell apart.
_LONG_DIGITS = 16
_LONG = rf"\s*[+-]?[0-9]{{{_LONG_DIGITS},}}\s*"

#: What no code begins with.
_NO_CODE = tuple("123456789-")

#: Longer runs of digits end in a column that is read again anyway.
_MOST_DIGITS = 40

_ZERO, _NINE, _SPACE, _PLUS, _E, _e = b"09 +Ee"

#: A telephone number has so many digits at least, and as a number is at least this.
_FEWEST_DIGITS = 8
_SHORTEST_TELEPHONE = 10 ** (_FEWEST_DIGITS - 1)


def columns_to_reread(frame: "pd.DataFrame", path: Path, encoding: str, delimiter: str) -> list[str]:
    """Return the columns of numbers that a look at their text may turn into something else."""
    numbers = [name for name, column in frame.items() if column.dtype.kind in "iuf"]
    if numbers and has_codes(path, encoding, delimiter):
        return [str(name) for name in numbers]
    unsure = [name for name in numbers if is_inexact(frame[name])]
    unsure += [name for name in numbers if name not in unsure and _may_be_codes(frame[name])]
    if all(not is_inexact(frame[name]) for name in unsure) and not has_marks(path, encoding):
        return []
    return [str(name) for name in unsure]


def _may_be_codes(column: "pd.Series[float]") -> bool:
    """Whether numbers may be 12E5 as it was written, or numbers of telephones: whole floats, or all of them long."""
    values = column.to_numpy()
    present = values[~np.isnan(values)] if column.dtype.kind == "f" else values
    if not len(present) or (present < 0).any():
        return False
    is_float = column.dtype.kind == "f" and np.array_equal(present, np.trunc(present))
    return is_float or bool(present.min() >= _SHORTEST_TELEPHONE)


def has_marks(path: Path, encoding: str) -> bool:
    """Whether the file holds digits with an E among them, or as many as a telephone number's behind a plus."""
    rest = b""
    for chunk in _utf8_chunks(path, encoding):
        text = rest + chunk
        block = np.frombuffer(text, dtype=np.uint8)
        inner = block[1:-1]
        if (_is_digit(block[:-2]) & ((inner == _E) | (inner == _e)) & _is_digit(block[2:])).any():
            return True
        plus = np.flatnonzero(block[:-_FEWEST_DIGITS] == _PLUS)
        if (_is_digit(block[plus + 1]) & _is_digit(block[plus + _FEWEST_DIGITS])).any():
            return True
        rest = text[-_FEWEST_DIGITS:]
    return False


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
    if unsure.fullmatch(ZERO_FIRST).any() or unsure.fullmatch(_LONG).any():
        return True
    has_e = text.contains("e", regex=False) | text.contains("E", regex=False)
    present = written.dropna()
    if not has_e.any() and not present.str.startswith("+").all():
        return False
    return first_code(present.unique().tolist()) is not None


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
    place = found - 1 - ((block[found - 1] == _PLUS) & (found > 1))
    for _ in range(_MOST_DIGITS):
        within = (block[place] == _SPACE) & ~before[block[place]] & (place > 0)
        if not within.any():
            break
        place = place - within
    return np.asarray(before[block[place]] | (block[place] == _SPACE))


def _is_digit(values: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return (values >= _ZERO) & (values <= _NINE)


def _utf8_chunks(path: Path, encoding: str) -> Iterator[bytes]:
    """The file as bytes in which digits and delimiters are one byte each, as in all encodings but UTF-16 and 32."""
    decoder = codecs.getincrementaldecoder(encoding)() if encoding.startswith(("utf-16", "utf-32")) else None
    with open_bytes(path) as file:
        while chunk := file.read(CHUNK_BYTES):
            yield decoder.decode(chunk).encode() if decoder else chunk
