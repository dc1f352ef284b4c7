"""Lines of a TOML file that belong to one of several tables."""

import pytest

from reportgen.config.toml_lines import find_line, only_table

TEXT = """\
cv = 1
[[analysis]]  # the first
cv = 2
[analysis.params.knn]
p = 1
[[other]]
cv = 3
[[analysis]]
models = [
  ["sgd", "rf"],
  ["svc"],
]
cv = 4
"""


@pytest.mark.parametrize(("place", "lines"), [(0, {2, 3, 4, 5}), (1, {8, 9, 10, 11, 12, 13}), (2, set())])
def test_lines_keep_their_numbers(place: int, lines: set[int]) -> None:
    kept = only_table(TEXT, ("analysis",), place).splitlines()
    assert {number for number, line in enumerate(kept, 1) if line} == lines


def test_the_key_of_the_right_table_is_found() -> None:
    found = [find_line(only_table(TEXT, ("analysis",), place), ("analysis", "cv")) for place in (0, 1)]
    assert found == [3, 13]


def test_a_table_without_the_key_is_found_by_its_head() -> None:
    assert find_line(only_table(TEXT, ("analysis",), 0), ("analysis", "id")) == 2


def test_dotted_and_quoted_heads() -> None:
    text = '[[tool."report-gen".analysis]]\ncv = 1\n'
    assert only_table(text, ("tool", "report_gen", "analysis"), 0).splitlines() == text.splitlines()
