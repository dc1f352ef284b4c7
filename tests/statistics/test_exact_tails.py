"""Exact tails against scipy.stats, whose import they save."""

import numpy as np
import pytest
from scipy import stats

from reportgen.statistics.exact_tails import binomial_tail, hypergeometric_tail


@pytest.mark.parametrize(
    ("successes", "n", "share"), [(0, 5, 0.3), (1, 5, 0.3), (5, 5, 0.3), (6, 5, 0.3), (40, 900, 0.03)]
)
def test_binomial_tail(successes: int, n: int, share: float) -> None:
    assert binomial_tail(successes, n, share) == pytest.approx(
        stats.binom.sf(successes - 1, n, share), rel=1e-10
    )


def test_hypergeometric_tails_of_many_counts_at_once() -> None:
    generator = np.random.default_rng(0)
    total = generator.integers(1, 60_000, 400)
    marked, drawn = (generator.binomial(total, generator.random(400)) for _ in range(2))
    middle = marked * drawn // total
    least = np.maximum(0, middle + generator.integers(-30, 60, 400))
    found = hypergeometric_tail(least, total, marked, drawn)
    assert found == pytest.approx(stats.hypergeom.sf(least - 1, total, marked, drawn), rel=1e-7, abs=1e-300)
    assert 0.2 < (found < 0.5).mean() < 0.8
