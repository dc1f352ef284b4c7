"""A test that contradicts the cross-validation takes the recommendation back; one within chance does not."""

import msgspec
import numpy as np
import pytest
from scipy.stats import ttest_ind

from reportgen.bundle.schema import Score
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.rules.contradiction import contradiction
from reportgen.scoring.test_against_folds import p_value_against_folds
from reportgen.statistics.interval import Interval, normal_quantile
from reportgen.statistics.proportions import wilson
from reportgen.statistics.two_parts import contradiction_p_value
from tests.bundles import make_bundle


def index_with(test: float, folds: tuple[float, ...], naive: float = 0.5) -> ScoreIndex:
    """Return an analysis whose chosen model has these accuracies, on a test of 200 and in folds."""
    bundle = make_bundle(n_test=200)
    (analysis,) = bundle.record.analyses
    scores = [own for own in analysis.scores if own.metric != "accuracy"]
    for model, on_test, in_folds in (
        (analysis.chosen or "", test, folds),
        ("dummy", naive, (naive,) * len(folds)),
    ):
        low, high, level, method = wilson(round(200 * on_test), 200)
        scores.append(
            Score(
                model=model,
                split="test",
                metric="accuracy",
                value=on_test,
                n=200,
                low=low,
                high=high,
                level=level,
                method=method,
            )
        )
        scores.append(
            Score(model=model, split="cv", metric="accuracy", value=float(np.mean(in_folds)), n=600)
        )
        scores += [
            Score(model=model, split="cv", metric="accuracy", value=value, n=200, fold=fold)
            for fold, value in enumerate(in_folds)
        ]
    analysis = msgspec.structs.replace(analysis, scores=scores)
    p_value = p_value_against_folds(analysis)
    return ScoreIndex(msgspec.structs.replace(analysis, p_value_against_folds=p_value), bundle.record.metrics)


@pytest.mark.parametrize(
    ("test", "folds", "contradicts"),
    [
        (0.13, (0.88, 0.87, 0.89), True),  # labels turned round
        (0.70, (0.88, 0.87, 0.89), True),
        (0.80, (0.88, 0.87, 0.89), False),  # less than ten points
        (0.70, (0.95, 0.70, 0.99), False),  # folds lie as far apart
        (0.42, (0.60, 0.59, 0.61), True),
        (0.88, (0.88, 0.87, 0.89), False),
    ],
)
def test_far_beyond_chance_and_far_apart(test: float, folds: tuple[float, ...], *, contradicts: bool) -> None:
    found = contradiction(index_with(test, folds))
    assert (found is not None) == contradicts
    assert found is None or (found.level == "blocker" and "contradict each other" in found.text)


def test_a_reversed_sign_is_enough() -> None:
    assert contradiction(index_with(0.42, (0.515, 0.52, 0.518), naive=0.5)) is None  # chance may explain it
    assert contradiction(index_with(0.40, (0.55, 0.55, 0.56), naive=0.5)) is not None


def test_the_p_value_is_welch_s() -> None:
    """Of folds, and of a test as the mean of so many samples that its own degrees of freedom do not count."""
    folds, n = [0.81, 0.84, 0.9, 0.86], 40_000
    test = np.random.default_rng(1).normal(0.8, 4.0, n)
    half = normal_quantile(0.95) * test.std(ddof=1) / np.sqrt(n)
    interval = Interval(test.mean() - half, test.mean() + half, 0.95, "")
    # The spread of a single fold counts once more: as if each fold lay √(k + 1) times as far from their mean.
    spread = np.mean(folds) + np.sqrt(len(folds) + 1) * (np.array(folds) - np.mean(folds))
    expected = ttest_ind(test, spread, equal_var=False).pvalue
    assert contradiction_p_value(test.mean(), interval, folds) == pytest.approx(expected, rel=1e-3)


def test_of_one_population_it_is_seldom_called_so() -> None:
    random, called = np.random.default_rng(0), 0
    for _ in range(4_000):
        folds = [random.binomial(100, 0.85) / 100 for _ in range(5)]
        successes = int(random.binomial(300, 0.85))
        p_value = contradiction_p_value(successes / 300, wilson(successes, 300), folds)
        called += p_value is not None and p_value < 0.05
    assert called / 4_000 < 0.06
    assert contradiction_p_value(0.5, Interval(0.4, 0.6, 0.95, ""), [0.5]) is None
    assert contradiction_p_value(0.5, Interval(0.5, 0.5, 0.95, ""), [0.5, 0.5]) is None
