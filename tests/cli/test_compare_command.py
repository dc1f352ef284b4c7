"""compare and --baseline as processes: what they write, and what they say where nothing can be compared."""

import json
from pathlib import Path

import pytest

from reportgen import compare
from reportgen.bundle.store import load_bundle, write_bundle
from reportgen.run.baseline import with_changes, write_changes
from tests.bundles import Maker, make_bundle
from tests.cli.process import reportgen

pytestmark = pytest.mark.process

LATER = (
    Maker("svc", "Support vectors", 1.0, "decision"),
    Maker("rf", "Random forest", 1.5),
    Maker("dummy", "Naive baseline", 0.0, baseline=True),
)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two runs that can be compared, and one of other classes."""
    folder = tmp_path_factory.mktemp("runs")
    for name, bundle in (
        ("then", make_bundle(n_train=40, n_test=40, folds=2)),
        ("now", make_bundle(makers=LATER, n_train=40, n_test=40, folds=2)),
        ("other", make_bundle(("a", "b", "c"), n_train=30, n_test=30, folds=2)),
    ):
        write_bundle(bundle, folder / name / "bundle")
    return folder


def test_compare_writes_the_report_and_the_comparison(runs: Path, tmp_path: Path) -> None:
    before = (runs / "now/bundle/bundle.json").read_bytes()
    run = reportgen("compare", "then", "now", "--format", "html,json", "-o", str(tmp_path / "out"), cwd=runs)
    assert (run.returncode, run.stdout.split()) == (
        0,
        [str(tmp_path / "out" / name) for name in ("report.html", "report.json", "comparison.json")],
    ), run.stderr
    page = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert (
        page.index('id="main-verdict"') < page.index('id="main-changes"') < page.index('id="main-comparison"')
    )
    assert "Worse than the baseline run of 22 November 2026: " in page
    written = json.loads((tmp_path / "out/comparison.json").read_bytes())
    assert written == json.loads((tmp_path / "out/report.json").read_bytes())["changes"]
    assert written["analyses"][0]["paired"] == ["test", "cv"]
    assert (runs / "now/bundle/bundle.json").read_bytes() == before


def test_without_samples_nothing_that_is_written_names_one(runs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = reportgen("compare", "then", "now", "--no-samples", "-f", "html,json", "-o", str(out), cwd=runs)
    assert run.returncode == 0, run.stderr
    comparison = json.loads((out / "comparison.json").read_bytes())
    assert comparison == json.loads((out / "report.json").read_bytes())["changes"]
    samples = comparison["analyses"][0]["samples"]
    assert any(row["broken"] for row in samples)
    assert not any(row["broken_cases"] or row["fixed_cases"] for row in samples)
    assert "Single images are not shown." in (out / "report.html").read_text(encoding="utf-8")


def test_python_gives_the_same(runs: Path) -> None:
    changes = compare(runs / "then", runs / "now")
    assert changes == compare(load_bundle(runs / "then"), load_bundle(runs / "now"))
    rows = {row.metric: row for row in changes.analyses[0].scores if row.model == "svc" and row.label is None}
    assert (rows["accuracy"].difference or 0) < 0


@pytest.mark.parametrize(
    ("baseline", "said"),
    [
        ("other", "The baseline `other` cannot be compared with this run: it has other classes"),
        ("none", "There is no bundle at `none`: nothing is there."),
    ],
)
def test_what_cannot_be_compared_is_one_message_and_nothing_is_written(
    runs: Path, tmp_path: Path, baseline: str, said: str
) -> None:
    out = tmp_path / "out"
    run = reportgen("compare", baseline, "now", "-q", "-o", str(out), cwd=runs)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(f"Error: {said}")
    assert run.stderr.count("\n") == 1
    assert not out.exists()


def test_of_a_bundle_that_was_compared_render_and_check_write_the_comparison_again(
    runs: Path, tmp_path: Path
) -> None:
    then, now = (load_bundle(runs / name) for name in ("then", "now"))
    stored = with_changes(then, now, compare(then, now))
    write_bundle(stored, tmp_path / "bundle")
    folders = ("out", "checked")
    for verb, out in zip((("render",), ("check", "--gate", "accuracy > 0.1")), folders, strict=True):
        run = reportgen(verb[0], ".", *verb[1:], "-f", "json", "-o", out, cwd=tmp_path)
        assert (run.returncode, run.stdout.split()) == (
            0,
            [str(Path(out, name)) for name in ("report.json", "comparison.json")],
        ), run.stderr
    write_changes(stored, tmp_path)
    wanted = (tmp_path / "comparison.json").read_bytes()
    assert [(tmp_path / out / "comparison.json").read_bytes() for out in folders] == [wanted, wanted]


def test_a_record_alone_is_compared_unpaired_and_one_with_its_arrays_sample_by_sample(
    runs: Path, tmp_path: Path
) -> None:
    (tmp_path / "alone.json").write_bytes((runs / "then/bundle/bundle.json").read_bytes())
    paired = {}
    for place in (tmp_path / "alone.json", runs / "then/bundle/bundle.json"):
        common = ("now", "-f", "json", "-o", str(tmp_path / "out"))
        run = reportgen("compare", str(place), *common, cwd=runs)
        assert run.returncode == 0, run.stderr
        comparison = json.loads((tmp_path / "out/comparison.json").read_bytes())
        paired[place.name] = (comparison["analyses"][0]["paired"], "Compared unpaired" in run.stderr)
    assert paired == {"alone.json": ([], True), "bundle.json": (["test", "cv"], False)}


def test_a_report_that_is_read_is_not_replaced(runs: Path) -> None:
    report = runs / "then" / "report.json"
    report.write_bytes((runs / "then/bundle/bundle.json").read_bytes())
    run = reportgen("compare", "then/report.json", "now", "-f", "json", "-o", "then", "-q", cwd=runs)
    assert run.returncode == 2
    assert "would replace `then/report.json`" in run.stderr


def test_a_baseline_of_another_question_costs_no_fit(runs: Path, tmp_path: Path) -> None:
    run = reportgen(
        "build", "-d", "iris", "-m", "nb", "--baseline", str(runs / "then"), "-o", "out", cwd=tmp_path
    )
    assert run.returncode == 2
    assert "has other classes (`0`, `1`, `2` and 1 more only there; `setosa`" in run.stderr
    assert "fits to do" not in run.stderr
    assert not (tmp_path / "out").exists()


def test_a_build_without_samples_names_none_that_changed(tmp_path: Path) -> None:
    common = ("-d", "iris", "-m", "tree", "--cv", "0", "-q", "-o")
    assert reportgen("evaluate", *common, "then", cwd=tmp_path).returncode == 0
    more = ("--param", "tree.max_depth=1", "--baseline", "then", "--no-samples", "-f", "html,json")
    run = reportgen("build", *common, "out", *more, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    for name in ("comparison.json", "report.json", "bundle/bundle.json"):
        record = json.loads((tmp_path / "out" / name).read_bytes())
        (found,) = record.get("changes", record)["analyses"]
        assert any(row["broken"] for row in found["samples"])
        assert not any(row["broken_cases"] or row["fixed_cases"] for row in found["samples"])
        assert found.get("rows", []) == []


def test_a_damaged_baseline_costs_no_fit(tmp_path: Path) -> None:
    common = ("-d", "iris", "-m", "nb", "--cv", "0", "--cache-dir", "cache")
    assert reportgen("evaluate", *common, "-q", "-o", "then", cwd=tmp_path).returncode == 0
    arrays = tmp_path / "then/bundle/arrays.npz"
    content = arrays.read_bytes()
    place = content.index(b"main/predictions/nb/test.npy") + 200
    arrays.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
    run = reportgen("build", *common, "--fresh", "--baseline", "then", "-o", "out", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.splitlines()[-1].startswith("Error: The baseline `then` cannot be used. ")
    assert "fit" not in run.stderr
    assert not (tmp_path / "out").exists()


def test_build_compares_with_the_last_run_in_the_same_folder_and_render_shows_it_again(
    tmp_path: Path,
) -> None:
    common = ("-d", "iris", "-m", "tree", "--cv", "0", "-q", "-o", "out")
    assert reportgen("evaluate", *common, cwd=tmp_path).returncode == 0
    run = reportgen("build", *common, "--param", "tree.max_depth=1", "--baseline", "out", cwd=tmp_path)
    assert (run.returncode, run.stdout.split()) == (
        0,
        ["out/report.html", "out/comparison.json", "out/bundle"],
    ), run.stderr
    built = (tmp_path / "out/report.html").read_bytes()
    changes = load_bundle(tmp_path / "out").record.changes
    assert changes is not None
    (samples,) = [row for row in changes.analyses[0].samples if row.model == "tree"]
    assert samples.broken > 0
    assert {case.sample for case in samples.broken_cases} <= {row.sample for row in changes.analyses[0].rows}
    assert reportgen("render", "out", "-q", cwd=tmp_path).returncode == 0
    assert (tmp_path / "out/report.html").read_bytes() == built
