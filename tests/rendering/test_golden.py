"""Sections of a stored bundle against stored pages.

A page that differs is written to `tests/failures/`; where the difference is meant, it replaces the one in `golden/`.
"""

import re
from pathlib import Path

import pytest

from reportgen.bundle.readings import Readings
from reportgen.bundle.store import load_bundle
from reportgen.figures.draw import draw_all
from reportgen.rendering.pictures import Pictures
from reportgen.rendering.report import render_report, render_section
from reportgen.rendering.spec import SECTIONS, SectionContext

GOLDEN = Path(__file__).parent / "golden"
#: Sections that do not apply to classes.
ELSEWHERE = {"denoise"}
FAILURES = Path(__file__).parent.parent / "failures"


def scrubbed(html: str) -> str:
    """Leave out what may differ between versions of libraries: the inside of plots and of embedded files."""
    html = re.sub(r'(<svg class="picture[^>]*>).*?</svg>', r"\1…</svg>", html, flags=re.DOTALL)
    html = re.sub(r'data:([a-z/+0-9]+);base64,[^")]*', r"data:\1…", html)
    return re.sub(r"<style>.*?</style>", "<style>…</style>", html, flags=re.DOTALL)


def compare(name: str, html: str) -> None:
    expected = GOLDEN / f"{name}.html"
    actual = scrubbed(html)
    if expected.exists() and expected.read_text(encoding="utf-8") == actual:
        return
    FAILURES.mkdir(exist_ok=True)
    (FAILURES / f"{name}.html").write_text(actual, encoding="utf-8")
    pytest.fail(f"{name} differs: diff {expected} {FAILURES / expected.name}")


@pytest.fixture(scope="module")
def context() -> SectionContext:
    return context_of(GOLDEN / "bundle")


def context_of(folder: Path) -> SectionContext:
    bundle = load_bundle(folder)
    (analysis,) = bundle.record.analyses
    pictures = Pictures(draw_all(bundle), analysis.id, "screen")
    return SectionContext(bundle, analysis, Readings(analysis, bundle.record.metrics), pictures)


@pytest.mark.parametrize("section", [spec.id for spec in SECTIONS if spec.id not in ELSEWHERE])
def test_section(section: str, context: SectionContext) -> None:
    if not SECTIONS.get(section).applies(context):
        pytest.skip("the golden bundle has one class for each sample")
    compare(section, str(render_section(SECTIONS.get(section), context).markup))


@pytest.mark.parametrize("section", ["verdict", "data", "comparison", "denoise"])
def test_section_of_images_as_answers(section: str) -> None:
    denoised = context_of(GOLDEN / "denoised")
    assert SECTIONS.get(section).applies(denoised)
    compare(f"denoised-{section}", str(render_section(SECTIONS.get(section), denoised).markup))


def test_frame_of_the_page(context: SectionContext) -> None:
    html = render_report(context.bundle, draw_all(context.bundle), medium="print")
    without_sections = re.sub(r"<section.*?</section>", "<section>…</section>", html, flags=re.DOTALL)
    compare("page", without_sections)
