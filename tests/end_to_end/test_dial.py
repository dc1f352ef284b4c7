"""The dial of a detector in a real browser: move it, and the counts are those of the scores."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reportgen.wording.numbers import DASH

MODELS = ("sgd", "rf")


@pytest.fixture
def page(browser: Any, reports: dict[str, Path]) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto((reports["detector"] / "report.html").resolve().as_uri())
    yield page
    page.close()


def shown(dial: Any) -> dict[str, str]:
    return {
        name: dial.locator(f'[data-show="{name}"]').inner_text()
        for name in ("score", "right", "alarms", "missed", "found", "precision", "recall", "rate")
    }


def number(text: str) -> int:
    return int(text.replace(",", ""))


@pytest.mark.parametrize("model", MODELS)
def test_counts_are_those_of_the_scores_wherever_it_stands(
    page: Any, reports: dict[str, Path], model: str
) -> None:
    arrays = np.load(reports["detector"] / "bundle" / "arrays.npz")
    truth, scores = arrays["main/truth/test"], arrays[f"main/scores/{model}/test"]
    thresholds = arrays[f"main/curves/{model}/test/operating/all/threshold"]
    dial = page.locator(f".dial:has(#main-dial-{model})")
    slider = dial.locator("input")
    assert int(slider.get_attribute("max")) == len(thresholds) - 1
    seen = set()
    for place in range(0, len(thresholds), 3):
        slider.evaluate(
            "(e, at) => { e.value = at; e.dispatchEvent(new Event('input', {bubbles: true})) }", place
        )
        yes, now = scores >= thresholds[place], shown(dial)
        assert number(now["found"]) == (yes & (truth == 1)).sum()
        assert number(now["missed"]) == (~yes & (truth == 1)).sum()
        assert number(now["alarms"]) == (yes & (truth == 0)).sum()
        assert number(now["right"]) == (~yes & (truth == 0)).sum()
        assert float(now["recall"]) == pytest.approx(100 * yes[truth == 1].mean(), abs=0.51)
        if yes.any():
            assert float(now["precision"]) == pytest.approx(100 * truth[yes].mean(), abs=0.51)
        seen.add(now["found"])
    assert len(seen) > 5


@pytest.mark.parametrize("model", MODELS)
def test_it_begins_in_use_and_jumps_to_the_points_of_the_table(
    page: Any, reports: dict[str, Path], model: str
) -> None:
    record = json.loads((reports["detector"] / "bundle" / "bundle.json").read_text())
    points = [p for p in record["analyses"][0]["operating_points"] if p["model"] == model]
    dial = page.locator(f".dial:has(#main-dial-{model})")
    assert len(points) == dial.locator("button").count() == 4
    for place, point in enumerate(points):
        if place:
            dial.locator("button").nth(place).click()
        now = shown(dial)
        found = [[number(now["right"]), number(now["alarms"])], [number(now["missed"]), number(now["found"])]]
        assert found == point["matrix"]
        pressed = dial.locator("button[aria-pressed=true]").all_inner_texts()
        assert dial.locator("button").nth(place).inner_text() in pressed


def test_the_keyboard_moves_it_and_it_says_where_it_is(page: Any) -> None:
    slider = page.locator("#main-dial-sgd")
    slider.focus()
    before = slider.get_attribute("aria-valuetext")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    after = slider.get_attribute("aria-valuetext")
    assert before != after
    assert after.startswith("threshold ")
    assert "recall" in after
    page.keyboard.press("End")
    assert "above every score" in slider.get_attribute("aria-valuetext")
    assert shown(page.locator(".dial:has(#main-dial-sgd)"))["precision"] == DASH
    assert page.get_by_label("Called “5” from a score of").first.is_visible()


def test_without_scripts_nothing_of_it_shows(browser: Any, reports: dict[str, Path]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((reports["detector"] / "report.html").resolve().as_uri())
    assert page.locator(".dial").count() == 2
    assert not any(dial.is_visible() for dial in page.locator(".dial").all())
    assert page.get_by_text("Where to set the threshold").first.is_visible()
    context.close()


def test_nor_in_print(page: Any) -> None:
    page.emulate_media(media="print")
    assert not any(dial.is_visible() for dial in page.locator(".dial").all())


def test_a_script_from_elsewhere_is_not_run(page: Any) -> None:
    """The policy allows the one script by its hash, and no other."""
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.taken = 1';"
        " document.body.append(s) }"
    )
    assert page.evaluate("window.taken === undefined")


@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits(browser: Any, reports: dict[str, Path], width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto((reports["detector"] / "report.html").resolve().as_uri())
    for dial in page.locator(".dial").all():
        box = dial.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    page.close()
