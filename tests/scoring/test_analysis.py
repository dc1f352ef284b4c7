"""Whole analyses: every number of the bundle against scikit-learn asked anew, and awkward data."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from reportgen import evaluate
from reportgen.bundle.headline_scores import FOLD_MEAN, FigureKey, headline_score
from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle, write_bundle
from reportgen.errors import InputError
from tests.contract import assert_kept, needs_checker


@pytest.fixture(scope="module")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def cancer(cache_dir: str) -> Bundle:
    return evaluate(dataset="breast_cancer", models=("logreg_scaled", "tree"), cache_dir=cache_dir)


def analysis_of(bundle: Bundle) -> Analysis:
    return bundle.record.analyses[0]


def value(analysis: Analysis, model: str, metric: str, split: str, **at: object) -> float | None:
    place = {"label": None, "fold": None, "average": None, **at}
    rows = [s for s in analysis.scores if (s.model, s.metric, s.split) == (model, metric, split)]
    (row,) = [s for s in rows if all(getattr(s, name) == wanted for name, wanted in place.items())]
    return row.value


def test_every_figure_is_what_scikit_learn_gives_when_asked_anew(cancer: Bundle) -> None:
    X, y = load_breast_cancer(return_X_y=True)
    y = 1 - y  # names in sorted order: benign, malignant
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=42)
    model = make_pipeline(StandardScaler(), LogisticRegression(random_state=42))
    folds = StratifiedKFold(3, shuffle=True, random_state=42)
    analysis = analysis_of(cancer)
    for fold, expected in enumerate(cross_val_score(model, X_train, y_train, cv=folds)):
        assert value(analysis, "logreg_scaled", "accuracy", "cv", fold=fold) == pytest.approx(expected)
    areas = cross_val_score(model, X_train, y_train, cv=folds, scoring="roc_auc")
    assert value(analysis, "logreg_scaled", "roc_auc", "cv", average=FOLD_MEAN) == pytest.approx(areas.mean())
    scores = cross_val_predict(model, X_train, y_train, cv=folds, method="predict_proba")[:, 1]
    pooled = value(analysis, "logreg_scaled", "roc_auc", "cv")
    assert pooled == pytest.approx(roc_auc_score(y_train, scores), abs=1e-9)
    model.fit(X_train, y_train)
    assert value(analysis, "logreg_scaled", "accuracy", "test") == pytest.approx(model.score(X_test, y_test))


def test_arrays_hold_truth_answers_and_scores_of_every_sample_judged(cancer: Bundle) -> None:
    arrays, analysis = cancer.arrays, analysis_of(cancer)
    _, y = load_breast_cancer(return_X_y=True)
    for split in ("cv", "test"):
        ids = arrays["main/sample_ids"][arrays[f"main/rows/{split}"]]
        names = np.array(analysis.dataset.classes)[arrays[f"main/truth/{split}"]]
        np.testing.assert_array_equal(names, load_breast_cancer().target_names[y[ids]])
        answers = arrays[f"main/predictions/tree/{split}"]
        assert (answers == arrays[f"main/truth/{split}"]).mean() == value(analysis, "tree", "accuracy", split)
        assert arrays[f"main/scores/tree/{split}"].shape == (len(ids),)
    assert len(arrays["main/folds"]) == len(arrays["main/rows/cv"])


def test_the_baseline_is_there_and_the_better_model_is_chosen_by_folds(cancer: Bundle) -> None:
    analysis = analysis_of(cancer)
    assert [model.id for model in analysis.models if model.baseline] == ["dummy"]
    assert (analysis.chosen, analysis.chosen_on) == ("logreg_scaled", "cv")
    row = headline_score(analysis.scores, FigureKey("logreg_scaled", "test", "accuracy"))
    assert row is not None
    assert (row.method, row.level) == ("Wilson", 0.95)


@pytest.mark.process
@needs_checker
@pytest.mark.parametrize(
    "options",
    [
        {"dataset": "digits", "models": ("rf", "svc", "sgd")},
        {"dataset": "iris", "models": ("knn",), "cv": 0},
        {"dataset": "wine", "models": ("nb", "linear_svc"), "test_size": 0.0},
    ],
)
def test_bundles_keep_the_contract(options: dict[str, object], tmp_path: Path, cache_dir: str) -> None:
    assert_kept(write_bundle(evaluate(cache_dir=cache_dir, **options), tmp_path))


def test_digest_does_not_depend_on_jobs_but_on_the_seed(tmp_path: Path) -> None:
    def digest(jobs: int, seed: int = 42) -> str:
        folder = str(tmp_path / f"{jobs}-{seed}")
        models = ("rf", "hgb", "knn", "mlp")
        return evaluate(
            dataset="iris", models=models, jobs=jobs, seed=seed, cache_dir=folder
        ).record.run.results_digest

    assert digest(1) == digest(2) == digest(3) != digest(1, seed=7)


def test_failed_models_are_rows_with_a_reason(cache_dir: str) -> None:
    bundle = evaluate(
        dataset="iris", models=("knn", "rf"), params={"knn": {"n_neighbors": 1_000}}, cache_dir=cache_dir
    )
    models = {model.id: model for model in analysis_of(bundle).models}
    assert models["knn"].status == "failed"
    assert "n_neighbors" in str(models["knn"].reason)
    assert analysis_of(bundle).chosen == "rf"
    assert not [s for s in analysis_of(bundle).scores if s.model == "knn"]


def save(folder: Path, X: np.ndarray, y: np.ndarray) -> str:
    np.savez(folder / "data.npz", X=X, y=y)
    return str(folder / "data.npz")


def test_missing_values_are_dealt_with_and_said(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    X, y = random.normal(size=(120, 4)), np.arange(120) % 2
    X[:, 0] += 2 * y
    X[::7, 1] = np.nan
    bundle = evaluate(dataset=save(tmp_path, X, y), models=("hgb", "logreg"), cache_dir=str(tmp_path / "c"))
    models = {model.id: model for model in analysis_of(bundle).models}
    assert models["hgb"].status == models["logreg"].status == "ok"
    assert "SimpleImputer" in models["logreg"].estimator
    assert any("median" in note for note in models["logreg"].notes)
    assert any("passed to the model" in note for note in models["hgb"].notes)


def test_very_many_classes_are_kept_small(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    y = np.repeat([f"c{i}" for i in range(400)], 5)
    X = random.normal(size=(2_000, 3)) + np.repeat(random.normal(size=(400, 3)) * 5, 5, axis=0)
    bundle = evaluate(dataset=save(tmp_path, X, y), models=("nb", "knn"), cv=2, cache_dir=str(tmp_path / "c"))
    analysis = analysis_of(bundle)
    assert {s.value for s in analysis.scores if s.metric == "roc_auc_ovr_macro" and s.fold is None} == {None}
    assert value(analysis, "nb", "top_3_accuracy", "test") > value(analysis, "nb", "accuracy", "test")
    assert all(confusion.matrix is None for confusion in analysis.confusions)
    cells = next(c.cells for c in analysis.confusions if (c.model, c.split) == ("nb", "test"))
    assert bundle.arrays[cells["count"]].sum() == 400
    right = bundle.arrays[cells["actual"]] == bundle.arrays[cells["predicted"]]
    assert bundle.arrays[cells["count"]][right].sum() / 400 == value(analysis, "nb", "accuracy", "test")
    labels = {s.label for s in analysis.scores if s.label and (s.model, s.split) == ("nb", "test")}
    assert 20 <= len(labels) <= 40


def test_a_rare_class_is_judged_by_average_precision(tmp_path: Path) -> None:
    y = np.array([1] * 20 + [0] * 180)
    X = np.random.default_rng(0).normal(size=(200, 2)) + y[:, None]
    analysis = analysis_of(
        evaluate(dataset=save(tmp_path, X, y), models=("logreg",), cache_dir=str(tmp_path / "c"))
    )
    assert analysis.main_metric == "average_precision"
    assert "10 %" in analysis.main_metric_reason


@pytest.mark.parametrize(
    ("metric", "said"), [("acuracy", "Did you mean `accuracy`"), ("f1", "Did you mean `f1_macro`")]
)
def test_a_metric_that_cannot_rank_is_refused_with_the_nearest(
    metric: str, said: str, cache_dir: str
) -> None:
    with pytest.raises(InputError, match=said):
        evaluate(dataset="iris", metric=metric, cache_dir=cache_dir)
