"""The leaderboard: ranks, scale, costs, failures."""

import msgspec

from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.rendering.tables.leaderboard import Leaderboard, leaderboard
from tests.bundles import MAKERS, Maker, changed, make_bundle
from tests.comparisons import comparison, with_comparisons


def board(bundle: Bundle) -> Leaderboard:
    return leaderboard(ScoreIndex(bundle.record.analyses[0], bundle.record.metrics))


def test_best_first_then_the_baseline_then_what_failed() -> None:
    rows = board(make_bundle(makers=(Maker("bad", "Broken", 0, status="failed"), *MAKERS), n_test=400)).rows
    assert [row.title.short for row in rows] == [
        "Support vectors",
        "Random forest",
        "SGD, linear",
        "Naive baseline",
        "Broken",
    ]
    assert [row.rank for row in rows] == ["1", "2", "3", "", ""]
    assert rows[0].chosen
    assert rows[-1].reason.startswith("Failed: ValueError")


def test_equals_share_a_rank_and_the_recommended_comes_first() -> None:
    makers = (Maker("a", "First", 90), Maker("b", "Second", 90), Maker("c", "Third", 0.5), MAKERS[-1])
    rows = board(changed(make_bundle(makers=makers), chosen="b")).rows
    assert [(row.title.short, row.rank) for row in rows[:3]] == [
        ("Second", "1"),
        ("First", "1"),
        ("Third", "3"),
    ]


def test_heads_and_cells_agree_and_cross_validation_has_its_own_column() -> None:
    for bundle in (make_bundle(), make_bundle(folds=0), make_bundle(("no", "yes"), n_test=0)):
        found = board(bundle)
        assert all(len(row.cells) == len(found.heads) for row in found.rows)
    assert "cross-validation" in board(make_bundle()).heads
    assert "cross-validation" not in board(make_bundle(folds=0)).heads


def test_the_scale_ignores_the_baseline_which_is_marked_as_off_it() -> None:
    found = board(make_bundle(tuple("0123456789"), n_test=400))
    assert float(found.low) > 20
    assert found.rows[-1].bar is not None
    assert found.rows[-1].bar.off == "low"


def test_without_intervals_none_is_spoken_of() -> None:
    bundle = make_bundle()
    scores = [msgspec.structs.replace(row, low=None, high=None) for row in bundle.record.analyses[0].scores]
    found = board(changed(bundle, scores=scores))
    assert not any(row.interval for row in found.rows)
    assert "interval" not in found.caption


def test_with_repeats_it_says_whose_figures_it_shows() -> None:
    bundle = make_bundle()
    protocol = msgspec.structs.replace(bundle.record.analyses[0].protocol, repeats=5)
    said = "of the first of 5 seeds; verdicts and the choice go by the means over all."
    assert said in board(changed(bundle, protocol=protocol)).caption
    assert "seeds" not in board(bundle).caption


def test_every_model_has_its_verdict_against_the_recommended_one() -> None:
    rows = [comparison("svc", "rf", 0.01, 0.03), comparison("sgd", "svc", -0.002, 0.001)]
    compared = board(with_comparisons(make_bundle(), rows))
    by_model = {row.title.short: row.standing for row in compared.rows}
    assert by_model["Random forest"] == "worse"
    assert by_model["SGD, linear"] == "equivalent"
    assert by_model["Support vectors"] == "recommended"
    assert by_model["Naive baseline"] == ""
    best = board(with_comparisons(make_bundle(), rows[:1]))
    assert next(row.standing for row in best.rows if row.chosen) == "best"
    assert not any(row.standing for row in board(make_bundle()).rows)


def test_a_main_metric_that_is_a_loss_puts_the_lowest_first() -> None:
    makers = (Maker("a", "Poor", 1.0), Maker("b", "Good", 4.0), MAKERS[-1])
    rows = board(changed(make_bundle(makers=makers, n_test=300), main_metric="log_loss")).rows
    assert [row.title.short for row in rows[:2]] == ["Good", "Poor"]
