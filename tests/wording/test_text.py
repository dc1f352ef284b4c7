"""Text from data fits XML and the room it is given."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.wording.text import plural, printable, short_title, shorten, slug, width_of
from tests.bundles import HOSTILE

ANY_TEXT = st.text(st.characters(codec=None), max_size=80)


@given(ANY_TEXT)
def test_printable_text_can_stand_in_xml(text: str) -> None:
    element = ET.Element("text")
    element.text = printable(text)
    again = ET.fromstring(ET.tostring(element, encoding="utf-8"))
    assert (again.text or "") == printable(text)


@given(ANY_TEXT)
def test_printable_is_one_line_and_stable(text: str) -> None:
    shown = printable(text)
    assert len(shown.splitlines()) <= 1
    assert printable(shown) == shown


def test_printable_keeps_ordinary_text_of_any_script() -> None:
    for text in ("é ß ñ", "手書き", "שלום", "😀", "a < b & c"):
        assert printable(text) == text


def test_direction_overrides_cannot_turn_the_text_after_a_name() -> None:
    assert "\u202e" not in printable("abc\u202edef")


@given(ANY_TEXT, st.floats(3, 40))
def test_shortened_text_fits(text: str, widest: float) -> None:
    assert width_of(shorten(text, widest)) <= widest + 1e-9


def test_short_text_stays_and_long_text_keeps_both_ends() -> None:
    assert shorten("Random forest", 20) == "Random forest"
    cut = shorten("convolutional network, variant 7", 8)
    assert cut.startswith("conv")
    assert "…" in cut
    assert cut.endswith("7")


@given(ANY_TEXT)
def test_slugs_are_safe_file_names(text: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*|[A-Za-z0-9._-]+", slug(text))
    assert not slug(text).startswith((".", "-"))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_have_slugs(name: str) -> None:
    assert "/" not in slug(name)


@pytest.mark.parametrize(("noun", "expected"), [("image", "images"), ("class", "classes"), ("box", "boxes")])
def test_plural(noun: str, expected: str) -> None:
    assert plural(noun) == expected


def test_a_title_loses_its_bracket_before_it_is_cut() -> None:
    assert short_title("Majority class (baseline)", 30) == "Majority class (baseline)"
    assert short_title("Majority class (baseline)", 12) == "Majority class"
    assert short_title("Matthews correlation coefficient (MCC)", 12) == "MCC"
    assert "…" in short_title("Gradient boosting on binned features", 12)
    assert "…" in short_title("(nothing but a bracket of many words)", 12)
