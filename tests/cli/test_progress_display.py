"""Progress: plain lines for pipes and CI, a live table on a terminal, silence where asked for."""

import threading

import pytest

from reportgen.cli.progress_display import display
from reportgen.cli.progress_lines import PlainLines
from reportgen.cli.progress_units import format_bytes, format_left, format_seconds
from reportgen.progress import JobLabel, Silent
from tests.cli.terminal import in_terminal, plain, python

JOBS = [JobLabel("rf", 0), JobLabel("rf", 1), JobLabel("rf", None)]

SHOW = """
import time
from reportgen.cli.progress_display import display
from reportgen.progress import JobLabel
progress = display(quiet=False, verbose={verbose})
jobs = [JobLabel(model, fold) for model in ('rf', 'svc_scaled') for fold in (*range({folds}), None)]
jobs += [JobLabel('rf', None, '', repeat) for repeat in range(1, {repeats})]
progress.message('Reading \\x1b[2J [bold]data[/bold]')
progress.detail('a detail')
progress.download('mnist', 1_500_000, 55_000_000)
time.sleep(0.6)
progress.download('mnist', 55_000_000, 55_000_000)
progress.plan(jobs)
for job in jobs:
    progress.started(job)
    outcome = {{'svc_scaled fold 0': 'failed', 'svc_scaled fold 1': 'cached'}}.get(str(job), 'done')
    progress.finished(job, 2.34, outcome)
progress.close()
"""


def show(*, folds: int = 2, verbose: bool = False, repeats: int = 1) -> list[str]:
    return python(SHOW.format(folds=folds, verbose=verbose, repeats=repeats))


def test_plain_lines_count(capsys: pytest.CaptureFixture[str]) -> None:
    lines = PlainLines()
    lines.plan(JOBS)
    lines.started(JOBS[0])
    for job, outcome in zip(JOBS, ("done", "cached", "failed"), strict=True):
        lines.finished(job, 2.34, outcome)
    lines.close()
    assert capsys.readouterr().err.splitlines() == [
        "3 fits to do",
        "rf fold 0: done in 2.3 s (1/3)",
        "rf fold 1: kept from an earlier run (2/3)",
        "rf test: failed after 2.3 s (3/3)",
    ]


def test_details_are_for_verbose(capsys: pytest.CaptureFixture[str]) -> None:
    for verbose in (False, True):
        lines = PlainLines(verbose=verbose)
        lines.detail("a detail")
        lines.started(JOBS[0])
    assert capsys.readouterr().err == "a detail\nrf fold 0: started\n"


def test_a_download_says_its_end_and_not_every_block(capsys: pytest.CaptureFixture[str]) -> None:
    lines = PlainLines()
    for done in range(0, 1_000_001, 1000):
        lines.download("mnist", done, 1_000_000)
    assert capsys.readouterr().err == "mnist: 1.0 of 1.0 MB\n"


def test_lines_of_many_threads_stay_whole(capsys: pytest.CaptureFixture[str]) -> None:
    lines = PlainLines()
    jobs = [JobLabel("rf", fold) for fold in range(200)]
    lines.plan(jobs)
    parts = [jobs[start::8] for start in range(8)]
    threads = [
        threading.Thread(target=lambda p=part: [lines.finished(j, 1, "done") for j in p]) for part in parts
    ]  # type: ignore[misc]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written = capsys.readouterr().err.splitlines()[1:]
    assert sorted(line.split(" (")[0] for line in written) == sorted(f"{job}: done in 1.0 s" for job in jobs)
    assert [line.split(" (")[1] for line in written] == [f"{number}/200)" for number in range(1, 201)]


def test_quiet_is_silent() -> None:
    assert isinstance(display(quiet=True, verbose=False), Silent)


@pytest.mark.process
def test_on_a_terminal_a_table_of_models_and_folds() -> None:
    code, written = in_terminal(show())
    assert code == 0
    rows = plain(written).splitlines()
    assert [row.split() for row in rows[-3:]] == [
        ["6/6", "fits", "fold", "0", "fold", "1", "test"],
        ["rf", "2.3", "s", "2.3", "s", "2.3", "s"],
        ["svc_scaled", "failed", "kept", "2.3", "s"],
    ]
    assert "Reading \\x1b[2J [bold]data[/bold]" in rows
    assert "mnist: 1.5 of 55.0 MB" in plain(written)
    assert "a detail" not in written


@pytest.mark.process
def test_the_terminal_is_left_as_it_was() -> None:
    _, written = in_terminal(show())
    assert written.count("\x1b[?25l") == written.count("\x1b[?25h") > 0
    assert written.rindex("\x1b[?25h") > written.rindex("\x1b[?25l")


@pytest.mark.process
def test_on_a_terminal_verbose_shows_details() -> None:
    assert "a detail" in plain(in_terminal(show(verbose=True))[1])


@pytest.mark.process
def test_many_folds_are_summed_up() -> None:
    rows = plain(in_terminal(show(folds=20))[1]).splitlines()
    assert rows[-2].split() == ["rf", "21", "of", "21", "fits,", "49", "s"]
    assert rows[-1].split() == ["svc_scaled", "21", "of", "21", "fits,", "49", "s,", "1", "failed"]


@pytest.mark.process
def test_repeats_are_summed_up_and_named() -> None:
    rows = plain(in_terminal(show(repeats=3))[1]).splitlines()
    assert rows[-2].split() == ["rf", "5", "of", "5", "fits,", "12", "s"]
    assert str(JobLabel("rf", None, "", 2)) == "rf test, repeat 2"


STUDY = """
from reportgen.cli.progress_display import display
from reportgen.progress import JobLabel
progress = display(quiet=False, verbose=False)
names = ('detector', 'a-name-that-is-much-too-long-for-a-terminal-line', 'third')
jobs = [JobLabel('sgd_scaled', fold, name) for name in names for fold in (0, 1, None)]
progress.plan(jobs)
for job in jobs:
    progress.started(job)
    if job.analysis != 'third':
        outcome = 'failed' if job.fold == 0 else 'shared' if job.fold == 1 else 'done'
        progress.finished(job, 2.0, outcome)
progress.close()
"""


@pytest.mark.process
def test_a_study_is_a_line_for_each_analysis() -> None:
    rows = plain(in_terminal(python(STUDY), width=80)[1]).splitlines()[-4:]
    assert max(map(len, rows)) <= 80
    assert rows[0].split() == ["6/9", "fits"]
    assert rows[1].split() == ["detector", "3", "of", "3", "fits,", "6.0", "s,", "1", "failed"]
    assert rows[2].split()[0] == "a-name-that-is-much-t…"
    assert rows[3].startswith("third ")
    assert "0 of 3 fits; sgd_scaled fold 0 0 s ..." in rows[3]


def test_lines_of_a_study_name_the_analysis(capsys: pytest.CaptureFixture[str]) -> None:
    lines = PlainLines()
    jobs = [JobLabel("rf", 0, "detector"), JobLabel("rf", None, "all")]
    lines.plan(jobs)
    lines.finished(jobs[0], 2.34, "done")
    lines.finished(jobs[1], 0, "shared")
    assert capsys.readouterr().err.splitlines() == [
        "2 fits to do",
        "detector: rf fold 0: done in 2.3 s (1/2)",
        "all: rf test: the same as in another analysis (2/2)",
    ]


@pytest.mark.process
@pytest.mark.parametrize("changes", [{"CI": "true"}, {"TERM": "dumb"}])
def test_plain_lines_in_ci_and_on_dumb_terminals(changes: dict[str, str]) -> None:
    _, written = in_terminal(show(), **changes)
    assert "\x1b" not in written
    assert "rf fold 0: done in 2.3 s (1/6)" in written


@pytest.mark.process
def test_no_color_is_honoured() -> None:
    coloured = r"\x1b[32m"
    assert coloured.encode().decode("unicode_escape") in in_terminal(show())[1]
    assert coloured.encode().decode("unicode_escape") not in in_terminal(show(), NO_COLOR="1")[1]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.004, "0.00 s"),
        (0.25, "0.25 s"),
        (2.34, "2.3 s"),
        (48.2, "48 s"),
        (59.7, "1 min 0 s"),
        (7500, "2 h 5 min"),
    ],
)
def test_format_seconds(seconds: float, text: str) -> None:
    assert format_seconds(seconds) == text


def test_format_bytes() -> None:
    assert format_bytes(1_500_000, None) == "1.5 MB"


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (None, ""),
        ((0.2, 0.9), "up to 1 s left"),
        ((3.2, 7.5), "3 to 8 s left"),
        ((42.0, 88.0), "40 to 90 s left"),
        ((61.0, 119.0), "60 to 120 s left"),
        ((119.0, 350.0), "1 to 6 min left"),
        ((3.0, 350.0), "up to 6 min left"),
        ((5000.0, 20000.0), "1 to 6 h left"),
    ],
)
def test_time_left_is_a_range_rounded_outwards(left: tuple[float, float] | None, told: str) -> None:
    assert format_left(left) == told


def test_plain_lines_tell_the_time_left_at_once_and_with_each_fit(capsys: pytest.CaptureFixture[str]) -> None:
    answers = iter([(65.0, 130.0), (10.0, 15.0), None])
    lines = PlainLines()
    lines.plan(JOBS[:2])
    lines.expect(lambda: next(answers))
    for job in JOBS[:2]:
        lines.finished(job, 2.34, "done")
    assert capsys.readouterr().err.splitlines() == [
        "2 fits to do",
        "Fits: 1 to 3 min left",
        "rf fold 0: done in 2.3 s (1/2), 10 to 15 s left",
        "rf fold 1: done in 2.3 s (2/2)",
    ]


@pytest.mark.process
def test_on_a_terminal_the_time_left_stands_below_the_table() -> None:
    script = SHOW.replace("for job in jobs:", "progress.expect(lambda: (65.0, 130.0))\nfor job in jobs:")
    rows = plain(in_terminal(python(script.format(folds=2, verbose=False, repeats=1)))[1]).splitlines()
    assert rows[-1].strip() == "1 to 3 min left"
