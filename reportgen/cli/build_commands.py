"""`build`, `evaluate` and `render`: options made into a configuration, the run called, paths printed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from reportgen.bundle.store import load_bundle
from reportgen.cli.exit_codes import describe
from reportgen.cli.interrupt import prompt_interrupt
from reportgen.cli.job_summary import in_github, tell_github
from reportgen.cli.messages import print_paths, say
from reportgen.cli.progress_display import display
from reportgen.config import RunConfig, configure, read_config
from reportgen.config.config_file import ConfigFile
from reportgen.errors import (
    AllModelsFailedError,
    GateRuleError,
    GatesFailedError,
    IgnoredFindingError,
    InputError,
)
from reportgen.option import JUDGING
from reportgen.options import COMMAND_LINE_ONLY, options_of
from reportgen.progress import Progress
from reportgen.run import build, evaluate, render
from reportgen.run.redact import shown

Options = Mapping[str, Any]
T = TypeVar("T")


def run_build(options: Options, command: str) -> None:
    """Evaluate and render. `options` holds every option of the command, None where it was not given."""
    config = configuration(options, "build")
    with _printed_on_failure():
        written = with_progress(options, lambda progress: build.build(config, progress, command))
    _announce(written)
    open_first(options, written)


def run_evaluate(options: Options, command: str) -> None:
    """Evaluate and write the bundle."""
    config = configuration(options, "evaluate")
    with _printed_on_failure():
        written = with_progress(options, lambda progress: evaluate.evaluate_to(config, progress, command))
    _announce(written)


def run_render(bundle: str, options: Options) -> None:
    """Render the bundle at a path; only a flag moves its reports elsewhere, not the configuration file."""
    config = configuration(options, "render")
    folder = Path(options["output"]) if options["output"] else None
    written = with_progress(
        options, lambda progress: render.render_to(bundle, config, progress, output=folder)
    )
    print_paths(written)
    open_first(options, written)


def configuration(options: Options, command: str) -> RunConfig:
    """Return the configuration that flags and file make; `render` reads only what concerns reports.

    `check` has no flags for what a report shows, but what the file says of it holds for the reports it writes.
    """
    if options["quiet"] and options["verbose"]:
        raise InputError("--quiet and --verbose exclude each other. Give one of them.")
    file = read_config(Path(options["config"]) if options["config"] else None)
    if file is not None:
        read = (*options_of(command), *(options_of("render") if command == "check" else ()))
        names = {option.name for option in read}
        parts = (
            file.parts if command in JUDGING else tuple(_only(part, {"id", *names}) for part in file.parts)
        )
        file = replace(_only(file, names), parts=parts)
    flags = {
        name: value for name, value in options.items() if value is not None and name not in COMMAND_LINE_ONLY
    }
    config = configure(flags, file)
    if file is not None and not options["quiet"]:
        say(f"Options are read from {file.path}.")
    return config


def with_progress(options: Options, work: Callable[[Progress], T]) -> T:
    """Do the work with its progress shown."""
    progress = display(quiet=bool(options["quiet"]), verbose=bool(options["verbose"]))
    try:
        with closing(progress), prompt_interrupt(progress.close):
            return work(progress)
    except GateRuleError as error:
        raise _placed(error, options) from None
    except IgnoredFindingError as error:
        raise _placed_finding(error, options) from None


def _placed(error: GateRuleError, options: Options) -> InputError:
    """Return the error with the line of the configuration file, where the rule stands there and in no flag."""
    file = read_config(Path(options["config"]) if options.get("config") else None)
    if file is None or error.rule in (options.get("gates") or ()) or error.rule not in _rules(file):
        return error
    return GateRuleError(error.problem, error.rule, file.place("gates", error.rule))


def _placed_finding(error: IgnoredFindingError, options: Options) -> InputError:
    """Return the error with the line of the configuration file, where the finding stands there and in no flag."""
    file = read_config(Path(options["config"]) if options.get("config") else None)
    written = [part for part in (file, *file.parts) if _ignores(part, error.finding)] if file else []
    if not written or error.finding in (options.get("ignore_findings") or ()):
        return error
    place = written[0].place(f"ignore_findings.{error.finding}")
    return IgnoredFindingError(error.problem, error.finding, place)


def _ignores(file: ConfigFile, finding: str) -> bool:
    given = file.values.get("ignore_findings")
    return isinstance(given, Mapping) and finding in given


def _only(file: ConfigFile, names: AbstractSet[str]) -> ConfigFile:
    """Return the file with these options alone."""
    return replace(file, values={name: value for name, value in file.values.items() if name in names})


def _rules(file: ConfigFile) -> set[str]:
    whole = configure({}, file)
    return {rule for part in (whole, *whole.analysis) for rule in part.gates}


@contextmanager
def _printed_on_failure() -> Iterator[None]:
    """Print the paths of what is written all the same where every model failed, or a gate."""
    try:
        yield
    except (AllModelsFailedError, GatesFailedError) as error:
        try:
            _announce(error.written, failed=True)
        except (InputError, OSError) as problem:  # said, but never in place of the verdict
            say(f"Error: {describe(problem)}")
        raise


def _announce(written: Sequence[Path], *, failed: bool = False) -> None:
    """Print the paths of what was written, the bundle's last, and tell a CI service that runs us of the results."""
    print_paths(written)
    if in_github() and written:
        tell_github(shown(load_bundle(written[-1])).record, failed=failed)


def open_first(options: Options, written: Sequence[Path]) -> None:
    """Open the first report in the browser where that was asked for."""
    if not options["open"]:
        return
    import webbrowser

    if not webbrowser.open(written[0].resolve().as_uri()):
        say(f"No browser could be opened. Open {written[0]} yourself.")
