"""Mailboxes as people write them: `ada@example.org` or `Ada Lovelace <ada@example.org>`."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from email.headerregistry import Address

from reportgen.errors import InputError

_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")
#: One word of a local part: letters of any script, digits, and the signs that need no quotes.
_WORD = r"[\w!#$%&'*+/=?^`{|}~-]+"
_LOCAL = re.compile(rf"{_WORD}(\.{_WORD})*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
#: What begins an encoded word (RFC 2047). Mail programs, and Python's headers, decode one wherever it stands, and any
#: character can be in it, a line end too: what others gave never goes into a header as one.
ENCODED_WORD = "=?"
_MOST_LOCAL, _MOST_DOMAIN = 64, 253


@dataclass(frozen=True)
class Mailbox:
    """An address, its domain in ASCII, and the name that goes with it."""

    name: str
    local: str
    domain: str

    @property
    def address(self) -> str:
        """The address alone, as servers are told it."""
        return f"{self.local}@{self.domain}"

    @property
    def header(self) -> Address:
        """What the headers of a message hold."""
        return Address(self.name, self.local, self.domain)

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


def parse_mailbox(text: str, source: str) -> Mailbox:
    """Read one mailbox; `source` is the option that messages name.

    Raises
    ------
    InputError
        If it is no address, or holds what could be taken for another header.
    """
    if has_controls(text):
        raise InputError(
            f"{source} {text!r} holds a line end or another control character: give one address."
        )
    if ENCODED_WORD in text:
        raise InputError(
            f"{source} `{text}` holds `{ENCODED_WORD}`, which begins an encoded word of mail: give the name itself."
        )
    if not text.strip():
        raise InputError(f"{source} is empty: give an address, as in ada@example.org.")
    found = _NAMED.fullmatch(text.strip())
    name, address = (found["name"], found["address"]) if found else ("", text)
    local, at, domain = address.strip().rpartition("@")
    problem = _problem(local, at, domain)
    if problem:
        several = " Repeat the option for several." if "," in text or ";" in text else ""
        raise InputError(f"{source} `{text}` is no mail address: {problem}.{several}")
    return Mailbox(name.strip().strip('"').strip(), local, _in_ascii(domain))


def has_controls(text: str) -> bool:
    """Whether text holds line ends or other characters that no header may hold."""
    return any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in text)


def _problem(local: str, at: str, domain: str) -> str:
    """Say what is wrong with an address; nothing where all is well."""
    if not at:
        return "it has no @"
    if not _LOCAL.fullmatch(local) or len(local.encode()) > _MOST_LOCAL:
        return f"`{local}` cannot stand before the @" if local else "nothing stands before the @"
    try:
        labels = _in_ascii(domain).split(".")
    except UnicodeError:
        return f"`{domain}` is no domain"
    if len(domain) > _MOST_DOMAIN or not all(_LABEL.fullmatch(label) for label in labels):
        return f"`{domain}` is no domain" if domain else "nothing stands after the @"
    return ""


def _in_ascii(domain: str) -> str:
    """Return a domain as name servers know it: `münchen.example` is `xn--mnchen-3ya.example`."""
    return domain if domain.isascii() else domain.encode("idna").decode("ascii")


def parse_mailboxes(texts: Iterable[str], source: str) -> tuple[Mailbox, ...]:
    """Read mailboxes, each address once."""
    found: dict[tuple[str, str], Mailbox] = {}
    for text in texts:
        mailbox = parse_mailbox(text, source)
        found.setdefault((mailbox.local, mailbox.domain.lower()), mailbox)
    return tuple(found.values())
