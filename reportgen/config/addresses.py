"""Addresses, told from paths, and shown without what is secret in them."""

import re
from typing import Any

#: A scheme, who asks for it, where it is, and what is asked: of the last only the place may be shown.
_ADDRESS = re.compile(r"\b([A-Za-z][A-Za-z0-9+.-]+://)(?:[^\s/@'\"]*@)?([^\s?#'\"]*)([?#][^\s'\"]*)?")


def is_address(text: str) -> bool:
    """Whether a text is an address such as `s3://bucket/file`, or what is left of one among paths, `s3:/bucket`."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+:/", text) is not None


def without_secrets(text: str) -> str:
    """Return a text whose addresses have lost user, password, query and fragment, which may hold keys."""
    return _ADDRESS.sub(lambda found: f"{found[1]}{found[2]}", text)


def all_without_secrets(value: Any) -> Any:
    """Return a value of lists, dictionaries and texts, whose texts have no secrets in their addresses."""
    if isinstance(value, str):
        return without_secrets(value)
    if isinstance(value, dict):
        return {key: all_without_secrets(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [all_without_secrets(inner) for inner in value]
    return value
