"""SVGs are well-formed, stable, and carry text as text."""

import re
from xml.etree import ElementTree as ET

import pytest

from reportgen.figures.canvas import name_axes, note, sheet, tick_labels, ticks
from tests.bundles import HOSTILE


def drawn(plot_id: str, text: str = "label") -> bytes:
    with sheet(plot_id, 240, 180) as page:
        page.axes.plot([0, 1, 2], [2, 0, 1])
        name_axes(page, text, text)
        note(page, (0.5, 0.5), (0, 0), text)
        return page.svg()


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_drawn_as_the_text_it_is(name: str) -> None:
    root = ET.fromstring(drawn("plot", name))
    texts = ["".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any(text.split() == name_as_shown(name).split() for text in texts)
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))


def name_as_shown(name: str) -> str:
    from reportgen.wording.text import printable

    return printable(name)


def test_mathematics_is_not_interpreted() -> None:
    assert b"$x^2$" in drawn("plot", "$x^2$")


def test_drawing_twice_gives_the_same_bytes() -> None:
    assert drawn("plot") == drawn("plot")


def test_ids_of_two_plots_do_not_meet() -> None:
    first, second = (set(re.findall(rb' id="([^"]+)"', drawn(name))) for name in ("one", "two"))
    assert first
    assert not first & second


def test_nothing_dates_or_names_the_maker() -> None:
    svg = drawn("plot")
    assert b"<metadata" not in svg
    assert b"<!--" not in svg


@pytest.mark.parametrize(("low", "high"), [(0, 1), (97.2, 99.1), (-640, 480), (0, 1e-4)])
def test_ticks_are_few_round_and_inside(low: float, high: float) -> None:
    values = ticks(low, high)
    assert 2 <= len(values) <= 7
    assert all(low - 1e-9 <= value <= high + 1e-9 for value in values)


def test_tick_labels_share_their_decimals() -> None:
    assert tick_labels([-2.5, 0, 2.5]) == ["\u22122.5", "0.0", "2.5"]
    assert tick_labels([0, 5000]) == ["0", "5,000"]


def test_a_matplotlibrc_changes_nothing() -> None:
    import matplotlib as mpl

    plain = drawn("plot")
    theirs = {
        "axes.grid": True,
        "lines.linestyle": "--",
        "xtick.direction": "in",
        "savefig.dpi": 30,
        "path.sketch": (9, 9, 9),
    }
    with mpl.rc_context(theirs):
        assert drawn("plot") == plain
        assert mpl.rcParams["axes.grid"], "settings are put back"
