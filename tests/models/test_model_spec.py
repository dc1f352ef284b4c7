"""The contract of the catalogue, held over every registered model."""

import pickle
import subprocess
import sys
import warnings
from collections.abc import Iterator

import numpy as np
import pytest

from reportgen.models.catalogue import Model, resolve
from reportgen.models.model_spec import BASELINE, MODELS, Estimator, ModelSpec
from reportgen.models.pipeline_steps import describe, prepare
from tests.contract import assert_in_order
from tests.models.samples import Sample, binary, multiclass

every_model = pytest.mark.parametrize("spec", list(MODELS), ids=lambda spec: spec.id)


@pytest.fixture(autouse=True)
def _no_convergence_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def fitted(spec: ModelSpec, sample: Sample, **params: object) -> Estimator:
    return spec.build(3).set_params(**params).fit(sample.train, sample.codes)


def test_the_keys_of_the_catalogue() -> None:
    expected = [
        "sgd",
        "logreg",
        "linear_svc",
        "ridge",
        "svc",
        "svc_ovo",
        "svc_ovr",
        "nb",
        "knn",
        "tree",
        "rf",
        "extra_trees",
        "hgb",
        "mlp",
        "dummy",
    ]
    assert_in_order(expected, MODELS.ids())


@pytest.mark.process
def test_listing_the_models_loads_no_heavy_library() -> None:
    program = (
        "import sys\n"
        "from reportgen.models.catalogue import known_keys\n"
        "from reportgen.models import pipeline_steps, respond\n"
        "assert 'rf_scaled' in known_keys()\n"
        "print({'sklearn', 'scipy', 'pandas', 'skrub', 'matplotlib'} & set(sys.modules))\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def test_the_estimators_are_scikit_learns_with_their_defaults() -> None:
    described = {spec.id: describe(spec.build(42)) for spec in MODELS}
    assert described["rf"] == "RandomForestClassifier(random_state=42)"
    assert described["sgd"] == "SGDClassifier(random_state=42)"
    assert described["knn"] == "KNeighborsClassifier()"
    assert described["svc"] == "SVC(random_state=42)"
    assert described[BASELINE] == "DummyClassifier(random_state=42)"
    assert MODELS.get("svc").build(0).gamma == "scale"


def test_the_baseline_alone_is_one() -> None:
    assert [spec.id for spec in MODELS if spec.baseline] == [BASELINE]


@every_model
def test_words_for_readers(spec: ModelSpec) -> None:
    assert 0 < len(spec.title) <= 25
    assert spec.title[0].isupper() or spec.title[0].isdigit()
    assert spec.description[0].isupper()
    assert spec.description.endswith(".")
    assert ". " not in spec.description
    assert len(spec.description) <= 110
    if spec.title_for is not None:
        assert spec.title_for({}) == spec.title


@every_model
def test_each_build_is_new_and_takes_the_seed(spec: ModelSpec) -> None:
    from sklearn.base import clone

    first, second = spec.build(7), spec.build(7)
    assert first is not second
    seeds = [value for name, value in first.get_params().items() if name.endswith("random_state")]
    assert set(seeds) <= {7}, "every step of it that takes a seed is given this one"
    assert str(clone(first).get_params()) == str(second.get_params())
    assert describe(first) == describe(second)
    assert "0x" not in describe(first)


@pytest.mark.slow
@every_model
@pytest.mark.parametrize("sample", [binary(), multiclass()], ids=["binary", "multiclass"])
def test_fits_and_has_the_scores_that_it_claims(spec: ModelSpec, sample: Sample) -> None:
    estimator = fitted(spec, sample)
    assert spec.score is None or hasattr(estimator, spec.score)
    again = pickle.loads(pickle.dumps(estimator))
    np.testing.assert_array_equal(again.predict(sample.test), estimator.predict(sample.test))


@pytest.mark.slow
@every_model
def test_same_seed_same_answers(spec: ModelSpec) -> None:
    sample = multiclass()
    first, second = (fitted(spec, sample) for _ in range(2))
    score = spec.score or "predict"
    np.testing.assert_array_equal(getattr(first, score)(sample.test), getattr(second, score)(sample.test))


@pytest.mark.slow
@every_model
def test_threads_of_a_fit_do_not_change_it(spec: ModelSpec) -> None:
    from threadpoolctl import threadpool_limits

    sample = multiclass()
    estimators = []
    for threads in (1, 2):
        own = {"n_jobs": {"n_jobs": threads}, "openmp": {"max_iter": 5}, None: {}}[spec.fit_threads]
        with threadpool_limits(threads if spec.fit_threads == "openmp" else 1):
            estimators.append(fitted(spec, sample, **own))
    with threadpool_limits(1):
        found = [
            getattr(
                e.set_params(**({"n_jobs": None} if spec.fit_threads == "n_jobs" else {})),
                spec.score or "predict",
            )
            for e in estimators
        ]
        np.testing.assert_array_equal(found[0](sample.test), found[1](sample.test))


@pytest.mark.slow
@every_model
def test_missing_values_are_taken_just_where_it_says_so(spec: ModelSpec) -> None:
    sample = multiclass()
    holed = sample.train.copy()
    holed[::7, 1] = np.nan
    if spec.takes_missing:
        spec.build(0).fit(holed, sample.codes).predict(holed)
    else:
        with pytest.raises(ValueError, match="NaN"):
            spec.build(0).fit(holed, sample.codes)


@pytest.mark.slow
@every_model
@pytest.mark.parametrize("kind", ["array", "table"])
def test_a_scaled_variant_works(spec: ModelSpec, kind: str) -> None:
    sample = multiclass()
    (model, *_) = (m for m in resolve([f"{spec.id}_scaled"]) if m.scaled)
    assert isinstance(model, Model)
    estimator = prepare(model, kind, False, 0, only_numbers=True)  # type: ignore[arg-type]
    assert describe(estimator).startswith("make_pipeline(\n    StandardScaler(),\n")
    assert len(estimator.fit(sample.train, sample.codes).predict(sample.test)) == len(sample.test)


@every_model
def test_costs_are_positive_and_grow_with_the_data(spec: ModelSpec) -> None:
    assert 0 < spec.fit_cost(100, 5, 2) <= spec.fit_cost(10_000, 50, 10)
    assert 0 < spec.predict_cost(100, 10, 5, 2) <= spec.predict_cost(10_000, 1_000, 50, 10)


#: Seconds on one core, measured on MNIST: 10 classes, 784 features, 60,000 training images (SGD: a fold of 40,000),
#: 10,000 test images.
MEASURED_FIT = {"svc": 260, "sgd": 116, "rf": 44}
MEASURED_PREDICT = {"svc": 170, "knn": 50}


def test_costs_on_large_images_are_near_those_measured() -> None:
    for key, seconds in MEASURED_FIT.items():
        found = MODELS.get(key).fit_cost(40_000 if key == "sgd" else 60_000, 784, 10)
        assert seconds / 2 < found < 2 * seconds, key
    for key, seconds in MEASURED_PREDICT.items():
        found = MODELS.get(key).predict_cost(60_000, 10_000, 784, 10)
        assert seconds / 2 < found < 2 * seconds, key
