"""Matrices drawn anew against resampling the samples themselves."""

import tracemalloc

import numpy as np
import pytest
from scipy.stats import bootstrap
from sklearn.metrics import confusion_matrix, f1_score

from reportgen.statistics import bayesian_bootstrap
from reportgen.statistics.bayesian_bootstrap import count_cells, drawn, drawn_by_group, sums_of


def answered(n: int, n_classes: int, rate: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    truth = random.integers(0, n_classes, n)
    steps = np.where(random.random(n) < rate, 0, random.integers(1, n_classes, n))
    return truth, (truth + steps) % n_classes


def macro_f1(sums: bayesian_bootstrap.Sums) -> np.ndarray:
    return np.asarray((2 * sums.hits / (sums.predicted + sums.actual)).mean(axis=-1))


@pytest.mark.parametrize("n_classes", [2, 10, 200])
def test_cells_add_up_to_the_confusion_matrix(n_classes: int) -> None:
    truth, answers = answered(3_000, n_classes, 0.7, 1)
    cells = count_cells(truth[:, None], [answers[:, None]], [n_classes])
    matrix = np.zeros((n_classes, n_classes))
    matrix[cells.truth[0], cells.answers[0, 0]] = cells.mass
    assert (matrix == confusion_matrix(truth, answers, labels=range(n_classes))).all()
    ((sums,),) = sums_of(cells, [n_classes])
    assert (sums.hits[0] == np.diag(matrix)).all()
    assert (sums.predicted[0] == matrix.sum(axis=0)).all() and (sums.actual[0] == matrix.sum(axis=1)).all()


def test_more_kinds_of_answers_than_a_number_can_hold() -> None:
    random = np.random.default_rng(2)
    truth, answers = random.integers(0, 2, (50, 70)), random.integers(0, 2, (50, 70))
    cells = count_cells(truth, [answers], [2] * 70)
    assert cells.mass.sum() == 50
    (sums,) = sums_of(cells, [2] * 70)
    assert [own.hits[0].sum() for own in sums] == (truth == answers).sum(axis=0).tolist()


@pytest.mark.slow
def test_draws_spread_as_resampled_samples_do() -> None:
    truth, answers = answered(800, 4, 0.8, 3)
    ((sums,),) = drawn(count_cells(truth[:, None], [answers[:, None]], [4]), [4])
    figures = macro_f1(sums)

    def statistic(rows: np.ndarray) -> float:
        return float(f1_score(truth[rows], answers[rows], average="macro"))

    reference = bootstrap(
        (np.arange(800),), statistic, n_resamples=800, vectorized=False, method="percentile", rng=4
    )
    low, high = np.quantile(figures, [0.025, 0.975])
    width = reference.confidence_interval.high - reference.confidence_interval.low
    assert figures.std() == pytest.approx(reference.standard_error, rel=0.08)
    assert low == pytest.approx(reference.confidence_interval.low, abs=0.1 * width)
    assert high == pytest.approx(reference.confidence_interval.high, abs=0.1 * width)


def test_draws_without_errors_allow_for_errors() -> None:
    truth = np.arange(60) % 3
    ((sums,),) = drawn(count_cells(truth[:, None], [truth[:, None]], [3]), [3])
    low = np.quantile(sums.hits.sum(axis=1) / sums.actual.sum(axis=1), 0.025)
    assert 0.9 < low < 0.98  # one error or two of 60 would not surprise


def test_two_models_of_the_same_answers_differ_by_the_added_mass_alone() -> None:
    truth, answers = answered(500, 3, 0.9, 5)
    a, b = drawn(count_cells(truth[:, None], [answers[:, None]] * 2, [3]), [3])
    assert (a[0].actual == b[0].actual).all()
    assert np.abs(a[0].hits - b[0].hits).max() < 12


def test_the_same_counts_give_the_same_draws_whatever_the_order_of_samples() -> None:
    truth, answers = answered(300, 5, 0.8, 6)
    order = np.random.default_rng(7).permutation(300)
    one = drawn(count_cells(truth[:, None], [answers[:, None]], [5]), [5])
    other = drawn(count_cells(truth[order][:, None], [answers[order][:, None]], [5]), [5])
    assert (one[0][0].hits == other[0][0].hits).all()


def test_as_many_matrices_are_drawn_as_asked_for_and_2000_by_themselves() -> None:
    truth, answers = answered(90, 3, 0.8, 10)
    columns = truth[:, None], [answers[:, None]], [3]
    ((few,),), ((usual,),) = drawn(count_cells(*columns), [3], 70), drawn(count_cells(*columns), [3])
    assert (len(few.hits), len(usual.hits)) == (70, 2_000)
    groups = np.arange(90) // 2
    ((few,),), ((usual,),) = drawn_by_group(groups, *columns, 70), drawn_by_group(groups, *columns)
    assert (len(few.hits), len(usual.hits)) == (70, 2_000)


def test_whole_groups_spread_more_than_their_samples() -> None:
    random = np.random.default_rng(8)
    groups = np.repeat(np.arange(25), 20)
    wrong = np.repeat(random.random(25) < 0.3, 20)
    truth = random.integers(0, 2, 500)
    answers = np.where(wrong, 1 - truth, truth)
    cells = count_cells(truth[:, None], [answers[:, None]], [2])
    shares = [
        sums.hits.sum(axis=1) / sums.actual.sum(axis=1)
        for ((sums,),) in (drawn(cells, [2]), drawn_by_group(groups, truth[:, None], [answers[:, None]], [2]))
    ]
    by_group = np.sqrt(wrong[::20].mean() * (1 - wrong[::20].mean()) / 25)
    assert shares[1].std() == pytest.approx(by_group, rel=0.15) and shares[1].std() > 3 * shares[0].std()


def test_large_tables_are_drawn_less_often_but_never_rarely(monkeypatch: pytest.MonkeyPatch) -> None:
    truth, answers = answered(4_000, 300, 0.3, 9)
    cells = count_cells(truth[:, None], [answers[:, None]], [300])
    monkeypatch.setattr(bayesian_bootstrap, "MOST_VARIATES", 100_000)
    monkeypatch.setattr(bayesian_bootstrap, "CHUNK", 200_000)
    ((sums,),) = drawn(cells, [300])
    assert sums.hits.shape == (bayesian_bootstrap.FEWEST_DRAWS, 300)
    assert np.isfinite(sums.hits).all() and sums.actual.sum(axis=1) == pytest.approx(4_000, rel=0.1)


@pytest.mark.slow
def test_draws_by_group_are_the_same_in_pieces_and_never_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    truth, answers = answered(10_000, 3, 0.8, 8)
    given = (np.arange(10_000), truth[:, None], [answers[:, None]], [3])
    tracemalloc.start()
    try:
        ((pieces,),) = drawn_by_group(*given)
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak_bytes < 80_000_000  # weights of all draws would be 160 MB
    monkeypatch.setattr(bayesian_bootstrap, "CHUNK", 10**9)
    ((whole,),) = drawn_by_group(*given)
    for part, one in zip(pieces, whole, strict=True):
        np.testing.assert_allclose(part, one, rtol=1e-12)
