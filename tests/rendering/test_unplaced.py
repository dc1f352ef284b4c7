"""A figure that is added to a section is shown there, though the section does not know it."""

import pytest

from reportgen.bundle.schema import Analysis
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.rendering.plot_pictures import Pictures
from reportgen.rendering.report import render_section
from reportgen.rendering.section_spec import SECTIONS, SectionContext, SectionSpec
from tests.bundles import make_bundle

SVG = b'<svg viewBox="0 0 10 10"><g/></svg>'


def plot_in(section: str, analysis: Analysis) -> Plot:
    return Plot(
        id=f"main-added-{section}",
        figure=f"added_{section}",
        analysis=analysis.id,
        model=None,
        split=None,
        media="svg",
        content=SVG,
        alt=f"Added to {section}",
        width_points=100.0,
    )


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {spec.id: spec for spec in FIGURES}
    monkeypatch.setattr(FIGURES, "_things", known)
    for section in SECTIONS:
        FIGURES.register(
            FigureSpec(f"added_{section.id}", "Added", lambda *_: [], section=section.id, order=99)
        )


@pytest.mark.usefixtures("added")
@pytest.mark.parametrize("spec", list(SECTIONS), ids=lambda spec: spec.id)
def test_every_section_shows_a_figure_that_is_added_to_it(spec: SectionSpec) -> None:
    bundle = make_bundle()
    (analysis,) = bundle.record.analyses
    context = context_of(bundle, [plot_in(section.id, analysis) for section in SECTIONS])
    if not spec.applies(context):
        pytest.skip("the section does not apply to this bundle")
    markup = render_section(spec, context).markup
    assert markup.count(f"Added to {spec.id}") == (
        len(context.index.candidates) if spec.id == "models" else 1
    )
    assert markup.count("Added to ") == markup.count(f"Added to {spec.id}")


def context_of(bundle: Bundle, plots: list[Plot]) -> SectionContext:
    (analysis,) = bundle.record.analyses
    index = ScoreIndex(analysis, bundle.record.metrics, bundle.arrays)
    return SectionContext(bundle, analysis, index, Pictures(plots, analysis.id, "screen"))
