"""Text keeps a contrast of 4.5 to 1 against its ground (WCAG 2.2, 1.4.3), light and dark."""

import re

import pytest

from reportgen.rendering.template_environment import own_templates


def variables(sheet: str) -> dict[str, str]:
    css = (own_templates() / "css" / sheet).read_text()
    block = re.search(r":root\{(.*?)\}", css, re.DOTALL)
    return dict(re.findall(r"(--[a-z0-9-]+):(#[0-9a-f]{3,6})", block[1]))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("sheet", ["report.css", "screen.css"])
def test_text_on_its_ground(sheet: str) -> None:
    colours = variables(sheet)
    for text in ("--ink", "--muted", "--accent", "--warning"):
        assert contrast(colours[text], colours["--paper"]) >= 4.5, text
    assert contrast(colours["--muted"], colours["--wash"]) >= 4.5


@pytest.mark.parametrize("sheet", ["report.css", "screen.css"])
def test_figures_in_coloured_cells(sheet: str) -> None:
    colours = variables(sheet)
    for level in range(1, 9):
        ink = colours["--low-ink" if level <= 5 else "--high-ink"]
        assert contrast(ink, colours[f"--h{level}"]) >= 4.5, level


@pytest.mark.parametrize("sheet", ["report.css", "screen.css"])
def test_the_colour_scale_goes_one_way(sheet: str) -> None:
    colours = variables(sheet)
    steps = [luminance(colours[f"--h{level}"]) for level in range(1, 9)]
    assert steps in (sorted(steps), sorted(steps, reverse=True))


def test_both_sheets_name_the_same_colours() -> None:
    assert set(variables("screen.css")) == set(variables("report.css"))
