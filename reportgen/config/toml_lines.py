"""Where in a TOML file something stands, for messages."""

import re
from collections.abc import Sequence

#: The head of a table, alone on its line; a list over several lines begins with a bracket as well.
_HEADER = re.compile(r"\s*\[\[?([^\[\]]+)\]\]?\s*(?:#.*)?$")


def only_table(text: str, path: Sequence[str], place: int) -> str:
    """Return the text with all lines emptied but those of one of the tables `[[path]]`, counted from 0.

    Lines keep their numbers.
    """
    count, inside, kept = -1, False, []
    for line in text.splitlines():
        header = _HEADER.match(line)
        if header:
            keys = _keys(header[1])
            count += keys == tuple(path) and line.lstrip().startswith("[[")
            inside = count == place and keys[: len(path)] == tuple(path)
        kept.append(line if inside else "")
    return "\n".join(kept)


def find_line(text: str, path: Sequence[str]) -> int | None:
    """Return the line (from 1) that sets a key, or that opens the innermost table known to hold it."""
    wanted = tuple(key.replace("-", "_") for key in path)
    best, depth = None, 0
    table: tuple[str, ...] = ()
    quotes = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if quotes:  # inside a text of several lines
            quotes = "" if quotes in line else quotes
            continue
        header = _HEADER.match(line)
        setting = re.match(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]++|\s*\.\s*)+?)\s*=(.*)""", line)
        if header:
            table = _keys(header[1])
        found = table if header else (*table, *_keys(setting[1])) if setting else ()
        shared = min(len(found), len(wanted))
        if shared > depth and found[:shared] == wanted[:shared]:
            best, depth = number, shared
        opened = re.search(r'"""|\'\'\'', setting[2]) if setting else None
        if opened and setting and setting[2].count(opened[0]) == 1:
            quotes = opened[0]
    return best


def find_text(text: str, wanted: str) -> int | None:
    """Return the line (from 1) on which a text stands in quotes as a whole."""
    escaped = wanted.replace("\\", "\\\\").replace('"', '\\"')
    forms = (f'"{escaped}"', f"'{wanted}'")
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.lstrip().startswith("#") and any(form in line for form in forms):
            return number
    return None


def _keys(dotted: str) -> tuple[str, ...]:
    """Split a dotted key, quoted or not, dashes as underscores: `a."b".c-d` into a, b and c_d."""
    found = re.findall(r""""([^"]*)"|'([^']*)'|([\w-]+)""", dotted)
    return tuple((double or single or bare).replace("-", "_") for double, single, bare in found)
