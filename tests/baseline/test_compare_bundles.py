"""Two runs compared: zero on itself, turned about it changes sign, and what cannot be compared is refused."""

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import accuracy_score, f1_score, recall_score

from reportgen.baseline.common_folds import OTHER_FOLDS
from reportgen.baseline.compare_bundles import compare_bundles
from reportgen.bundle.redaction import without_changed_cases
from reportgen.bundle.run_changes import AnalysisChanges, Changes, ScoreChange
from reportgen.bundle.store import Bundle
from reportgen.deliver.attachment import summary
from reportgen.errors import InputError
from reportgen.scoring.comparing.recipe_differences import SAME_IN_ALL_FOLDS
from tests.bundles import Maker, changed, make_bundle

pytestmark = pytest.mark.slow

EARLIER = (
    Maker("sgd", "SGD, linear", 2.6, "decision"),
    Maker("rf", "Random forest", 1.8),
    Maker("svc", "Support vectors", 4.2, "decision"),
    Maker("dummy", "Naive baseline", 0.0, baseline=True),
)
#: The same data, answered otherwise.
LATER = (
    Maker("sgd", "SGD, linear", 2.6, "decision"),
    Maker("rf", "Random forest", 6.0),
    Maker("svc", "Support vectors", 1.5, "decision"),
    Maker("dummy", "Naive baseline", 0.0, baseline=True),
)


def the_only(changes: Changes) -> AnalysisChanges:
    (analysis,) = changes.analyses
    return analysis


def row(
    found: AnalysisChanges, model: str, metric: str, label: str | None = None, **more: Any
) -> ScoreChange:
    (only,) = [
        one
        for one in found.scores
        if (one.model, one.baseline_model, one.metric, one.label, one.split)
        == (model, more.get("then", model), metric, label, more.get("split", "test"))
    ]
    return only


def only_judged(bundle: Bundle, *models: str) -> Bundle:
    """Return the bundle with the rows of some models on the test alone, which are quickly compared."""
    (analysis,) = bundle.record.analyses
    kept = [s for s in analysis.scores if s.model in models and s.split == "test"]
    return changed(bundle, scores=kept, findings=[])


@pytest.fixture(scope="module")
def then() -> Bundle:
    return make_bundle(makers=EARLIER, n_train=60, n_test=80)


@pytest.fixture(scope="module")
def now() -> Bundle:
    return make_bundle(makers=LATER, n_train=60, n_test=80)


@pytest.mark.parametrize(
    "make",
    [
        lambda: make_bundle(n_train=60, n_test=40),
        lambda: make_bundle(("no", "yes"), n_train=60, n_test=40, rare=0.3),
        lambda: make_bundle(n_train=60, n_test=0, folds=2),
        lambda: make_bundle(n_train=60, n_test=40, folds=0, kind="table"),
    ],
)
def test_a_bundle_and_itself_differ_in_nothing(make: Callable[[], Bundle]) -> None:
    bundle = make()
    changes = compare_bundles(bundle, bundle)
    found = the_only(changes)
    compared = [one for one in found.scores if one.difference is not None]
    assert compared
    assert all((one.difference, one.low, one.high, one.p_value) == (0.0, 0.0, 0.0, 1.0) for one in compared)
    assert all((one.better, one.verdict) == (None, "equivalent") for one in compared)
    undefined = [one for one in found.scores if one not in compared]
    assert all((one.baseline, one.p_value, one.test) == (None, None, None) for one in undefined)
    assert all((one.broken, one.fixed) == (0, 0) for one in found.samples)
    assert changes.altered == [] == found.altered
    assert found.reason is None


def test_the_figures_of_a_run_and_the_run_differ_in_nothing(then: Bundle) -> None:
    found = the_only(compare_bundles(Bundle(summary(then.record), {}), then))
    compared = [one for one in found.scores if one.difference is not None]
    assert compared and not any(one.paired for one in compared)
    assert all(one.low == one.high == 0 and one.verdict == "equivalent" for one in compared)


def test_what_is_another_fit_may_differ_though_it_answers_the_same(then: Bundle) -> None:
    (analysis,) = then.record.analyses
    reseeded = changed(then, protocol=msgspec.structs.replace(analysis.protocol, seed=7))
    updated = with_environment(then, packages={"scikit-learn": "99"})
    scores = {key: then.arrays[key] + 1e-6 for key in then.arrays if key.startswith("main/scores/rf/")}
    assert len(scores) == 2
    rescored = Bundle(then.record, {**dict(then.arrays), **scores})
    for other in (reseeded, updated, with_digest(then, "other"), rescored):
        found = the_only(compare_bundles(then, other))
        own, over_folds = row(found, "rf", "accuracy"), row(found, "rf", "accuracy", split="cv")
        assert own.difference == 0 and own.low is not None and own.high is not None
        assert own.low < 0 < own.high
        assert (over_folds.difference, over_folds.low, over_folds.verdict) == (0, None, None)
        assert over_folds.reason == SAME_IN_ALL_FOLDS
    elsewhere = row(the_only(compare_bundles(then, with_environment(then, cpu="another"))), "rf", "accuracy")
    assert elsewhere.low == elsewhere.high == 0


def with_environment(bundle: Bundle, **fields: Any) -> Bundle:
    run = bundle.record.run
    run = msgspec.structs.replace(run, environment=msgspec.structs.replace(run.environment, **fields))
    return Bundle(msgspec.structs.replace(bundle.record, run=run), bundle.arrays)


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 50), skill=st.floats(0.5, 6), binary=st.booleans())
def test_turned_about_every_difference_changes_its_sign(seed: int, skill: float, binary: bool) -> None:
    classes = ("no", "yes") if binary else ("a", "b", "c")
    one, other = (
        only_judged(
            make_bundle(classes, (Maker("rf", "Forest", lead),), n_train=12, n_test=40, folds=2, seed=seed),
            "rf",
        )
        for lead in (3.0, skill)
    )
    other = with_digest(other, "other")
    there, back = the_only(compare_bundles(one, other)), the_only(compare_bundles(other, one))
    assert any(a.difference for a in there.scores) or skill == 3.0
    for a, b in zip(there.scores, back.scores, strict=True):
        assert (a.metric, a.label, a.baseline, a.candidate) == (b.metric, b.label, b.candidate, b.baseline)
        for end, opposite in ((a.difference, b.difference), (a.low, b.high), (a.high, b.low)):
            assert (end is None) == (opposite is None)
            assert (end or 0.0) == -(opposite or 0.0)
        assert a.better is (None if b.better is None else not b.better)
    (first,), (second,) = there.samples, back.samples
    assert (first.broken, first.fixed, first.both_wrong) == (second.fixed, second.broken, second.both_wrong)
    assert [case.sample for case in first.broken_cases] == [case.sample for case in second.fixed_cases]


def with_digest(bundle: Bundle, digest: str) -> Bundle:
    run = msgspec.structs.replace(bundle.record.run, results_digest=digest)
    return Bundle(msgspec.structs.replace(bundle.record, run=run), bundle.arrays)


def test_figures_and_differences_are_those_of_scikit_learn(then: Bundle, now: Bundle) -> None:
    found = the_only(compare_bundles(then, now))
    truth = now.arrays["main/truth/test"]
    before, after = (b.arrays["main/predictions/rf/test"] for b in (then, now))
    for metric, score in (
        ("accuracy", accuracy_score),
        ("f1_macro", lambda t, a: f1_score(t, a, average="macro")),
    ):
        own = row(found, "rf", metric)
        assert (own.baseline, own.candidate) == pytest.approx((score(truth, before), score(truth, after)))
        assert own.difference == pytest.approx(score(truth, after) - score(truth, before), abs=1e-12)
        assert own.low is not None and own.high is not None
        assert own.low <= own.difference <= own.high
    recalls = recall_score(truth, after, average=None) - recall_score(truth, before, average=None)
    own = row(found, "rf", "recall", "2")
    assert own.difference == pytest.approx(recalls[2], abs=1e-12)
    assert all(one.paired for one in found.scores)


def test_a_lower_error_is_better_and_a_lower_share_is_worse(then: Bundle, now: Bundle) -> None:
    found = the_only(compare_bundles(then, now))
    assert row(found, "svc", "accuracy").better is False
    assert row(found, "rf", "accuracy").better is True
    loss = row(found, "rf", "log_loss")
    assert loss.difference is not None and loss.difference < 0 and loss.better is True


def test_interval_p_value_and_verdict_never_contradict_each_other(then: Bundle, now: Bundle) -> None:
    """Tango's interval of 4 samples of 1,000 leaves zero out, McNemar's exact test finds nothing."""
    before = only_judged(make_bundle(("no", "yes"), n_train=12, n_test=1_000, folds=0), "rf")
    answers, truth = (before.arrays[f"main/{key}/test"].copy() for key in ("predictions/rf", "truth"))
    right = np.flatnonzero(answers == truth)[:4]
    answers[right] = 1 - answers[right]
    after = Bundle(before.record, {**dict(before.arrays), "main/predictions/rf/test": answers})
    own = row(the_only(compare_bundles(before, after)), "rf", "accuracy")
    assert (own.low, own.high, own.p_value) == (pytest.approx(-0.0102, abs=1e-4), 0.0, 0.125)
    assert (own.better, own.verdict) == (None, "undecided")
    assert own.reason == "the interval is widened to zero, which the test (McNemar, exact) allows"
    for one in the_only(compare_bundles(then, now)).scores:
        if one.low is not None and one.high is not None and one.p_value is not None:
            assert (one.p_value < 0.05) == (one.low > 0 or one.high < 0), one.metric


def test_samples_newly_broken_and_fixed_are_counted_and_named(then: Bundle, now: Bundle) -> None:
    found = the_only(compare_bundles(then, now, at_hand=True))
    truth = now.arrays["main/truth/test"]
    was, is_ = (b.arrays["main/predictions/svc/test"] == truth for b in (then, now))
    (svc,) = [
        one for one in found.samples if (one.model, one.split, one.baseline_model) == ("svc", "test", "svc")
    ]
    assert (svc.broken, svc.fixed) == (int((was & ~is_).sum()), int((~was & is_).sum()))
    assert svc.both_wrong == int((~was & ~is_).sum())
    ids = now.arrays["main/sample_ids"][now.arrays["main/rows/test"]]
    classes = now.record.analyses[0].dataset.classes
    for case in svc.broken_cases:
        (place,) = np.flatnonzero(ids == case.sample)
        assert case.truth == case.baseline == classes[truth[place]] != case.candidate
    for case in svc.fixed_cases:
        assert case.truth == case.candidate != case.baseline
    assert len(svc.broken_cases) == min(12, svc.broken)


def test_the_order_of_samples_does_not_matter(then: Bundle, now: Bundle) -> None:
    arrays = dict(then.arrays)
    order = np.random.default_rng(0).permutation(80)
    for key in list(arrays):
        if key.endswith("/test") and key.partition("/")[2].split("/")[0] in (
            "rows",
            "truth",
            "predictions",
            "scores",
        ):
            arrays[key] = arrays[key][order]
    shuffled = the_only(compare_bundles(Bundle(then.record, arrays), now))
    plain = the_only(compare_bundles(then, now))
    assert shuffled.samples == plain.samples
    assert [s.difference for s in shuffled.scores] == [s.difference for s in plain.scores]
    assert row(shuffled, "rf", "accuracy") == row(plain, "rf", "accuracy")


def test_a_summary_is_compared_unpaired_and_says_so(then: Bundle, now: Bundle) -> None:
    alone = Bundle(summary(then.record), {})
    changes = compare_bundles(alone, now)
    found = the_only(changes)
    assert changes.baseline.carries == "summary" and changes.candidate.carries == "full"
    assert (found.paired, found.samples) == ([], [])
    assert found.reason == "the baseline carries its figures alone, not its single predictions"
    own = row(found, "rf", "accuracy")
    assert not own.paired and (own.method or "").startswith("MOVER")
    assert own.difference == row(the_only(compare_bundles(then, now)), "rf", "accuracy").difference


def test_figures_of_slices_and_thresholds_are_not_those_of_other_seeds(then: Bundle, now: Bundle) -> None:
    def with_parts(bundle: Bundle) -> Bundle:
        (analysis,) = bundle.record.analyses
        parts: list[dict[str, Any]] = [{"slice": "age: old"}, {"threshold": 0.2}]
        rows = [score for score in analysis.scores if (score.model, score.metric) == ("rf", "accuracy")]
        more = [msgspec.structs.replace(score, value=0.1, **part) for score in rows for part in parts]
        return changed(bundle, scores=[*analysis.scores, *more])

    plain, parted = (
        row(the_only(compare_bundles(Bundle(summary(make(then).record), {}), make(now))), "rf", "accuracy")
        for make in (lambda bundle: bundle, with_parts)
    )
    assert plain == parted and (parted.seeds, parted.baseline_seeds, parted.estimand) == (1, 1, "model")


def test_a_mean_over_folds_is_not_taken_for_the_figure_of_all_folds_together_of_other_seeds() -> None:
    def with_seed(bundle: Bundle) -> Bundle:
        (analysis,) = bundle.record.analyses
        pooled = next(s for s in analysis.scores if s.metric == "roc_auc" and s.average is None)
        return changed(
            bundle, scores=[*analysis.scores, msgspec.structs.replace(pooled, value=0.1, repeat=1)]
        )

    one, other = (
        make_bundle(("no", "yes"), (Maker("rf", "Forest", skill),), n_train=60, n_test=0)
        for skill in (1.0, 3.0)
    )
    plain, repeated = (
        row(
            the_only(compare_bundles(Bundle(summary(make(one).record), {}), make(other))),
            "rf",
            "roc_auc",
            split="cv",
        )
        for make in (lambda bundle: bundle, with_seed)
    )
    assert plain == repeated and not plain.paired and plain.seeds == 1
    pooled_alone = [
        msgspec.structs.replace(score, low=0.0, high=1.0, level=0.95)
        for score in other.record.analyses[0].scores
        if score.average is None
    ]
    changes = compare_bundles(Bundle(summary(one.record), {}), changed(other, scores=pooled_alone))
    own = row(the_only(changes), "rf", "roc_auc", split="cv")
    assert (own.seeds, own.baseline_seeds, own.reason) == (1, 1, None)


def test_other_data_and_other_samples_are_compared_unpaired(then: Bundle, now: Bundle) -> None:
    (analysis,) = now.record.analyses
    other = changed(now, dataset=msgspec.structs.replace(analysis.dataset, fingerprint="f" * 64))
    found = the_only(compare_bundles(then, other))
    assert found.reason == "the data are not the same"
    assert not any(one.paired for one in found.scores)
    assert ("data", "fingerprint") in {(one.kind, one.name) for one in found.altered}
    moved = Bundle(now.record, {**dict(now.arrays), "main/rows/test": now.arrays["main/rows/test"] - 10})
    found = the_only(compare_bundles(then, moved))
    assert found.paired == ["cv"]
    assert "only 70 are the same" in (found.reason or "")


@pytest.mark.parametrize("turned", [False, True])
def test_of_other_samples_the_fewer_say_how_much_a_difference_is_worth(then: Bundle, *, turned: bool) -> None:
    fewer = make_bundle(makers=LATER, n_train=60, n_test=40)
    found = the_only(compare_bundles(*((fewer, then) if turned else (then, fewer))))
    assert [row(found, "rf", metric, label).n for metric, label in (("accuracy", None), ("recall", "2"))] == [
        40,
        10,
    ]


def test_what_else_differs_is_listed(then: Bundle, now: Bundle) -> None:
    (analysis,) = now.record.analyses
    svc = next(model for model in analysis.models if model.id == "svc")
    models = [
        msgspec.structs.replace(svc, parameters={**svc.parameters, "C": 10.0}) if model.id == "svc" else model
        for model in analysis.models
        if model.id != "sgd"
    ]
    other = changed(now, models=models, protocol=msgspec.structs.replace(analysis.protocol, seed=7))
    environment = msgspec.structs.replace(
        other.record.run.environment, packages={**other.record.run.environment.packages, "numpy": "9.9"}
    )
    run = msgspec.structs.replace(other.record.run, environment=environment)
    changes = compare_bundles(then, Bundle(msgspec.structs.replace(other.record, run=run), other.arrays))
    found = the_only(changes)
    assert [(a.kind, a.name, a.candidate) for a in changes.altered] == [("version", "numpy", "9.9")]
    listed = {(a.kind, a.name, a.baseline, a.candidate, a.model) for a in found.altered}
    assert ("parameter", "C", None, "10.0", "svc") in listed
    assert ("seed", "seed", "0", "7", None) in listed
    assert {model.id: model.status for model in found.models}["sgd"] == "removed"


def test_recommended_models_are_compared_where_they_are_others(then: Bundle, now: Bundle) -> None:
    found = the_only(compare_bundles(then, now))
    assert (found.baseline_chosen, found.chosen) == ("svc", "rf")
    own = row(found, "rf", "accuracy", then="svc")
    assert own.baseline == row(found, "svc", "accuracy").baseline
    assert own.candidate == row(found, "rf", "accuracy").candidate


def test_without_samples_no_sample_is_named(then: Bundle, now: Bundle) -> None:
    run = msgspec.structs.replace(now.record.run, config={"samples": False})
    found = the_only(compare_bundles(then, Bundle(msgspec.structs.replace(now.record, run=run), now.arrays)))
    assert any(one.broken for one in found.samples)
    assert not any(one.broken_cases or one.fixed_cases for one in found.samples)
    changes = without_changed_cases(compare_bundles(then, now))
    assert not any(one.broken_cases or one.fixed_cases for one in the_only(changes).samples)


def test_another_question_is_refused_with_the_reason(then: Bundle) -> None:
    with pytest.raises(InputError, match=r"`old`.*its task is multiclass, here it is binary"):
        compare_bundles(then, make_bundle(("0", "1")), name="old")
    with pytest.raises(InputError, match=r"other classes .*`4`.* only here"):
        compare_bundles(then, make_bundle(("0", "1", "2", "4")))
    detector = changed(make_bundle(("no", "yes")), positive="yes")
    with pytest.raises(InputError, match="`yes` is detected"):
        compare_bundles(make_bundle(("no", "yes")), detector)


def test_one_comparable_analysis_of_a_study_is_enough(then: Bundle, now: Bundle) -> None:
    (first,) = then.record.analyses
    second = msgspec.structs.replace(first, id="second", positive="2")
    third = msgspec.structs.replace(first, id="third")
    before = Bundle(msgspec.structs.replace(then.record, analyses=[first, second]), then.arrays)
    (ours,) = now.record.analyses
    after = Bundle(
        msgspec.structs.replace(
            now.record, analyses=[ours, msgspec.structs.replace(second, positive=None), third]
        ),
        now.arrays,
    )
    found = compare_bundles(before, after)
    assert [(a.id, a.status) for a in found.analyses] == [
        ("main", "compared"),
        ("second", "refused"),
        ("third", "added"),
    ]
    gone = compare_bundles(after, before)
    assert gone.analyses[-1].status == "removed"


def test_true_answers_that_contradict_each_other_are_refused(then: Bundle, now: Bundle) -> None:
    truth = now.arrays["main/truth/test"].copy()
    truth[0] = (truth[0] + 1) % 4
    with pytest.raises(InputError, match="was changed after it was written"):
        compare_bundles(then, Bundle(now.record, {**dict(now.arrays), "main/truth/test": truth}))


def folds_of(bundle: Bundle, metric: Callable[..., float]) -> list[float]:
    truth, answers = (bundle.arrays[f"main/{key}/cv"] for key in ("truth", "predictions/rf"))
    folds = bundle.arrays["main/folds"]
    return [metric(truth[folds == fold], answers[folds == fold]) for fold in np.unique(folds)]


def test_the_same_folds_are_compared_by_the_corrected_test() -> None:
    one, other = (
        make_bundle(("no", "yes"), (Maker("rf", "Forest", skill),), n_train=90, n_test=0, folds=5)
        for skill in (1.0, 3.0)
    )
    found = the_only(compare_bundles(one, other))
    for metric, label, score in (
        ("accuracy", None, accuracy_score),
        ("recall", "no", lambda t, a: recall_score(t, a, pos_label=0)),
    ):
        own = row(found, "rf", metric, label, split="cv")
        gaps = np.subtract(folds_of(other, score), folds_of(one, score))
        error = np.sqrt((1 / 5 + 1 / 4) * gaps.var(ddof=1))
        half = stats.t.ppf(0.975, 4) * error
        assert (own.difference, own.low, own.high) == pytest.approx(
            (gaps.mean(), gaps.mean() - half, gaps.mean() + half)
        )
        assert own.p_value == pytest.approx(2 * stats.t.sf(abs(gaps.mean()) / error, 4))
        assert (own.test, own.estimand, own.paired) == ("corrected resampled t-test", "recipe", True)
        assert (own.by_t, own.degrees) == (pytest.approx(half), 4)
    itself = row(the_only(compare_bundles(one, one)), "rf", "accuracy", split="cv")
    assert (itself.low, itself.high, itself.estimand) == (0.0, 0.0, "recipe")


def test_of_folds_in_time_order_each_has_learnt_from_all_that_came_before_it() -> None:
    """Six parts of 18 samples: the first is learnt from alone, the five after it are judged."""

    def in_time(skill: float) -> Bundle:
        bundle = make_bundle(("no", "yes"), (Maker("rf", "Forest", skill),), n_train=90, n_test=0, folds=5)
        (analysis,) = bundle.record.analyses
        assert analysis.protocol.cv is not None
        cv = msgspec.structs.replace(analysis.protocol.cv, scheme="time")
        return changed(
            bundle,
            protocol=msgspec.structs.replace(analysis.protocol, cv=cv),
            dataset=msgspec.structs.replace(analysis.dataset, splits={"train": 108}),
        )

    one, other = in_time(1.0), in_time(3.0)
    own = row(the_only(compare_bundles(one, other)), "rf", "accuracy", split="cv")
    gaps = np.subtract(folds_of(other, accuracy_score), folds_of(one, accuracy_score))
    judged_for_each_learnt = np.mean([18 / 18, 18 / 36, 18 / 54, 18 / 72, 18 / 90])
    half = stats.t.ppf(0.975, 4) * np.sqrt((1 / 5 + judged_for_each_learnt) * gaps.var(ddof=1))
    assert (own.low, own.high) == pytest.approx((gaps.mean() - half, gaps.mean() + half))


def test_other_folds_are_compared_by_their_intervals_and_it_is_said() -> None:
    one, other = (
        make_bundle(("no", "yes"), (Maker("rf", "Forest", skill),), n_train=90, n_test=0, folds=5)
        for skill in (1.0, 3.0)
    )
    moved = Bundle(
        other.record, {**dict(other.arrays), "main/folds": np.roll(other.arrays["main/folds"], 30)}
    )
    own = row(the_only(compare_bundles(one, moved)), "rf", "accuracy", split="cv")
    assert not own.paired and own.reason == OTHER_FOLDS and own.estimand == "model"
    assert (own.method or "").startswith("MOVER")


def test_a_difference_within_the_margin_is_equivalent(then: Bundle, now: Bundle) -> None:
    own = row(the_only(compare_bundles(then, now)), "rf", "accuracy")
    assert (own.better, own.verdict, own.margin) == (True, "better", 0.005)
    run = msgspec.structs.replace(now.record.run, config={**now.record.run.config, "margin": 1.0})
    wide = Bundle(msgspec.structs.replace(now.record, run=run), now.arrays)
    own = row(the_only(compare_bundles(then, wide)), "rf", "accuracy")
    assert (own.better, own.verdict, own.margin) == (True, "equivalent", 1.0)
