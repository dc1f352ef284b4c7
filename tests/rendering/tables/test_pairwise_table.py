"""The tables of pairs: what is said above them of all models at once."""

import msgspec
import pytest

from reportgen.bundle.cochran_record import CochranTest
from reportgen.bundle.score_index import ScoreIndex
from reportgen.rendering.report import render_report
from reportgen.rendering.tables.pairwise_table import pairwise_tables
from reportgen.wording.numbers import NBSP
from tests.bundles import changed, make_bundle
from tests.comparisons import comparison, with_comparisons

PAIRS = [
    comparison("svc", "rf", -0.01, 0.03),
    comparison("svc", "rf", -0.01, 0.03, split="cv", estimand="recipe"),
]


def together(statistic: float, p_value: float) -> CochranTest:
    return CochranTest(
        models=["sgd", "rf", "svc"],
        split="test",
        metric="accuracy",
        test="Cochran's Q",
        statistic=statistic,
        degrees=2,
        p_value=p_value,
        n=80,
    )


MORE = "some are right more often than others, and by more than chance explains"
CHANCE = "chance alone can explain that some are right more often than others"
NONE = "none is seen to be right more often than another"


@pytest.mark.parametrize(
    ("statistic", "p_value", "seen", "tested"),
    [
        (12.34, 0.0021, MORE, "12.3, p = 0.002"),
        (41.0, 1e-9, MORE, "41.0, p <0.001"),
        (0.75, 0.687, CHANCE, "0.8, p = 0.69"),
        (0.0, 1.0, NONE, "0.0, p = 1.00"),
    ],
)
def test_all_models_together_stand_above_the_pairs_of_fitted_models(
    statistic: float, p_value: float, seen: str, tested: str
) -> None:
    bundle = changed(with_comparisons(make_bundle(), PAIRS), together=together(statistic, p_value))
    (analysis,) = bundle.record.analyses
    first, folds = pairwise_tables(ScoreIndex(analysis, bundle.record.metrics))
    assert first.together.replace(NBSP, " ") == f"All three together: {seen} (Cochran's Q {tested})."
    assert folds.together == ""


def test_that_the_p_value_is_of_permutations_is_said() -> None:
    made = msgspec.structs.replace(together(6.0, 0.11), test="Cochran's Q, by permutation")
    (analysis,) = changed(with_comparisons(make_bundle(), PAIRS), together=made).record.analyses
    first, _ = pairwise_tables(ScoreIndex(analysis, make_bundle().record.metrics))
    assert first.together.replace(NBSP, " ").endswith("(Cochran's Q 6.0, p = 0.11, by permutation).")


def test_where_they_are_not_compared_nothing_is_said_and_otherwise_the_page_says_it() -> None:
    bundle = with_comparisons(make_bundle(), PAIRS)
    assert "together:" not in render_report(bundle, ())
    assert f"All three together: {NONE}" in render_report(changed(bundle, together=together(0.0, 1.0)), ())
