"""Differences of recipes say what they were found by, whatever is known of the first pair of fits."""

from dataclasses import replace

import pytest

from reportgen.metrics.metric_spec import METRICS
from reportgen.scoring.comparing.recipe_differences import Fits, over_folds, over_seeds, with_seeds
from reportgen.statistics.difference import Difference, identical
from tests.scoring.outcomes import random_outcome

FIVE = [0.90, 0.91, 0.93, 0.92, 0.90]


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (Difference(0.01, -0.02, 0.04, method="Tango"), "Tango, with the variance of 5 seeds"),
        (Difference(0.01, -0.02, 0.04), "the variance of 5 seeds"),
        (identical(), "the variance of 5 seeds"),
    ],
)
def test_the_method_names_what_is_known(first: Difference, said: str) -> None:
    found = with_seeds(first, FIVE, [0.9])
    assert found.method == said
    assert found.p_value is not None and found.test
    assert found.low is not None and found.high is not None and found.low < found.high


@pytest.mark.parametrize("metric", ["accuracy", "f1_macro", "roc_auc_ovr_macro", "log_loss"])
def test_where_there_is_a_p_value_it_is_said_of_what(metric: str) -> None:
    spec, truth = METRICS.get(metric), random_outcome(seed=0).truth
    a, b = ([replace(random_outcome(seed=seed), truth=truth) for seed in seeds] for seeds in ((1, 2), (1, 3)))
    gaps = [
        over_seeds(Fits(spec, own, by_parts=False), Fits(spec, other, by_parts=False), 0.95)
        for own, other in ((a, b), (a[:1], b[:1]), (a, b[:1]), (a, a))
    ]
    gaps += [over_folds(spec, [a], [b], 0.5, 0.95), over_folds(spec, [a], [a], 0.5, 0.95)]
    for found in (gap.difference for gap in gaps):
        assert found.p_value is None or (found.test and found.method)
        assert found.low is None or "None" not in str(found.method)
        assert "identity, with" not in str(found.method)
