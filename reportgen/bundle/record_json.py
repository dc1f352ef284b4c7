"""A record as JSON, which is UTF-8: names of files and arguments may be bytes that are not."""

from typing import Any

import msgspec


def as_json(record: msgspec.Struct) -> bytes:
    """Return a record as JSON on one line; bytes that are no UTF-8, as in a file's name, become U+FFFD."""
    try:
        return msgspec.json.encode(record)
    except UnicodeEncodeError:
        return msgspec.json.encode(_mended(msgspec.to_builtins(record)))


def _mended(value: Any) -> Any:
    """Return a value of JSON's types without the lone surrogates by which Python keeps such bytes."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_mended(key): _mended(each) for key, each in value.items()}
    return [_mended(each) for each in value] if isinstance(value, list | tuple) else value
