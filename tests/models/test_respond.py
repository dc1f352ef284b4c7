import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from reportgen.models.catalogue import resolve
from reportgen.models.model_spec import MODELS, Estimator, ModelSpec
from reportgen.models.pipeline_steps import prepare
from reportgen.models.respond import respond
from tests.models.samples import SAMPLES, Sample, binary, messy_table, multiclass, tied

every_model = pytest.mark.parametrize("spec", list(MODELS), ids=lambda spec: spec.id)
every_sample = pytest.mark.parametrize("sample", [make() for make in SAMPLES.values()], ids=list(SAMPLES))

#: Parameters that change how answers follow from scores.
VARIANTS = [
    ("knn", {"weights": "distance"}),
    ("knn", {"weights": "distance", "n_neighbors": 4, "algorithm": "brute"}),
    ("knn", {"n_neighbors": 4, "metric": "manhattan", "algorithm": "brute"}),
    ("knn", {"n_neighbors": 2, "algorithm": "kd_tree"}),
    ("svc", {"kernel": "linear"}),
    ("svc", {"break_ties": True}),
    ("svc", {"decision_function_shape": "ovo"}),
    ("svc_ovo", {"kernel": "linear"}),
    ("svc_ovr", {"kernel": "linear", "C": 0.1}),
    ("sgd", {"loss": "log_loss"}),
    ("sgd", {"loss": "modified_huber"}),
    ("mlp", {"activation": "logistic", "max_iter": 3}),
    ("tree", {"max_depth": 2}),
    ("rf", {"n_estimators": 4, "max_depth": 2}),
    ("dummy", {"strategy": "stratified"}),
    ("dummy", {"strategy": "uniform"}),
]


@pytest.fixture(autouse=True)
def _no_convergence_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def fitted(key: str, sample: Sample, params: dict[str, Any] | None = None) -> tuple[ModelSpec, Estimator]:
    model = resolve([key], {key: params} if params else {})[0]
    return model.spec, prepare(model, "array", False, 0).fit(sample.train, sample.codes)


def check_scores(
    spec: ModelSpec, estimator: Estimator, sample: Sample, scores: NDArray[np.float64] | None
) -> None:
    """Hold scores against what the estimator itself returns, column by column; a model may have none."""
    if spec.score is None:
        assert scores is None
        return
    assert scores is not None and scores.dtype == np.float64 and scores.flags.c_contiguous
    raw = getattr(estimator, spec.score)(sample.test)
    known = np.unique(sample.codes)
    if sample.n_classes == 2:
        np.testing.assert_array_equal(scores, raw if raw.ndim == 1 else raw[:, 1])
        return
    assert scores.shape == (len(sample.test), sample.n_classes)
    if raw.ndim == 1:
        raw = np.column_stack([-raw, raw])
    if raw.shape[1] == len(known):
        np.testing.assert_array_equal(scores[:, known], raw)
    unseen = np.setdiff1d(np.arange(sample.n_classes), known)
    assert (scores[:, unseen] == (0 if spec.score == "predict_proba" else -np.inf)).all()


@pytest.mark.slow
@every_model
@every_sample
def test_answers_equal_predict_and_scores_are_the_models_own(spec: ModelSpec, sample: Sample) -> None:
    _, estimator = fitted(spec.id, sample)
    answers, scores = respond(spec, estimator, sample.test, sample.n_classes)
    assert answers.dtype == np.int64
    np.testing.assert_array_equal(answers, estimator.predict(sample.test))
    check_scores(spec, estimator, sample, scores)


@pytest.mark.slow
@pytest.mark.parametrize(("key", "params"), VARIANTS, ids=[f"{key} {params}" for key, params in VARIANTS])
@every_sample
def test_answers_equal_predict_whatever_the_parameters(
    key: str, params: dict[str, Any], sample: Sample
) -> None:
    spec, estimator = fitted(key, sample, params)
    answers, scores = respond(spec, estimator, sample.test, sample.n_classes)
    np.testing.assert_array_equal(answers, estimator.predict(sample.test))
    assert scores is not None and len(scores) == len(answers)


@pytest.mark.slow
@every_model
def test_scaled_and_with_holes(spec: ModelSpec) -> None:
    sample = multiclass()
    sample.train[::9, 0] = np.nan
    sample.test[::4, 2] = np.nan
    model = next(m for m in resolve([f"{spec.id}_scaled"]) if m.scaled)
    estimator = prepare(model, "array", True, 0).fit(sample.train, sample.codes)
    answers, _ = respond(spec, estimator, sample.test, sample.n_classes)
    np.testing.assert_array_equal(answers, estimator.predict(sample.test))


@pytest.mark.slow
@every_model
def test_a_table_gives_the_same_in_chunks(spec: ModelSpec) -> None:
    table, codes = messy_table()
    model = resolve([spec.id])[0]
    estimator = prepare(model, "table", True, 0).fit(table[:80], codes[:80])
    answers, _ = respond(spec, estimator, table[80:], 2)
    np.testing.assert_array_equal(answers, estimator.predict(table[80:]))
    if spec.id == "nb":  # its sums of hugely negative single-precision numbers depend on the number of rows
        return
    chunks = [respond(spec, estimator, table[start : start + 7], 2)[0] for start in range(80, len(table), 7)]
    np.testing.assert_array_equal(np.concatenate(chunks), answers)


@pytest.mark.slow
@pytest.mark.parametrize(("n_classes", "code"), [(2, 0), (2, 1), (3, 1)])
@pytest.mark.parametrize("key", ["dummy", "tree", "rf", "extra_trees", "knn", "nb", "hgb", "mlp"])
def test_training_data_of_one_class(key: str, n_classes: int, code: int) -> None:
    whole = binary()
    sample = Sample(whole.train, np.full(len(whole.train), code), whole.test, n_classes)
    spec, estimator = fitted(key, sample)
    answers, scores = respond(spec, estimator, sample.test, n_classes)
    assert (answers == code).all()
    expected = np.eye(n_classes)[answers]
    np.testing.assert_array_equal(scores, expected[:, 1] if n_classes == 2 else expected)


class Counting:
    """Counts the calls of methods on instances of a class."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, owner: type, *names: str) -> None:
        self.calls = dict.fromkeys(names, 0)
        for name in names:
            self._count(monkeypatch, owner, name, getattr(owner, name))

    def _count(self, monkeypatch: pytest.MonkeyPatch, owner: type, name: str, method: Any) -> None:
        def counted(*args: Any, **kwargs: Any) -> Any:
            self.calls[name] += 1
            return method(*args, **kwargs)

        monkeypatch.setattr(owner, name, counted)


def test_an_svc_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from sklearn.svm import SVC

    spec, estimator = fitted("svc", multiclass())
    counting = Counting(monkeypatch, SVC, "_decision_function", "predict")
    respond(spec, estimator, multiclass().test, 3)
    assert counting.calls == {"_decision_function": 1, "predict": 0}


@pytest.mark.parametrize("weights", ["uniform", "distance"])
def test_neighbours_are_found_once(monkeypatch: pytest.MonkeyPatch, weights: str) -> None:
    from sklearn.neighbors import KNeighborsClassifier

    sample = tied(3)
    spec, estimator = fitted("knn", sample, {"weights": weights})
    counting = Counting(monkeypatch, KNeighborsClassifier, "kneighbors")
    respond(spec, estimator, sample.test, 3)
    assert counting.calls == {"kneighbors": 1}


def test_a_pipeline_transforms_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from sklearn.preprocessing import StandardScaler

    spec, estimator = fitted("logreg_scaled", multiclass())
    counting = Counting(monkeypatch, StandardScaler, "transform")
    respond(spec, estimator, multiclass().test, 3)
    assert counting.calls == {"transform": 1}


def test_an_svcs_votes_and_its_largest_score_differ_on_these_data() -> None:
    # Otherwise the tests above would not tell one from the other.
    sample = tied(5)
    spec, estimator = fitted("svc", sample)
    answers, scores = respond(spec, estimator, sample.test, 5)
    assert scores is not None
    assert (answers != scores.argmax(axis=1)).any()


def test_a_decision_of_exactly_zero() -> None:
    sample = Sample(np.array([[-1.0], [1.0]] * 3), np.array([0, 1] * 3), np.array([[0.0], [50.0]]), 2)
    spec, estimator = fitted("svc", sample)
    assert estimator.decision_function(sample.test)[0] == 0
    answers, _ = respond(spec, estimator, sample.test, 2)
    np.testing.assert_array_equal(answers, estimator.predict(sample.test))
    assert answers[0] == 1


def test_the_estimator_stays_as_it_is_and_threads_may_share_it() -> None:
    sample = tied(5)
    spec, estimator = fitted("svc", sample)
    before = estimator.get_params()
    expected, _ = respond(spec, estimator, sample.test, 5)
    barrier = threading.Barrier(4)

    def one(_: int) -> NDArray[np.int64]:
        barrier.wait()
        return respond(spec, estimator, sample.test, 5)[0]

    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(one, range(4)):
            np.testing.assert_array_equal(found, expected)
    assert estimator.get_params() == before


class OnlyPredict:
    """An estimator as a user may bring it: no scores, no classes_, no parameters."""

    def fit(self, _: Any, codes: NDArray[np.int64]) -> "OnlyPredict":
        self.answer = int(codes[0])
        return self

    def predict(self, features: Any) -> list[int]:
        return [self.answer] * len(features)


@pytest.mark.parametrize("score", [None, "predict_proba"])
def test_an_estimator_without_scores(score: Any) -> None:
    own = ModelSpec("own", "Own", "Own.", lambda _: OnlyPredict(), answers="probability", score=score)
    answers, scores = respond(own, own.build(0).fit([[0]], np.array([2])), np.zeros((4, 1)), 3)
    np.testing.assert_array_equal(answers, [2] * 4)
    assert answers.dtype == np.int64
    assert scores is None
