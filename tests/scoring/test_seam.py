"""The seam between predicting and scoring: whoever made predictions, they are scored alike."""

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
import pytest

from reportgen import evaluate
from reportgen.bundle.data_records import DatasetInfo
from reportgen.bundle.digest import results_digest
from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.findings.finding_rule import FINDINGS
from reportgen.predictions.analysis_predictions import JudgedSamples, ModelPredictions, Predictions, Repeat
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.from_bundle import from_bundle
from reportgen.predictions.question import Question
from reportgen.predictions.scores import Scores
from reportgen.scoring.analysis import score
from reportgen.tasks import Task

KINDS: dict[str, dict[str, Any]] = {
    "classes": {"dataset": "digits", "models": ("nb", "tree"), "limit": "400"},
    "detector": {
        "dataset": "digits",
        "positive": "8",
        "models": ("sgd", "nb"),
        "threshold": 100.0,
        "limit": "400",
    },
    "folds alone": {"dataset": "wine", "models": ("nb", "tree"), "test_size": 0.0, "repeats": 2},
    "test alone": {"dataset": "wine", "models": ("nb", "rf"), "cv": 0, "repeats": 3, "margin": 0.02},
    "labels": {
        "dataset": "digits",
        "labels": ("large: >= 7", "odd: odd"),
        "models": ("knn", "tree"),
        "limit": "300",
    },
    "images": {"dataset": "digits", "task": "denoise", "models": ("knn",), "limit": "200"},
    "a model that fails": {
        "dataset": "wine",
        "models": ("nb", "knn"),
        "params": {"knn": {"n_neighbors": 1000}},
    },
}


@pytest.fixture(scope="module")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_stored_bundle_scored_again_has_the_same_digest(kind: str, cache_dir: str) -> None:
    bundle = evaluate(**KINDS[kind], cache_dir=cache_dir)
    again = [score(from_bundle(bundle, analysis)) for analysis in bundle.record.analyses]
    arrays = {key: values for _, own in again for key, values in own.items()}
    analyses = [analysis for analysis, _ in again]
    assert results_digest(analyses, arrays) == bundle.record.run.results_digest
    (stored,) = bundle.record.analyses
    assert analyses[0].operating_points == stored.operating_points
    assert analyses[0].together == stored.together
    assert (analyses[0].chosen, analyses[0].best) == (stored.chosen, stored.best)


def plain(bundle: Bundle) -> Predictions:
    """Return the predictions of a run, made from numpy arrays as another program would have left them."""
    (analysis,) = bundle.record.analyses
    arrays = {key: np.array(values) for key, values in bundle.arrays.items()}
    classes = tuple(analysis.dataset.classes)
    truth = {split: arrays[f"main/truth/{split}"].astype(int) for split in ("cv", "test")}
    sizes = np.bincount(arrays["main/folds"])
    n_train, n_test = len(truth["cv"]), len(truth["test"])
    samples = JudgedSamples(
        ids=arrays["main/sample_ids"],
        positions={"cv": arrays["main/rows/cv"], "test": arrays["main/rows/test"]},
        truth=truth,
        fold_sizes=tuple(sizes.tolist()),
        trained_on=tuple((n_train - sizes).tolist()),
    )
    question = Question(
        id="main",
        title=analysis.title,
        task=Task.MULTICLASS,
        dataset=DatasetInfo(
            name=analysis.dataset.name,
            source="arrays",
            fingerprint="",
            samples=n_train + n_test,
            features=0,
            classes=list(classes),
            image_shape=None,
            splits={"train": n_train, "test": n_test},
            class_counts=analysis.dataset.class_counts,
            notes=[],
            noun=analysis.dataset.noun,
        ),
        protocol=analysis.protocol,
        main_metric="accuracy",
        main_metric_reason=analysis.main_metric_reason,
        margin=analysis.comparisons[0].margin,
    )
    models = tuple(_plain_model(model, arrays, truth, classes, sizes) for model in analysis.models)
    return Predictions(question, samples, models)


def _plain_model(
    model: ModelInfo,
    arrays: Mapping[str, np.ndarray],
    truth: Mapping[Any, np.ndarray],
    classes: tuple[str, ...],
    sizes: np.ndarray,
) -> ModelPredictions:
    whole = {
        split: ClassPredictions(
            classes,
            own,
            arrays[f"main/predictions/{model.id}/{split}"].astype(int),
            Scores(arrays[f"main/scores/{model.id}/{split}"]),
            model.score_kind,
        )
        for split, own in truth.items()
    }
    places = np.split(np.arange(len(truth["cv"])), np.cumsum(sizes)[:-1])
    info = ModelInfo(
        id=model.id,
        title=model.title,
        estimator=model.id,
        parameters={},
        baseline=model.baseline,
        status="ok",
        reason=None,
        timings=None,
        size_bytes=None,
        score_kind=model.score_kind,
        seeds=[42],
    )
    return ModelPredictions(info, Repeat(whole, tuple(whole["cv"].take(rows) for rows in places)))


RUNS: dict[str, dict[str, Any]] = {
    "iris": {"models": ("nb", "rf")},
    "wine": {"models": ("nb", "tree", "rf"), "margin": 0.02},
}


@pytest.fixture(scope="module", params=RUNS)
def fitted(request: pytest.FixtureRequest, cache_dir: str) -> Bundle:
    return evaluate(dataset=request.param, **RUNS[request.param], cache_dir=cache_dir)


@pytest.fixture(scope="module")
def scored(fitted: Bundle) -> tuple[Analysis, dict[str, np.ndarray]]:
    return score(plain(fitted))


def test_plain_arrays_give_the_rows_curves_and_comparisons_of_the_run_that_fitted_them(
    fitted: Bundle, scored: tuple[Analysis, dict[str, np.ndarray]]
) -> None:
    (stored,), (again, arrays) = fitted.record.analyses, scored
    for part in ("scores", "confusions", "comparisons", "curves", "operating_points"):
        assert getattr(again, part) == getattr(stored, part), part
    assert results_digest([again], arrays) == fitted.record.run.results_digest


def test_findings_are_the_same_but_those_that_need_data_or_fits(
    fitted: Bundle, scored: tuple[Analysis, dict[str, np.ndarray]]
) -> None:
    metrics, (analysis,) = fitted.record.metrics, fitted.record.analyses
    of_run, of_arrays = (
        ScoreIndex(analysis, metrics, fitted.arrays),
        ScoreIndex(scored[0], metrics, scored[1]),
    )
    said = {rule.id: rule.speak(of_arrays) for rule in FINDINGS if not rule.needs}
    assert said == {rule.id: rule.speak(of_run) for rule in FINDINGS if not rule.needs}
    assert sum(finding is not None for finding in said.values()) >= 5


def test_what_needs_the_samples_themselves_is_left_out_with_its_reason(
    scored: tuple[Analysis, dict[str, np.ndarray]],
) -> None:
    errors = scored[0].errors
    assert set(errors.missing) == {"duplicates", "shared codes", "slices"}
    assert all("features of the samples" in reason for reason in errors.missing.values())
    assert errors.duplicates is None and errors.rows == []
    assert errors.models and errors.shared is not None and errors.suspects


def test_errors_that_follow_from_predictions_are_the_same(
    fitted: Bundle, scored: tuple[Analysis, dict[str, np.ndarray]]
) -> None:
    (stored,), (again, _) = fitted.record.analyses, scored
    ours, theirs = again.errors, stored.errors
    assert (ours.suspects, ours.shared) == (theirs.suspects, theirs.shared)
    for own, other in zip(ours.models, theirs.models, strict=True):
        assert own == msgspec.structs.replace(other, slices=None)
