"""What every format of tables must keep to, shown without a single file that a newcomer would have to give."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.datasets.tabular.table_format import TABLE_FORMATS, TableFormat, find_table_format
from reportgen.errors import InputError

each_format = pytest.mark.parametrize("known", list(TABLE_FORMATS), ids=lambda known: known.id)


@each_format
def test_a_format_is_named_and_tells_its_files(known: TableFormat) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", known.id)
    assert known.title
    assert known.suffixes or known.recognises
    assert all(re.fullmatch(r"\.[a-z0-9]+", suffix) for suffix in known.suffixes)


def test_no_two_formats_claim_the_same_name() -> None:
    claims = Counter(suffix for known in TABLE_FORMATS for suffix in known.suffixes)
    assert max(claims.values()) == 1


@each_format
@pytest.mark.parametrize("name", ["data{}", "DATA{}", "a.b{}", "data{}.gz"])
def test_a_name_decides(known: TableFormat, name: str, tmp_path: Path) -> None:
    for suffix in known.suffixes:
        path = tmp_path / name.format(suffix.upper() if name.isupper() else suffix)
        path.write_bytes(b"PAR1")
        assert find_table_format(path) is known


@each_format
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_any_bytes_are_a_table_or_one_message(known: TableFormat, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / f"any{min(known.suffixes, default='')}"
    path.write_bytes(content)
    try:
        file = known.examine(path)
        frame = file.read(frozenset())
    except InputError as error:
        assert str(path) in str(error)  # noqa: PT017  # either outcome is fine
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert tuple(frame.columns) == file.names
        assert len(set(file.names)) == len(file.names)
        assert list(frame.index) == list(range(len(frame)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_content_under_another_name_is_known_or_not(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.bin"
    path.write_bytes(content)
    for known in TABLE_FORMATS:
        assert known.recognises is None or known.recognises(path) in (True, False)
