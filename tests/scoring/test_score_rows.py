"""Rows of cross-validation: what their intervals speak of, and what rests on a handful of positives."""

from dataclasses import replace

import numpy as np
import pytest

from reportgen.bundle.schema import Score
from reportgen.metrics.metric_spec import METRICS
from reportgen.predictions.analysis_predictions import JudgedSamples, Predictions
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.score_rows import SplitScoring, score_split
from tests.predictions.plain import model_of, plain_question


def fold_of(positives: int, n: int, seed: int, lead: float = 1.5) -> ClassPredictions:
    random = np.random.default_rng(seed)
    truth = (np.arange(n) < positives).astype(np.int64)
    scores = random.normal(size=n) + lead * truth
    return ClassPredictions(
        ("0", "1"), truth, (scores > lead / 2).astype(np.int64), Scores(scores), "decision"
    )


def rows_of(folds: list[ClassPredictions], share: float | None, metric: str) -> list[Score]:
    spec = METRICS.get(metric)
    scoring = SplitScoring("m", "cv", ClassPredictions.join(folds), folds, None, share)
    own = [spec.values(fold) for fold in folds]
    return [*scoring.whole(spec, set(), own), *([] if spec.pooled else scoring.means(spec, own, set()))]


@pytest.mark.parametrize("metric", ["accuracy", "roc_auc", "f1", "log_loss", "mcc"])
def test_intervals_of_the_recipe_are_wider_and_say_so(metric: str) -> None:
    folds = [fold_of(60, 150, seed) for seed in range(3)]
    if metric == "log_loss":
        scores = [Scores(1 / (1 + np.exp(-np.asarray(fold.scores)))) for fold in folds]
        folds = [
            replace(fold, scores=own, score_kind="probability")
            for fold, own in zip(folds, scores, strict=True)
        ]
    fits, recipe = (rows_of(folds, share, metric)[-1] for share in (None, 0.5))
    assert (fits.estimand, recipe.estimand) == ("model", "recipe")
    assert str(recipe.method) == f"{fits.method}, for the recipe"
    assert None not in (fits.low, fits.high, recipe.low, recipe.high)
    assert recipe.low < fits.low and recipe.high > fits.high  # type: ignore[operator]
    assert (recipe.high - recipe.low) / (fits.high - fits.low) > 1.5  # type: ignore[operator]


def test_a_fold_whose_area_is_1_reaches_down() -> None:
    perfect = [fold_of(20, 60, seed, lead=20) for seed in range(3)]
    own = rows_of(perfect, None, "roc_auc")[-1]
    assert own.value == 1 and own.high == 1
    assert own.low is not None and 0.9 < own.low < 0.999
    mixed = rows_of([perfect[0], fold_of(20, 60, 4), fold_of(20, 60, 5)], None, "roc_auc")[-1]
    assert mixed.low is not None and mixed.high is not None and mixed.value is not None
    assert mixed.low < mixed.value < mixed.high


def test_average_precision_of_a_handful_of_positives_is_said_to_rest_on_it() -> None:
    folds = [fold_of(positives, 100, positives) for positives in (3, 4, 12)]
    row = rows_of(folds, None, "average_precision")[-1]
    assert row.value is not None
    assert str(row.reason).startswith(
        "in 2 of 3 folds it rests on a handful: fewer than 5 positive samples, 3 at the fewest, so that chance"
    )
    assert "in each of the 2 folds" in str(rows_of(folds[:2], None, "average_precision")[-1].reason)
    assert rows_of(folds[2:] * 2, None, "average_precision")[-1].reason is None
    assert rows_of(folds, None, "roc_auc")[-1].reason is None


def test_of_classes_the_rarest_of_each_fold_counts() -> None:
    random = np.random.default_rng(0)
    truth = np.repeat([0, 1, 2], [40, 40, 4])
    scores = random.dirichlet(np.ones(3), 84) + np.eye(3)[truth]
    own = ClassPredictions(("a", "b", "c"), truth, scores.argmax(axis=1), Scores(scores), "decision")
    spec = METRICS.get("average_precision")
    scoring = SplitScoring("m", "cv", ClassPredictions.join([own, own]), [own, own], None)
    rows = {row.label: row for row in scoring.means(spec, [spec.values(own)] * 2, {"a", "b", "c"})}
    assert rows["a"].reason is None
    assert "positive samples, 4 at the fewest" in str(rows["c"].reason)
    macro = METRICS.get("average_precision_macro")
    (mean,) = scoring.means(macro, [macro.values(own)] * 2, set())
    assert "fewer than 5 samples of a class, 4 at the fewest" in str(mean.reason)


@pytest.mark.parametrize(("test", "estimand"), [(0, "recipe"), (100, "model")])
def test_only_without_a_test_do_the_folds_speak_of_the_recipe(test: int, estimand: str) -> None:
    folds = [fold_of(40, 100, seed) for seed in range(3)]
    whole = {"cv": ClassPredictions.join(folds)}
    samples = JudgedSamples(
        np.arange(300), {"cv": np.arange(300)}, {"cv": whole["cv"].truth}, None, (100,) * 3, (200,) * 3
    )
    question = plain_question(folds=3, test=test)
    assert (question.protocol.test is not None) == bool(test)
    model = model_of("m", whole, folds)
    rows = score_split(model, "cv", Predictions(question, samples, (model,)))
    assert {row.estimand for row in rows if row.low is not None} == {estimand}
    assert {row.estimand for row in rows if row.fold is not None} == {None}
