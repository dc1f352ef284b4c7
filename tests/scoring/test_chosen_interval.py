"""The best of several on the samples that chose it: a wider interval, and how flattered the figure is."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from reportgen import evaluate
from reportgen.bundle.schema import Score
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.analysis import score
from reportgen.statistics.interval import normal_quantile
from reportgen.statistics.simultaneous import expected_gain, joint_level
from tests.predictions.plain import on_test


def models(number: int, n: int = 200, seed: int = 0, *, shared: float = 0.0) -> dict[str, ClassPredictions]:
    """Return equally good models, which share their luck on some samples."""
    random = np.random.default_rng(seed)
    truth, together = random.integers(0, 2, n), random.random(n) < shared
    luck = np.where(together, random.random(n), random.random((number, n)))
    made = {}
    for place, own in enumerate(luck):
        right = own < 0.8
        predicted = np.where(right, truth, 1 - truth)
        stated = np.clip(0.5 + 0.4 * (2 * predicted - 1) * own, 0.01, 0.99)
        made[f"m{place}"] = ClassPredictions(("a", "b"), truth, predicted, Scores(stated), "probability")
    return made


def headline(scores: list[Score], model: str, metric: str = "accuracy") -> Score:
    return next(row for row in scores if (row.model, row.metric, row.label) == (model, metric, None))


def test_joint_levels_are_those_of_independent_figures_and_of_one() -> None:
    for number in (2, 10):
        exact = 0.95 ** (1 / number)
        assert joint_level(np.eye(number)) == pytest.approx(exact, abs=0.001)
    assert joint_level(np.ones((5, 5))) == pytest.approx(0.95, abs=0.003)


@pytest.mark.parametrize("shared", [0.3, 0.9])
def test_joint_levels_are_those_of_the_multivariate_normal(shared: float) -> None:
    correlations = np.full((4, 4), shared) + (1 - shared) * np.eye(4)
    reach = normal_quantile(joint_level(correlations))
    inside = multivariate_normal(cov=correlations).cdf(np.full(4, reach), lower_limit=np.full(4, -reach))
    assert inside == pytest.approx(0.95, abs=0.004)


def test_the_gain_of_a_choice_is_that_of_the_largest_of_normal_deviations() -> None:
    largest = norm.rvs(size=(20_000, 10), random_state=0).max(axis=1).mean()
    assert expected_gain(np.zeros(10), np.full(10, 0.02), np.eye(10)) == pytest.approx(
        0.02 * largest, rel=0.03
    )
    assert expected_gain(np.array([0.0, 9.0]), np.array([0.1, 0.1]), np.eye(2)) == pytest.approx(0, abs=0.002)


def test_the_interval_of_the_best_is_wider_and_that_of_the_others_as_it_was() -> None:
    made = models(10)
    analysis, _ = score(on_test(made))
    assert analysis.chosen is not None and analysis.optimism is not None
    alone, _ = score(on_test({analysis.chosen: made[analysis.chosen]}))
    own, single = headline(analysis.scores, analysis.chosen), headline(alone.scores, analysis.chosen)
    assert alone.optimism is None
    assert own.value == single.value and own.level == single.level == 0.95
    assert own.low < single.low and own.high > single.high  # type: ignore[operator]
    assert own.method == "Wilson, for the best of 10"
    assert 0.01 < analysis.optimism < 0.06
    others = [headline(analysis.scores, name) for name in made if name != analysis.chosen]
    assert all(row.method == "Wilson" for row in others)


def test_models_that_err_together_leave_less_to_choose() -> None:
    apart, together = (score(on_test(models(10, shared=shared)))[0] for shared in (0.0, 0.95))
    assert together.optimism < apart.optimism / 2  # type: ignore[operator]
    widths = []
    for analysis in (apart, together):
        row = headline(analysis.scores, str(analysis.chosen))
        widths.append((row.high - row.low) / np.sqrt(row.value * (1 - row.value)))  # type: ignore[operator]
    assert widths[1] < 0.95 * widths[0]
    assert normal_quantile(0.95) < 2


def test_a_model_that_folds_chose_and_a_test_judges_is_left_alone() -> None:
    (analysis,) = evaluate(dataset="iris", models=("nb", "tree")).record.analyses
    assert (analysis.chosen_on, analysis.optimism) == ("cv", None)
    assert all("best of" not in (row.method or "") for row in analysis.scores)


def test_of_folds_alone_the_mean_over_them_is_widened_too() -> None:
    options = {"dataset": "breast_cancer", "models": ("nb", "tree"), "test_size": 0.0, "metric": "roc_auc"}
    (analysis,) = evaluate(**options).record.analyses  # type: ignore[arg-type]
    (row,) = [
        row
        for row in analysis.scores
        if (row.model, row.metric, row.average, row.label) == (analysis.chosen, "roc_auc", "fold_mean", None)
    ]
    assert "best of 2" in str(row.method) and analysis.optimism is not None
