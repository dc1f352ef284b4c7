"""Plots inside a page."""

import base64
import re

import pytest

from reportgen.figures.figure_spec import Plot
from reportgen.figures.style import ACCENT, INK
from reportgen.rendering.plot_pictures import Pictures, inline_svg
from tests.bundles import HOSTILE, Maker, make_bundle
from tests.drawn import drawn


@pytest.fixture(scope="module")
def plots() -> tuple[Plot, ...]:
    return drawn(make_bundle(makers=tuple(Maker(f"m{i}", t, 2.0) for i, t in enumerate((*HOSTILE[:3], INK)))))


def test_on_screen_colours_are_the_page_s_own(plots: tuple[Plot, ...]) -> None:
    for plot in plots:
        if plot.media == "svg":
            markup = str(inline_svg(plot))
            styles = " ".join(re.findall(r'style="[^"]*"', markup))
            assert "var(--" in styles
            assert ACCENT not in styles
            assert "<style" not in markup


def test_text_that_looks_like_a_colour_stays_text(plots: tuple[Plot, ...]) -> None:
    roc = next(plot for plot in plots if plot.figure == "roc")
    assert f">{INK}</text>" in str(inline_svg(roc))


def test_in_print_plots_are_images_with_alternative_text(plots: tuple[Plot, ...]) -> None:
    (picture,) = Pictures(plots, "main", "print").of("roc")
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', str(picture.markup))
    assert base64.b64decode(found[1]).startswith(b"<svg")
    assert 'alt="ROC curves' in str(picture.markup)


def test_hostile_names_cannot_leave_the_alternative_text(plots: tuple[Plot, ...]) -> None:
    for medium in ("screen", "print"):
        for picture in Pictures(plots, "main", medium).of("roc"):
            assert "<script" not in str(picture.markup)


def test_pictures_of_one_model(plots: tuple[Plot, ...]) -> None:
    assert [p.id for p in Pictures(plots, "main", "print").of("calibration", "m1")] == [
        "main-calibration-m1-test"
    ]
    assert Pictures(plots, "other", "print").of("roc") == []
