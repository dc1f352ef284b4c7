"""Addresses, told from paths."""

import re


def is_address(text: str) -> bool:
    """Whether a text is an address such as `s3://bucket/file`, or what is left of one among paths, `s3:/bucket`."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+:/", text) is not None
