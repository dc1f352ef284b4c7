"""Sections of a stored bundle against stored pages.

A page that differs is written to `tests/failures/`; where the difference is meant, it replaces the one in `golden/`.
The pages hold the sections and figures that are named here. One that is added changes no stored page, and is tested by
existing all the same: no section may fail on any of the bundles.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle, load_bundle
from reportgen.figures.draw import draw_all
from reportgen.figures.figure_spec import Plot
from reportgen.rendering.plot_pictures import Pictures
from reportgen.rendering.report import render_report, render_section
from reportgen.rendering.section_spec import SECTIONS, SectionContext, SectionSpec

GOLDEN = Path(__file__).parent / "golden"

#: The sections that are compared with each stored bundle, a folder of `golden/`.
COMPARED = {
    "bundle": ("verdict", "data", "comparison", "models", "errors", "method"),
    "denoised": ("verdict", "data", "comparison", "denoise"),
    "labels": ("verdict", "data", "comparison", "labels"),
    "outputs": ("verdict", "data", "comparison", "search", "outputs"),
    "detector": ("verdict", "models"),
    "since": ("changes",),
}

#: The figures that the stored pages show.
DRAWN = {
    "calibration",
    "change_strips",
    "cleaned",
    "cleaned_strip",
    "cost",
    "det",
    "error_map",
    "error_spread",
    "error_strips",
    "folds",
    "intervals",
    "noisy_samples",
    "precision_recall",
    "roc",
    "sample_strip",
    "samples",
    "search",
    "threshold",
}
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


@cache
def context_of(name: str) -> SectionContext:
    bundle = load_bundle(GOLDEN / name)
    (analysis,) = bundle.record.analyses
    pictures = Pictures(drawn(bundle), analysis.id, "screen")
    return SectionContext(bundle, analysis, ScoreIndex(analysis, bundle.record.metrics), pictures)


def drawn(bundle: Bundle) -> tuple[Plot, ...]:
    return tuple(plot for plot in draw_all(bundle) if plot.figure in DRAWN)


@pytest.mark.parametrize("bundle", COMPARED)
@pytest.mark.parametrize("spec", list(SECTIONS), ids=lambda spec: spec.id)
def test_every_section_is_made_or_left_out_never_broken(spec: SectionSpec, bundle: str) -> None:
    context = context_of(bundle)
    if spec.applies(context):
        made = render_section(spec, context)
        assert "could not be made" not in made.markup
        assert f'id="{made.anchor}"' in made.markup


@pytest.mark.parametrize(
    ("bundle", "section"),
    [(bundle, section) for bundle, sections in COMPARED.items() for section in sections],
)
def test_section(bundle: str, section: str) -> None:
    spec, context = SECTIONS.get(section), context_of(bundle)
    assert spec.applies(context)
    page = section if bundle == "bundle" else f"{bundle}-{section}"
    compare(page, str(render_section(spec, context).markup))


def test_frame_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    context = context_of("bundle")
    compared = {section for sections in COMPARED.values() for section in sections}
    monkeypatch.setattr(SECTIONS, "_things", {spec.id: spec for spec in SECTIONS if spec.id in compared})
    html = render_report(context.bundle, drawn(context.bundle), medium="print")
    without_sections = re.sub(r"<section.*?</section>", "<section>…</section>", html, flags=re.DOTALL)
    compare("page", without_sections)
