"""Streams that are closed, full or left by their reader: the exit code is that of the work all the same."""

import fcntl
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from reportgen.cli.lasting_streams import LastingWriter, finish_output, keep_streams
from tests.cli.process import PROGRAM, environment, killed_where_stuck, reportgen

FULL = Path("/dev/full")

#: What a shell may make of the two streams.
KINDS = (">&-", ">/dev/full", "2>&-", "2>/dev/full", "| true", "2>&1 | true", "<&- >&- 2>&-")

needs_full = pytest.mark.skipif(not FULL.exists(), reason="has no /dev/full")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, starts_process: None) -> Path:  # noqa: ARG001 - marks what uses it
    made = tmp_path_factory.mktemp("streams")
    done = reportgen("build", "-d", "iris", "-m", "nb", "--cv", "0", "-q", "-f", "html", "-o", "b", cwd=made)
    assert done.returncode == 0, done.stderr
    (made / "not.html").write_text("<!doctype html><img src='https://example.org/x.png'>")
    return made


def code_of(folder: Path, command: str, **changes: str) -> int:
    """Return the exit code of `reportgen COMMAND` in bash, with the pipe's own left out."""
    line = f"{PROGRAM[0]} -m reportgen {command}; exit ${{PIPESTATUS[0]}}"
    with (
        subprocess.Popen(
            ["bash", "-c", line], cwd=folder, env=environment(**changes), stdin=subprocess.DEVNULL
        ) as shell,
        killed_where_stuck(shell),
    ):
        return shell.wait()


@needs_full
@pytest.mark.process
@pytest.mark.parametrize(
    ("command", "gone", "code"),
    [
        *(("check b --gate 'accuracy >= 1.0'", gone, 1) for gone in KINDS),
        ("check b --gate 'accuracy >= 0.5'", ">/dev/full", 0),
        *(("verify not.html", gone, 1) for gone in ("| true", ">&-", ">/dev/full")),
        ("verify b/report.html", "| true", 0),
        ("list no-such-kind", "2>&1 | true", 2),
        ("--no-such-option", "2>&-", 2),
    ],
)
def test_a_verdict_outlasts_its_streams(folder: Path, command: str, gone: str, code: int) -> None:
    assert code_of(folder, f"{command} {gone}") == code


@needs_full
@pytest.mark.process
@pytest.mark.slow
@pytest.mark.parametrize("gone", ["| true", ">&-", "2>&-", ">/dev/full 2>/dev/full"])
@pytest.mark.parametrize(("gate", "code"), [("accuracy >= 0.5", 0), ("accuracy >= 1.0", 1)])
def test_a_build_is_finished_and_judged(folder: Path, gate: str, code: int, gone: str) -> None:
    output = folder / f"out{code}{len(gone)}"
    command = f"build -d iris -m nb --cv 0 -f html -o {output} --gate '{gate}' {gone}"
    assert code_of(folder, command) == code
    assert (output / "report.html").read_bytes().rstrip().endswith(b"</html>")


@needs_full
def test_a_full_disk_is_named(folder: Path) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            [*PROGRAM, "verify", "b/report.html"],
            cwd=folder,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 0
    assert done.stderr == (
        "Standard output could not be written to its end (No space left on device). "
        "The exit code holds all the same.\n"
    )


def test_what_the_encoding_lacks_is_escaped(folder: Path) -> None:
    done = reportgen("list", "µ", cwd=folder, PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert done.stderr.startswith("Error: There is no list of `\\xb5`.")
    shown = reportgen("explain", "b", "--sample", "0", cwd=folder, PYTHONIOENCODING="ascii")
    assert "bug" not in shown.stderr


def test_what_github_cannot_be_told_does_not_replace_the_verdict(folder: Path) -> None:
    done = reportgen(
        *("build", "-d", "iris", "-m", "nb", "--cv", "0", "-q", "-o", "g", "--gate", "accuracy >= 1.0"),
        cwd=folder,
        GITHUB_ACTIONS="true",
        GITHUB_STEP_SUMMARY=str(folder),
    )
    assert done.returncode == 1


# --- the file itself ---


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reader, writer = os.pipe()
    yield reader, writer
    for descriptor in (reader, writer):
        try:
            os.close(descriptor)
        except OSError:
            continue


def test_what_nobody_reads_is_taken_and_dropped(pipe: tuple[int, int]) -> None:
    reader, writer = pipe
    os.close(reader)
    file = LastingWriter(writer)
    for content in (b"abc", memoryview(b"de"), b"f" * 100_000):
        assert file.write(content) == len(content)
        file.flush()
    assert isinstance(file.failure, BrokenPipeError)


def test_a_pipe_that_does_not_block_gets_all(pipe: tuple[int, int]) -> None:
    reader, writer = pipe
    flags = fcntl.fcntl(writer, fcntl.F_GETFL)
    fcntl.fcntl(writer, fcntl.F_SETFL, flags | os.O_NONBLOCK)
    content, taken = bytes(range(256)) * 2000, bytearray()

    def drain() -> None:
        while len(taken) < len(content):
            taken.extend(os.read(reader, 10_000))

    thread = Thread(target=drain, daemon=True)
    thread.start()
    file = LastingWriter(writer)
    for start in range(0, len(content), 700):
        file.write(content[start : start + 700])
    file.flush()
    thread.join(timeout=60)
    assert bytes(taken) == content
    assert file.failure is None


def test_streams_of_a_caller_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = io.StringIO()
    monkeypatch.setattr(sys, "stdout", mine)
    keep_streams()
    assert sys.stdout is mine
    assert finish_output() is None
