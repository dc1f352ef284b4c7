"""JSON as many programs write it: NaN for a gap, and no key twice."""

import json
from typing import Any

from reportgen.bundle.value_text import shortened


class JsonError(Exception):
    """What is wrong with a text, as words that follow its place."""


class BrokenJsonError(JsonError):
    """It is no JSON: `problem` says why, at `character`, counted from 1."""

    def __init__(self, problem: str, character: int) -> None:
        super().__init__(f"is broken at character {character:,}: {problem}.")
        self.problem, self.character = problem, character


def decode(text: str) -> Any:
    """Return the value of a text, in which NaN has become None.

    Raises
    ------
    JsonError
    """
    try:
        value = _DECODER.decode(text)
        if "\\ud" in text.lower():
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise BrokenJsonError(f"{error.msg[0].lower()}{error.msg[1:]}", error.pos + 1) from error
    except UnicodeEncodeError as error:
        raise JsonError(f"holds half a character, `{ascii(error.object[error.start])[1:-1]}`.") from error
    except ValueError as error:  # Python makes no number of thousands of digits
        raise JsonError("holds a number that is too long to be read.") from error
    except RecursionError as error:
        raise JsonError("is nested too deeply to be read.") from error
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise JsonError(f"has the key `{shortened(twice)}` twice. Give each value a key of its own.")
    return row


def _constant(name: str) -> float | None:
    """NaN, which no JSON has but which many programs write, stands for a gap."""
    return None if name == "NaN" else float(name)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)
