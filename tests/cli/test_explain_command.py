"""`reportgen explain`: lines for pipes, tables for people."""

from pathlib import Path

import pytest

from reportgen.bundle.store import write_bundle
from reportgen.cli.explain_command import COLUMNS
from tests.bundles import HOSTILE
from tests.cli.process import PROGRAM, reportgen
from tests.cli.terminal import CONTROL, in_terminal
from tests.detectors import make_detector

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("explained")
    write_bundle(make_detector((HOSTILE[8], HOSTILE[0])), place / "bundle")
    return place


def test_a_line_for_each_model_in_a_pipe(folder: Path) -> None:
    done = reportgen("explain", str(folder), "--sample", "0", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert [len(row) for row in rows] == [len(COLUMNS)] * 4
    assert [row[2] for row in rows] == ["sgd", "rf", "svc", "dummy"]
    assert all(row[:2] == ["main", "0"] and row[3] == "cv" for row in rows)


def test_one_model_and_what_goes_wrong(folder: Path) -> None:
    done = reportgen("explain", "bundle", "--sample", "1499", "--model", "rf", cwd=folder)
    assert done.stdout.count("\n") == 1
    assert "\ttest\t\t" in done.stdout
    for arguments, said in (
        (("--sample", "x"), "--sample is `x`: give the number of a sample"),
        (("--sample", "1500"), "no sample 1500 here"),
        (("--sample", "0", "--model", "sdg"), "Did you mean `sgd`?"),
    ):
        done = reportgen("explain", "bundle", *arguments, cwd=folder)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr


def test_a_table_on_a_terminal(folder: Path) -> None:
    code, written = in_terminal([*PROGRAM, "explain", str(folder), "--sample", "0"])
    shown = CONTROL.sub("", written)
    assert code == 0
    assert "Sample 0 (main), judged in fold 0 of the cross-validation" in " ".join(shown.split())
    assert "Random forest" in shown
    assert "right" in shown
    assert "\x1b[31m" not in written  # what class names hold is no command to the terminal
    assert "\x07" not in written
