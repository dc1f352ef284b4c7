"""Look-ups in score rows give the row that a page means."""

import msgspec

from reportgen.bundle.headline_scores import FOLD_MEAN
from reportgen.bundle.score_index import ScoreIndex
from tests.bundles import MAKERS, Maker, changed, make_bundle


def index(**options: object) -> ScoreIndex:
    bundle = make_bundle(**options)  # type: ignore[arg-type]
    return ScoreIndex(bundle.record.analyses[0], bundle.record.metrics)


def test_the_headline_of_a_ranking_metric_in_cross_validation_is_the_folds_mean() -> None:
    found = index(n_test=0)
    score = found.headline("rf", "roc_auc_ovr_macro")
    assert score is not None
    assert score.average == FOLD_MEAN
    assert found.headline("rf", "accuracy").average is None


def test_the_test_is_judged_on_where_there_is_one() -> None:
    assert index().judged_on == "test"
    assert index(n_test=0).judged_on == "cv"


def test_rows_of_classes_folds_slices_and_repeats_are_no_headlines() -> None:
    bundle = make_bundle()
    analysis = bundle.record.analyses[0]
    whole = next(
        row for row in analysis.scores if (row.model, row.split, row.metric) == ("rf", "test", "accuracy")
    )
    others = [
        msgspec.structs.replace(whole, value=0.0, **{field: value})
        for field, value in (("slice", "x"), ("repeat", 1), ("output", "y"), ("threshold", 0.5))
    ]
    found = ScoreIndex(
        changed(bundle, scores=[*others, *analysis.scores]).record.analyses[0], bundle.record.metrics
    )
    assert found.headline("rf", "accuracy") == whole


def test_folds_come_in_order_and_classes_as_they_are_listed() -> None:
    found = index()
    assert [row.fold for row in found.folds("rf", "accuracy")] == [0, 1, 2]
    assert found.labels("rf", "recall") == ["0", "1", "2", "3"]
    assert found.of_class("rf", "recall", "2").label == "2"


def test_errors_follow_from_accuracy() -> None:
    found = index(n_test=80)
    matrix = found.confusion("rf").matrix
    wrong = sum(map(sum, matrix)) - sum(matrix[i][i] for i in range(len(matrix)))
    assert found.errors("rf") == (wrong, 80)


def test_failed_models_and_the_baseline_are_no_candidates() -> None:
    found = index(makers=(*MAKERS, Maker("bad", "Broken", 0, status="failed")))
    assert {model.id for model in found.candidates} == {"sgd", "rf", "svc"}
    assert found.baseline.id == "dummy"
