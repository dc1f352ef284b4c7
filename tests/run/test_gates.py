"""Gates in the story of a run: understood before any fit, judged against baseline and anchor, also over seeds."""

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from reportgen import build, evaluate
from reportgen.bundle.query import judged_split
from reportgen.bundle.store import Bundle, write_bundle
from reportgen.config import RunConfig
from reportgen.errors import GatesFailedError, InputError
from reportgen.predictions.from_bundle import split_predictions
from reportgen.progress import Silent
from reportgen.run.check import check
from reportgen.run.gates import gates_for, references, with_gates
from tests.bundles import make_bundle

pytestmark = pytest.mark.slow

OPTIONS: dict[str, Any] = {"dataset": "iris", "models": ("tree",), "cv": 0, "test_size": 0.5}
NO_LOSS = "no-regression: accuracy"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def run(cache: str) -> Bundle:
    return evaluate(**OPTIONS, cache_dir=cache)


@pytest.fixture(scope="module")
def stored(run: Bundle, tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_bundle(run, tmp_path_factory.mktemp("stored") / "bundle"))


def test_a_run_is_no_worse_than_itself(stored: str, cache: str) -> None:
    options = {
        **OPTIONS,
        "baseline": stored,
        "anchor": stored,
        "gates": (NO_LOSS, f"warn: {NO_LOSS} within 1 %", f"confident: {NO_LOSS}"),
    }
    found = evaluate(**options, cache_dir=cache).record.gates
    assert [(gate.against, gate.status, gate.value, gate.low, gate.high) for gate in found] == [
        ("baseline", "pass", 0.0, 0.0, 0.0),
        ("anchor", "pass", 0.0, 0.0, 0.0),
    ] * 3


def test_a_real_loss_fails_after_the_report_was_written(stored: str, cache: str, tmp_path: Path) -> None:
    worse = {**OPTIONS, "params": {"tree": {"max_depth": 1}}, "output": str(tmp_path), "format": ("json",)}
    with pytest.raises(GatesFailedError) as caught:
        build(**worse, baseline=stored, gates=(NO_LOSS,), cache_dir=cache)
    assert caught.value.exit_code == 1
    assert NO_LOSS in str(caught.value)
    assert [path.name for path in caught.value.written][:1] == ["report.json"]
    assert all(path.exists() for path in caught.value.written)


def test_a_stored_bundle_is_judged_alike(stored: str) -> None:
    config = RunConfig(
        gates=(NO_LOSS, "accuracy >= 0.5", "no-regression: size_bytes"), baseline=stored, anchor=stored
    )
    found = check(stored, config, Silent()).record.gates
    assert [gate.status for gate in found] == ["pass"] * 5
    assert [gate.against for gate in found] == ["baseline", "anchor", None, "baseline", "anchor"]


def test_the_comparison_that_a_bundle_holds_will_do(stored: str, cache: str) -> None:
    compared = evaluate(**OPTIONS, baseline=stored, cache_dir=cache)
    config = RunConfig(gates=(NO_LOSS,))
    judged = with_gates(
        compared, gates_for(compared.record, config), references(compared, config, None, None)
    )
    assert [(gate.against, gate.status) for gate in judged.record.gates] == [("baseline", "pass")]


def test_with_repeats_the_seeds_are_taken_into_account(cache: str, tmp_path: Path) -> None:
    options = {**OPTIONS, "models": ("sgd",), "repeats": 3, "seed": 1, "cache_dir": cache}
    before = evaluate(**options)
    path = str(write_bundle(before, tmp_path / "bundle"))
    gates = (NO_LOSS, "no-regression: recall[virginica]")
    after = evaluate(**options, params={"sgd": {"alpha": 0.01}}, baseline=path, gates=gates)
    mean, own = after.record.gates
    then, now = (accuracies(run) for run in (before, after))
    assert len(then) == len(now) == 3
    assert len({*then, *now}) > 2, "seeds and runs differ, so that a mean is told from a single fit"
    assert mean.value == pytest.approx(np.mean(now) - np.mean(then))
    assert mean.low is not None
    assert mean.high is not None
    assert mean.low < mean.value < mean.high
    for found in (mean, own):
        assert "means over 3 seeds" in (found.reason or "")


def accuracies(run: Bundle) -> list[float]:
    """Return the recommended model's accuracy on the test, by seed."""
    (analysis,) = run.record.analyses
    wanted = (analysis.chosen, "test", "accuracy", None)
    rows = [row for row in analysis.scores if (row.model, row.split, row.metric, row.label) == wanted]
    return [row.value for row in rows if row.average is None and row.value is not None]


@pytest.mark.parametrize("option", ["baseline", "anchor"])
def test_what_cannot_be_compared_is_refused_before_any_fit(option: str, stored: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        evaluate(dataset="wine", models=("nb",), cv=0, cache_dir=str(tmp_path / "cache"), **{option: stored})
    assert not (tmp_path / "cache").exists()
    with pytest.raises(InputError, match="nothing is there"):
        check(stored, RunConfig(gates=(NO_LOSS,), **{option: str(tmp_path / "none")}), Silent())


def test_the_rules_of_a_study_are_those_of_its_parts(run: Bundle) -> None:
    (analysis,) = run.record.analyses
    other = msgspec.structs.replace(analysis, id="other")
    record = msgspec.structs.replace(run.record, analyses=[analysis, other])
    parts = (RunConfig(gates=("mcc > 0",)), RunConfig(id="other", gates=("mcc > 0", "f1_macro > 0")))
    gates = gates_for(record, RunConfig(analysis=parts))
    assert {name: [gate.metric for gate in own] for name, own in gates.items()} == {
        "main": ["mcc"],
        "other": ["mcc", "f1_macro"],
    }


def test_of_very_many_classes_any_can_be_a_gate() -> None:
    bundle = make_bundle(tuple(f"{number:03}" for number in range(110)), n_train=220, n_test=330, folds=2)
    (analysis,) = bundle.record.analyses
    split = judged_split(analysis)
    listed = {row.label for row in analysis.scores if (row.metric, row.split) == ("recall", split)}
    label = next(name for name in analysis.dataset.classes if name not in listed)
    config = RunConfig(
        gates=(f"recall[{label}] >= 0.01", f"recall[{label}] > 0.9999", f"all: f1[{label}] >= 0")
    )
    gates = gates_for(bundle.record, config)
    judged = with_gates(bundle, gates, []).record
    low, high, every = judged.gates
    outcome = split_predictions(bundle, analysis, str(low.model), split)
    mine = outcome.truth == analysis.dataset.classes.index(label)
    assert (
        low.value
        == high.value
        == pytest.approx(float(np.mean(outcome.predicted[mine] == outcome.truth[mine])))
    )
    assert low.low is not None
    assert (low.status, every.status) == ("pass" if low.value >= 0.01 else "fail", "pass")
    assert judged.analyses == bundle.record.analyses
    for verdict in with_gates(Bundle(bundle.record, {}), gates, []).record.gates:
        assert verdict.status == "fail"
        assert "of 110 classes only the worst and the largest have figures of their own" in (
            verdict.reason or ""
        )
