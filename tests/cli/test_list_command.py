"""`reportgen list`: ids first, lines for pipes, nothing heavy loaded."""

import re
import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

import pytest

from reportgen.cli.list_command import KINDS
from reportgen.cli.program import list_things
from tests.cli.process import PROGRAM, environment, reportgen

pytestmark = pytest.mark.process


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_for_each_thing_with_its_id_first(tmp_path: Path, kind: str) -> None:
    done = reportgen("list", kind, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert [row[0] for row in rows] == [row[0] for row in KINDS[kind]()]
    assert rows
    assert all(len(row) > 1 and all(row) for row in rows)


def test_whatever_can_be_added_is_listed() -> None:
    page = (Path(__file__).parents[2] / "docs" / "extending.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"(?m)^\| `reportgen\.(\w+)` \|", page)) == sorted(KINDS)


def test_help_and_documentation_name_all_kinds() -> None:
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    told = page.partition("\n## list\n")[2].partition(" one of ")[2].partition("\n\n")[0]
    assert re.findall(r"\w+", told) == list(KINDS)
    (argument,) = get_type_hints(list_things, include_extras=True)["kind"].__metadata__
    assert re.findall(r"\w+", argument.help.partition(";")[0].replace(" or ", ", ")) == list(KINDS)


def test_all_kinds_under_headings(tmp_path: Path) -> None:
    shown = reportgen("list", cwd=tmp_path).stdout.splitlines()
    assert [line for line in shown if line.endswith(":") and "\t" not in line] == [
        f"{kind}:" for kind in KINDS
    ]


def test_known_ids(tmp_path: Path) -> None:
    assert reportgen("list", "datasets", cwd=tmp_path).stdout.startswith("digits\t")
    assert "\nrf\t" in reportgen("list", "models", cwd=tmp_path).stdout
    assert reportgen("list", "table-formats", cwd=tmp_path).stdout.startswith("arrow\t")


def test_nothing_heavy_is_loaded() -> None:
    code = (
        "import sys\nfrom reportgen.cli.list_command import show\nshow(None)\n"
        "print([n for n in ('sklearn', 'pandas', 'matplotlib', 'weasyprint', 'skrub') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_reader_who_leaves_early_is_no_failure(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=environment()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
