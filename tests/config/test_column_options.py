"""COLUMN=KIND and COLUMN=low,mid,high."""

import pytest

from reportgen.config import RunConfig
from reportgen.config.column_options import ColumnOptionError, parse_kind, parse_order
from reportgen.errors import InputError


def test_kinds() -> None:
    assert parse_kind("zip=category") == ("zip", "category")
    assert parse_kind("a = b = Number ") == ("a = b", "number")


@pytest.mark.parametrize(
    ("text", "said"),
    [("zip", "COLUMN=KIND"), ("=text", "COLUMN=KIND"), ("zip=catgory", "Did you mean `category`?")],
)
def test_what_is_no_kind(text: str, said: str) -> None:
    with pytest.raises(ColumnOptionError, match=said.replace("?", "[?]")):
        parse_kind(text)


def test_orders() -> None:
    assert parse_order("size=low, mid,high") == ("size", ("low", "mid", "high"))
    assert parse_order('size="a, b",c') == ("size", ("a, b", "c"))
    assert parse_order("a=b=low,high") == ("a", ("b=low", "high"))
    assert parse_order("a=b=low,high", {"a=b"}) == ("a=b", ("low", "high"))


@pytest.mark.parametrize("text", ["size", "=a,b", "size=low", "size=low,,high", "size=a,b,a", "size="])
def test_what_is_no_order(text: str) -> None:
    with pytest.raises(ColumnOptionError):
        parse_order(text)


def test_a_run_refuses_them_by_their_flags() -> None:
    with pytest.raises(InputError, match="--as is `zip=number or so`"):
        RunConfig(kinds=("zip=number or so",))
    with pytest.raises(InputError, match="--order is `size=low`"):
        RunConfig(orders=("size=low",))
