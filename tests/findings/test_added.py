"""A finding that somebody adds, as an installed package or as a file: listed, said, shown, and muted like any other."""

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.cli.process import environment
from tests.shown import renamed

pytestmark = pytest.mark.process

EXTENDING = Path(__file__).parents[2] / "docs" / "extending.md"

#: Runs the program with a folder that packages are installed in.
PROGRAM = "import sys; sys.path.insert(0, {folder!r}); from reportgen.cli import main; main(sys.argv[1:])"

#: The same, where a file was put into the folder of rules.
WITH_FILE = (
    "from reportgen.findings import rules; rules.__path__.append({folder!r})\n"
    "import sys; from reportgen.cli import main; main(sys.argv[1:])"
)

#: Says whether the documentation's table would change.
TABLE = (
    "import sys; sys.path.insert(0, {folder!r})\n"
    "from tests.findings.make_findings_table import FINDINGS, PAGE, page_with_table\n"
    "page = PAGE.read_text(encoding='utf-8')\n"
    "print('small_test_as_shown' in FINDINGS, page_with_table(page) == page)"
)


def shown_in_the_documentation() -> tuple[str, str]:
    """Return the entry point and the module of the example, which speaks before all others and in words of its own."""
    page = renamed(EXTENDING.read_text(encoding="utf-8"), "small_test").partition("## A finding\n")[2]
    code = textwrap.dedent("\n".join(re.findall(r"(?m)^(?:    .*|)$", page)))
    entry, _, module = code.partition("# your_package/small_test_as_shown.py\n")
    return entry, module.replace("order=100", "order=0").replace("we release", "we here release")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the documentation's package, installed as far as Python asks."""
    folder = tmp_path_factory.mktemp("installed")
    entry, module = shown_in_the_documentation()
    named = re.search(r'(?m)^\[project\.entry-points\."([\w.]+)"\]\n(\w+) = "([\w.]+)"$', entry)
    assert named is not None
    package = folder / "your_package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "small_test_as_shown.py").write_text(module, encoding="utf-8")
    info = folder / "your_package-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: your-package\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{named[1]}]\n{named[2]} = {named[3]}\n")
    return folder


def run(code: str, folder: Path, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code.format(folder=str(folder)), *words],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


BUILD = ("build", "-d", "iris", "-m", "nb", "--cv", "0", "-f", "html,md", "-q")


def test_a_package_s_finding_is_listed(installed: Path, tmp_path: Path) -> None:
    done = run(PROGRAM, installed, "list", "findings", cwd=tmp_path)
    assert "small_test_as_shown\tblocker\ta test too small for a release" in done.stdout.splitlines(), (
        done.stderr
    )


def test_it_blocks_and_can_be_ignored(installed: Path, tmp_path: Path) -> None:
    done = run(PROGRAM, installed, *BUILD, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    said = "The test has 30 samples, and we here release nothing that was tested on fewer than 500."
    text = (tmp_path / "output" / "report.md").read_text(encoding="utf-8")
    assert f"Do not release: t{said[1:]}" in text
    assert text.count(said[1:]) == 1  # the headline holds it whole
    done = run(PROGRAM, installed, *BUILD, "--ignore-finding", "small_test_as_shown", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert said not in (tmp_path / "output" / "report.md").read_text(encoding="utf-8")
    page = (tmp_path / "output" / "report.html").read_text(encoding="utf-8")
    assert page.count(said) == 1
    assert page.index(said) > page.index("<h3>Ignored findings</h3>")


def test_the_documentation_s_table_knows_no_strangers(installed: Path) -> None:
    root = Path(__file__).parents[2]
    done = run(TABLE, installed, cwd=root)
    assert done.stdout.split() == ["True", "True"], done.stderr


def test_a_new_file_among_the_rules_is_enough(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    module = shown_in_the_documentation()[1].replace('"blocker"', '"note"')
    (rules / "small_test_as_shown.py").write_text(module, encoding="utf-8")
    listed = run(WITH_FILE, rules, "list", "findings", cwd=tmp_path)
    assert "small_test_as_shown\tnote\ta test too small for a release" in listed.stdout.splitlines(), (
        listed.stderr
    )
    done = run(WITH_FILE, rules, *BUILD, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "output" / "report.md").read_text(encoding="utf-8")
    assert "- The test has 30 samples, and we here release nothing" in text
