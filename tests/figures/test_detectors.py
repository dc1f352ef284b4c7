"""Figures of detectors: operating points marked where they lie, and misses against false alarms."""

import re

from reportgen.figures.draw import draw_all
from tests.bundles import HOSTILE, MAKERS, Maker, make_bundle
from tests.detectors import make_detector


def drawn(figure: str, **options: object) -> list[str]:
    plots = draw_all(make_detector(**options))  # type: ignore[arg-type]
    assert not [plot.missing for plot in plots if plot.missing]
    return [plot.content.decode() for plot in plots if plot.figure == figure]


def test_every_point_has_its_letter() -> None:
    for svg in drawn("threshold", operating_points=("recall >= 0.99",)):
        assert re.findall(r">([A-E])</text>", svg)
        assert set(re.findall(r">([A-E])</text>", svg)) == set("ABCD")


def test_a_point_far_outside_the_scores_is_not_marked() -> None:
    for svg in drawn("threshold", threshold=8000.0):
        assert set(re.findall(r">([A-E])</text>", svg)) == set("ABC")


def test_misses_are_drawn_for_detectors_alone() -> None:
    (svg,) = drawn("det")
    assert "(misses), %" in svg
    assert not [p for p in draw_all(make_bundle(("no", "yes"), rare=0.2, n_test=300)) if p.figure == "det"]


def test_perfect_and_hostile_detectors_break_nothing() -> None:
    assert drawn("det", makers=(Maker("a", "Perfect", 90), MAKERS[-1])) == []
    drawn("threshold", classes=(HOSTILE[4], HOSTILE[9]), n_test=0)
    drawn("threshold", classes=(HOSTILE[8], HOSTILE[7]), folds=0)
