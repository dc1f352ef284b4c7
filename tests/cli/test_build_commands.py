"""build, evaluate and render, with a run that only notes how it was called."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from reportgen.cli import entry, main
from reportgen.config import RunConfig
from reportgen.errors import AllModelsFailedError, InputError
from reportgen.progress import Silent
from reportgen.run import build, evaluate, render


class Calls:
    """What the run was called with, and what it is to do."""

    def __init__(self) -> None:
        self.made: list[tuple[Any, ...]] = []
        self.result: list[Path] | BaseException = [Path("output/report.html"), Path("output/bundle")]

    def note(self, *arguments: Any, **named: Any) -> list[Path]:
        self.made.append((*arguments, named))
        if isinstance(self.result, BaseException):
            raise self.result
        return self.result

    @property
    def config(self) -> RunConfig:
        found = next(argument for argument in self.made[0] if isinstance(argument, RunConfig))
        assert isinstance(found, RunConfig)
        return found


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Calls:
    noted = Calls()
    for module, name in ((build, "build"), (evaluate, "evaluate_to"), (render, "render_to")):
        monkeypatch.setattr(module, name, noted.note)
    monkeypatch.chdir(tmp_path)
    return noted


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def leave(code: int) -> None:
        raise SystemExit(f"at once: {code}")

    monkeypatch.setattr(entry, "_leave_at_once", leave)

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        out, err = capfd.readouterr()
        return caught.value.code or 0, out, err  # type: ignore[return-value]

    return call


def test_build_hands_on_configuration_and_command_and_prints_paths(calls: Calls, run: Run) -> None:
    code, out, err = run(
        "build", "-d", "iris", "-m", "rf,", "-m", "knn", "--param", "knn.n_neighbors=4", "--fresh"
    )
    assert (code, out, err) == (0, "output/report.html\noutput/bundle\n", "")
    expected = RunConfig(dataset="iris", models=("rf", "knn"), params={"knn": {"n_neighbors": 4}}, fresh=True)
    assert calls.config == expected
    assert calls.made[0][2] == "reportgen build -d iris -m rf, -m knn --param knn.n_neighbors=4 --fresh"


def test_no_option_leaves_the_defaults(calls: Calls, run: Run) -> None:
    run("build")
    assert calls.config == RunConfig()


def test_switches(calls: Calls, run: Run) -> None:
    run("evaluate", "--no-shuffle", "--no-samples")
    assert (calls.config.shuffle, calls.config.samples, calls.config.fresh) == (False, False, False)


def test_flags_win_over_the_file(calls: Calls, run: Run) -> None:
    Path("reportgen.toml").write_text("cv = 5\nseed = 1\n[params.rf]\nmax_depth = 3", encoding="utf-8")
    run("build", "--seed", "2", "--param", "rf.n_estimators=5")
    assert calls.config == RunConfig(cv=5, seed=2, params={"rf": {"max_depth": 3, "n_estimators": 5}})


def test_a_file_elsewhere(calls: Calls, run: Run) -> None:
    Path("conf").mkdir()
    Path("conf/study.toml").write_text('dataset = "../data/a.csv"', encoding="utf-8")
    run("evaluate", "-c", "conf/study.toml")
    assert calls.config.dataset == "data/a.csv"


def test_render_reads_of_the_file_only_what_concerns_reports(calls: Calls, run: Run) -> None:
    Path("reportgen.toml").write_text('cv = 5\ntitle = "T"\noutput = "elsewhere"', encoding="utf-8")
    run("render", "a/bundle", "-f", "pdf")
    assert calls.made[0][0] == "a/bundle"
    assert (calls.config.cv, calls.config.title, calls.config.format) == (3, "T", ("pdf",))
    assert calls.made[0][-1] == {"output": None}


def test_the_analyses_of_a_study_are_read_where_they_are_evaluated(calls: Calls, run: Run) -> None:
    Path("reportgen.toml").write_text('seed = 1\n[[analysis]]\nid = "a"\n[[analysis]]\n', encoding="utf-8")
    for command in ("build", "evaluate"):
        calls.made.clear()
        run(command, "--cv", "4")
        assert [(p.id, p.seed, p.cv) for p in calls.config.analyses] == [("a", 1, 4), ("analysis2", 1, 4)]
    calls.made.clear()
    run("render", "a/bundle")
    # Rendering heeds which findings are ignored in an analysis, and nothing else of it.
    assert msgspec.structs.replace(calls.config, analysis=()) == RunConfig()
    assert calls.config.analysis == (RunConfig(id="a"), RunConfig(id="analysis2"))


def test_render_to_another_folder(calls: Calls, run: Run) -> None:
    run("render", "a/bundle", "-o", "there")
    assert calls.made[0][-1] == {"output": Path("there")}


def test_quiet_is_silent(calls: Calls, run: Run) -> None:
    run("build", "--quiet")
    assert isinstance(calls.made[0][1], Silent)


@pytest.mark.parametrize(
    ("error", "code", "part"),
    [
        (InputError("no such data"), 2, "Error: no such data"),
        (MemoryError(), 2, "--limit"),
        (ZeroDivisionError("division by zero"), 2, "a bug: ZeroDivisionError: division by zero"),
        (PermissionError(13, "Permission denied", "/x/y"), 2, "`/x/y`"),
        (OSError(28, "No space left on device", "/x/y"), 2, "no space left: `/x/y`"),
    ],
)
def test_errors_become_one_line_and_an_exit_code(
    calls: Calls, run: Run, error: Exception, code: int, part: str
) -> None:
    calls.result = error
    found, out, err = run("build")
    assert (found, out) == (code, "")
    assert part in err
    assert len(err.splitlines()) == 1


def test_where_all_models_failed_the_report_that_says_why_is_named(calls: Calls, run: Run) -> None:
    calls.result = AllModelsFailedError(
        "Every model failed.", [Path("there/report.pdf"), Path("there/bundle")]
    )
    for command in ("build", "evaluate"):
        assert run(command) == (3, "there/report.pdf\nthere/bundle\n", "Error: Every model failed.\n")


def test_quiet_still_says_errors(calls: Calls, run: Run) -> None:
    calls.result = InputError("no such data")
    assert run("build", "--quiet") == (2, "", "Error: no such data\n")


def test_verbose_shows_the_traceback(calls: Calls, run: Run) -> None:
    calls.result = ZeroDivisionError("division by zero")
    _, _, err = run("build", "--verbose")
    assert "Traceback" in err
    assert "test_build_commands.py" in err


def test_interruption_says_that_fits_are_kept_and_leaves_at_once(calls: Calls, run: Run) -> None:
    calls.result = KeyboardInterrupt()
    code, out, err = run("build")
    assert code == "at once: 130"  # type: ignore[comparison-overlap]
    assert out == ""
    assert err == "Interrupted. Finished fits are kept; the same command takes them up.\n"


@pytest.mark.usefixtures("calls")
def test_open_shows_the_first_report(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: opened.append(url) or True)
    run("build", "--open")
    assert opened == [Path("output/report.html").resolve().as_uri()]


@pytest.mark.usefixtures("calls")
def test_no_browser_is_no_failure(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    code, _, err = run("render", "a", "--open")
    assert code == 0
    assert "Open output/report.html yourself" in err


def test_paths_are_printed_byte_for_byte(calls: Calls, capfdbinary: Any) -> None:
    calls.result = [Path("out\udcff/réport.html")]
    with pytest.raises(SystemExit):
        main(["build"])
    assert capfdbinary.readouterr().out == b"out\xff/r\xc3\xa9port.html\n"
