"""Several labels and outputs: every figure against scikit-learn's, and whole analyses against bare estimators."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sklearn.metrics as sk
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.multioutput import ClassifierChain, MultiOutputClassifier
from sklearn.neighbors import KNeighborsClassifier

from reportgen import evaluate
from reportgen.bundle.headline_scores import FOLD_MEAN
from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle, write_bundle
from reportgen.errors import InputError
from reportgen.metrics.metric_spec import METRICS
from reportgen.planning.target import Output
from reportgen.predictions.scores import Scores
from reportgen.predictions.several_predictions import SeveralPredictions, co_occurrences
from reportgen.tasks import Task
from tests.contract import assert_kept, needs_checker

NAMES = ("a", "b", "c")


def joint(seed: int = 0, n: int = 200, *, rare: bool = False) -> SeveralPredictions:
    """Three labels with scores that lean towards the truth; `rare`: one that is never there nor answered."""
    random = np.random.default_rng(seed)
    truth = (random.random((n, 3)) < (0.5, 0.2, 0.0 if rare else 0.4)).astype(np.int64)
    scores = np.round(np.clip(0.3 * truth + 0.7 * random.random((n, 3)), 0, 1), 2)
    scores[:, 2] *= 0.5 if rare else 1
    outputs = [Output(name, ("no", "yes")) for name in NAMES]
    return SeveralPredictions(
        outputs, True, truth, (scores > 0.5).astype(np.int64), Scores(scores), "probability"
    )


def _averaged(score: Callable[..., Any], average: str) -> Callable[[SeveralPredictions], float]:
    return lambda o: score(o.truth, o.predicted, average=average, zero_division=0)


EXPECTED: dict[str, Callable[[SeveralPredictions], float]] = {
    "hamming_loss": lambda o: sk.hamming_loss(o.truth, o.predicted),
    "subset_accuracy": lambda o: sk.accuracy_score(o.truth, o.predicted),
    "roc_auc_macro": lambda o: sk.roc_auc_score(o.truth, o.scores, average="macro"),
    "average_precision_macro": lambda o: sk.average_precision_score(o.truth, o.scores, average="macro"),
    "jaccard_macro": _averaged(sk.jaccard_score, "macro"),
    "jaccard_samples": _averaged(sk.jaccard_score, "samples"),
    **{
        f"{rate}_{average}": _averaged(getattr(sk, f"{rate}_score"), average)
        for rate in ("precision", "recall", "f1")
        for average in ("macro", "micro", "weighted", "samples")
    },
}


def test_every_metric_of_labels_is_compared() -> None:
    assert {spec.id for spec in METRICS if Task.MULTILABEL in spec.tasks} == set(EXPECTED)


@pytest.mark.parametrize("metric", EXPECTED)
@pytest.mark.parametrize("seed", range(4))
def test_labels_agree_with_scikit_learn(metric: str, seed: int) -> None:
    outcome = joint(seed, n=30 if seed == 3 else 200)
    (found,) = METRICS.get(metric).values(outcome)
    assert found.value == pytest.approx(EXPECTED[metric](outcome), abs=1e-12)
    assert found.label is None


@pytest.mark.parametrize(
    "metric", [m for m in EXPECTED if "roc_auc" not in m and "average_precision" not in m]
)
def test_a_label_that_never_occurs(metric: str) -> None:
    outcome = joint(rare=True)
    (found,) = METRICS.get(metric).values(outcome)
    assert found.value == pytest.approx(EXPECTED[metric](outcome), abs=1e-12)
    if metric.endswith("_macro"):
        assert found.reason is not None and "c" in found.reason


def test_areas_leave_out_a_label_that_never_occurs() -> None:
    (found,) = METRICS.get("roc_auc_macro").values(joint(rare=True))
    assert found.reason == "without 1 label for which it is undefined here"


def test_no_label_at_all_is_undefined() -> None:
    nothing = np.zeros((5, 3), dtype=np.int64)
    outcome = SeveralPredictions(
        [Output(n, ("no", "yes")) for n in NAMES], True, nothing, nothing, None, None
    )
    for metric in ("f1_micro", "f1_weighted"):
        (found,) = METRICS.get(metric).values(outcome)
        assert found.value is None and found.reason


def test_labels_that_go_together() -> None:
    codes = np.array([[1, 1, 0], [1, 0, 0], [1, 1, 1]])
    assert co_occurrences(codes).tolist() == [[3, 2, 1], [2, 2, 1], [1, 1, 1]]


@pytest.fixture(scope="module")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("cache"))


LABELS = ("large: >= 7", "odd: odd")


@pytest.fixture(scope="module")
def digits(cache_dir: str) -> Bundle:
    return evaluate(
        dataset="digits",
        labels=LABELS,
        models=("knn", "logreg"),
        test_size=0,
        shuffle=False,
        cache_dir=cache_dir,
    )


def analysis_of(bundle: Bundle) -> Analysis:
    return bundle.record.analyses[0]


def value(analysis: Analysis, model: str, metric: str, **at: object) -> float | None:
    place = {"label": None, "output": None, "fold": None, "average": None, **at}
    (row,) = [
        row
        for row in analysis.scores
        if (row.model, row.metric) == (model, metric)
        and all(getattr(row, field) == wanted for field, wanted in place.items())
    ]
    return row.value


def truth_of_digits() -> tuple[np.ndarray, np.ndarray]:
    features, classes = load_digits(return_X_y=True)
    return features, np.column_stack([classes >= 7, classes % 2 == 1]).astype(int)


@pytest.mark.process
@needs_checker
def test_the_bundle_of_labels_keeps_the_contract(digits: Bundle, tmp_path: Path) -> None:
    assert_kept(write_bundle(digits, tmp_path / "bundle"))


def test_folds_are_consecutive(digits: Bundle) -> None:
    cv = analysis_of(digits).protocol.cv
    assert cv is not None and (cv.scheme, cv.shuffled, cv.stratified) == ("consecutive", False, False)


def test_neighbours_as_the_tutorial_has_them(digits: Bundle) -> None:
    features, truth = truth_of_digits()
    answers = cross_val_predict(KNeighborsClassifier(), features, truth, cv=KFold(3))
    np.testing.assert_array_equal(digits.arrays["main/predictions/knn/cv"], answers)
    np.testing.assert_array_equal(digits.arrays["main/truth/cv"], truth)
    analysis = analysis_of(digits)
    assert value(analysis, "knn", "f1_macro") == sk.f1_score(truth, answers, average="macro")
    assert value(analysis, "knn", "f1_weighted") == sk.f1_score(truth, answers, average="weighted")
    assert analysis.main_metric == "f1_macro"


def test_a_wrapped_model_is_one_for_each_label(digits: Bundle) -> None:
    features, truth = truth_of_digits()
    model = next(model for model in analysis_of(digits).models if model.id == "logreg")
    assert model.estimator.startswith("MultiOutputClassifier(estimator=LogisticRegression(")
    assert any("one fit for each" in note for note in model.notes)
    bare = MultiOutputClassifier(LogisticRegression())
    answers = cross_val_predict(bare, features, truth, cv=KFold(3))
    np.testing.assert_array_equal(digits.arrays["main/predictions/logreg/cv"], answers)


def test_rows_of_labels(digits: Bundle) -> None:
    _, truth = truth_of_digits()
    analysis = analysis_of(digits)
    answers, scores = (digits.arrays[f"main/{kind}/knn/cv"] for kind in ("predictions", "scores"))
    for place, label in enumerate(("large", "odd")):
        yes, said = truth[:, place], answers[:, place]
        assert value(analysis, "knn", "accuracy", label=label) == sk.accuracy_score(yes, said)
        for rate in ("precision", "recall", "f1"):
            expected = getattr(sk, f"{rate}_score")(yes, said)
            assert value(analysis, "knn", rate, label=label) == pytest.approx(expected, abs=1e-15)
        area = sk.roc_auc_score(yes, scores[:, place])
        assert value(analysis, "knn", "roc_auc", label=label) == pytest.approx(area, abs=1e-12)
        (confusion,) = [c for c in analysis.confusions if (c.model, c.label) == ("knn", label)]
        assert confusion.matrix == sk.confusion_matrix(yes, said).tolist()


def test_ranking_metrics_are_means_over_folds(digits: Bundle) -> None:
    features, truth = truth_of_digits()
    scores = digits.arrays["main/scores/knn/cv"]
    areas = [sk.roc_auc_score(truth[held], scores[held]) for _, held in KFold(3).split(features)]
    found = value(analysis_of(digits), "knn", "roc_auc_macro", average=FOLD_MEAN)
    assert found == pytest.approx(np.mean(areas), abs=1e-12)
    folds = [value(analysis_of(digits), "knn", "roc_auc_macro", fold=fold) for fold in range(3)]
    assert folds == pytest.approx(areas, abs=1e-12)


def test_labels_together_and_thresholds(digits: Bundle) -> None:
    _, truth = truth_of_digits()
    analysis = analysis_of(digits)
    (together,) = [t for t in analysis.co_occurrences if t.model == "knn"]
    assert together.actual == (truth.T @ truth).tolist()
    answers = digits.arrays["main/predictions/knn/cv"]
    assert together.predicted == (answers.T @ answers).tolist()
    points = [p for p in analysis.operating_points if (p.model, p.rule) == ("knn", "best f1")]
    assert [point.label for point in points] == ["large", "odd"]
    assert all(point.threshold is not None and point.matrix is not None for point in points)


def test_what_the_data_are(digits: Bundle) -> None:
    _, truth = truth_of_digits()
    data = analysis_of(digits).dataset
    assert data.classes == ["large", "odd"]
    assert data.class_counts == {"train": {"large": int(truth[:, 0].sum()), "odd": int(truth[:, 1].sum())}}
    assert data.outputs[1].counts == {"train": np.bincount(truth[:, 1]).tolist()}


def test_a_chain(cache_dir: str) -> None:
    found = evaluate(
        dataset="digits",
        labels=LABELS,
        models=("logreg", "knn"),
        chain=True,
        test_size=0,
        shuffle=False,
        cache_dir=cache_dir,
    )
    features, truth = truth_of_digits()
    chained = cross_val_predict(ClassifierChain(LogisticRegression()), features, truth, cv=KFold(3))
    np.testing.assert_array_equal(found.arrays["main/predictions/logreg/cv"], chained)
    estimators = {model.id: model.estimator for model in analysis_of(found).models}
    assert estimators["logreg"].startswith("ClassifierChain(")
    assert estimators["knn"] == "KNeighborsClassifier()"


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory, cache_dir: str) -> tuple[Bundle, pd.DataFrame]:
    random = np.random.default_rng(0)
    table = pd.DataFrame(random.normal(size=(240, 4)).round(3), columns=list("pqrs"))
    noisy = table + random.normal(scale=0.5, size=table.shape)
    table["size"] = pd.cut(noisy["p"], 3, labels=["large", "mid", "small"]).astype(str)
    table["mark"] = np.where(noisy["q"] > 0, "hit", "miss")
    path = tmp_path_factory.mktemp("table") / "two.csv"
    table.to_csv(path, index=False)
    bundle = evaluate(
        dataset=str(path),
        target=("size", "mark"),
        models=("rf", "sgd"),
        shuffle=False,
        cache_dir=cache_dir,
        provenance="full",  # tests read the path again
    )
    return bundle, table


def test_outputs_by_themselves_and_together(outputs: tuple[Bundle, pd.DataFrame]) -> None:
    bundle, table = outputs
    analysis = analysis_of(bundle)
    assert (analysis.task, analysis.main_metric) == ("multioutput", "f1_macro")
    train, test = table[:192], table[192:]
    codes = table[["size", "mark"]].apply(lambda column: column.astype("category").cat.codes)
    forest = RandomForestClassifier(random_state=42).fit(train[list("pqrs")], codes[:192])
    answers, truth = forest.predict(test[list("pqrs")]), codes[192:].to_numpy()
    np.testing.assert_array_equal(bundle.arrays["main/predictions/rf/test"], answers)
    rows = {
        (row.metric, row.output, row.label): row.value
        for row in analysis.scores
        if (row.model, row.split, row.fold) == ("rf", "test", None)
    }
    by_output = [sk.f1_score(truth[:, place], answers[:, place], average="macro") for place in range(2)]
    assert rows["f1_macro", None, None] == pytest.approx(np.mean(by_output), abs=1e-15)
    for place, name in enumerate(("size", "mark")):
        own = truth[:, place], answers[:, place]
        assert rows["accuracy", name, None] == sk.accuracy_score(*own)
        assert rows["balanced_accuracy", name, None] == pytest.approx(sk.balanced_accuracy_score(*own))
        assert rows["f1_macro", name, None] == pytest.approx(by_output[place], abs=1e-15)
        classes = sorted(table[name].unique())
        recalls = sk.recall_score(*own, average=None)
        assert [rows["recall", name, one] for one in classes] == pytest.approx(recalls.tolist())
        (confusion,) = [
            c for c in analysis.confusions if (c.model, c.split, c.output) == ("rf", "test", name)
        ]
        assert confusion.matrix == sk.confusion_matrix(*own).tolist()
    assert rows["subset_accuracy", None, None] == (truth == answers).all(axis=1).mean()
    assert rows["mean_accuracy", None, None] == pytest.approx((truth == answers).mean())
    assert rows["hamming_loss", None, None] == pytest.approx((truth != answers).mean())


@pytest.mark.process
@needs_checker
def test_the_bundle_of_outputs_keeps_the_contract(
    outputs: tuple[Bundle, pd.DataFrame], tmp_path: Path
) -> None:
    assert_kept(write_bundle(outputs[0], tmp_path / "bundle"))


def test_a_chain_of_outputs_is_refused(outputs: tuple[Bundle, pd.DataFrame], cache_dir: str) -> None:
    path = outputs[0].record.run.config["dataset"]
    with pytest.raises(InputError, match="--chain tells models the labels before theirs"):
        evaluate(dataset=path, target=("size", "mark"), chain=True, cache_dir=cache_dir)


def test_a_label_that_a_fold_does_not_show(cache_dir: str) -> None:
    bundle = evaluate(
        dataset="digits",
        labels=("large: >= 7", "eight: 8"),
        models=("knn", "sgd"),
        limit="first:12",
        shuffle=False,
        cache_dir=cache_dir,
    )
    models = {model.id: model for model in analysis_of(bundle).models}
    assert models["knn"].status == "ok"
    assert models["sgd"].status == "failed"
    assert "target 2 of 2 is the same for all training samples" in str(models["sgd"].reason)


def test_a_search_is_ranked_by_the_main_metric(cache_dir: str, outputs: tuple[Bundle, pd.DataFrame]) -> None:
    found = evaluate(
        dataset="digits",
        labels=LABELS,
        models=("logreg",),
        search={"logreg": {"C": (1e-5, 1.0)}},
        limit="400",
        cv=0,
        cache_dir=cache_dir,
    )
    path = outputs[0].record.run.config["dataset"]
    several = evaluate(
        dataset=path,
        target=("size", "mark"),
        models=("tree",),
        search={"tree": {"max_depth": (1, 5)}},
        cv=0,
        cache_dir=cache_dir,
    )
    for bundle, name in ((found, "C"), (several, "max_depth")):
        model = analysis_of(bundle).models[0]
        assert (model.status, model.reason) == ("ok", None)
        assert model.search is not None and model.search.metric == "f1_macro"
        assert name in model.parameters


def test_options_of_one_answer_are_refused(cache_dir: str) -> None:
    with pytest.raises(InputError, match="--folds stratified keeps the classes of one target"):
        evaluate(dataset="digits", labels=LABELS, folds="stratified", cache_dir=cache_dir)
    with pytest.raises(InputError, match="no several labels"):
        evaluate(dataset="iris", chain=True, cache_dir=cache_dir)


def test_a_metric_without_a_single_figure_is_refused(cache_dir: str) -> None:
    with pytest.raises(InputError, match="--metric f1 has no single figure for several labels") as caught:
        evaluate(dataset="digits", labels=LABELS, metric="f1", cache_dir=cache_dir)
    assert "f1_macro" in str(caught.value)
