"""`reportgen check`: every gate's status, rule and reason, as a table or as lines for other programs."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.bundle.schema import BundleRecord, GateResult
from reportgen.cli.build_commands import Options, configuration, with_progress
from reportgen.cli.job_summary import in_github, tell_github
from reportgen.cli.messages import print_paths, printable
from reportgen.gates.judge import failed
from reportgen.run.gates import refuse_failed

if TYPE_CHECKING:
    from reportgen.config import RunConfig
    from reportgen.progress import Progress

_STYLES = {"fail": "bold red", "warn": "yellow", "not_applicable": "dim"}


def run_check(bundle: str, options: Options) -> None:
    """Judge the bundle at a path; only the flag --format writes reports.

    Raises
    ------
    GatesFailedError
        If a gate of level error failed.
    """
    config = configuration(options, "check")
    record, written = with_progress(options, lambda progress: _checked(bundle, config, progress, options))
    print_paths(written)
    if not written:
        (_write_table if sys.stdout.isatty() else _write_lines)(record)
    if in_github():
        tell_github(record, failed=bool(failed(record.gates)))
    refuse_failed(record, written)


def _checked(
    path: str, config: "RunConfig", progress: "Progress", options: Options
) -> tuple[BundleRecord, list[Path]]:
    from reportgen.bundle.bundle_files import beside
    from reportgen.run.check import check
    from reportgen.run.render import report

    checked = check(path, config, progress)
    if not options["format"]:
        return checked.record, []
    output = Path(options["output"]) if options["output"] else None
    return checked.record, report(checked, config, progress, output or beside(path))


def _write_lines(record: BundleRecord) -> None:
    for verdict in record.gates:
        cells = [
            verdict.status,
            verdict.analysis or "",
            verdict.rule,
            verdict.against or "",
            verdict.reason or "",
        ]
        print("\t".join(_plain(cell) for cell in cells))  # noqa: T201 - this is the output
    sys.stdout.flush()


def _write_table(record: BundleRecord) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for width in (10, None, None):
        table.add_column(no_wrap=width is not None, min_width=width)
    study = len(record.analyses) > 1
    for verdict in record.gates:
        table.add_row(
            verdict.status.replace("_", " "),
            _plain(_rule(verdict, study=study)),
            _plain(verdict.reason or ""),
            style=_STYLES.get(verdict.status, ""),
        )
    Console(highlight=False, markup=False, emoji=False).print(table)


def _rule(verdict: GateResult, *, study: bool) -> str:
    return f"{verdict.analysis}: {verdict.rule}" if study else verdict.rule


def _plain(text: str) -> str:
    return " ".join(printable(text).split())
