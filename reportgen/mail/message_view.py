"""What a message shows of a report: headline, gates, leaderboard and findings, as the report has them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reportgen.bundle.schema import BundleRecord
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.findings.headline import headline_of
from reportgen.findings.page_one import page_one
from reportgen.rendering.plot_pictures import Pictures
from reportgen.rendering.presentation import Presentation
from reportgen.rendering.report import report_title
from reportgen.rendering.section_spec import SectionContext
from reportgen.rendering.study_overview import StudyTable, overview
from reportgen.rendering.tables.gate_table import GatesView, gates_of_study
from reportgen.rendering.tables.interval_bars import Bar
from reportgen.rendering.tables.leaderboard import BoardRow, Leaderboard, leaderboard
from reportgen.rendering.title import data_lines, lines_of
from reportgen.wording.grammar import counted, name
from reportgen.wording.headline_words import gravest, in_short
from reportgen.wording.numbers import day
from reportgen.wording.text import printable

#: A piece of a bar: where the interval is, where the dot is, and what is empty.
Shade = Literal["empty", "interval", "dot"]

#: Width of a dot, in percent of its bar.
DOT_PERCENT = 3

#: Characters of a rule, of its reason and of a subject.
MOST_RULE, MOST_REASON, MOST_SUBJECT = 120, 400, 150

#: Lines on the data where there is room for little.
MOST_LINES = 6


@dataclass(frozen=True)
class Piece:
    """A stretch of a bar, in whole percent of its length."""

    shade: Shade
    percent: int


@dataclass(frozen=True)
class ModelRow:
    """A model of the leaderboard, with its bar as a row of pieces; empty where it has none."""

    row: BoardRow
    bar: tuple[Piece, ...]
    errors: str


@dataclass(frozen=True)
class Board:
    """The leaderboard as far as a message has room for it; `more` says what is left out."""

    board: Leaderboard
    rows: tuple[ModelRow, ...]
    has_errors: bool
    more: str


@dataclass(frozen=True)
class Note:
    """A sentence, and of a study the chapter it is about."""

    level: str
    text: str
    about: str = ""


@dataclass(frozen=True)
class Summary:
    """What a message shows. `tables` are those of a study, which has no `board`; `more` says what is left out."""

    title: str
    lines: tuple[str, ...]
    level: str
    headline: str
    objections: tuple[str, ...]
    evidence: str
    gates: GatesView | None
    board: Board | None
    tables: tuple[StudyTable, ...]
    notes: tuple[Note, ...]
    more: str
    made: str
    digest: str


def summarise(bundle: Bundle, presentation: Presentation, most_rows: int) -> Summary:
    """Return what a message shows of a bundle, with at most so many models, analyses and sentences each."""
    bundle = presentation.shown(bundle)
    record = bundle.record
    contexts = [_context(bundle, place, presentation) for place in range(len(record.analyses))]
    run = record.run
    commit = f"commit {run.git.commit[:7]}" if run.git else ""
    shared = Summary(
        title=printable(report_title(bundle, presentation.title)),
        lines=lines_of(contexts[0]) if len(contexts) == 1 else data_lines(contexts),
        level="note",
        headline="",
        objections=(),
        evidence="",
        gates=_gates(record, most_rows),
        board=None,
        tables=(),
        notes=(),
        more="",
        made=" · ".join(filter(None, (day(run.created), commit, f"reportgen {run.reportgen_version}"))),
        digest=run.results_digest,
    )
    if len(contexts) == 1:
        return _of_one(shared, record, contexts[0].index, most_rows)
    return _of_study(shared, contexts, most_rows)


def shortest(view: Summary) -> Summary:
    """Return the title, the headline and the number of gates alone, cut: what stays where a single row is too long."""
    gates = view.gates and replace(view.gates, rows=(), more="The gates are in the report.")
    return replace(
        view,
        title=cut(view.title, MOST_SUBJECT),
        lines=tuple(cut(line, MOST_RULE) for line in view.lines[:MOST_LINES]),
        headline=cut(view.headline, MOST_REASON),
        evidence=cut(view.evidence, MOST_REASON),
        gates=gates,
        board=None,
        tables=(),
        notes=(),
        more="All else is too long for a message: it is in the report.",
    )


def _gates(record: BundleRecord, most: int) -> GatesView | None:
    view = gates_of_study(record)
    if view is None:
        return None
    rows = tuple(
        replace(row, rule=cut(row.rule, MOST_RULE), reason=cut(row.reason, MOST_REASON))
        for row in view.rows[:most]
    )
    hidden = len(record.gates) - len(rows)
    return replace(
        view, rows=rows, more=f"{counted(hidden, 'further gate')} in the bundle." if hidden else ""
    )


def cut(text: str, most: int) -> str:
    """Return text of at most so many characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _context(bundle: Bundle, place: int, how: Presentation) -> SectionContext:
    analysis = bundle.record.analyses[place]
    return SectionContext(
        bundle=bundle,
        analysis=analysis,
        index=ScoreIndex(analysis, bundle.record.metrics),
        pictures=Pictures((), analysis.id, "print"),
        samples=how.shows_samples(bundle),
    )


def _of_one(shared: Summary, record: BundleRecord, index: ScoreIndex, most: int) -> Summary:
    said = page_one(record, index.analysis)
    return replace(
        shared,
        level=said.level,
        objections=said.objections,
        headline=said.headline.text,
        evidence=said.evidence,
        board=_board(index, most),
        notes=tuple(Note(finding.level, finding.text) for finding in said.findings)[:most],
    )


def _of_study(shared: Summary, contexts: Sequence[SectionContext], most: int) -> Summary:
    view = overview(contexts)
    tables = tuple(replace(table, rows=table.rows[:most]) for table in view.tables)
    hidden = sum(len(table.rows) for table in view.tables) - sum(len(table.rows) for table in tables)
    return replace(
        shared,
        level=view.level,
        headline=view.headline,
        objections=view.objections,
        evidence=view.evidence,
        tables=tables,
        notes=tuple(
            Note(each.level, each.text, f"{each.chapter.number} {each.chapter.title}")
            for each in view.says[:most]
        ),
        more=f"{counted(hidden, 'more analysis')} in the report." if hidden else "",
    )


def _board(index: ScoreIndex, most: int) -> Board:
    board = leaderboard(index)
    place = board.heads.index("Errors") if "Errors" in board.heads else None
    rows = tuple(
        ModelRow(row, _pieces(row.bar), row.cells[place].value if place is not None and row.cells else "")
        for row in board.rows[:most]
    )
    hidden = len(board.rows) - len(rows)
    more = f"{counted(hidden, 'more model')} in the report." if hidden else ""
    return Board(board, rows, place is not None, more)


def _pieces(bar: Bar | None) -> tuple[Piece, ...]:
    """Return a bar as pieces that fill it; one off its scale is empty."""
    if bar is None or bar.off:
        return ()
    dot = min(max(round(float(bar.dot) - DOT_PERCENT / 2), 0), 100 - DOT_PERCENT)
    low = min(round(float(bar.left)), dot) if bar.width else dot
    high = (
        max(round(float(bar.left) + float(bar.width)), dot + DOT_PERCENT) if bar.width else dot + DOT_PERCENT
    )
    pieces = (
        Piece("empty", low),
        Piece("interval", dot - low),
        Piece("dot", DOT_PERCENT),
        Piece("interval", min(high, 100) - dot - DOT_PERCENT),
        Piece("empty", 100 - min(high, 100)),
    )
    return tuple(piece for piece in pieces if piece.percent > 0)


def subject_of(record: BundleRecord, title: str) -> str:
    """Return a subject that begins with the headline's word, of a study with the gravest: `Do not release: ...`."""
    headlines = [headline_of(record, analysis) for analysis in record.analyses]
    line = cut(" ".join(printable(title).split()), MOST_SUBJECT)
    if not headlines:
        return line
    word = gravest(headlines)
    model = None
    if len(headlines) == 1:
        titles = {model.id: model.title for model in record.analyses[0].models}
        model = titles.get(headlines[0].model or "")
    return f"{in_short(word, name(model) if model else None)}: {line}"
