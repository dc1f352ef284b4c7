"""Dots and intervals on a scale."""

from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.bundle.schema import Score
from reportgen.rendering.tables.interval_bars import scale_of
from reportgen.wording.quantity import Quantity

PERCENT = Quantity("accuracy", "Accuracy", 100.0, "%")


def row(value: float | None, low: float | None = None, high: float | None = None) -> Score:
    return Score(model="m", split="test", metric="accuracy", value=value, n=100, low=low, high=high)


@example([(0.625, 0.58, 0.58)])
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6))
def test_everything_lies_on_its_scale(triples: list[tuple[float, float, float]]) -> None:
    rows = [row(v, low, high) for low, v, high in map(sorted, triples)]
    scale = scale_of(rows, PERCENT, (0.0, 1.0))
    assert 0 <= scale.low < scale.high <= 100
    for score in rows:
        bar = scale.bar(score, PERCENT)
        assert bar is not None
        assert not bar.off
        assert 0 <= float(bar.left) <= float(bar.dot) + 0.11
        assert float(bar.left) + float(bar.width) <= 100.1


def test_ends_are_round() -> None:
    scale = scale_of([row(0.983, 0.964, 0.992), row(0.913, 0.884, 0.94)], PERCENT, (0.0, 1.0))
    assert (scale.low_text, scale.high_text) == ("88", "100")


def test_what_is_off_the_scale_is_marked_on_its_side() -> None:
    scale = scale_of([row(0.9), row(0.95)], PERCENT, (0.0, 1.0))
    assert scale.bar(row(0.1), PERCENT).off == "low"
    assert scale.bar(row(1.0), PERCENT).off == "high"


def test_no_value_no_bar_and_no_values_a_scale_all_the_same() -> None:
    scale = scale_of([row(None), None], PERCENT, (0.0, 1.0))
    assert scale.bar(row(None), PERCENT) is None
    assert (scale.low, scale.high) == (0, 100)


def test_no_interval_only_a_dot() -> None:
    scale = scale_of([row(0.9), row(0.95)], PERCENT)
    assert scale.bar(row(0.9), PERCENT).width == ""
