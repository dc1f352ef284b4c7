"""Comparisons of an analysis: paired on the test, corrected over folds, over seeds where fits are repeated."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import cochrans_q, mcnemar

from reportgen import evaluate
from reportgen.bundle.schema import Analysis, Comparison
from reportgen.bundle.store import Bundle, write_bundle
from reportgen.metrics.metric_spec import METRICS
from reportgen.predictions.analysis_predictions import JudgedSamples, Predictions
from reportgen.scoring.comparing.model_pairs import cochran_test
from reportgen.scoring.comparing.recipe_differences import Fits, over_folds, over_seeds
from reportgen.statistics.paired_proportions import cochran_q
from reportgen.statistics.verdict import verdict
from tests.contract import CHECKER, assert_kept
from tests.predictions.plain import model_of, on_test, plain_question
from tests.scoring.outcomes import random_outcome

MODELS = ("tree", "nb", "knn")


@pytest.fixture(scope="module")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def cancer(cache_dir: str) -> Bundle:
    return evaluate(dataset="breast_cancer", models=MODELS, metric="accuracy", cache_dir=cache_dir)


def analysis_of(bundle: Bundle) -> Analysis:
    return bundle.record.analyses[0]


def row(analysis: Analysis, a: str, b: str, split: str) -> Comparison:
    (found,) = [c for c in analysis.comparisons if (c.a, c.b, c.split) == (a, b, split)]
    return found


def fold_figures(analysis: Analysis, model: str, metric: str = "accuracy", **at: object) -> np.ndarray:
    rows = [
        s for s in analysis.scores if (s.model, s.split, s.metric, s.label) == (model, "cv", metric, None)
    ]
    rows = [s for s in rows if s.fold is not None and all(getattr(s, name) == it for name, it in at.items())]
    return np.array([s.value for s in sorted(rows, key=lambda s: s.fold)])


def test_every_pair_on_both_splits_and_the_baseline_where_judged(cancer: Bundle) -> None:
    pairs = {(c.a, c.b, c.split) for c in analysis_of(cancer).comparisons}
    among = [("tree", "nb"), ("tree", "knn"), ("nb", "knn")]
    expected = {(a, b, split) for a, b in among for split in ("test", "cv")}
    assert pairs == expected | {(model, "dummy", "test") for model in MODELS}
    assert {c.estimand for c in analysis_of(cancer).comparisons if c.split == "test"} == {"model"}
    assert {c.estimand for c in analysis_of(cancer).comparisons if c.split == "cv"} == {"recipe"}


def test_on_the_test_it_is_mcnemar_for_all_pairs_together(cancer: Bundle) -> None:
    truth = cancer.arrays["main/truth/test"]
    for a, b in (("tree", "nb"), ("nb", "knn")):
        found = row(analysis_of(cancer), a, b, "test")
        right = [cancer.arrays[f"main/predictions/{model}/test"] == truth for model in (a, b)]
        table = [[np.sum(right[0] == (not i) & (right[1] == (not j))) for j in (0, 1)] for i in (0, 1)]
        table = [
            [int((right[0] & right[1]).sum()), int((right[0] & ~right[1]).sum())],
            [int((~right[0] & right[1]).sum()), int((~right[0] & ~right[1]).sum())],
        ]
        assert found.p_value == pytest.approx(mcnemar(table, exact=True).pvalue)
        assert found.p_adjusted == pytest.approx(min(1.0, 3 * found.p_value))
        assert (found.pairs, found.level) == (3, pytest.approx(1 - 0.05 / 3))
        assert found.difference == pytest.approx(right[0].mean() - right[1].mean())


def test_all_models_together_are_compared_by_cochrans_q(cancer: Bundle) -> None:
    found, truth = analysis_of(cancer).together, cancer.arrays["main/truth/test"]
    right = np.column_stack([cancer.arrays[f"main/predictions/{model}/test"] == truth for model in MODELS])
    known = cochrans_q(right)
    assert found is not None
    assert (found.models, found.split, found.metric) == (list(MODELS), "test", "accuracy")
    assert (found.test, found.degrees, found.n) == ("Cochran's Q, by permutation", 2, len(truth))
    assert found.statistic == pytest.approx(known.statistic)
    assert found.p_value == cochran_q(right).p_value > known.pvalue


@pytest.mark.parametrize(
    ("models", "metric", "repeats", "groups", "known"),
    [
        (3, "accuracy", 1, None, True),
        (2, "accuracy", 1, None, False),
        (3, "f1_macro", 1, None, False),
        (3, "accuracy", 2, None, False),
        (3, "accuracy", 1, np.arange(60), False),
    ],
)
def test_only_fitted_models_judged_by_accuracy_on_single_samples_are_compared_together(
    models: int, metric: str, repeats: int, groups: np.ndarray | None, *, known: bool
) -> None:
    names = ("dummy", *MODELS[:models])
    given = {name: random_outcome(seed=place) for place, name in enumerate(names)}
    truth = given["dummy"].truth
    given = {name: replace(own, truth=truth) for name, own in given.items()}
    found = cochran_test(on_test(given, main_metric=metric, repeats=repeats, groups=groups))
    assert (found is not None) is known


def test_all_at_once_needs_a_test() -> None:
    own = random_outcome(seed=5)
    samples = JudgedSamples(
        np.arange(300), {"cv": np.arange(300)}, {"cv": own.truth}, fold_sizes=(300,), trained_on=(0,)
    )
    models = tuple(model_of(name, {"cv": own}) for name in "abc")
    assert cochran_test(Predictions(plain_question(own.classes, folds=2), samples, models)) is None


def test_over_folds_it_is_the_corrected_t_of_the_fold_rows(cancer: Bundle) -> None:
    analysis = analysis_of(cancer)
    found = row(analysis, "tree", "nb", "cv")
    gaps = fold_figures(analysis, "tree") - fold_figures(analysis, "nb")
    t = gaps.mean() / np.sqrt(
        (1 / 3 + 1 / 2) * gaps.var(ddof=1)
    )  # a fold is half as large as what it trains on
    assert found.difference == pytest.approx(gaps.mean())
    assert found.p_value == pytest.approx(
        1 - abs(t) / np.sqrt(2 + t**2), rel=0.02
    )  # folds are not quite equal
    assert "3 folds" in str(found.reason)


def test_verdicts_follow_the_interval_and_p_values_never_contradict_it(cancer: Bundle) -> None:
    for c in analysis_of(cancer).comparisons:
        assert c.verdict == verdict(c.low, c.high, c.margin, greater_is_better=True)
        assert c.margin == 0.005
        if c.low is not None and c.high is not None and c.p_adjusted is not None:
            assert (c.p_adjusted < 0.05) is (c.low > 0 or c.high < 0)
        if c.verdict == "undecided" and c.split == "test":
            assert c.samples_needed is not None and c.samples_needed > c.n
    assert row(analysis_of(cancer), "knn", "dummy", "test").verdict == "a"


def test_the_margin_decides_what_is_equivalent(cache_dir: str) -> None:
    analysis = analysis_of(
        evaluate(dataset="breast_cancer", models=MODELS, metric="accuracy", margin=0.5, cache_dir=cache_dir)
    )
    assert {c.verdict for c in analysis.comparisons if c.split == "test" and c.b != "dummy"} == {"equivalent"}


def test_models_in_another_order_give_mirrored_comparisons(cancer: Bundle, cache_dir: str) -> None:
    turned = analysis_of(
        evaluate(dataset="breast_cancer", models=MODELS[::-1], metric="accuracy", cache_dir=cache_dir)
    )
    for split in ("test", "cv"):
        one, other = row(analysis_of(cancer), "tree", "nb", split), row(turned, "nb", "tree", split)
        assert (other.difference, other.low, other.high) == (-one.difference, -one.high, -one.low)
        assert (other.p_value, other.p_adjusted) == (one.p_value, one.p_adjusted)


@pytest.mark.process
def test_repeats_compare_recipes_and_say_what_needs_none(cache_dir: str, tmp_path: Path) -> None:
    bundle = evaluate(
        dataset="iris", models=("tree", "nb"), cv=0, repeats=3, metric="accuracy", cache_dir=cache_dir
    )
    analysis = analysis_of(bundle)
    models = {model.id: model for model in analysis.models}
    assert analysis.protocol.repeats == 3
    assert (len(models["tree"].seeds), models["nb"].seeds) == (3, [42])
    assert any("does not depend on the seed" in note for note in models["nb"].notes)
    own = [s for s in analysis.scores if (s.model, s.metric, s.label) == ("tree", "accuracy", None)]
    assert [s.repeat for s in own] == [None, 1, 2]
    truth = bundle.arrays["main/truth/test"]
    for s in own[1:]:
        answers = bundle.arrays[f"main/repeats/{s.repeat}/predictions/tree/test"]
        assert s.value == (answers == truth).mean()
    found = row(analysis, "tree", "nb", "test")
    mean = np.mean([s.value for s in own])
    other = next(s.value for s in analysis.scores if (s.model, s.metric) == ("nb", "accuracy"))
    assert (found.estimand, found.difference) == ("recipe", pytest.approx(mean - other))
    assert row(analysis, "nb", "dummy", "test").estimand == "recipe"
    if CHECKER.exists():
        assert_kept(write_bundle(bundle, tmp_path))


def test_without_a_test_folds_are_repeated_and_count_once_each(cache_dir: str) -> None:
    analysis = analysis_of(
        evaluate(
            dataset="iris",
            models=("tree", "nb"),
            test_size=0.0,
            repeats=2,
            metric="accuracy",
            cache_dir=cache_dir,
        )
    )
    found = row(analysis, "tree", "nb", "cv")
    trees = [fold_figures(analysis, "tree", repeat=repeat) for repeat in (None, 1)]
    gaps = np.mean(trees, axis=0) - fold_figures(analysis, "nb")
    t = gaps.mean() / np.sqrt((1 / 3 + 1 / 2) * gaps.var(ddof=1))
    assert found.p_value == pytest.approx(1 - abs(t) / np.sqrt(2 + t**2), abs=1e-6)


def test_comparisons_do_not_depend_on_jobs(tmp_path: Path) -> None:
    def compared(jobs: int) -> list[Comparison]:
        options = {"models": ("rf", "tree"), "cv": 0, "repeats": 2, "cache_dir": str(tmp_path / str(jobs))}
        return analysis_of(evaluate(dataset="iris", jobs=jobs, **options)).comparisons

    assert compared(1) == compared(2)


@pytest.mark.parametrize(
    "options",
    [
        {"dataset": "iris", "labels": ("small: setosa", "large: virginica"), "models": ("knn", "tree")},
        {"dataset": "wine", "metric": "f1_macro", "models": ("nb", "knn")},
        {"dataset": "wine", "metric": "log_loss", "models": ("nb", "knn")},
        {"dataset": "breast_cancer", "metric": "roc_auc", "models": ("nb", "tree"), "repeats": 2},
        {"dataset": "digits", "task": "denoise", "models": ("knn", "ridge"), "limit": "200"},
    ],
)
def test_other_metrics_and_tasks_are_compared_too(options: dict[str, object], cache_dir: str) -> None:
    analysis = analysis_of(evaluate(cv=0, cache_dir=cache_dir, **options))
    assert analysis.comparisons
    for c in analysis.comparisons:
        assert c.difference is not None and c.low is not None and c.high is not None
        assert c.low <= c.difference <= c.high
    margins = {"pixel_mae": 0.5}
    assert {c.margin for c in analysis.comparisons} == {margins.get(analysis.main_metric, 0.005)}


def test_a_metric_that_one_model_lacks_is_undecided_with_the_reason(cache_dir: str) -> None:
    analysis = analysis_of(
        evaluate(dataset="iris", models=("svc", "nb"), metric="log_loss", cache_dir=cache_dir)
    )
    for split in ("test", "cv"):
        found = row(analysis, "svc", "nb", split)
        assert (found.verdict, found.difference) == ("undecided", None)
        assert "no probabilities" in str(found.reason)


@pytest.mark.parametrize("seeds", [1, 3])
def test_a_model_with_itself_differs_in_nothing(seeds: int) -> None:
    fits = [random_outcome(seed=seed) for seed in range(seeds)]
    metric = METRICS.get("accuracy")
    on_samples = over_seeds(Fits(metric, fits), Fits(metric, fits), 0.95).difference
    over_all = over_folds(metric, [fits], [fits], 0.5, 0.95).difference
    for found in (on_samples, over_all):
        assert (found.value, found.low, found.high, found.p_value) == (0.0, 0.0, 0.0, 1.0)
        assert verdict(found.low, found.high, 0.0, greater_is_better=True) == "equivalent"


@pytest.mark.parametrize("metric", ["accuracy", "f1_macro", "roc_auc_ovr_macro", "log_loss"])
def test_turned_around_recipes_differ_by_the_other_sign(metric: str) -> None:
    spec, truth = METRICS.get(metric), random_outcome(seed=0)
    a, b = (
        Fits(spec, [replace(random_outcome(seed=seed), truth=truth.truth) for seed in seeds])
        for seeds in ((1, 2, 3), (4, 5, 6))
    )
    one, other = over_seeds(a, b, 0.95).difference, over_seeds(b, a, 0.95).difference.mirrored()
    assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high), abs=0.005)
    assert one.p_value == pytest.approx(other.p_value, abs=0.02)
