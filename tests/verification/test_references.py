"""Where addresses lead."""

import pytest

from reportgen.verification.references import addresses_in, candidates, carried, lead


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("", "inside"),
        ("#a", "inside"),
        (" \n#a", "inside"),
        ("about:blank", "inside"),
        ("data:,x", "data"),
        ("DATA:,x", "data"),
        ("\x01da\nta:,x", "data"),
        ("JavaScript:x", "script"),
        ("?q", "outside"),
        ("blob:x", "outside"),
        ("ftp://x", "outside"),
    ],
)
def test_lead(address: str, where: str) -> None:
    assert lead(address) == where


def test_addresses_in_styles() -> None:
    style = """@import "a"; @import url(b); p{background:url( "c" ), image-set("d" 1x, "e" type("image/png"));
    content:"f"; cursor:url(g), auto} @media print{q{background:u\\52L(h)}} /* url(i) */"""
    assert list(addresses_in(style)) == ["a", "b", "c", "d", "e", "g", "h"]


def test_candidates_of_a_srcset() -> None:
    assert list(candidates("data:image/png;base64,AA== 1x, b 2x,c ,, d, e")) == [
        "data:image/png;base64,AA==",
        "b",
        "c",
        "d",
        "e",
    ]


def test_what_data_carries() -> None:
    assert carried("data:image/svg+xml;charset=utf-8,%3Csvg/%3E") == ("image/svg+xml", b"<svg/>")
    assert carried("data:text/css;base64,YQ") == ("text/css", b"a")
    assert carried("data:,x") == ("text/plain", b"x")


def test_a_long_srcset_takes_one_pass() -> None:
    assert sum(1 for _ in candidates("a 1x," * 500_000)) == 500_000
