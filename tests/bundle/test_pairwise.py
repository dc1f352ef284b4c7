"""A comparison reads the same from both sides."""

import msgspec

from reportgen.bundle.pairwise import compared, groups, pairwise_comparisons, turned
from reportgen.bundle.schema import Comparison
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from tests.bundles import make_bundle
from tests.comparisons import comparison, with_comparisons


def index_of(bundle: Bundle) -> ScoreIndex:
    return ScoreIndex(bundle.record.analyses[0], bundle.record.metrics)


def of_rows(*rows: Comparison) -> ScoreIndex:
    return index_of(with_comparisons(make_bundle(), rows))


def test_turned_twice_is_the_same() -> None:
    row = comparison("a", "b", 0.01, 0.04)
    assert (turned(row).low, turned(row).high, turned(row).verdict) == (-0.04, -0.01, "b")
    assert turned(turned(row)) == row
    missing = msgspec.structs.replace(row, difference=None, low=None, high=None)
    assert turned(turned(missing)) == missing


def test_a_model_sees_its_opponents_best_first_whichever_is_stored_first() -> None:
    index = of_rows(comparison("sgd", "svc", -0.09, -0.02), comparison("svc", "rf", -0.01, 0.03))
    seen = pairwise_comparisons(index, "svc")
    assert [(each.other.id, each.standing) for each in seen] == [("rf", "undecided"), ("sgd", "better")]
    assert (seen[1].low, seen[1].high) == (0.02, 0.09)
    (by_sgd,) = pairwise_comparisons(index, "sgd")
    assert (by_sgd.standing, by_sgd.high) == ("worse", -0.02)


def test_of_a_loss_less_is_a_gain() -> None:
    bundle = make_bundle()
    less = comparison("svc", "rf", -0.3, -0.1, metric="log_loss", verdict="a")
    (seen,) = pairwise_comparisons(index_of(with_comparisons(bundle, [less])), "svc", "log_loss")
    assert (seen.standing, seen.low, seen.high, seen.gain) == ("better", 0.1, 0.3, 0.2)


def test_recipes_go_before_fitted_models_and_the_judged_split_before_the_other() -> None:
    rows = [
        comparison("svc", "rf", 0.01, 0.02, split="cv", estimand="recipe"),
        comparison("svc", "rf", 0.01, 0.02),
        comparison("svc", "rf", -0.01, 0.04, estimand="recipe"),
        comparison("svc", "rf", -0.01, 0.04, metric="f1_macro"),
    ]
    index = of_rows(*rows)
    assert [(g[0].split, g[0].estimand) for g in groups(index)] == [
        ("test", "recipe"),
        ("test", "model"),
        ("cv", "recipe"),
    ]
    assert compared(index) == [rows[2]]
    assert compared(of_rows()) == []
