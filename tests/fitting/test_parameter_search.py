"""Searches inside fits: equal to scikit-learn's on the rows themselves, on training data alone, on any cores."""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer, load_digits, load_iris
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import GridSearchCV, HalvingGridSearchCV, KFold, StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from reportgen import evaluate
from reportgen.bundle.search_records import Search
from reportgen.bundle.store import Bundle
from reportgen.fitting.core_budget import use_budget
from reportgen.fitting.parameter_search import search
from reportgen.models.answer_form import AnswerForm
from reportgen.models.catalogue import resolve
from reportgen.models.search_grid import SearchMethod
from reportgen.planning.fit_job import FitData, FitJob, InnerFolds
from tests.datasets.sources import write_csv

pytestmark = pytest.mark.slow

KNN = {"n_neighbors": (3, 4, 5, 6), "weights": ("uniform", "distance")}


def searched(
    key: str,
    values: dict[str, tuple[Any, ...]],
    X: np.ndarray,
    y: np.ndarray,
    metric: str = "accuracy",
    method: SearchMethod = "grid",
    cores: int = 1,
    folds: Sequence[tuple[np.ndarray, np.ndarray]] | None = None,
) -> tuple[dict[str, Any], Search]:
    model = resolve([key], grids={key: values}, method=method)[0]
    inner = InnerFolds(tuple(folds or StratifiedKFold(5).split(X, y)), "stratified", metric)
    train = np.arange(len(X))
    job = FitJob(model, None, train, train[:0], 42, inner=inner)
    form = AnswerForm("class", int(y.max()) + 1)
    data = FitData(X, y.astype(np.int64), form, "array", has_missing=False, only_numbers=False, content="")
    assert model.grid is not None
    with use_budget(cores):
        return search(job, inner, model.grid, data, cores)


def hold_against(found: Search, reference: GridSearchCV) -> None:
    results = reference.cv_results_
    expected = {
        repr(params): (mean, std)
        for params, mean, std in zip(
            results["params"], results["mean_test_score"], results["std_test_score"], strict=True
        )
    }
    assert len(found.candidates) == len(expected)
    for candidate in found.candidates:
        mean, std = expected[repr(candidate.parameters)]
        assert candidate.mean == pytest.approx(abs(mean), abs=1e-12)
        assert candidate.std == pytest.approx(std, abs=1e-12)
    (chosen,) = [candidate for candidate in found.candidates if candidate.chosen]
    assert chosen.parameters == reference.best_params_
    assert chosen is found.candidates[0] and chosen.rank == 1


@pytest.mark.parametrize("key", ["knn", "knn_scaled"])
def test_neighbours_as_scikit_learns_grid_search_finds_them(key: str) -> None:
    X, y = (part[:600] for part in load_digits(return_X_y=True))
    best, found = searched(key, KNN, X, y)
    estimator = (
        KNeighborsClassifier() if key == "knn" else make_pipeline(StandardScaler(), KNeighborsClassifier())
    )
    prefix = "" if key == "knn" else "kneighborsclassifier__"
    reference = GridSearchCV(estimator, {prefix + name: list(values) for name, values in KNN.items()})
    reference.fit(X, y)
    named = {name.removeprefix(prefix): value for name, value in reference.best_params_.items()}
    assert best == named
    for place, candidate in enumerate(sorted(found.candidates, key=lambda c: tuple(c.parameters.values()))):
        names = sorted(range(8), key=lambda i: tuple(reference.cv_results_["params"][i].values()))
        assert candidate.mean == pytest.approx(
            reference.cv_results_["mean_test_score"][names[place]], abs=1e-12
        )
    assert found.fits == 40


@pytest.mark.parametrize(
    ("metric", "scoring"),
    [
        ("roc_auc", "roc_auc"),
        ("log_loss", "neg_log_loss"),
        ("f1", "f1"),
        ("average_precision", "average_precision"),
    ],
)
def test_by_the_main_metric(metric: str, scoring: str) -> None:
    X, y = load_breast_cancer(return_X_y=True)
    X = StandardScaler().fit_transform(X)
    values = {"C": (0.01, 1.0, 100.0)}
    _, found = searched("logreg", values, X, y, metric)
    reference = GridSearchCV(LogisticRegression(random_state=42), {"C": [0.01, 1.0, 100.0]}, scoring=scoring)
    hold_against(found, reference.fit(X, y))
    assert (found.metric, found.metric_reason) == (metric, "it is the main metric")


def test_by_accuracy_where_the_model_lacks_what_the_metric_needs() -> None:
    X, y = load_breast_cancer(return_X_y=True)
    _, found = searched("svc", {"C": (1, 10)}, X, y, "log_loss")
    assert found.metric == "accuracy"
    assert found.metric_reason == "this model gives no probabilities, which log_loss needs"
    hold_against(found, GridSearchCV(SVC(), {"C": [1, 10]}).fit(X, y))


@pytest.mark.parametrize(
    ("metric", "reference"),
    [
        ("log_loss", lambda y, p: log_loss(y, p, labels=[0, 1, 2])),
        ("brier", lambda y, p: np.square(p - np.eye(3)[y]).sum(axis=1).mean()),
        (
            "roc_auc_ovr_macro",
            lambda y, p: np.mean([roc_auc_score(y == k, p[:, k]) for k in np.unique(y)]),
        ),
    ],
)
def test_a_class_that_a_fold_does_not_hold(metric: str, reference: Callable[..., float]) -> None:
    """Scikit-learn's own scorers do not know it, so that they have no figure for such a fold."""
    X, y = load_iris(return_X_y=True)
    kept = np.r_[0:50, 50:100, 100:103]
    X, y = X[kept], y[kept]
    folds = list(KFold(3, shuffle=True, random_state=1).split(X))
    assert min(len(np.unique(y[held])) for _, held in folds) == 2
    best, found = searched("logreg", {"C": (0.01, 1.0)}, X, y, metric, folds=folds)
    assert found.metric == metric
    expected = {}
    for C in (0.01, 1.0):
        fitted = [(LogisticRegression(C=C).fit(X[fit], y[fit]), held) for fit, held in folds]
        expected[C] = np.mean([reference(y[held], model.predict_proba(X[held])) for model, held in fitted])
    for candidate in found.candidates:
        assert candidate.mean == pytest.approx(expected[candidate.parameters["C"]], abs=1e-12)
    assert best == {"C": 1.0}


def test_decisions_rank_too() -> None:
    X, y = (part[:300] for part in load_digits(return_X_y=True))
    _, found = searched("ridge", {"alpha": (1, 1e6)}, X, y, "roc_auc_ovr_macro")
    assert (found.metric, found.metric_reason) == ("roc_auc_ovr_macro", "it is the main metric")


@pytest.mark.parametrize("metric", ["f1", "mcc"])
def test_what_answers_do_not_define_counts_as_zero_as_scikit_learn_has_it(metric: str) -> None:
    X, y = np.random.default_rng(0).normal(size=(60, 2)), np.r_[np.zeros(50, int), np.ones(10, int)]
    scoring = {"f1": "f1", "mcc": "matthews_corrcoef"}[metric]
    _, found = searched("logreg", {"C": (1e-9, 1e3)}, X, y, metric)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reference = GridSearchCV(LogisticRegression(), {"C": [1e-9, 1e3]}, scoring=scoring).fit(X, y)
    hold_against(found, reference)


def test_a_class_that_appears_late(tmp_path: Path) -> None:
    """With --time the first folds neither learn it nor are judged on it."""
    X, y = load_iris(return_X_y=True)
    order = np.r_[np.arange(100).reshape(2, 50).T.ravel(), 100:150]
    table = pd.DataFrame(X[order], columns=list("abcd"))
    table["kind"], table["day"] = y[order], np.arange(150)
    table.to_csv(tmp_path / "late.csv", index=False)
    bundle = evaluate(
        dataset=str(tmp_path / "late.csv"),
        target=("kind",),
        time="day",
        models=("logreg",),
        metric="log_loss",
        search={"logreg": {"C": (0.01, 1.0)}},
        cv=0,
        cache_dir=str(tmp_path),
    )
    model = bundle.record.analyses[0].models[0]
    assert model.status == "ok" and model.search is not None
    assert all(candidate.mean is not None for candidate in model.search.candidates)
    assert (model.search.scheme, model.search.metric) == ("time", "log_loss")


def test_halving_as_scikit_learns() -> None:
    X, y = load_digits(return_X_y=True)
    values = {"C": (0.01, 0.1, 1, 10, 100)}
    best, found = searched("svc", values, X, y, method="halving")
    reference = HalvingGridSearchCV(SVC(random_state=42), {"C": list(values["C"])}, random_state=42).fit(X, y)
    assert best == reference.best_params_ == found.candidates[0].parameters
    assert found.candidates[0].mean == pytest.approx(reference.best_score_, abs=1e-12)
    assert found.candidates[0].samples == reference.n_resources_[-1]
    assert found.fits == 5 * len(reference.cv_results_["params"])
    assert [c.chosen for c in found.candidates] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("key", "values"), [("knn", KNN), ("rf", {"max_depth": (2, 4)}), ("hgb", {"max_iter": (3, 6)})]
)
def test_the_same_on_any_number_of_cores(key: str, values: dict[str, tuple[Any, ...]]) -> None:
    X, y = (part[:400] for part in load_digits(return_X_y=True))
    one, more = (searched(key, values, X, y, cores=cores)[1] for cores in (1, 3))
    assert one.candidates == more.candidates


def test_what_cannot_be_fitted_comes_last_without_a_figure() -> None:
    X, y = (part[:60] for part in load_digits(return_X_y=True))
    best, found = searched("knn", {"n_neighbors": (3, 59)}, X, y)
    assert best == {"n_neighbors": 3}
    assert (found.candidates[-1].mean, found.candidates[-1].parameters) == (None, {"n_neighbors": 59})
    with pytest.raises(ValueError, match=r"fits failed|could be scored"):
        searched("knn", {"n_neighbors": (58, 59)}, X, y)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return evaluate(
        dataset="digits",
        models=("knn", "svc"),
        search={"knn": {"n_neighbors": (1, 30)}},
        cv=2,
        limit="600",
        cache_dir=str(tmp_path_factory.mktemp("cache")),
    )


def test_the_report_shows_the_estimator_that_was_fitted_and_what_each_fold_chose(bundle: Bundle) -> None:
    knn, svc, _ = bundle.record.analyses[0].models
    assert knn.estimator == "KNeighborsClassifier(n_neighbors=1)"
    assert svc.search is None
    assert knn.search is not None
    assert [(choice.fold, choice.parameters) for choice in knn.search.by_fold] == [
        (0, {"n_neighbors": 1}),
        (1, {"n_neighbors": 1}),
    ]
    assert knn.search.samples == 600


def test_a_search_sees_training_data_alone(bundle: Bundle) -> None:
    """Each fold's search gives what scikit-learn's gives on that fold's training rows."""
    X, y = load_digits(return_X_y=True)
    ids = bundle.arrays["main/sample_ids"]
    train = ids[bundle.arrays["main/rows/cv"]][bundle.arrays["main/folds"] == 1]
    reference = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [1, 30]}).fit(X[train], y[train])
    knn = bundle.record.analyses[0].models[0]
    assert knn.search is not None
    assert knn.search.by_fold[0].mean == pytest.approx(reference.best_score_, abs=1e-12)


def test_a_search_survives_the_cache(tmp_path: object) -> None:
    def run() -> Search | None:
        options: dict[str, Any] = {"search": {"tree": {"max_depth": (1, 3)}}, "cv": 0}
        found = evaluate(dataset="iris", models=("tree",), cache_dir=str(tmp_path), **options)
        return found.record.analyses[0].models[0].search

    first = run()
    assert first is not None and first == run()


def test_a_search_among_classes_finds_and_names_the_commonest(tmp_path: Path) -> None:
    rows = [[n % 7, ("yes", "no", "no")[n % 3]] for n in range(90)]
    path = write_csv(tmp_path / "t.csv", ["n", "y"], rows)
    found = evaluate(
        dataset=str(path),
        target=("y",),
        models=("tree",),
        params={"dummy": {"strategy": "constant"}},
        search={"dummy": {"constant": ("yes", "no")}},
        metric="accuracy",
        cv=2,
        cache_dir=str(tmp_path),
    )
    baseline = found.record.analyses[0].models[-1]
    assert baseline.search is not None
    assert [(one.parameters, one.mean) for one in baseline.search.candidates] == [
        ({"constant": "no"}, pytest.approx(2 / 3)),
        ({"constant": "yes"}, pytest.approx(1 / 3)),
    ]
    assert "constant='no'" in baseline.estimator


def test_rare_classes_have_fewer_inner_folds(tmp_path: object) -> None:
    bundle = evaluate(
        dataset="iris",
        models=("tree",),
        search={"tree": {"max_depth": (1, 3)}},
        cv=0,
        limit="9",
        cache_dir=str(tmp_path),
    )
    model = bundle.record.analyses[0].models[0]
    assert model.search is not None and model.search.folds == 3
    assert any("3 inner folds instead of 5" in note for note in model.notes)


def test_only_training_rows_decide() -> None:
    X, y = (part[:300] for part in load_digits(return_X_y=True))
    _, whole = searched("tree", {"max_depth": (2, 8)}, X, y)
    model = resolve(["tree"], grids={"tree": {"max_depth": (2, 8)}})[0]
    train = np.arange(0, 300, 2)
    inner = InnerFolds(tuple(StratifiedKFold(5).split(X[train], y[train])), "stratified", "accuracy")
    job = FitJob(model, 0, train, np.arange(1, 300, 2), 42, inner=inner)
    form = AnswerForm("class", 10)
    data = FitData(
        X.copy(), y.astype(np.int64), form, "array", has_missing=False, only_numbers=False, content=""
    )
    assert model.grid is not None
    _, before = search(job, inner, model.grid, data, 1)
    data.features[1::2] = 99  # type: ignore[index]
    _, after = search(replace(job), inner, model.grid, data, 1)
    assert before.candidates == after.candidates != whole.candidates
