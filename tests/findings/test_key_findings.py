"""Sentences say what the numbers carry, and nothing more."""

import msgspec
import pytest

from reportgen.bundle.schema import Headline, Score
from reportgen.bundle.store import Bundle
from reportgen.findings.headline import headline_of
from reportgen.findings.key_findings import MOST, key_findings
from reportgen.wording.numbers import MINUS
from tests.bundles import MAKERS, Maker, changed, make_bundle
from tests.detectors import make_detector


def headline(bundle: Bundle) -> Headline:
    return headline_of(bundle.record, bundle.record.analyses[0])


def texts(bundle: Bundle) -> dict[str, str]:
    found = {finding.id: finding.text for finding in bundle.record.analyses[0].findings}
    return found | {"headline": headline(bundle).text}


def levels(bundle: Bundle) -> dict[str, str]:
    return {finding.id: finding.level for finding in bundle.record.analyses[0].findings}


def test_the_headline_names_the_model_the_figure_and_the_test() -> None:
    bundle = make_bundle(tuple("0123456789"), n_test=360)
    said = texts(bundle)
    assert said["headline"].startswith("Use Support vectors: it predicts ")
    assert said["headline"].endswith(" of the 360 test images correctly.")
    assert "errors in 360, where the naive baseline makes 324." in said["evidence"]
    assert "chosen by 3-fold cross-validation on the training images" in said["evidence"]


def test_nothing_claims_significance() -> None:
    for bundle in (make_bundle(), make_bundle(("no", "yes")), make_bundle(folds=0), make_bundle(n_test=0)):
        said = " ".join(texts(bundle).values()).lower()
        assert "significant" not in said
        assert "clearly" not in said
        if "next is" in said:
            assert "more than chance was not tested" in said


def test_a_choice_on_the_test_is_called_flattering() -> None:
    assert (
        "chosen on the same test images, so the figure is slightly optimistic"
        in texts(make_bundle(folds=0))["evidence"]
    )


def test_without_a_test_the_report_says_so() -> None:
    said = texts(make_bundle(n_test=0))
    assert "in 3-fold cross-validation" in said["headline"]
    assert "There is no held-out test" in said["evidence"]


def test_another_model_that_does_better_on_the_test_is_named() -> None:
    bundle = changed(make_bundle(n_test=400), chosen="sgd")
    assert "does better on the test images" in texts(bundle)["evidence"]
    assert "the choice was made without them" in texts(bundle)["evidence"]


def test_equal_figures_are_not_ranked() -> None:
    bundle = make_bundle(makers=(Maker("a", "First", 90), Maker("b", "Second", 90), MAKERS[-1]))
    assert "Second reaches the same figure, 100" in texts(bundle)["evidence"]
    several = make_bundle(makers=(*(Maker(c, c.upper(), 90) for c in "abc"), MAKERS[-1]))
    assert "B and C reach the same figure, 100" in texts(several)["evidence"]


def test_a_model_no_better_than_the_baseline_is_not_recommended() -> None:
    bundle = make_bundle(makers=(Maker("a", "Useless", -9.0), MAKERS[-1]))
    assert texts(bundle)["headline"].startswith("Not better than the baseline: Useless")
    assert headline(bundle).word == "not_better_than_baseline"


def test_when_all_fail_there_is_nothing_to_recommend() -> None:
    bundle = make_bundle(makers=(Maker("bad", "Broken", 0, status="failed"), MAKERS[-1]))
    assert "no model could be trained" in texts(bundle)["headline"]
    assert headline(bundle).word == "do_not_release"
    assert "Broken (ValueError: it cannot take negative values)" in texts(bundle)["failed_models"]
    assert "evidence" not in texts(bundle)


def test_another_main_metric_is_named_with_the_baseline_s_figure() -> None:
    bundle = changed(make_bundle(("no", "yes"), rare=0.1, n_test=300), main_metric="average_precision")
    said = texts(bundle)
    assert "its average precision is" in said["headline"]
    assert "The naive baseline's average precision is" in said["evidence"]


def test_abbreviations_keep_their_capitals() -> None:
    bundle = changed(make_bundle(("no", "yes")), main_metric="roc_auc")
    assert "its ROC AUC is" in texts(bundle)["headline"]


def test_lower_is_better_where_the_metric_is_a_loss() -> None:
    makers = (Maker("a", "Good", 4.0), Maker("b", "Poor", 1.0), MAKERS[-1])
    bundle = changed(make_bundle(makers=makers, n_test=300), main_metric="log_loss", chosen="a")
    assert texts(bundle)["headline"].startswith("Use Good: its log loss is")
    assert "Next is Poor" in texts(bundle)["evidence"]


def test_an_undefined_figure_recommends_nothing() -> None:
    bundle = make_bundle()
    scores = [
        msgspec.structs.replace(row, value=None, reason="undefined") if row.metric == "accuracy" else row
        for row in bundle.record.analyses[0].scores
    ]
    said = texts(changed(bundle, scores=scores))
    assert "the accuracy of Support vectors is undefined here" in said["headline"]


def test_a_detector_is_told_in_misses_and_false_alarms() -> None:
    bundle = make_bundle(("no", "yes"), rare=0.2, n_test=200)
    matrix = next(
        c for c in bundle.record.analyses[0].confusions if (c.model, c.split) == ("svc", "test")
    ).matrix
    (_, false_alarms), (missed, found) = matrix
    said = texts(bundle)["confusions"]
    assert (missed, f"Of {found} images that are “yes” it misses none; " in said) == (0, True)
    assert (false_alarms, f"of the {found + 1} predicted as such, 1 is not." in said) == (1, True)


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        ([[8, 0], [0, 1]], "The only image that is “yes” it finds; the only one predicted as such is."),
        (
            [[8, 1], [1, 0]],
            "The only image that is “yes” it misses; the only one predicted as such is not.",
        ),
        ([[8, 0], [0, 4]], "Of 4 images that are “yes” it misses none; all 4 predicted as such are."),
        ([[8, 0], [4, 0]], "Of 4 images that are “yes” it misses 4; none is predicted as such."),
    ],
)
def test_of_one_or_none_a_detector_is_told_in_words(matrix: list[list[int]], said: str) -> None:
    bundle = make_bundle(("no", "yes"), rare=0.2, n_test=200)
    confusions = [
        msgspec.structs.replace(c, matrix=matrix) if (c.model, c.split) == ("svc", "test") else c
        for c in bundle.record.analyses[0].confusions
    ]
    assert texts(changed(bundle, confusions=confusions))["confusions"] == said


def with_matrix(matrix: list[list[int]]) -> str:
    bundle = make_bundle(tuple("abc"))
    confusions = [
        msgspec.structs.replace(c, matrix=matrix) if (c.model, c.split) == ("svc", "test") else c
        for c in bundle.record.analyses[0].confusions
    ]
    return texts(changed(bundle, confusions=confusions))["confusions"]


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        ([[9, 0, 0], [0, 9, 0], [0, 0, 9]], "Support vectors makes no error on the images judged."),
        ([[9, 1, 0], [0, 9, 0], [0, 0, 9]], "Its only error: a predicted as b."),
        ([[9, 1, 0], [0, 9, 1], [0, 0, 9]], "No class is mistaken for another more than once."),
        (
            [[9, 5, 0], [0, 9, 1], [1, 0, 9]],
            "Most often mixed up: a predicted as b (5), b predicted as c (1) and c predicted as a (1), all 7 errors.",
        ),
        ([[9, 5, 1], [1, 9, 1], [1, 0, 9]], "Most often mixed up: a predicted as b (5), 5 of the 9 errors."),
        (
            [[9, 2, 2], [2, 9, 2], [0, 0, 9]],
            "No confusion stands out: four pairs of classes share the most errors, 2 each.",
        ),
    ],
)
def test_confusions_and_their_ties(matrix: list[list[int]], expected: str) -> None:
    assert with_matrix(matrix) == expected


def test_of_very_many_classes_no_class_is_said_to_be_silent() -> None:
    bundle = make_bundle(tuple(f"c{i}" for i in range(150)), n_train=450, n_test=150)
    assert "never_answered" not in texts(bundle)


def test_classes_that_share_the_lowest_recall_are_named_together() -> None:
    bundle = make_bundle(tuple("abcd"))

    def with_recall(row: Score) -> Score:
        if row.metric == "recall" and row.model == "svc" and row.label is not None and row.fold is None:
            return msgspec.structs.replace(row, value={"a": 0.5, "b": 0.5}.get(row.label, 0.9))
        return row

    scores = [with_recall(row) for row in bundle.record.analyses[0].scores]
    assert texts(changed(bundle, scores=scores))["hardest_class"].startswith(
        "The hardest classes are a and b: 50"
    )


def test_few_samples_are_a_warning() -> None:
    assert levels(make_bundle(n_test=30))["few_samples"] == "warning"
    assert "moves accuracy by 3.3 points" in texts(make_bundle(n_test=30))["few_samples"]
    assert "few_samples" not in texts(make_bundle(n_test=400))


def test_a_much_faster_model_is_named_with_both_figures() -> None:
    makers = (Maker("rf", "Forest", 9.1), Maker("svcx", "Vectors", 9.0), MAKERS[-1])
    said = texts(make_bundle(makers=makers, n_test=300))["faster_model"].replace("\u00a0", " ")
    assert said.startswith("Vectors is 10 times faster: 100 µs for one image against 1.0 ms")
    assert said.endswith("at 100.0 % against 100.0 %.")


def test_there_are_at_most_six_and_what_was_not_tested_is_among_them() -> None:
    makers = (*MAKERS, Maker("bad", "Broken", 0, status="failed"))
    bundle = make_bundle(tuple("abcdef"), makers, n_test=60)
    found = key_findings(bundle.record.analyses[0], bundle.record.metrics)
    assert len(found) <= MOST + 2
    assert found[-1].id == "not_tested"
    assert len({finding.id for finding in found}) == len(found)


def test_a_common_positive_class_is_said_where_the_rare_one_should_be_judged() -> None:
    rare_positive = changed(make_bundle(("no", "yes"), rare=0.1, n_test=300), main_metric="average_precision")
    counts = {"train": {"no": 5, "yes": 145}, "test": {"no": 10, "yes": 290}}
    data = msgspec.structs.replace(rare_positive.record.analyses[0].dataset, class_counts=counts)
    common = changed(rare_positive, dataset=data)
    assert levels(common)["common_positive"] == "warning"
    assert "“no”" in texts(common)["common_positive"]
    assert "common_positive" not in texts(rare_positive)


def test_a_better_threshold_is_named_with_what_it_changes() -> None:
    bundle = make_detector(makers=(Maker("a", "Shy", 3.0, "decision"), MAKERS[-1]))
    (analysis,) = bundle.record.analyses
    default, best, *others = analysis.operating_points
    answers = [
        msgspec.structs.replace(c, matrix=[[480, 0], [100, 20]]) if c.model == "a" else c
        for c in analysis.confusions
    ]
    own = [
        msgspec.structs.replace(row, value=2 / 7)
        if (row.model, row.metric, row.fold) == ("a", "f1", None)
        else row
        for row in analysis.scores
    ]
    good = msgspec.structs.replace(best, threshold=-1.5, f1=0.894, matrix=[[470, 10], [15, 105]])
    said = texts(changed(bundle, scores=own, confusions=answers, operating_points=[default, good, *others]))
    assert said["better_threshold"] == (
        f"With a threshold of {MINUS}1.5 instead of 0 it misses 15 instead of 100, with 10 false alarms instead of 0: "
        "F1 0.89 instead of 0.29."
    )
    same = msgspec.structs.replace(best, f1=2 / 7, matrix=[[480, 0], [100, 20]])
    assert "better_threshold" not in texts(
        changed(bundle, scores=own, confusions=answers, operating_points=[default, same, *others])
    )


def test_a_common_class_of_several_is_said_to_flatter() -> None:
    bundle = make_bundle(("a", "b", "c"), n_test=100)
    data = bundle.record.analyses[0].dataset
    counts = {"train": {"a": 90, "b": 5, "c": 5}, "test": {"a": 92, "b": 5, "c": 3}}
    common = changed(bundle, dataset=msgspec.structs.replace(data, class_counts=counts))
    assert levels(common)["common_class"] == "warning"
    assert "always predicting “a” would be right for 92\u00a0%" in texts(common)["common_class"]
    assert "common_class" not in texts(bundle)


def test_a_class_without_test_samples_is_named() -> None:
    bundle = make_bundle(("a", "b", "c"), n_test=100)
    data = bundle.record.analyses[0].dataset
    counts = {"train": {"a": 5, "b": 5, "c": 5}, "test": {"a": 50, "b": 50, "c": 0}}
    untested = changed(bundle, dataset=msgspec.structs.replace(data, class_counts=counts))
    assert texts(untested)["untested_classes"] == "No test image is of “c”: nothing is known about it."
    assert "untested_classes" not in texts(bundle)


def test_classes_that_training_did_not_have_are_named() -> None:
    bundle = make_bundle(("a", "b", "c"), n_test=100)
    data = bundle.record.analyses[0].dataset
    counts = {"train": {"a": 5, "b": 5, "c": 0}, "test": {"a": 50, "b": 40, "c": 10}}
    untrained = changed(bundle, dataset=msgspec.structs.replace(data, class_counts=counts))
    assert texts(untrained)["untrained_classes"] == (
        "10 of 100 test images are of “c”, which training did not have: no model can predict that."
    )
    assert "untrained_classes" not in texts(bundle)


def test_a_model_within_reach_of_the_naive_baseline_is_not_recommended() -> None:
    makers = (Maker("a", "Guessing", 0.25), MAKERS[-1])
    bundle = make_bundle(("x", "y"), makers, n_test=40)
    figures = {"a": {"value": 0.6, "low": 0.44, "high": 0.74}, "dummy": {"value": 0.5}}
    rows = [
        msgspec.structs.replace(row, **figures[row.model])
        if (row.metric, row.label, row.fold) == ("accuracy", None, None)
        else row
        for row in bundle.record.analyses[0].scores
    ]
    doubtful = changed(bundle, scores=rows)
    assert headline(doubtful).word == "not_better_than_baseline"
    assert texts(doubtful)["headline"].startswith(
        "Not better than the baseline: Guessing, the only model tried, reaches accuracy"
    )
