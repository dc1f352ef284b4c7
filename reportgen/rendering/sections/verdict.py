"""Section 1, the verdict: the decision, the leaderboard, what to know. A page that a reader with one minute reads."""

from dataclasses import dataclass

from reportgen.bundle.query import config_of
from reportgen.bundle.schema import Finding
from reportgen.figures.captions import is_images
from reportgen.figures.samples import strip
from reportgen.rendering.cleaned import cleaned_strip
from reportgen.rendering.gates import GatesView, gates_length, gates_of
from reportgen.rendering.grids import Grid, grid_of
from reportgen.rendering.leaderboard import Leaderboard, leaderboard
from reportgen.rendering.spec import SECTIONS, SectionContext, SectionSpec

#: More text than this may not fit on page one.
MOST_CHARACTERS = 2200

#: Three rows of images instead of one take the room of so much text.
TALL_STRIP = 400

#: More models than this leave no room for pictures on page one, or fill more than it.
MOST_WITH_STRIP, MOST_ON_A_PAGE = 4, 12


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


def view(context: SectionContext) -> VerdictView:
    """Return page one; the sentences are the bundle's own."""
    models = len(context.analysis.models)
    found = {finding.id: finding for finding in context.analysis.findings}
    decision = found.pop("decision", None)
    evidence = found.pop("evidence", None)
    pictures = _strip(context) if models <= MOST_WITH_STRIP and context.classes_are_new else None
    return VerdictView(
        heading="Verdict",
        level=decision.level if decision else "note",
        decision=decision.text if decision else "",
        evidence=evidence.text if evidence else "",
        board=leaderboard(context.readings),
        findings=tuple(found.values()),
        strip=pictures,
        # Without pictures a third of the page would stay empty: the data begin there.
        own_page=pictures is not None and models <= MOST_ON_A_PAGE and _length(context) <= MOST_CHARACTERS,
        gates=gates_of(context.bundle.record, context.analysis),
    )


def _length(context: SectionContext) -> int:
    """Return how much text page one holds: the title counts most, as it is set largest."""
    config = config_of(context.bundle.record.run, context.analysis.id)
    title = len(str(config.get("title") or context.analysis.title))
    rows = TALL_STRIP if is_images(context.analysis) else 0
    gates = gates_length(gates_of(context.bundle.record, context.analysis))
    return 8 * title + rows + gates + sum(len(finding.text) for finding in context.analysis.findings)


def _strip(context: SectionContext) -> Grid | None:
    if is_images(context.analysis):
        return cleaned_strip(context)
    block = strip(context.analysis, context.bundle.arrays) if context.samples else None
    drawn = [picture for picture in context.pictures.of("sample_strip") if not picture.missing]
    return grid_of(context.analysis, block, drawn[0]) if block and drawn else None


SECTIONS.register(SectionSpec("verdict", "Verdict", view, order=10))
