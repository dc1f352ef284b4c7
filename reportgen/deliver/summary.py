"""Summary: decision, gates, leaderboard and findings of a bundle in Markdown, as long as a place allows."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.bundle.readings import Readings
from reportgen.bundle.schema import Analysis, BundleRecord, GateResult
from reportgen.deliver.markdown import code, escaped, table
from reportgen.rendering.gates import DEMANDS, RANK, gates_of
from reportgen.rendering.leaderboard import Leaderboard, Row, leaderboard
from reportgen.rendering.numbers import day
from reportgen.rendering.report import record_title
from reportgen.rendering.words import listed

#: A comment on GitHub holds 65,536 characters; a job's summary over 1 MiB is dropped whole.
COMMENT_BYTES = 65_000
JOB_SUMMARY_BYTES = 1_040_000

STATUS = {"pass": "✅ pass", "warn": "⚠️ warning", "fail": "❌ fail", "not_applicable": "⏭️ not applicable"}


@dataclass(frozen=True)
class Part:
    """A section. Of those that do not fit, the ones with the largest `weight` go first."""

    name: str
    text: str
    weight: int

    @property
    def size(self) -> int:
        """Bytes in UTF-8, with the empty line after it."""
        return len(self.text.encode()) + 2


def summarise(record: BundleRecord, most_bytes: int = COMMENT_BYTES, title: str | None = None) -> str:
    """Return the summary; whole sections that would not fit into `most_bytes` are left out, with a note."""
    parts = _parts(record, title)
    return fitted(parts, _foot(record), most_bytes)


def fitted(parts: Sequence[Part], foot: str, most_bytes: int) -> str:
    """Return the sections and the foot, without those that do not fit, which a note names."""
    kept, dropped = list(parts), list[Part]()
    while kept and _total(kept, dropped, foot) > most_bytes:
        # Of equal weight the last goes first: what comes first matters most.
        heaviest = max(enumerate(kept), key=lambda pair: (pair[1].weight, pair[0]))
        dropped.insert(0, kept.pop(heaviest[0]))
    texts = [part.text for part in kept] + ([_note(dropped)] if dropped else []) + [foot]
    return "\n\n".join(texts) + "\n"


def _total(kept: Sequence[Part], dropped: Sequence[Part], foot: str) -> int:
    note = len(_note(dropped).encode()) + 2 if dropped else 0
    return sum(part.size for part in kept) + note + len(foot.encode()) + 1


def _note(dropped: Sequence[Part]) -> str:
    names = [part.name for part in dropped[:8]]
    more = [f"{len(dropped) - 8} more"] if len(dropped) > 8 else []
    return f"*Left out because it would be too long here: {listed([*names, *more])}. The report has it all.*"


def _parts(record: BundleRecord, title: str | None) -> list[Part]:
    study = len(record.analyses) > 1
    parts = [Part("the title", f"# {escaped(record_title(record, title))}", 0)]
    gates = [Part("the gates", gates_part(record), 1)] if record.gates else []
    if study:
        parts += gates
    for analysis in record.analyses:
        decision, *rest = _of_analysis(record, analysis, study=study)
        parts += [decision, *([] if study else gates), *rest]
    return parts


def gates_part(record: BundleRecord) -> str:
    """Return all gates as a table, those that failed first."""
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
        for verdict in worst_first(record.gates)
    ]
    return f"## Gates\n\n{table(heads, rows)}"


def worst_first(gates: Sequence[GateResult]) -> list[GateResult]:
    """Return the gates by status, each status in the order in which they were written."""
    return sorted(gates, key=lambda verdict: RANK[verdict.status])


def _of_analysis(record: BundleRecord, analysis: Analysis, *, study: bool) -> list[Part]:
    of = f" of {escaped(analysis.id)}" if study else ""
    found = {finding.id: finding for finding in analysis.findings}
    said = [found.pop(id_).text for id_ in ("decision", "evidence") if id_ in found]
    level = "##" if not study else "###"
    head = [f"## {escaped(analysis.title)}"] if study else []
    gates = gates_of(record, analysis)
    if said and gates and gates.held:
        said.insert(1, gates.held)
    lead = [f"**{escaped(said[0])}**", *map(escaped, said[1:])] if said else []
    parts = [Part(f"the decision{of}", "\n\n".join([*head, *lead]), 2)]
    board = leaderboard(Readings(analysis, record.metrics))
    parts.append(Part(f"the leaderboard{of}", f"{level} Leaderboard\n\n{_board(board)}", 3))
    if found:
        lines = "\n".join(f"- {escaped(finding.text)}" for finding in found.values())
        parts.append(Part(f"the findings{of}", f"{level} What to know\n\n{lines}", 4))
    return parts


def _board(board: Leaderboard) -> str:
    verdict = ["Verdict"] if board.has_verdicts else []
    heads = ["", "Model", board.metric, *verdict, *board.heads]
    rows = [_row(row, board) for row in board.rows]
    right = set(range(2, len(heads))) - ({3} if board.has_verdicts else set())
    text = table([escaped(head) for head in heads], rows, right)
    return f"{text}\n\n{escaped(board.caption.replace(' The bars do not start at zero.', ''))}"


def _row(row: Row, board: Leaderboard) -> list[str]:
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
