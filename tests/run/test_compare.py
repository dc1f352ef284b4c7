"""Page, gates and comparison speak of one baseline: that which was given last."""

from pathlib import Path

import msgspec
import pytest

from reportgen import render
from reportgen.bundle.schema import BundleRecord
from reportgen.bundle.store import Bundle, write_bundle
from reportgen.config import RunConfig
from reportgen.deliver.attachment import summary
from reportgen.progress import Silent
from reportgen.run.baseline import compared, with_changes
from reportgen.run.check import check
from reportgen.run.compare import compare_to
from reportgen.run.gates import gates_for, references, with_gates
from tests.bundles import make_bundle
from tests.rendering.make_golden_since import makers

pytestmark = pytest.mark.slow

RULE = "no-regression: accuracy"


def renamed(bundle: Bundle, name: str) -> Bundle:
    run = msgspec.structs.replace(bundle.record.run, id=name)
    return Bundle(msgspec.structs.replace(bundle.record, run=run), bundle.arrays)


GOOD = renamed(make_bundle(makers=makers(4.2, 1.5), n_train=30, n_test=60, folds=2), "good")
POOR = renamed(make_bundle(makers=makers(0.5, 0.4), n_train=30, n_test=60, folds=2), "poor")
NOW = renamed(make_bundle(makers=makers(1.5, 1.4), n_train=30, n_test=60, folds=2), "now")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bundles of three runs, and of the last as it was built with the poor one as its baseline and a gate."""
    place = tmp_path_factory.mktemp("bundles")
    built = with_changes(POOR, NOW, compared(POOR, NOW, "poor"))
    config = RunConfig(gates=(RULE,), baseline="poor")
    built = with_gates(built, gates_for(built.record, config), references(built, config, POOR, None))
    assert [gate.status for gate in built.record.gates] == ["pass"]
    for name, bundle in (("good", GOOD), ("poor", POOR), ("built", built)):
        write_bundle(bundle, place / name)
    return place


def test_check_puts_the_baseline_that_it_judged_by_into_the_report(folder: Path, tmp_path: Path) -> None:
    config = RunConfig(gates=(RULE,), baseline=str(folder / "good"), format=("html",), output=str(tmp_path))
    checked = check(str(folder / "built"), config, Silent())
    assert checked.record.changes is not None
    assert checked.record.changes.baseline.id == "good"
    assert [gate.status for gate in checked.record.gates] == ["fail"]
    assert [finding.id for finding in checked.record.analyses[0].findings].count("change") == 1
    (page,) = render(checked, config)
    assert "Worse than the baseline run of" in page.read_text(encoding="utf-8")


def test_check_without_a_baseline_judges_as_the_build_did(folder: Path) -> None:
    checked = check(str(folder / "built"), RunConfig(gates=(RULE,)), Silent())
    assert checked.record.changes is not None
    assert checked.record.changes.baseline.id == "poor"
    assert [gate.status for gate in checked.record.gates] == ["pass"]


@pytest.mark.parametrize(("name", "status"), [("good", "fail"), ("poor", "pass")])
def test_compare_judges_by_the_baseline_that_it_shows(
    name: str, status: str, folder: Path, tmp_path: Path
) -> None:
    config = RunConfig(format=("json",))
    compare_to(str(folder / name), str(folder / "built"), config, Silent(), output=tmp_path)
    shown = msgspec.json.decode((tmp_path / "report.json").read_bytes(), type=BundleRecord)
    assert shown.changes is not None
    assert shown.changes.baseline.id == name
    (gate,) = shown.gates
    assert gate.status == status
    asked = [
        row.difference
        for row in shown.changes.analyses[0].scores
        if (row.model, row.split, row.metric, row.label) == (gate.model, "test", "accuracy", None)
    ]
    assert gate.value in asked


def test_a_comparison_with_a_summary_is_made_again_with_the_whole_run() -> None:
    short = Bundle(summary(GOOD.record), {})
    before = with_changes(short, NOW, compared(short, NOW, "good"))
    config = RunConfig(baseline="good")
    (again,) = references(before, config, GOOD, None)
    assert again.changes.baseline.carries == "full"
    assert any(row.paired for row in again.changes.analyses[0].scores)
    (kept,) = references(before, config, short, None)
    assert kept.changes is before.record.changes
