"""Two runs with repeats: recipes are compared, by their means over seeds, and the seeds' spread is in the interval."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer

from reportgen import evaluate
from reportgen.bundle.changes import ScoreChange
from reportgen.bundle.store import Bundle
from reportgen.deliver.attachment import summary
from reportgen.evaluation.changes import compare_bundles


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bundle, Bundle]:
    """The same trees with other seeds, on data that brings its own test."""
    folder: Path = tmp_path_factory.mktemp("runs")
    X, y = load_breast_cancer(return_X_y=True)
    np.savez(folder / "data.npz", X=X[:200], y=y[:200], X_test=X[200:], y_test=y[200:])
    options = {"models": ("tree",), "cv": 0, "repeats": 3, "cache_dir": str(folder / "cache")}
    first, second = (evaluate(dataset=str(folder / "data.npz"), seed=seed, **options) for seed in (1, 2))
    return first, second


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
    found = row(Bundle(summary(then.record), {}), now, "accuracy")
    paired = row(then, now, "accuracy")
    assert not found.paired and "3 seeds" in str(found.method)
    assert found.difference == pytest.approx(paired.difference)
    assert found.low is not None and paired.low is not None and found.low < paired.low
