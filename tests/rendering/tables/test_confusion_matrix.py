"""Confusion matrices as tables."""

import pytest

from reportgen.findings.confusion_pairs import pairs_of
from reportgen.rendering.tables.confusion_matrix import COMPACT, LEVELS, MOST_CLASSES, matrices, pair_rows

MATRIX = [[90, 10, 0], [0, 50, 0], [3, 1, 96]]


def test_counts_show_everything_and_shares_leave_the_right_answers_out() -> None:
    counts, by_row, by_column = matrices(MATRIX, "abc", "images")
    assert [cell.text for cell in counts.rows[0].cells] == ["90", "10", ""]
    assert [cell.text for cell in by_row.rows[0].cells] == ["", "10", ""]
    assert [cell.text for cell in by_column.rows[2].cells] == ["3.2", "1.6", ""]


def test_colour_is_the_share_not_the_count() -> None:
    rare = [[990, 10], [5, 5]]
    (counts,) = matrices(rare, ["no", "yes"], "rows")
    assert counts.rows[1].cells[0].level == LEVELS
    assert counts.rows[0].cells[1].level == 1


def test_right_answers_have_no_colour() -> None:
    for view in matrices(MATRIX, "abc", "images"):
        assert all(row.cells[i].right and row.cells[i].level == 0 for i, row in enumerate(view.rows))


@pytest.mark.parametrize(
    ("n", "views"), [(2, 1), (3, 3), (COMPACT, 3), (COMPACT + 1, 1), (MOST_CLASSES + 1, 0)]
)
def test_only_as_many_matrices_as_can_be_read(n: int, views: int) -> None:
    matrix = [[1] * n for _ in range(n)]
    assert len(matrices(matrix, [str(i) for i in range(n)], "rows")) == views


def test_long_names_give_way_to_numbers() -> None:
    view = matrices(MATRIX, ["a", "b", "a very long name of a class"], "rows")[0]
    assert view.heads == ("1", "2", "3")
    assert [row.number for row in view.rows] == ["1", "2", "3"]
    assert view.rows[2].name.full == "a very long name of a class"


def test_a_class_without_samples_divides_nothing() -> None:
    assert matrices([[0, 0], [1, 1]], ["a", "b"], "rows")[0].rows[0].cells[1].text == ""


def test_pairs_carry_their_share_of_all_errors() -> None:
    first = pair_rows(pairs_of(MATRIX), "abc", 1)[0]
    assert (first.actual.short, first.answer.short, first.count, first.share) == ("a", "b", "10", "71.4")
