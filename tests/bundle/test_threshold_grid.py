"""Thresholds on a grid: short numbers that divide the scores as the threshold did."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reportgen.bundle.threshold_grid import MOST_DIGITS, grid_of

#: Numbers of under 1e-290 have no four digits left, and count as 0.
FLOATS = st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-290)
SCORES = arrays(np.float64, st.integers(1, 40), elements=FLOATS)


@given(SCORES, st.data())
def test_no_sample_that_was_reached_is_lost_and_none_joins_where_scores_are_apart(
    scores: np.ndarray, data: st.DataObject
) -> None:
    threshold = float(data.draw(st.sampled_from(scores.tolist())))
    put = grid_of([scores]).put(threshold)
    before, after = scores >= threshold, scores >= put
    assert (after | ~before).all()
    joined = scores[after & ~before]
    scale = min([size for size in (abs(threshold), np.ptp(scores)) if size > 0], default=1.0)
    assert (threshold - joined <= scale * 10.0 ** (2 - MOST_DIGITS)).all()


@given(st.floats(0.0, 1.0), st.integers(0, 2**32 - 1))
def test_it_has_few_digits(threshold: float, seed: int) -> None:
    scores = np.append(np.random.default_rng(seed).uniform(size=2000), [0.0, 1.0, threshold])
    put = grid_of([scores]).put(threshold)
    rest = round(1 - put, 15)
    assert any(math.isclose(float(f"{own:.{MOST_DIGITS - 1}e}"), own, abs_tol=1e-15) for own in (put, rest))


@pytest.mark.parametrize(
    ("scores", "threshold", "put"),
    [
        ([0.1234567, 0.4567891, 0.9876543], 0.4567891, 0.45),
        ([0.1234567, 0.4567891, 0.4571111], 0.4571111, 0.457),
        ([-3.3333333, 8.7654321], -3.3333333, -3.4),
        ([1000.123456, 1000.987654], 1000.987654, 1000.98),
        ([1e10 + 12345, 2e10 + 12345], 2e10 + 12345, 2e10),
        ([0.9999123, 0.9999456], 0.9999456, 0.999945),
        ([0.0, 0.0], 0.0, 0.0),
    ],
)
def test_examples(scores: list[float], threshold: float, put: float) -> None:
    assert grid_of([np.array(scores)]).put(threshold) == put


def test_a_threshold_above_all_scores_stays_there() -> None:
    top = 0.7654321
    put = grid_of([np.array([0.1, top])]).put(float(np.nextafter(top, 1)))
    assert top < put == 0.77


def test_given_thresholds_stay_as_they_were_typed() -> None:
    assert grid_of([np.array([0.1, 0.9])], given=[0.123456789, None]).put(0.123456789) == 0.123456789
