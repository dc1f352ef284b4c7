"""Gates on findings in the story of a run: made first and judged then; muted ones; stored bundles; files of a study."""

from pathlib import Path

import msgspec
import numpy as np
import pandas as pd
import pytest

from reportgen.bundle.schema import Finding
from reportgen.bundle.store import Bundle, load_bundle, write_bundle
from reportgen.config import RunConfig, configure, read_config
from reportgen.errors import GateRuleError, GatesFailedError
from reportgen.progress import Silent
from reportgen.run.build import build
from reportgen.run.check import check
from reportgen.run.gates import known_findings

LEAK = "no-finding: leak"
WHY = "the copies are known"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a table that holds every row twice, and the bundle of a run that a gate failed for it."""
    place = tmp_path_factory.mktemp("copies")
    random = np.random.default_rng(0)
    table = pd.DataFrame(random.normal(size=(80, 3)), columns=list("abc"))
    table["y"] = (table.sum(axis=1) + random.normal(size=80) > 0).map({True: "yes", False: "no"})
    pd.concat([table, table]).to_csv(place / "twice.csv", index=False)
    with pytest.raises(GatesFailedError, match=f"{LEAK}: The blocker known_test: "):
        build(options(place, gates=(LEAK, "no-finding: any blocker", "no-finding: few_groups")))
    return place


def options(place: Path, **fields: object) -> RunConfig:
    values = {
        "dataset": str(place / "twice.csv"),
        "target": ("y",),
        "models": ("nb",),
        "cv": 0,
        "format": ("json",),
        "output": str(place / "out"),
        "cache_dir": str(place / "cache"),
    }
    return RunConfig(**{**values, **fields})


def statuses(bundle: Bundle) -> list[tuple[str, str | None]]:
    return [(gate.status, gate.finding) for gate in bundle.record.gates]


@pytest.mark.slow
def test_the_findings_are_made_before_they_are_judged(folder: Path) -> None:
    found = [("fail", "known_test"), ("fail", "known_test"), ("pass", None)]
    assert statuses(load_bundle(folder / "out")) == found


@pytest.mark.slow
def test_one_that_is_muted_fails_no_build(folder: Path, tmp_path: Path) -> None:
    config = options(folder, gates=(LEAK,), ignore_findings={"known_test": WHY}, output=str(tmp_path))
    build(config)
    (gate,) = load_bundle(tmp_path).record.gates
    assert gate.status == "pass"
    assert "known_test is muted and fails nothing: the copies are known." in (gate.reason or "")


@pytest.mark.slow
def test_a_stored_bundle_is_judged_by_what_it_holds(folder: Path) -> None:
    assert statuses(check(str(folder / "out"), RunConfig(gates=(LEAK,)), Silent())) == [
        ("fail", "known_test")
    ]
    muted = check(str(folder / "out"), RunConfig(ignore_findings={"known_test": WHY}), Silent())
    assert statuses(muted) == [("pass", None)] * 3
    assert all(WHY in (gate.reason or "") for gate in muted.record.gates[:2])
    assert statuses(check(str(folder / "out"), RunConfig(), Silent()))[0] == ("fail", "known_test")


@pytest.mark.slow
def test_of_an_old_bundle_the_findings_count_that_are_stored(folder: Path, tmp_path: Path) -> None:
    bundle = load_bundle(folder / "out")
    (analysis,) = bundle.record.analyses
    old = [
        Finding(id="decision", level="good", text="Use it."),
        Finding(id="old_rule", level="warning", text="Hm."),
    ]
    record = msgspec.structs.replace(
        bundle.record, analyses=[msgspec.structs.replace(analysis, findings=old)], gates=[]
    )
    path = str(write_bundle(Bundle(record, bundle.arrays), tmp_path / "bundle"))
    rules = (LEAK, "no-finding: old_rule", "no-finding: any blocker")
    found = check(path, RunConfig(gates=rules), Silent())
    assert [gate.status for gate in found.record.gates] == ["pass", "fail", "pass"]


def test_a_wrong_name_is_found_before_any_fit(tmp_path: Path) -> None:
    with pytest.raises(GateRuleError, match="Did you mean `leak`"):
        build(dataset="iris", models=("nb",), gates=("no-finding: leek",), cache_dir=str(tmp_path / "cache"))
    assert not (tmp_path / "cache").exists()


def test_a_file_may_name_them_for_all_analyses_and_for_one(tmp_path: Path) -> None:
    file = tmp_path / "study.toml"
    file.write_text(
        'dataset = "iris"\n[gates]\nrules = ["no-finding: any blocker"]\n[[analysis]]\n[[analysis]]\n'
        '[analysis.gates]\nwarn = ["no-finding: leak"]\n',
        encoding="utf-8",
    )
    first, second = configure({}, read_config(file)).analyses
    assert first.gates == ("no-finding: any blocker",)
    assert second.gates == ("no-finding: any blocker", "warn: no-finding: leak")


def test_topics_stand_for_the_rules_that_are_on_them() -> None:
    known = known_findings().ids
    assert set(known["leak"]) >= {"known_test", "giveaway_columns"}
    assert known["evidence"] == ("evidence",)
