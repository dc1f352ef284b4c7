"""Where addresses and styles lead: nowhere, into the file, into data carried along, or out."""

import base64
import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal
from urllib.parse import unquote_to_bytes

import tinycss2

Lead = Literal["inside", "data", "script", "outside"]

#: What browsers take off the ends of an address, and out of its middle.
_ENDS = "".join(map(chr, range(0x21)))
_WITHIN = re.compile(r"[\t\n\r]")

#: The next address of a `srcset`, behind spaces and commas.
_CANDIDATE = re.compile(r"[^ \t\n\f\r,][^ \t\n\f\r]*")

#: Functions of CSS whose texts are addresses.
_ADDRESSES = ("url", "src")
_IMAGES = ("image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade")


def lead(address: str) -> Lead:
    """Return where an address leads, read as a browser reads it; a relative one leads out, to another file."""
    plain = _WITHIN.sub("", address.strip(_ENDS)).lower()
    if not plain or plain.startswith("#") or plain == "about:blank":
        return "inside"
    scheme = plain.partition(":")[0]
    if scheme == "data":
        return "data"
    return "script" if scheme in ("javascript", "vbscript") else "outside"


def addresses_in(style: str) -> Iterator[str]:
    """Yield every address in a style sheet, a declaration or a single value."""
    yield from _addresses(tinycss2.parse_component_value_list(style))


def _addresses(tokens: Sequence[Any], *, images: bool = False) -> Iterator[str]:
    """Yield addresses among tokens; `images`: texts are addresses too, as inside image-set()."""
    importing = False
    for token in tokens:
        if token.type in ("whitespace", "comment"):
            continue
        if token.type == "url" or (token.type == "string" and (importing or images)):
            yield token.value
        elif token.type == "function":
            yield from _of_function(token)
        elif hasattr(token, "content"):
            yield from _addresses(token.content)
        importing = token.type == "at-keyword" and token.lower_value == "import"


def _of_function(token: Any) -> Iterator[str]:
    if token.lower_name in _ADDRESSES:
        texts = [part.value for part in token.arguments if part.type == "string"]
        # Without a text in it the address is put together elsewhere, where it cannot be followed.
        yield from texts or [token.serialize()]
    else:
        yield from _addresses(token.arguments, images=token.lower_name in _IMAGES)


def candidates(srcset: str) -> Iterator[str]:
    """Yield the addresses of a `srcset`, taken apart as browsers do: commas may be part of an address."""
    place = 0
    while found := _CANDIDATE.search(srcset, place):
        address = found[0]
        if address.endswith(","):
            yield address.rstrip(",")
            place = found.end()
        else:
            yield address
            after = srcset.find(",", found.end())
            place = len(srcset) if after < 0 else after + 1


def carried(address: str) -> tuple[str, bytes]:
    """Return the media type and the content of a `data:` address."""
    head, _, body = _WITHIN.sub("", address.strip(_ENDS))[len("data:") :].partition(",")
    media, *parameters = (part.strip().lower() for part in head.split(";"))
    content = unquote_to_bytes(body)
    if "base64" in parameters:
        try:
            content = base64.b64decode(content + b"=" * (-len(content) % 4))
        except ValueError:
            content = b""
    return media or "text/plain", content
