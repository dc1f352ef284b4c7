"""Addresses."""

import pytest

from reportgen.errors import InputError
from reportgen.mail.mailbox import parse_mailbox, parse_mailboxes


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("a@example.org", "", "a@example.org"),
        (" a.b+c@localhost ", "", "a.b+c@localhost"),
        ("Ada Lovelace <ada@example.org>", "Ada Lovelace", "ada@example.org"),
        ('"Lovelace, Ada" <ada@example.org>', "Lovelace, Ada", "ada@example.org"),
        ("Zoë 数字 <zoë@münchen.example>", "Zoë 数字", "zoë@xn--mnchen-3ya.example"),
    ],
)
def test_mailboxes(text: str, name: str, address: str) -> None:
    found = parse_mailbox(text, "--to")
    assert (found.name, found.address) == (name, address)
    assert found.header.addr_spec == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "a da@example.org",
        "ada@exa mple.org",
        "ada@-x.org",
        "ada@x..org",
        "a..b@example.org",
        "a@b@c",
        "a@example.org, b@example.org",
        "<a@example.org",
        "a@example.org\nBcc: b@example.org",
        "a@example.org\r",
        "A\n <a@example.org>",
        "a\x00@example.org",
        "=?utf-8?q?a=0d=0aBcc:_evil@x.org?= <a@example.org>",
        "=?utf-8?q?=0aBcc=3Aevil=40x.org?=@example.org",
        f"{'a' * 65}@example.org",
        f"a@{'b' * 64}.org",
        f"a@{'b' * 64}.org.{'ü' * 64}",
    ],
)
def test_what_is_no_mailbox_is_refused_by_name(text: str) -> None:
    with pytest.raises(InputError, match=r"^--to"):
        parse_mailbox(text, "--to")


def test_each_address_counts_once() -> None:
    found = parse_mailboxes(["a@example.org", "A <a@EXAMPLE.org>", "b@example.org"], "--to")
    assert [mailbox.address for mailbox in found] == ["a@example.org", "b@example.org"]
