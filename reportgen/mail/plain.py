"""The text part of a message: what the HTML part says, for readers and programs that show no HTML."""

import textwrap
from collections.abc import Iterator

from reportgen.mail.message_view import Board, Summary
from reportgen.rendering.study_overview import StudyTable
from reportgen.rendering.tables.gate_table import GatesView

WIDTH = 76


def plain_text(view: Summary, carried: str) -> str:
    """Return the message as text; `carried` says whether the report goes along."""
    parts = [
        _wrapped(view.title),
        "\n".join(view.lines),
        _wrapped(view.headline),
        *map(_wrapped, view.objections),
        _wrapped(view.evidence),
        _gates(view.gates) if view.gates else "",
        _board(view.board) if view.board else "",
        *(_table(table) for table in view.tables),
        view.more,
        _notes(view),
        _wrapped(carried),
        f"{view.made}\nResults digest {view.digest}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _wrapped(text: str, before: str = "") -> str:
    after = " " * len(before)
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=before,
        subsequent_indent=after,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _headed(title: str, lines: Iterator[str]) -> str:
    return "\n".join([title.upper(), *lines])


def _gates(view: GatesView) -> str:
    def lines() -> Iterator[str]:
        for row in view.rows:
            about = f" ({row.chapter.number} {row.chapter.title})" if row.chapter else ""
            yield _wrapped(
                f"{row.rule}{about} {row.word}{f': {row.reason}' if row.reason else ''}", f"{row.sign} "
            )
        if view.more:
            yield view.more

    return _headed(view.title, lines())


def _board(view: Board) -> str:
    def lines() -> Iterator[str]:
        for each in view.rows:
            row = each.row
            title = row.title.full or row.title.short
            if row.reason:
                yield _wrapped(f"{title}. {row.reason}", "   ")
                continue
            facts = [f"{row.value} ({row.interval})" if row.interval else row.value, row.standing]
            facts.append(f"{each.errors} errors" if each.errors else "")
            yield _wrapped(f"{title}: {', '.join(filter(None, facts))}", f"{row.rank:>2} ")
        if view.more:
            yield view.more

    return _headed(f"Leaderboard: {view.board.metric}", lines())


def _table(table: StudyTable) -> str:
    def lines() -> Iterator[str]:
        for row in table.rows:
            interval = f" ({row.interval})" if row.interval else ""
            model = row.model.full or row.model.short
            yield _wrapped(
                f"{row.chapter.title}: {model}, {row.metric} {row.value}{interval}", f"{row.chapter.number} "
            )

    return _headed(table.title, lines())


def _notes(view: Summary) -> str:
    if not view.notes:
        return ""
    lines = (_wrapped(f"{note.about}: {note.text}" if note.about else note.text, "- ") for note in view.notes)
    return _headed("Key findings" if view.board else "What each analysis says", iter(lines))
