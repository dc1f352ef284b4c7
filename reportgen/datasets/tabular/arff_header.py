"""The header of an ARFF file: the values of nominal attributes in the order in which they are declared."""

import re
from collections.abc import Iterable

#: A name or a value: in quotes, in which a backslash escapes, or bare.
_QUOTED = r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\""
_ATTRIBUTE = re.compile(rf"\s*@attribute\s+({_QUOTED}|\S+?)\s*\{{(.*)\}}", re.IGNORECASE)
_VALUE = re.compile(rf"{_QUOTED}|[^,\s][^,]*")


def nominal_values(lines: Iterable[bytes]) -> dict[str, tuple[str, ...]]:
    """Return the declared values of each nominal attribute, by its name; lines from `@data` on are not read.

    The format is Weka's: https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/
    """
    declared = {}
    for line in lines:
        text = line.decode("utf-8", errors="replace")
        if text.lstrip().lower().startswith("@data"):
            break
        if found := _ATTRIBUTE.match(text):
            declared[_bare(found[1])] = tuple(_bare(value) for value in _VALUE.findall(found[2]))
    return declared


def _bare(text: str) -> str:
    """A name or value without its quotes, and what is escaped in them as it is meant."""
    text = text.strip()
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if re.fullmatch(_QUOTED, text) else text
