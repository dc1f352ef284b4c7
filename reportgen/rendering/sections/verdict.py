"""Section 1, the verdict: the decision, the leaderboard, what to know. A page that a reader with one minute reads."""

from dataclasses import dataclass

from reportgen.bundle.query import config_of, has_blocker, shown_findings
from reportgen.bundle.schema import Finding
from reportgen.figures.samples import strip
from reportgen.findings.blockers import named
from reportgen.findings.objections import objections_of
from reportgen.rendering.page_one import IMAGE_ROWS, fits_page_one
from reportgen.rendering.samples.noisy_and_clean import cleaned_strip
from reportgen.rendering.samples.picture_grids import Grid, grid_of
from reportgen.rendering.section_spec import SECTIONS, SectionContext, SectionSpec
from reportgen.rendering.tables.gate_table import GatesView, gates_of
from reportgen.rendering.tables.leaderboard import Leaderboard, leaderboard
from reportgen.rendering.title import lines_of
from reportgen.wording.captions import is_images


@dataclass(frozen=True)
class VerdictView:
    """What page one shows below the title; `own_page` ends the printed page after it."""

    heading: str
    level: str
    decision: str
    evidence: str
    board: Leaderboard
    findings: tuple[Finding, ...]
    strip: Grid | None
    own_page: bool
    gates: GatesView | None = None
    objections: tuple[str, ...] = ()


def view(context: SectionContext) -> VerdictView:
    """Return page one; the sentences are the bundle's own."""
    found = shown_findings(context.analysis)
    decision = found.pop("decision", None)
    evidence = found.pop("evidence", None)
    board = leaderboard(context.readings)
    gates = gates_of(context.bundle.record, context.analysis)
    objections = objections_of(context.bundle.record, context.analysis)
    pictures = _strip(context) if context.classes_are_new and _fits(context, board, gates) else None
    return VerdictView(
        heading="Verdict",
        level=_level(context, decision, objections),
        decision=decision.text if decision else "",
        evidence=evidence.text if evidence else "",
        board=board,
        findings=tuple(map(named, found.values())),
        strip=pictures,
        # Without pictures a third of the page would stay empty: the data begin there.
        own_page=pictures is not None,
        gates=gates,
        objections=objections,
    )


def _level(context: SectionContext, decision: Finding | None, objections: tuple[str, ...]) -> str:
    """Return how the decision is marked: as bad where gates or findings speak against it."""
    if objections or has_blocker(context.analysis):
        return "bad"
    return decision.level if decision else "note"


def _fits(context: SectionContext, board: Leaderboard, gates: GatesView | None) -> bool:
    """Say whether there is room for pictures beside the verdict and, but in a study, the contents."""
    analysis = context.analysis
    config = config_of(context.bundle.record.run, analysis.id)
    title = str(config.get("title") or f"Some classifiers compared on {analysis.title}")
    rows = IMAGE_ROWS if is_images(analysis) else 1
    study = len(context.bundle.record.analyses) > 1
    said = tuple(shown_findings(analysis).values())
    lines = len(lines_of(context)) + len(objections_of(context.bundle.record, analysis))
    return fits_page_one(title, lines, said, board, gates, rows, contents=not study)


def _strip(context: SectionContext) -> Grid | None:
    if is_images(context.analysis):
        return cleaned_strip(context)
    block = strip(context.analysis, context.bundle.arrays) if context.samples else None
    drawn = [picture for picture in context.pictures.of("sample_strip") if not picture.missing]
    return grid_of(context.analysis, block, drawn[0]) if block and drawn else None


SECTIONS.register(SectionSpec("verdict", "Verdict", view, order=10))
