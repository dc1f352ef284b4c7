"""Two runs with repeats: recipes are compared, by their means over seeds, and the seeds' spread is in the interval."""

from pathlib import Path

import msgspec
import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer

from reportgen import evaluate
from reportgen.baseline.compare_bundles import compare_bundles
from reportgen.bundle.run_changes import UNEVEN, ScoreChange
from reportgen.bundle.store import Bundle
from reportgen.config import RunConfig
from reportgen.deliver.attachment import summary
from reportgen.run.gates import gates_for, references, with_gates


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bundle, Bundle]:
    """The same trees with other seeds, on data that brings its own test."""
    folder: Path = tmp_path_factory.mktemp("runs")
    X, y = load_breast_cancer(return_X_y=True)
    np.savez(folder / "data.npz", X=X[:200], y=y[:200], X_test=X[200:], y_test=y[200:])
    options = {"models": ("tree",), "cv": 0, "repeats": 3, "cache_dir": str(folder / "cache")}
    first, second = (evaluate(dataset=str(folder / "data.npz"), seed=seed, **options) for seed in (1, 2))
    return first, second


def once(bundle: Bundle) -> Bundle:
    """The run as it is without repeats."""
    (analysis,) = bundle.record.analyses
    models = [msgspec.structs.replace(model, seeds=model.seeds[:1]) for model in analysis.models]
    scores = [score for score in analysis.scores if score.repeat is None]
    protocol = msgspec.structs.replace(analysis.protocol, repeats=1)
    analysis = msgspec.structs.replace(analysis, models=models, scores=scores, protocol=protocol)
    arrays = {key: bundle.arrays[key] for key in bundle.arrays if "/repeats/" not in key}
    return Bundle(msgspec.structs.replace(bundle.record, analyses=[analysis]), arrays)


def without_answers(bundle: Bundle) -> Bundle:
    return Bundle(summary(bundle.record), {})


def row(then: Bundle, now: Bundle, metric: str, label: str | None = None) -> ScoreChange:
    (analysis,) = compare_bundles(then, now).analyses
    (found,) = [s for s in analysis.scores if (s.model, s.metric, s.label) == ("tree", metric, label)]
    return found


def figures(bundle: Bundle, metric: str) -> list[float]:
    (analysis,) = bundle.record.analyses
    rows = [s for s in analysis.scores if (s.model, s.metric, s.label) == ("tree", metric, None)]
    return [s.value for s in rows if s.value is not None]


def test_means_over_seeds_are_compared_with_the_spread_of_the_seeds(runs: tuple[Bundle, Bundle]) -> None:
    then, now = runs
    found = row(then, now, "accuracy")
    before, after = figures(then, "accuracy"), figures(now, "accuracy")
    assert len(before) == len(after) == 3
    assert (found.baseline, found.candidate) == pytest.approx((np.mean(before), np.mean(after)))
    assert found.difference == pytest.approx(np.mean(after) - np.mean(before))
    assert found.paired and "3 seeds" in str(found.method)
    assert found.low is not None and found.high is not None and found.low <= 0 <= found.high
    assert found.better is None
    assert found.by_t is not None and found.degrees is not None and 1 <= found.degrees <= 4


def test_a_class_and_other_metrics_are_compared_likewise_and_turned_about_the_sign_changes(
    runs: tuple[Bundle, Bundle],
) -> None:
    for metric, label in (("recall", "0"), ("roc_auc", None), ("log_loss", None), ("f1_macro", None)):
        one, other = row(*runs, metric, label), row(runs[1], runs[0], metric, label)
        assert one.difference == pytest.approx(-(other.difference or 0.0))
        assert one.low == pytest.approx(-(other.high or 0.0))
        assert "3 seeds" in str(one.method)


def test_without_single_answers_the_seeds_count_all_the_same(runs: tuple[Bundle, Bundle]) -> None:
    then, now = runs
    found = row(without_answers(then), now, "accuracy")
    paired = row(then, now, "accuracy")
    assert not found.paired and "3 seeds" in str(found.method)
    assert found.difference == pytest.approx(paired.difference)
    assert found.low is not None and paired.low is not None and found.low < paired.low


def test_a_single_fit_against_several_is_judged_as_fitted(runs: tuple[Bundle, Bundle]) -> None:
    then, now = runs
    fitted = row(once(then), once(now), "accuracy")
    for before, after in ((once(then), now), (then, once(now))):
        uneven = row(before, after, "accuracy")
        assert (uneven.seeds, uneven.baseline_seeds, uneven.estimand) == (1, 1, "model")
        assert uneven.reason == UNEVEN
        assert msgspec.structs.replace(uneven, reason=None) == fitted
    alone = row(without_answers(once(then)), now, "accuracy")
    assert alone.reason == UNEVEN and "seeds" not in str(alone.method)
    assert alone.candidate == figures(now, "accuracy")[0]


def test_a_single_fit_that_depends_on_no_seed_is_all_there_is_to_know(runs: tuple[Bundle, Bundle]) -> None:
    then, now = runs
    (analysis,) = once(then).record.analyses
    protocol = msgspec.structs.replace(analysis.protocol, repeats=3)
    analysis = msgspec.structs.replace(analysis, protocol=protocol)
    unseeded = Bundle(msgspec.structs.replace(then.record, analyses=[analysis]), once(then).arrays)
    found = row(unseeded, now, "accuracy")
    assert (found.seeds, found.baseline_seeds, found.estimand, found.reason) == (3, 1, "recipe", None)
    assert found.averaged == "the mean over 3 seeds now and one fit, which depends on no seed, then"
    assert found.candidate == pytest.approx(np.mean(figures(now, "accuracy")))


@pytest.mark.parametrize("rule", ["accuracy", "recall[0]", "roc_auc"])
def test_a_gate_judges_the_row_that_is_shown(runs: tuple[Bundle, Bundle], rule: str) -> None:
    then, now = runs
    config = RunConfig(dataset="none", gates=(f"tree: no-regression: {rule}",))
    known = references(now, config, then, None)
    (verdict,) = with_gates(now, gates_for(now.record, config), known).record.gates
    metric, _, label = rule.rstrip("]").partition("[")
    shown = row(then, now, metric, label or None)
    assert (verdict.value, verdict.low, verdict.high) == (shown.difference, shown.low, shown.high)
    assert "means over 3 seeds" in str(verdict.reason)
