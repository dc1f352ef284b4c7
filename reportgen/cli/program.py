"""The program `reportgen`: its commands."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import typer

from reportgen.cli.command_line import command_line
from reportgen.cli.exit_codes import FITS_KEPT, OK, WRONG, attempt
from reportgen.cli.parameters import (
    DryRun,
    ForceFile,
    GroupedCommand,
    MailFile,
    MessageFile,
    Quiet,
    Verbose,
    takes_options,
)
from reportgen.version import __version__

EXAMPLES = """Examples:

\b
  reportgen build --models sgd,rf,svc --format html,pdf
  reportgen build -d patients.csv --target diagnosis -m logreg,rf,hgb
  reportgen build -d mnist --cv 0 --limit 5000 --open
  reportgen render output/bundle --format pdf --title "Digits"
  reportgen compare last-week/bundle output/bundle

Every command explains itself: reportgen build --help"""

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EXAMPLES,
)


def _finish(work: Callable[[], int | None], *, verbose: bool | None = False, interrupted: str = "") -> None:
    code = attempt(work, verbose=bool(verbose), interrupted=interrupted)
    if code != OK:
        raise typer.Exit(code)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"reportgen {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def reportgen(
    ctx: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version")
    ] = False,
) -> None:
    """From data to a self-contained report that compares classifiers and analyses their errors."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help(), err=True)
        raise typer.Exit(WRONG)


@app.command(cls=GroupedCommand, epilog=EXAMPLES)
@takes_options("build", opens=True)
def build(ctx: typer.Context, **options: Any) -> None:
    """Evaluate models and write reports: the main job.

    Fits every model in cross-validation and for the held-out test, keeps all results in a bundle, and renders it.
    Prints the paths of what was written.
    """
    from reportgen.cli.build_commands import run_build

    work = partial(run_build, options, command_line(ctx.obj))
    _finish(work, verbose=options["verbose"], interrupted=FITS_KEPT)


@app.command(cls=GroupedCommand)
@takes_options("evaluate")
def evaluate(ctx: typer.Context, **options: Any) -> None:
    """Evaluate models and write only the bundle.

    `reportgen render` makes reports from it, at any time and on any machine.
    """
    from reportgen.cli.build_commands import run_evaluate

    work = partial(run_evaluate, options, command_line(ctx.obj))
    _finish(work, verbose=options["verbose"], interrupted=FITS_KEPT)


@app.command(cls=GroupedCommand)
@takes_options("render", opens=True)
def render(
    bundle: Annotated[
        str, typer.Argument(metavar="BUNDLE", help="Its folder, the folder above, or a zip of it")
    ],
    **options: Any,
) -> None:
    """Write reports from a bundle.

    They go beside the bundle unless --output says otherwise. Neither the data nor scikit-learn is needed.
    """
    from reportgen.cli.build_commands import run_render

    _finish(partial(run_render, bundle, options), verbose=options["verbose"])


@app.command(cls=GroupedCommand)
@takes_options("compare", opens=True)
def compare(
    baseline: Annotated[
        str, typer.Argument(metavar="BASELINE", help="The earlier bundle, or a report as PDF that carries it")
    ],
    candidate: Annotated[
        str, typer.Argument(metavar="CANDIDATE", help="The later one: folder, folder above, or a zip of it")
    ],
    **options: Any,
) -> None:
    """Compare two bundles: what got better, worse, fixed, broken.

    Writes the candidate's reports with a section on what changed since the baseline, and comparison.json. They go
    beside the candidate unless --output says otherwise.
    """
    from reportgen.cli.compare_command import run_compare

    _finish(partial(run_compare, baseline, candidate, options), verbose=options["verbose"])


@app.command(cls=GroupedCommand)
@takes_options("check")
def check(
    bundle: Annotated[
        str, typer.Argument(metavar="BUNDLE", help="Its folder, the folder above, or a zip of it")
    ],
    **options: Any,
) -> None:
    """Hold a bundle against gates; the exit code is the verdict.

    Prints each gate's status, rule and reason. Without --gate and without [gates] in the configuration file the gates
    count that the bundle was made with. With --format the reports are written anew, with these gates.
    """
    from reportgen.cli.check_command import run_check

    _finish(partial(run_check, bundle, options), verbose=options["verbose"])


@app.command(cls=GroupedCommand)
def explain(
    bundle: Annotated[
        str, typer.Argument(metavar="BUNDLE", help="Its folder, the folder above, or a zip of it")
    ],
    sample: Annotated[
        str,
        typer.Option(
            "--sample", metavar="N|ID", help="Position in the data, from 0, or its id (build --show)"
        ),
    ],
    model: Annotated[
        str | None, typer.Option("--model", metavar="KEY", help="Only this model; all where left out")
    ] = None,
    analysis: Annotated[
        str | None, typer.Option("--analysis", metavar="ID", help="Only this analysis of a study")
    ] = None,
) -> None:
    """Look up a sample: its true class, and each model's prediction and scores.

    On a terminal a table; in a pipe one line for each prediction, separated by tabs. Neither the data nor
    scikit-learn is needed.
    """
    from reportgen.cli.explain_command import show_sample

    _finish(lambda: show_sample(bundle, sample, model, analysis))


@app.command(cls=GroupedCommand)
def verify(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="HTML or PDF reports")],
    max_size: Annotated[
        str | None,
        typer.Option("--max-size", metavar="SIZE", help="Most it may take: 800kB [1 MB an analysis]"),
    ] = None,
    allow_links: Annotated[
        bool | None, typer.Option("--allow-links", help="Links that a reader clicks may lead out")
    ] = None,
) -> None:
    """Check that a report is self-contained, small enough and intact.

    Prints what was checked, and each shortcoming in a line. Exits with 1 where a file falls short, with 2
    where one is no report or not there; the others are checked all the same.
    """
    from reportgen.cli.verify_command import show_verification

    _finish(lambda: show_verification(files, max_size, links=bool(allow_links)))


@app.command(cls=GroupedCommand)
def send(
    source: Annotated[
        str, typer.Argument(metavar="BUNDLE|REPORT", help="A bundle's folder or zip, or a report")
    ],
    to: Annotated[
        list[str] | None, typer.Option("--to", metavar="ADDRESS", help="Who gets it; repeatable")
    ] = None,
    sender: Annotated[str | None, typer.Option("--from", metavar="ADDRESS", help="Who sends it")] = None,
    subject: Annotated[
        str | None, typer.Option("--subject", metavar="TEXT", help="Subject [title and gates]")
    ] = None,
    report: Annotated[
        str | None, typer.Option("--report", metavar="WHAT", help="Attached: pdf, html or none [pdf]")
    ] = None,
    eml: MessageFile = None,
    dry_run: DryRun = None,
    force: ForceFile = None,
    config: MailFile = None,
    quiet: Quiet = None,
    verbose: Verbose = None,
) -> None:
    """Send a report by mail: verdict, leaderboard, gates and findings, the report attached.

    The server is that of [mail] in the configuration file, or of REPORTGEN_SMTP_HOST and the like. Exits with 0
    only when it has taken the message for all recipients.
    """
    from reportgen.cli.send_command import Asked, run_send

    asked = Asked(
        source,
        tuple(to or ()),
        sender,
        subject,
        report,
        eml,
        bool(dry_run),
        config,
        quiet=bool(quiet),
        force=bool(force),
    )
    _finish(partial(run_send, asked), verbose=verbose)


@app.command("list", cls=GroupedCommand)
def list_things(
    kind: Annotated[
        str | None,
        typer.Argument(
            help=(
                "datasets, table_formats, layouts, models, metrics, figures, sections, findings, formats or gates; "
                "all where left out"
            )
        ),
    ] = None,
) -> None:
    """List what there is to choose from.

    On a terminal a table; in a pipe one line a thing, its id first, separated by tabs.
    """
    from reportgen.cli.list_command import show

    _finish(lambda: show(kind))


@app.command(cls=GroupedCommand)
@takes_options("build", works=False)
def init(
    force: Annotated[
        bool | None, typer.Option("--force", help="Replace a reportgen.toml that is there")
    ] = None,
    **options: Any,
) -> None:
    """Write a starter reportgen.toml with every option explained.

    What `build` takes, it takes as well: what is given stands in the file, everything else as a comment.
    """
    from reportgen.cli.init_command import write_starter

    given = {name: value for name, value in options.items() if value is not None}
    _finish(lambda: write_starter(given, force=bool(force)))


@app.command(cls=GroupedCommand)
def doctor() -> None:
    """Say what is installed, what is missing, and how to get it.

    Exits with 0 if `reportgen build --format html,pdf` can work here, with 2 if not.
    """
    from reportgen.cli.doctor_command import examine

    _finish(examine)
