"""Summary: headline, gates, leaderboard and findings of a bundle in Markdown, as long as a place allows."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.bundle.schema import Analysis, BundleRecord, GateResult
from reportgen.bundle.score_index import ScoreIndex
from reportgen.deliver.markdown_text import code, escaped, table
from reportgen.deliver.severity import missed_most, worst_first
from reportgen.findings.page_one import page_one
from reportgen.rendering.report import record_title
from reportgen.rendering.tables.gate_table import DEMANDS, gates_of_study
from reportgen.rendering.tables.leaderboard import BoardRow, Leaderboard, leaderboard
from reportgen.wording.grammar import in_letters, listed
from reportgen.wording.numbers import day

#: A comment on GitHub holds 65,536 characters; a job's summary over 1 MiB is dropped whole.
COMMENT_BYTES = 65_000
JOB_SUMMARY_BYTES = 1_040_000

STATUS = {"pass": "✅ pass", "warn": "⚠️ warning", "fail": "❌ fail", "not_applicable": "⏭️ not applicable"}


#: Gates that are shown where all of them would be too long.
MOST_GATES = 10


@dataclass(frozen=True)
class SummaryPart:
    """A section. Where not all fit, those with the smallest `weight` go in first, and before these every `short`."""

    name: str
    text: str
    weight: int
    short: str = ""


def summarise(record: BundleRecord, most_bytes: int = COMMENT_BYTES, title: str | None = None) -> str:
    """Return the summary; whole sections that would not fit into `most_bytes` are left out, with a note."""
    parts = _parts(record, title)
    return fitted(parts, _foot(record), most_bytes)


def fitted(parts: Sequence[SummaryPart], foot: str, most_bytes: int) -> str:
    """Return the sections and the foot, without those that do not fit or in short, which a note says."""
    texts = [part.text for part in parts]
    whole = _joined(parts, texts, foot)
    if len(whole.encode()) <= most_bytes:
        return whole
    texts = [""] * len(parts)
    wishes = [(0, place, part.short) for place, part in enumerate(parts) if part.short]
    wishes += [(part.weight, place, part.text) for place, part in enumerate(parts)]
    for _, place, text in sorted(wishes):
        tried = [*texts[:place], text, *texts[place + 1 :]]
        if len(_joined(parts, tried, foot).encode()) <= most_bytes:
            texts = tried
    return _joined(parts, texts, foot)


def _joined(parts: Sequence[SummaryPart], texts: Sequence[str], foot: str) -> str:
    missing = [
        f"most of {part.name}" if text else part.name
        for part, text in zip(parts, texts, strict=True)
        if text != part.text
    ]
    return "\n\n".join([*filter(None, texts), *([_note(missing)] if missing else []), foot]) + "\n"


def _note(missing: Sequence[str]) -> str:
    more = [f"{len(missing) - 8} more"] if len(missing) > 8 else []
    return f"*Left out because it would be too long here: {listed([*missing[:8], *more])}. The report has it all.*"


def _parts(record: BundleRecord, title: str | None) -> list[SummaryPart]:
    study = len(record.analyses) > 1
    parts = [SummaryPart("the title", f"# {escaped(record_title(record, title))}", 0)]
    gates = [SummaryPart("the gates", gates_part(record), 3, worst_part(record))] if record.gates else []
    if study:
        parts += gates
    for analysis in record.analyses:
        headline, *rest = _of_analysis(record, analysis, study=study)
        parts += [headline, *([] if study else gates), *rest]
    return parts


def gates_part(record: BundleRecord) -> str:
    """Return all gates as a table, those that failed first."""
    return f"## Gates\n\n{_gates(record, worst_first(record.gates))}"


def worst_part(record: BundleRecord) -> str:
    """Return how many gates hold, and those that were missed by most as a table."""
    view = gates_of_study(record)
    missed = [*missed_most(record.gates, "fail"), *missed_most(record.gates, "warn")][:MOST_GATES]
    said = f"{view.title}." if view else ""
    worst = [f"The worst {in_letters(len(missed))}:", _gates(record, missed)] if missed else []
    return "\n\n".join(["## Gates", said, *worst])


def _gates(record: BundleRecord, verdicts: Sequence[GateResult]) -> str:
    study = len(record.analyses) > 1
    heads = ["", "Gate", *(["Analysis"] if study else []), "Demands", "Found"]
    rows = [
        [
            STATUS[verdict.status],
            code(verdict.rule) + (f" ({verdict.against})" if verdict.against else ""),
            *([escaped(verdict.analysis or "")] if study else []),
            DEMANDS[verdict.demand],
            escaped(verdict.reason or ""),
        ]
        for verdict in verdicts
    ]
    return table(heads, rows)


def _of_analysis(record: BundleRecord, analysis: Analysis, *, study: bool) -> list[SummaryPart]:
    of = f" of {escaped(analysis.id)}" if study else ""
    page = page_one(record, analysis)
    said = list(filter(None, [page.headline.text, *page.objections, page.evidence]))
    level = "##" if not study else "###"
    head = [f"## {escaped(analysis.title)}"] if study else []
    lead = [f"**{escaped(said[0])}**", *map(escaped, said[1:])]
    parts = [SummaryPart(f"the headline{of}", "\n\n".join([*head, *lead]), 1)]
    board = leaderboard(ScoreIndex(analysis, record.metrics))
    parts.append(SummaryPart(f"the leaderboard{of}", f"{level} Leaderboard\n\n{_board(board)}", 2))
    if page.findings:
        lines = "\n".join(f"- {escaped(finding.text)}" for finding in page.findings)
        parts.append(SummaryPart(f"the findings{of}", f"{level} Key findings\n\n{lines}", 4))
    return parts


def _board(board: Leaderboard) -> str:
    verdict = ["Verdict"] if board.has_verdicts else []
    heads = ["", "Model", board.metric, *verdict, *board.heads]
    rows = [_row(row, board) for row in board.rows]
    right = set(range(2, len(heads))) - ({3} if board.has_verdicts else set())
    text = table([escaped(head) for head in heads], rows, right)
    return f"{text}\n\n{escaped(board.caption.replace(' The bars do not start at zero.', ''))}"


def _row(row: BoardRow, board: Leaderboard) -> list[str]:
    title = escaped(row.title.full or row.title.short)
    name = f"**{title}**" if row.chosen else title
    if row.reason:
        return [row.rank, name, escaped(row.reason), *[""] * (len(board.heads) + board.has_verdicts)]
    value = f"**{escaped(row.value)}**" if row.chosen else escaped(row.value)
    standing = [escaped(row.standing)] if board.has_verdicts else []
    cells = [_figure(escaped(cell.value), cell.interval) for cell in row.cells]
    return [row.rank, name, _figure(value, row.interval), *standing, *cells]


def _figure(value: str, interval: str) -> str:
    """Return a figure with its interval, where it has one."""
    return f"{value} ({escaped(interval)})" if interval else value


def _foot(record: BundleRecord) -> str:
    run = record.run
    date = f", {escaped(day(run.created))}" if day(run.created) else ""
    commit = f", commit {code(run.git.commit[:7])}" if run.git else ""
    return (
        f"<sub>reportgen {escaped(run.reportgen_version)}{date}{commit}, results digest "
        f"{code(run.results_digest)}</sub>"
    )
