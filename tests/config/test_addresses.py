"""Addresses are told from paths, and lose what is secret in them wherever they are shown."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.config.addresses import (
    address_of,
    all_without_secrets,
    is_address,
    refuse_address,
    shown_address,
    without_secrets,
)
from reportgen.errors import InputError


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://ada:pw@host/t.csv?sig=abc#x", "https://host/t.csv"),
        ("https://token@host:8080/t.csv", "https://host:8080/t.csv"),
        ("https://ada:1234@host/t.csv", "https://host/t.csv"),
        ("https://ada:p@ss@host/t.csv", "https://host/t.csv"),
        ("https://ada:p/w@host/t.csv", "https://host/t.csv"),
        ("https://ada:p?w#@host/t.csv", "https://host/t.csv"),
        ("https://host:80/mail@2/@ada/t.csv", "https://host:80/mail@2/@ada/t.csv"),
        ("http://[::1]:80/t@2.csv", "http://[::1]:80/t@2.csv"),
        ("s3://b/a b.csv?versionId=it's mine", "s3://b/a b.csv"),
        ("abfs://container@account.dfs.core.windows.net/t.csv?sig=1", "abfs://container@account.dfs.core.windows.net/t.csv"),
        ("abfss://container:key@account/t.csv", "abfss://account/t.csv"),
        ("az://c/t.parquet", "az://c/t.parquet"),
        ("/a/path?", "/a/path?"),
    ],
)  # fmt: skip
def test_an_address_by_itself(address: str, shown: str) -> None:
    assert shown_address(address) == shown
    assert all_without_secrets({"a": [address, 1, None]}) == {"a": [shown, 1, None]}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("build -d 's3://b/t.csv?versionId=1' --target y", "build -d 's3://b/t.csv' --target y"),
        ('"http://u:p@h/a?b" and (http://v:q@h/c)', '"http://h/a" and (http://h/c)'),
        ("no address: a@b.org? at 10:30/2", "no address: a@b.org? at 10:30/2"),
    ],
)
def test_addresses_in_a_text(text: str, shown: str) -> None:
    assert without_secrets(text) == shown
    assert all_without_secrets((text,)) == [shown]


@given(st.text("SECRT_@/:?#&%+=.'\" ", min_size=1))
@example("12@S")
def test_no_password_is_shown_whatever_is_in_it(password: str) -> None:
    assert shown_address(f"https://ada:{password}x@host/t.csv") == "https://host/t.csv"


@given(st.text("SECRET?#&%+=/@:'\" "))
def test_no_query_is_shown_whatever_is_in_it(query: str) -> None:
    assert shown_address(f"s3://bucket/t.csv?{query}") == "s3://bucket/t.csv"


def test_paths_are_no_addresses() -> None:
    assert [
        is_address(text) for text in ("s3://b", "s3:/b", "C:/data", "C:\\data", "a/b", "-", "openml:61")
    ] == [
        True,
        True,
        *[False] * 5,
    ]


def test_an_address_taken_for_a_path_is_found_again() -> None:
    assert address_of("s3:/u:pw@b/x") == "s3://b/x"
    with pytest.raises(
        InputError, match=r"^--eml `s3://b/x` is an address, and only tables are read from those"
    ):
        refuse_address("s3:/u:pw@b/x", "--eml ")
    refuse_address("out/x")
