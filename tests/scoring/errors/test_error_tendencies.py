import numpy as np
import pytest
from scipy.stats import binomtest, fisher_exact

from reportgen.scoring.errors.error_tendencies import tendencies
from tests.scoring.errors.judged import judged_of, of_matrix


def test_a_class_that_is_missed_against_fishers_test() -> None:
    (found,) = tendencies(of_matrix([[70, 30], [5, 95]]))
    assert (found.kind, found.label) == ("missed", "0")
    assert (found.rate, found.rest) == (0.3, 0.05)
    p = fisher_exact([[30, 70], [5, 95]], alternative="greater").pvalue
    assert found.p_adjusted == pytest.approx(2 * p)


def test_a_class_that_attracts_errors_against_the_binomial_test() -> None:
    matrix = [[90, 1, 9, 0], [1, 90, 9, 0], [4, 3, 90, 3], [0, 2, 8, 90]]
    (found,) = tendencies(of_matrix(matrix))
    assert (found.kind, found.label) == ("attracts", "2")
    assert found.rate == 26 / 300
    assert found.rest == pytest.approx(30 / 3 / 300)
    assert (found.own, found.own_rest) == (0.1, 0.1)
    p = binomtest(26, 30, 1 / 3, alternative="greater").pvalue
    assert found.p_adjusted == pytest.approx(8 * p)


def test_where_most_errors_go_is_named() -> None:
    found = tendencies(of_matrix([[60, 40, 0], [0, 100, 0], [0, 0, 100]]))
    missed = next(one for one in found if one.kind == "missed")
    assert (missed.label, missed.mostly, missed.mostly_share) == ("0", "1", 1.0)


def test_few_errors_and_none_say_nothing() -> None:
    assert tendencies(of_matrix([[30, 2, 0], [1, 30, 0], [0, 1, 30]])) == []
    assert tendencies(of_matrix([[30, 0], [0, 30]])) == []


@pytest.mark.slow
def test_chance_gives_a_sentence_in_at_most_five_of_a_hundred() -> None:
    random = np.random.default_rng(0)
    k, n, runs = 6, 400, 400
    false = 0
    for _ in range(runs):
        truth = random.integers(0, k, n)
        wrong = random.random(n) < 0.2
        answers = np.where(wrong, (truth + random.integers(1, k, n)) % k, truth)
        false += bool(tendencies(judged_of(truth.tolist(), answers.tolist(), k)))
    assert false <= 0.05 * runs
