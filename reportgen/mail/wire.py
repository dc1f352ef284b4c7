"""A message as bytes: the same in a file as on its way to a server."""

from collections.abc import Iterable
from email.generator import BytesGenerator
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP, Policy
from io import BytesIO
from typing import Any, Self


class Literally(str):
    """The text of a header that means itself: encoded words in it are encoded once more, never decoded.

    It is what `email.policy.EmailPolicy` takes as a header that is parsed already.
    """

    name: str
    __slots__ = ("name",)

    def __new__(cls, text: str, name: str) -> Self:
        """Make the text of the header called `name`."""
        made = super().__new__(cls, text)
        made.name = name
        return made

    def fold(self, *, policy: "Policy[Any]") -> str:
        """Return the header as it stands in a message, in ASCII whatever the policy."""
        header = Header(str(self), "utf-8", header_name=self.name, maxlinelen=policy.max_line_length)
        return f"{self.name}: {header.encode(linesep=policy.linesep)}{policy.linesep}"


def is_wide(addresses: Iterable[str]) -> bool:
    """Whether an address holds letters beyond ASCII before the @, which only headers in UTF-8 can hold (RFC 6532)."""
    return not all(address.isascii() for address in addresses)


def encoded(message: EmailMessage, addresses: Iterable[str]) -> bytes:
    """Return the message with line ends as in mail; its headers are in UTF-8 where one of its addresses needs it."""
    buffer = BytesIO()
    BytesGenerator(buffer, policy=SMTP.clone(utf8=is_wide(addresses))).flatten(message)
    return buffer.getvalue()


def stuffed(content: bytes) -> bytes:
    """Return the message as DATA takes it: whole lines, dots at their beginning doubled."""
    lines = content.replace(b"\r\n.", b"\r\n..")
    lines = b"." + lines if lines.startswith(b".") else lines
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"
