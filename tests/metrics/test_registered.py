"""Every registered metric against scikit-learn, and what is undefined."""

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sklearn.metrics as sk
from hypothesis import given
from hypothesis import strategies as st

from reportgen.metrics.metric_spec import CLASSIFICATION, METRICS
from reportgen.options import MARGIN, by_name
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from tests.scoring.outcomes import random_outcome

#: Metrics of tasks with one class a sample; the others are tested where their outcomes are.
OF_CLASSES = [metric for metric in METRICS if metric.tasks & CLASSIFICATION]


def _averaged(score: Callable[..., Any], average: str) -> Callable[[ClassPredictions], float]:
    return lambda o: score(o.truth, o.predicted, average=average, zero_division=0)


def _one_hot(outcome: ClassPredictions) -> np.ndarray:
    return np.eye(len(outcome.classes))[outcome.truth]


def _expected_calibration_error(outcome: ClassPredictions) -> float:
    """The definition, bin by bin: share of samples times the gap between confidence and accuracy."""
    scores = np.asarray(outcome.scores)
    full = np.column_stack([1 - scores, scores]) if scores.ndim == 1 else scores
    confidence, answer = full.max(axis=1), full.argmax(axis=1)
    edges, total = np.linspace(0, 1, 16), 0.0
    for low, high in itertools.pairwise(edges):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            gap = abs((answer == outcome.truth)[inside].mean() - confidence[inside].mean())
            total += inside.mean() * gap
    return total


BOTH: dict[str, Callable[[ClassPredictions], float]] = {
    "accuracy": lambda o: sk.accuracy_score(o.truth, o.predicted),
    "balanced_accuracy": lambda o: sk.balanced_accuracy_score(o.truth, o.predicted),
    "mcc": lambda o: sk.matthews_corrcoef(o.truth, o.predicted),
    "cohen_kappa": lambda o: sk.cohen_kappa_score(o.truth, o.predicted),
    "log_loss": lambda o: sk.log_loss(o.truth, o.scores, labels=range(len(o.classes))),
    "brier": lambda o: sk.brier_score_loss(o.truth, o.scores, labels=range(len(o.classes))),
    "ece": _expected_calibration_error,
}
BINARY: dict[str, Callable[[ClassPredictions], float]] = {
    "precision": lambda o: sk.precision_score(o.truth, o.predicted),
    "recall": lambda o: sk.recall_score(o.truth, o.predicted),
    "f1": lambda o: sk.f1_score(o.truth, o.predicted),
    "roc_auc": lambda o: sk.roc_auc_score(o.truth, o.scores),
    "average_precision": lambda o: sk.average_precision_score(o.truth, o.scores),
}
MULTICLASS: dict[str, Callable[[ClassPredictions], float]] = {
    **{f"precision_{a}": _averaged(sk.precision_score, a) for a in ("macro", "micro", "weighted")},
    **{f"recall_{a}": _averaged(sk.recall_score, a) for a in ("macro", "micro", "weighted")},
    **{f"f1_{a}": _averaged(sk.f1_score, a) for a in ("macro", "micro", "weighted")},
    "roc_auc_ovr_macro": lambda o: sk.roc_auc_score(o.truth, o.scores, multi_class="ovr", average="macro"),
    "average_precision_macro": lambda o: sk.average_precision_score(_one_hot(o), o.scores, average="macro"),
    "top_3_accuracy": lambda o: sk.top_k_accuracy_score(o.truth, o.scores, k=3, labels=range(len(o.classes))),
}


#: Metrics of images have tests of their own.
OF_CLASSES = [metric for metric in METRICS if metric.tasks & CLASSIFICATION]


def value_of(metric: str, outcome: ClassPredictions, label: str | None = None) -> float | None:
    return next(v.value for v in METRICS.get(metric).values(outcome) if v.label == label)


def test_every_registered_metric_has_a_reference_here_or_a_test_of_its_own() -> None:
    compared = set(BOTH) | set(BINARY) | set(MULTICLASS)
    assert compared <= {metric.id for metric in OF_CLASSES}
    tested = [path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")]
    for metric in OF_CLASSES:
        own = any(metric.id == name or metric.id.startswith(f"{name}_") for name in tested)
        assert metric.id in compared or own, (
            f"{metric.id} has neither a reference here nor tests/metrics/test_{metric.id}.py"
        )


@pytest.mark.parametrize("ties", [True, False])
@pytest.mark.parametrize("metric", [*BOTH, *BINARY])
def test_two_classes_agree_with_reference(metric: str, ties: bool) -> None:
    outcome = random_outcome(2, seed=3, ties=ties)
    assert value_of(metric, outcome) == pytest.approx({**BOTH, **BINARY}[metric](outcome), abs=1e-12)


@pytest.mark.parametrize("ties", [True, False])
@pytest.mark.parametrize("metric", [*BOTH, *MULTICLASS])
def test_many_classes_agree_with_reference(metric: str, ties: bool) -> None:
    outcome = random_outcome(5, seed=4, ties=ties)
    assert value_of(metric, outcome) == pytest.approx({**BOTH, **MULTICLASS}[metric](outcome), abs=1e-12)


@pytest.mark.parametrize("metric", ["precision", "recall", "f1"])
def test_each_class_agrees_with_reference(metric: str) -> None:
    outcome = random_outcome(5, seed=5)
    expected = getattr(sk, f"{metric}_score")(outcome.truth, outcome.predicted, average=None)
    assert [value_of(metric, outcome, name) for name in outcome.classes] == pytest.approx(list(expected))


def test_each_class_has_its_own_area() -> None:
    outcome = random_outcome(5, seed=6)
    scores = np.asarray(outcome.scores)
    for code, name in enumerate(outcome.classes):
        expected = sk.roc_auc_score(outcome.truth == code, scores[:, code])
        assert value_of("roc_auc", outcome, name) == pytest.approx(expected, abs=1e-12)


@given(st.integers(2, 6), st.integers(1, 60), st.integers(0, 10_000))
def test_defined_figures_stay_in_their_range(n_classes: int, n_samples: int, seed: int) -> None:
    outcome = random_outcome(n_classes, n_samples, seed)
    for metric in OF_CLASSES:
        low, high = metric.info.range
        for value in metric.values(outcome) if n_classes > 2 or "macro" not in metric.id else []:
            assert value.value is not None or value.reason
            if value.value is not None:
                assert (low is None or value.value >= low - 1e-9) and (
                    high is None or value.value <= high + 1e-9
                )


@given(st.integers(2, 5), st.integers(5, 60), st.integers(0, 10_000))
def test_order_of_samples_does_not_matter(n_classes: int, n_samples: int, seed: int) -> None:
    outcome = random_outcome(n_classes, n_samples, seed)
    order = np.random.default_rng(seed).permutation(n_samples)
    scores = np.asarray(outcome.scores)
    mixed = ClassPredictions(
        outcome.classes, outcome.truth[order], outcome.predicted[order], Scores(scores[order]), "probability"
    )
    for metric in OF_CLASSES:
        if n_classes == 2 and "macro" in metric.id:
            continue
        for before, after in zip(metric.values(outcome), metric.values(mixed), strict=True):
            assert before.value == (None if after.value is None else pytest.approx(after.value, abs=1e-12))


def test_undefined_is_none_with_a_reason_never_zero() -> None:
    outcome = random_outcome(3, 30)
    none_of_2 = np.where(outcome.predicted == 2, 0, outcome.predicted)
    silent = replace(outcome, predicted=none_of_2, truth=np.where(outcome.truth == 1, 0, outcome.truth))
    precision = {v.label: v for v in METRICS.get("precision").values(silent)}
    recall = {v.label: v for v in METRICS.get("recall").values(silent)}
    assert precision["2"].value is None and "never the answer" in str(precision["2"].reason)
    assert recall["1"].value is None and "no samples" in str(recall["1"].reason)
    one_class = ClassPredictions(
        ("a", "b"), np.zeros(5, int), np.zeros(5, int), Scores(np.linspace(0, 1, 5)), "probability"
    )
    for metric in ("mcc", "cohen_kappa", "roc_auc", "average_precision"):
        value = METRICS.get(metric).values(one_class)[0]
        assert value.value is None and value.reason


def test_macro_average_counts_undefined_as_zero_and_says_so() -> None:
    outcome = random_outcome(3, 60)
    silent = replace(outcome, predicted=np.where(outcome.predicted == 2, 0, outcome.predicted))
    value = METRICS.get("precision_macro").values(silent)[0]
    expected = sk.precision_score(silent.truth, silent.predicted, average="macro", zero_division=0)
    assert value.value == pytest.approx(expected)
    assert "2" in str(value.reason)


def test_margins_that_the_help_names_are_those_of_the_metrics() -> None:
    """Metrics that somebody adds may have one of their own that it does not name."""
    told = re.findall(r"([0-9.]+) for (\w+)", by_name()["margin"].detail)
    known = {metric.id: metric.margin for metric in METRICS}
    assert told
    assert {name: float(margin) for margin, name in told}.items() <= known.items()
    page = (Path(__file__).parents[2] / "docs" / "comparisons.md").read_text(encoding="utf-8")
    assert f"By itself it is {MARGIN}:" in page
    assert all(re.search(rf"`{name}`(?: it is)?\s{margin}\b", page) for margin, name in told)


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (lambda _: 1 / 0, "failed (ZeroDivisionError: division by zero)"),
        (lambda _: "nonsense", "returned str, no list of Value"),
        (lambda _: [0.5], "returned list, no list of Value"),
    ],
)
def test_somebodys_metric_that_fails_costs_its_own_row(made: Callable[[Any], Any], reason: str) -> None:
    spec = replace(METRICS.get("accuracy"), id="theirs", compute=made)
    (value,) = spec.values(random_outcome(2, 40, seed=1))
    assert value.value is None
    assert value.reason is not None and value.reason.endswith(reason) and "test_registered" in value.reason


def test_a_defect_of_our_own_metric_is_not_hidden() -> None:
    def broken(_: Any) -> Any:
        raise RuntimeError("ours")

    broken.__module__ = "reportgen.metrics.accuracy"
    with pytest.raises(RuntimeError, match="ours"):
        replace(METRICS.get("accuracy"), id="ours", compute=broken).values(random_outcome(2, 40, seed=1))
