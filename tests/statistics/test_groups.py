"""Figures without each group against figures computed again, and the jackknife against its definition."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import variation
from sklearn.metrics import average_precision_score, roc_auc_score

from reportgen.statistics.groups import (
    effective_groups,
    group_variance,
    jackknife_covariance,
    left_out,
    precision_left_out,
    roc_left_out,
)


def grouped(seed: int, number: int = 7, n: int = 90) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return groups, which samples are positive, and scores with ties."""
    random = np.random.default_rng(seed)
    groups = np.concatenate([np.arange(number), random.integers(0, number, n - number)])
    positive = random.random(n) < 0.4
    return groups, positive, np.round(random.normal(size=n) + positive + 0.5 * (groups == 2), 1)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("exact", "reference"),
    [(roc_left_out, roc_auc_score), (precision_left_out, average_precision_score)],
    ids=["roc", "precision and recall"],
)
def test_areas_without_a_group_are_those_computed_again(exact: Any, reference: Any, seed: int) -> None:
    groups, positive, scores = grouped(seed)
    found = exact(positive, scores, groups)
    whole = reference(positive, scores)
    expected = [reference(positive[groups != g], scores[groups != g]) - whole for g in range(7)]
    assert found == pytest.approx(np.array(expected), abs=1e-12)


@pytest.mark.parametrize("exact", [roc_left_out, precision_left_out])
def test_of_a_group_with_all_samples_of_a_kind_nothing_is_left(exact: Any) -> None:
    groups, _, scores = grouped(0)
    assert exact(groups == 3, scores, groups) is None


def test_of_a_mean_the_change_is_exact_too() -> None:
    groups, _, values = grouped(5)
    expected = [values[groups != g].mean() - values.mean() for g in range(7)]
    assert left_out((values - values.mean()) / len(values), groups) == pytest.approx(np.array(expected))


def test_the_variance_of_even_groups_is_that_of_their_means() -> None:
    random = np.random.default_rng(1)
    groups = np.repeat(np.arange(12), 5)
    values = random.normal(size=60) + random.normal(size=12)[groups]
    means = values.reshape(12, 5).mean(axis=1)
    found = group_variance((values - values.mean()) / 60, groups)
    assert found == pytest.approx(means.var(ddof=1) / 12)


def test_groups_that_are_alike_but_for_rounding_have_no_variance() -> None:
    values = np.tile([0.1, 0.2, 0.3], 8)
    assert group_variance((values - values.mean()) / 24, np.repeat(np.arange(8), 3)) == 0


def test_covariance_is_the_variance_of_a_figure_with_itself_and_none_of_another() -> None:
    random = np.random.default_rng(2)
    first, second = random.normal(size=(2, 4_000))
    assert jackknife_covariance(first, first) == pytest.approx(3_999 / 4_000 * (first @ first))
    assert abs(jackknife_covariance(first, second)) < 0.1 * jackknife_covariance(first, first)


def test_uneven_groups_count_for_fewer() -> None:
    even, uneven = np.repeat(np.arange(10), 6), np.repeat(np.arange(10), [33, *[3] * 9])
    assert effective_groups(even) == pytest.approx(10)
    sizes = np.bincount(uneven)
    assert effective_groups(uneven) == pytest.approx(10 / (1 + variation(sizes) ** 2))
