"""The part of the square that ROC and precision-recall show."""

import numpy as np

from reportgen.figures.model_identity import Identity
from reportgen.figures.model_lines import Line, crop
from tests.bundles import make_bundle

MODEL = make_bundle().record.analyses[0].models[0]


def line(x: list[float], y: list[float], n: int = 10_000) -> Line:
    return Line(MODEL, Identity(0), np.array(x), np.array(y), "", n)


def test_good_curves_are_cropped_to_where_they_turn() -> None:
    frame = crop([line([0, 1, 100], [90, 99, 100])], 0)
    assert frame.cropped
    assert frame.x == (0, 5)
    assert frame.y == (95, 100)


def test_a_poor_curve_shows_the_whole_square() -> None:
    assert not crop([line([0, 50, 100], [0, 55, 100])], 0).cropped


def test_the_worst_curve_decides() -> None:
    good, poor = line([0, 1, 100], [90, 99, 100]), line([0, 15, 100], [20, 85, 100])
    assert crop([good, poor], 0).x[1] > crop([good], 0).x[1]


def test_perfect_curves_are_not_magnified() -> None:
    assert not crop([line([0, 0, 100], [0, 100, 100])], 0).cropped


def test_few_samples_are_not_magnified_beyond_what_they_show() -> None:
    assert crop([line([0, 1, 100], [90, 99, 100], n=100)], 0).x == (0, 10)


def test_recall_is_cropped_from_the_other_end() -> None:
    assert crop([line([0, 99, 100], [100, 99, 20])], 100).x == (95, 100)
