"""Section 1, the verdict: the decision, the leaderboard, what to know. A page that a reader with one minute reads."""

from dataclasses import dataclass

from reportgen.bundle.schema import Finding
from reportgen.figures.samples import strip
from reportgen.findings.page_one import page_one
from reportgen.rendering.samples.noisy_and_clean import cleaned_strip
from reportgen.rendering.samples.picture_grids import PictureGrid, grid_of
from reportgen.rendering.section_spec import SECTIONS, SectionContext, SectionSpec
from reportgen.rendering.tables.gate_table import GatesView, gates_of
from reportgen.rendering.tables.leaderboard import Leaderboard, leaderboard
from reportgen.wording.analysis_words import is_images


@dataclass(frozen=True)
class VerdictView:
    """What page one shows below the title."""

    heading: str
    level: str
    headline: str
    evidence: str
    board: Leaderboard
    findings: tuple[Finding, ...]
    strip: PictureGrid | None
    gates: GatesView | None = None
    objections: tuple[str, ...] = ()


def view(context: SectionContext) -> VerdictView:
    """Return page one; the sentences are the bundle's own."""
    said = page_one(context.bundle.record, context.analysis)
    board = leaderboard(context.index)
    gates = gates_of(context.bundle.record, context.analysis)
    return VerdictView(
        heading="Verdict",
        level=said.level,
        headline=said.headline.text,
        evidence=said.evidence,
        board=board,
        findings=said.findings,
        strip=_strip(context) if context.classes_are_new else None,
        gates=gates,
        objections=said.objections,
    )


def _strip(context: SectionContext) -> PictureGrid | None:
    if is_images(context.analysis):
        return cleaned_strip(context)
    block = strip(context.analysis, context.bundle.arrays) if context.samples else None
    drawn = [picture for picture in context.pictures.of("sample_strip") if not picture.missing]
    return grid_of(context.analysis, block, drawn[0]) if block and drawn else None


SECTIONS.register(SectionSpec("verdict", "Verdict", view, order=10))
