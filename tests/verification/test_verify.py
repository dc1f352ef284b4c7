"""verify as a whole, and as a command."""

import contextlib
import signal
from pathlib import Path

import pytest

from reportgen.errors import InputError
from reportgen.mail.source import find_source
from reportgen.rendering.presentation import Presentation
from reportgen.verification.limited_work import (
    SECONDS,
    SECONDS_A_MEGABYTE,
    TooMuchWorkError,
    allowed_seconds,
    limited_work,
)
from reportgen.verification.verify import verify
from tests.cli.process import reportgen
from tests.verification.pages import page


def written(folder: Path, content: bytes, name: str = "report.html") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_file_has_to_be_within_its_size(tmp_path: Path) -> None:
    path = written(tmp_path, page("x" * 1_000_000))
    assert any("over 1,000,000" in line for line in verify(path).short)
    assert verify(path, max_bytes=2_000_000).ok
    two = '<header class="chapter"></header>' * 2
    assert verify(written(tmp_path, page(two + "x" * 1_000_000))).ok


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01", b"PK\x03\x04", b'{"a": 1}', b"<svg/>", b"Once upon a time", b"<?xml version='1.0'?>"],
)
def test_what_is_neither_page_nor_document_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match="neither an HTML nor a PDF report"):
        verify(written(tmp_path, content))


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file"):
        verify(tmp_path / "none.html")
    with pytest.raises(InputError, match="is a folder"):
        verify(tmp_path)


def test_what_no_report_is_as_large_as_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.verification.verify.MOST_BYTES", 2_000_000)
    path = written(tmp_path, page("x" * 2_000_000))
    with pytest.raises(InputError, match="too large for a report: over 2 MB"):
        verify(path)
    with pytest.raises(InputError, match="too large for a report: over 2 MB"):
        find_source(str(path), None, Presentation())


@pytest.mark.parametrize("before", ["<!-- -->" * 60, "<!--" * 100_000, " \n" * 100_000, "<!-->" * 100_000])
def test_what_begins_with_much_that_is_nothing_is_soon_known(tmp_path: Path, before: str) -> None:
    with pytest.raises(InputError, match="neither an HTML nor a PDF report"):
        verify(written(tmp_path, f"{before}x".encode()))


def test_a_page_may_begin_with_comments(tmp_path: Path) -> None:
    for before in (b"", b"\xef\xbb\xbf", b"\n<!-- a --> <!-- b --->\n"):
        assert verify(written(tmp_path, before + page())).ok


def test_a_page_larger_than_any_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.verification.verify.MOST_PAGE_BYTES", 2_000_000)
    with pytest.raises(InputError, match="too large for a page: over 2 MB"):
        verify(written(tmp_path, page("x" * 2_000_000)), max_bytes=5_000_000)


def test_what_takes_longer_than_any_report_falls_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.verification.limited_work.SECONDS", 0.2)
    monkeypatch.setattr("reportgen.verification.limited_work.SECONDS_A_MEGABYTE", 0.0)
    # The parser copies the whole value for each character that is written as a reference: years, for this page.
    path = written(tmp_path, page(f'<p title="{"x" * 1_000_000}{"&lt;" * 4_000_000}">'))
    handler, timer = signal.getsignal(signal.SIGPROF), signal.getitimer(signal.ITIMER_PROF)
    assert verify(path).short == (
        "it takes longer to read than any report: it was not made by reportgen alone",
    )
    assert (signal.getsignal(signal.SIGPROF), signal.getitimer(signal.ITIMER_PROF)) == (handler, timer)


def test_work_is_limited_through_handlers_of_exceptions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.verification.limited_work.SECONDS", 0.05)

    def stubborn() -> None:
        for _ in range(3):
            with contextlib.suppress(BaseException):
                while True:
                    pass
        while True:
            pass

    with pytest.raises(TooMuchWorkError), limited_work(0):
        stubborn()


def test_more_bytes_may_take_more_time() -> None:
    assert allowed_seconds(2_000_000) == SECONDS + 2 * SECONDS_A_MEGABYTE


@pytest.mark.process
def test_the_command_says_what_it_checked_and_what_falls_short_and_its_exit_code_is_the_verdict(
    tmp_path: Path,
) -> None:
    written(tmp_path, page(), "good.html")
    written(tmp_path, page('<img src="x.png"><img src="y.png">'), "bad.html")
    done = reportgen("verify", "good.html", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line[:7] for line in done.stdout.splitlines()] == ["ok     "] * 5
    done = reportgen("verify", "good.html", "bad.html", cwd=tmp_path)
    assert done.returncode == 1
    assert 'short  bad.html: <img src="x.png"> leads out of the file' in done.stdout
    assert 'short  bad.html: <img src="y.png"> leads out of the file' in done.stdout
    done = reportgen("verify", "good.html", "--max-size", "100", cwd=tmp_path)
    assert done.returncode == 1
    assert "over 100" in done.stdout
    (tmp_path / "notes.txt").write_text("Once upon a time")
    for arguments, said in (
        (("notes.txt",), "neither an HTML nor a PDF report"),
        (("none.html",), "There is no file `none.html`"),
        (("good.html", "--max-size", "much"), "--max-size is `much`"),
    ):
        done = reportgen("verify", *arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.count("Error: ") == 1
        assert said in done.stderr


@pytest.mark.process
def test_every_file_is_looked_at_also_beside_one_that_is_no_report(tmp_path: Path) -> None:
    written(tmp_path, b"Once upon a time", "notes.txt")
    written(tmp_path, page(), "good.html")
    written(tmp_path, page('<img src="x.png">'), "bad.html")
    done = reportgen("verify", "none.html", "good.html", "notes.txt", "bad.html", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "Error: There is no file `none.html`.",
        "Error: `notes.txt` is neither an HTML nor a PDF report.",
    ]
    assert "ok     good.html: " in done.stdout
    assert "short  bad.html: " in done.stdout


@pytest.mark.process
def test_what_a_file_says_cannot_control_the_terminal(tmp_path: Path) -> None:
    written(tmp_path, page('<img src="\x1b[31mred">'))
    done = reportgen("verify", "report.html", cwd=tmp_path)
    assert done.returncode == 1
    assert "\x1b" not in done.stdout
