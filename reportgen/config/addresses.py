"""Addresses, told from paths, and shown without what is secret in them."""

import re
from pathlib import Path
from typing import Any

from reportgen.errors import InputError

_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]+"

#: A scheme, who asks for it, where it is, and what is asked: of the last only the place may be shown. A password may
#: hold what should have been escaped in it; behind a colon that begins none, digits are a port.
_FORM = rf"""
    \b (?P<scheme> {_SCHEME}:// )
    (?: (?P<user> [^{{stop}}/?#:\[]* ) (?P<password> : (?! \d+ (?: [/?#{{stop}}] | $ ) ) [^{{stop}}]* )? @ )?
    (?P<place> [^{{stop}}?#]* )
    (?: [?#] [^{{stop}}]* )?
"""

#: An address in a text ends at a space or a quote; one by itself holds whatever it holds.
_IN_TEXT, _ALONE = (re.compile(_FORM.format(stop=stop), re.VERBOSE) for stop in (r"\s'\"", r"\n"))

#: Schemes of Azure, in whose addresses the container stands where others have a user.
_CONTAINER_FIRST = frozenset({"abfs://", "abfss://"})


def is_address(text: str) -> bool:
    """Whether a text is an address such as `s3://bucket/file`, or what is left of one among paths, `s3:/bucket`."""
    return re.match(rf"{_SCHEME}:/", text) is not None


def address_of(path: str) -> str:
    """Return the address that a path was made of, without secrets: `s3://bucket` of `s3:/bucket`."""
    return shown_address(re.sub(rf"^({_SCHEME}:/)/*", r"\1/", path))


def refuse_address(path: Path | str, option: str = "") -> None:
    """Raise an InputError where a path is an address, of which `option` names the place: `--eml `."""
    if is_address(str(path)):
        raise InputError(
            f"{option}`{address_of(str(path))}` is an address, and only tables are read from those. Give a path here."
        )


def shown_address(name: str) -> str:
    """Return an address, or any other name, without user, password, query and fragment, which may hold keys."""
    return _ALONE.sub(_shown, name)


def without_secrets(text: str) -> str:
    """Return a text in which the addresses have lost what `shown_address` leaves out."""
    return _IN_TEXT.sub(_shown, text)


def _shown(found: re.Match[str]) -> str:
    container = found["scheme"].lower() in _CONTAINER_FIRST and found["user"] and not found["password"]
    return f"{found['scheme']}{found['user'] + '@' if container else ''}{found['place']}"


def all_without_secrets(value: Any) -> Any:
    """Return a value of lists, dictionaries and texts, whose texts have no secrets in their addresses."""
    if isinstance(value, str):
        return shown_address(value) if is_address(value) else without_secrets(value)
    if isinstance(value, dict):
        return {key: all_without_secrets(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [all_without_secrets(inner) for inner in value]
    return value
