"""`reportgen explain`: one sample as every model saw it, as a table or as lines for other programs."""

import sys
from itertools import groupby

from reportgen.bundle.sample_explanation import Explained, explain
from reportgen.cli.messages import printable

#: Columns of the lines in a pipe, for the documentation.
COLUMNS = ("analysis", "sample", "model", "split", "fold", "output", "truth", "prediction", "scores")


def show_sample(bundle: str, sample: str, model: str | None, analysis: str | None) -> None:
    """Print what each model predicted for a sample."""
    rows = explain(bundle, sample, model, analysis)
    if sys.stdout.isatty():
        _write_tables(rows)
    else:
        _write_lines(rows)


def _write_lines(rows: list[Explained]) -> None:
    for row in rows:
        scores = " ".join(f"{_plain(name)}={score!r}" for name, score in row.scores)
        fold = "" if row.fold is None else str(row.fold)
        cells = [
            row.analysis,
            str(row.sample),
            row.model,
            row.split,
            fold,
            row.output or "",
            row.truth,
            row.answer,
        ]
        print("\t".join([*map(_plain, cells), scores]))  # noqa: T201 - this is the output
    sys.stdout.flush()


def _write_tables(rows: list[Explained]) -> None:
    """Write a heading and a table for each analysis and split that judged the sample."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, markup=False, emoji=False)
    for place, group in enumerate(_grouped(rows)):
        first = group[0]
        where = "on the test" if first.fold is None else f"in fold {first.fold} of the cross-validation"
        truth = f": {first.truth}" if first.output is None else ""
        console.print(
            _plain(f"Sample {first.sample} ({first.analysis}), judged {where}{truth}"), style="bold"
        )
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        heads = ["Model", *(["Output", "Truth"] if first.output else []), "Prediction", "", "Scores"]
        for head in heads:
            table.add_column(head, no_wrap=head == "")
        for row in group:
            own = [row.output, row.truth] if row.output else []
            verdict = "right" if row.answer == row.truth else "wrong"
            cells = [row.title, *own, row.answer, verdict, _scores(row)]
            table.add_row(*map(_plain, cells), style="" if verdict == "right" else "yellow")
        console.print(table)
        if place < len(_grouped(rows)) - 1:
            console.print()


def _grouped(rows: list[Explained]) -> list[list[Explained]]:
    return [list(group) for _, group in groupby(rows, key=lambda row: (row.analysis, row.split, row.fold))]


def _scores(row: Explained) -> str:
    named = ", ".join(f"{name}: {score:.4g}" for name, score in row.scores)
    return f"{named} ({row.score_kind})" if named else "none"


def _plain(text: str) -> str:
    return printable(" ".join(text.split()))
