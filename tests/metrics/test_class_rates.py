"""Rates of classes that are none of precision, recall and F1: what holds of those is not taken to hold of all."""

from typing import Any

import numpy as np
import pytest
import sklearn.metrics as sk

from reportgen.metrics.class_rates import AVERAGES, ClassRate, register
from reportgen.metrics.metric_spec import METRICS
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.several_predictions import Output, SeveralPredictions
from reportgen.tasks import Task
from tests.scoring.outcomes import random_outcome


def negatives(hits: Any, predicted: Any, actual: Any) -> tuple[Any, Any]:
    """Return of each class the samples of others that are not predicted as it, and all samples of others."""
    others = actual.sum(axis=-1, keepdims=True) - actual
    return others - (predicted - hits), others


KEPT_OF_OTHERS = ClassRate(
    id="kept_of_others",
    title="Kept of others",
    description="Of the samples of other classes, the share not predicted as the class.",
    source="a textbook",
    ratio=negatives,
    undefined="has all samples here",
)


@pytest.fixture
def outcome(monkeypatch: pytest.MonkeyPatch) -> ClassPredictions:
    """Predictions to judge, with the rate registered until the end of the test."""
    METRICS.ids()  # built-in ones are registered first, and stay
    monkeypatch.setattr(METRICS, "_things", dict(METRICS._things))
    register(KEPT_OF_OTHERS, place=3)
    return random_outcome(4, seed=7)


def by_definition(outcome: ClassPredictions) -> tuple[np.ndarray, np.ndarray]:
    """Return true negatives and negatives of each class, counted one by one."""
    codes = range(len(outcome.classes))
    others = [outcome.truth != code for code in codes]
    kept = [(own & (outcome.predicted != code)).sum() for code, own in zip(codes, others, strict=True)]
    return np.array(kept), np.array([own.sum() for own in others])


def test_its_averages_are_its_own(outcome: ClassPredictions) -> None:
    kept, others = by_definition(outcome)
    rates, sizes = kept / others, np.bincount(outcome.truth)
    expected = {
        "micro": kept.sum() / others.sum(),
        "macro": rates.mean(),
        "weighted": np.average(rates, weights=sizes),
    }
    for average, value in expected.items():
        (found,) = METRICS.get(f"kept_of_others_{average}").values(outcome)
        assert found.value == pytest.approx(value, abs=1e-12)
        assert (found.successes, found.trials) == (None, None)


def test_each_class_has_its_own(outcome: ClassPredictions) -> None:
    kept, others = by_definition(outcome)
    found = METRICS.get("kept_of_others").values(outcome)
    assert [value.successes for value in found] == kept.tolist()
    assert [value.value for value in found] == pytest.approx((kept / others).tolist())


def test_what_needs_all_samples_is_not_offered_for_labels(outcome: ClassPredictions) -> None:
    """The sum of the labels' counts is not that of the samples, so it would be none of scikit-learn's figures."""
    assert outcome.n_samples
    assert not KEPT_OF_OTHERS.holds_for_labels
    for average in AVERAGES:
        tasks = METRICS.get(f"kept_of_others_{average}").tasks
        assert tasks == METRICS.get(f"recall_{average}").tasks - {Task.MULTILABEL}


@pytest.mark.parametrize("rate", ["precision", "recall", "f1"])
@pytest.mark.parametrize("average", AVERAGES)
def test_what_needs_its_own_counts_is_offered_for_labels(rate: str, average: str) -> None:
    random = np.random.default_rng(3)
    truth, predicted = (random.integers(0, 2, (80, 3)) for _ in range(2))
    outputs = [Output(name, ("no", "yes")) for name in "abc"]
    (found,) = METRICS.get(f"{rate}_{average}").values(
        SeveralPredictions(outputs, True, truth, predicted, None, None)
    )
    assert Task.MULTILABEL in METRICS.get(f"{rate}_{average}").tasks
    expected = getattr(sk, f"{rate}_score")(truth, predicted, average=average)
    assert found.value == pytest.approx(expected, abs=1e-12)


def test_its_source_is_its_own(outcome: ClassPredictions) -> None:
    assert outcome.n_samples
    for metric in (
        "kept_of_others",
        "kept_of_others_macro",
        "kept_of_others_micro",
        "kept_of_others_weighted",
    ):
        assert METRICS.get(metric).info.source == "a textbook"


@pytest.mark.parametrize(
    ("metric", "is_accuracy"),
    [
        *((f"{rate}_micro", True) for rate in ("precision", "recall", "f1")),
        ("recall_weighted", True),
        ("precision_weighted", False),
        ("f1_weighted", False),
        *((f"{rate}_macro", False) for rate in ("precision", "recall", "f1")),
    ],
)
def test_averages_that_are_the_accuracy_are_counted_as_it(metric: str, *, is_accuracy: bool) -> None:
    outcome = random_outcome(4, seed=7)
    (found,) = METRICS.get(metric).values(outcome)
    right = int((outcome.truth == outcome.predicted).sum())
    assert (found.successes, found.trials) == ((right, outcome.n_samples) if is_accuracy else (None, None))
    assert METRICS.get(metric).info.source == f"sklearn.metrics.{metric.partition('_')[0]}_score"
