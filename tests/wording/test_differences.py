"""How many samples would decide, in words, and the interval that a verdict is by."""

import pytest

from reportgen.bundle.pairwise import pairwise_comparisons, turned
from reportgen.bundle.score_index import ScoreIndex
from reportgen.wording.differences import about, gap, level_in_words
from reportgen.wording.numbers import MINUS, NBSP
from tests.bundles import make_bundle
from tests.comparisons import comparison, with_comparisons


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (1_034, 4_250, "roughly 1,000 to 4,200"),
        (1_034, 1_049, "roughly 1,000"),
        (61_400, None, "at least 61,000"),
        (15, 140_000, "at least 15"),
        (None, None, "about 1,200"),
    ],
)
def test_a_number_is_as_rough_as_it_is(low: int | None, high: int | None, said: str) -> None:
    row = comparison("a", "b", -0.02, 0.03, samples_needed_low=low, samples_needed_high=high)
    assert about([row]) == said


def test_of_several_it_is_what_decides_all_of_them() -> None:
    rows = [
        comparison("a", "b", -0.02, 0.03, samples_needed_low=low, samples_needed_high=high)
        for low, high in ((100, 900), (300, 600))
    ]
    assert about(rows) == "roughly 300 to 900"
    assert about([*rows, comparison("a", "b", 0.02, 0.03)]) == ""
    assert about([]) == ""


def test_of_equivalent_models_the_interval_shown_is_that_of_the_two_tests() -> None:
    row = comparison("svc", "rf", -0.004, 0.006, equivalence_low=-0.003, equivalence_high=0.0045)
    equal = comparison(
        "svc", "rf", -0.004, 0.006, verdict="equivalent", equivalence_low=-0.003, equivalence_high=0.0045
    )
    bundle = with_comparisons(make_bundle(), [equal])
    index = ScoreIndex(bundle.record.analyses[0], bundle.record.metrics)
    (of_svc,) = pairwise_comparisons(index, "svc")
    (of_rf,) = pairwise_comparisons(index, "rf")
    assert (of_svc.low, of_svc.high) == (-0.003, 0.0045) == (-(of_rf.high or 0), -(of_rf.low or 0))
    assert level_in_words(of_svc.row) == f"90{NBSP}% interval, adjusted for 3 pairs"
    assert gap(of_svc, index.metrics) == f"between {MINUS}0.3 and 0.4{NBSP}points"
    assert turned(turned(row)) == row
