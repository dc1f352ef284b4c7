"""Several answers: equal to predict() of the estimator, whether wrapped, chained or by itself."""

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from reportgen.models.answer_form import AnswerForm
from reportgen.models.asking import ask
from reportgen.models.catalogue import resolve
from reportgen.models.model_spec import MODELS, Estimator, ModelSpec
from reportgen.models.pipeline_steps import describe, front_notes, models_within, parameters, prepare
from tests.models.samples import messy_table, tied

LABELS = AnswerForm("several", outputs=(2, 2, 2))
CHAIN = AnswerForm("several", outputs=(2, 2, 2), chain=True)
OUTPUTS = AnswerForm("several", outputs=(3, 2, 4))

every_model = pytest.mark.parametrize("spec", list(MODELS), ids=lambda spec: spec.id)


@pytest.fixture(autouse=True)
def _no_convergence_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def features(rows: int = 150) -> NDArray[np.float64]:
    return np.random.default_rng(3).normal(size=(rows, 4))


def codes(form: AnswerForm, rows: int = 150) -> NDArray[np.int64]:
    known, random = features(rows), np.random.default_rng(5)
    noisy = known[:, : len(form.outputs)] + random.normal(scale=0.7, size=(rows, len(form.outputs)))
    ranks = noisy.argsort(axis=0).argsort(axis=0)
    return (ranks * np.array(form.outputs) // rows).astype(np.int64)


def fitted(key: str, form: AnswerForm, params: dict[str, Any] | None = None) -> tuple[ModelSpec, Estimator]:
    model = resolve([key], {key: params} if params else {})[0]
    estimator = prepare(model, "array", False, 0, form=form)
    return model.spec, estimator.fit(features()[:100], codes(form)[:100])


def own_scores(estimator: Estimator, method: str, test: Any) -> list[NDArray[np.float64]]:
    """Return for each output what the estimator itself gives, in the shape that is kept."""
    raw = getattr(estimator, method)(test) if hasattr(estimator, method) else None
    if raw is None:  # MultiOutputClassifier has no decision_function
        raw = [getattr(own, method)(test) for own in estimator.estimators_]
    parts = list(raw.T) if isinstance(raw, np.ndarray) else [np.asarray(part) for part in raw]
    return [part[:, 1] if part.ndim == 2 and part.shape[1] == 2 else part for part in parts]


@pytest.mark.slow
@every_model
@pytest.mark.parametrize("form", [LABELS, OUTPUTS, CHAIN], ids=["labels", "outputs", "chain"])
def test_answers_equal_predict_and_scores_are_the_models_own(spec: ModelSpec, form: AnswerForm) -> None:
    _, estimator = fitted(spec.id, form)
    test = features()[100:]
    answers, scores = ask(spec, estimator, test, form)
    assert answers.shape == (50, 3) and answers.dtype == np.int64
    np.testing.assert_array_equal(answers, estimator.predict(test))
    if spec.score is None:
        assert scores is None
        return
    widths = [1 if k == 2 else k for k in form.outputs]
    assert scores is not None and scores.shape == (50, sum(widths))
    expected = np.column_stack(own_scores(estimator, spec.score, test))
    np.testing.assert_array_equal(scores, expected)


@pytest.mark.parametrize(
    ("key", "params"),
    [
        ("knn", {"weights": "distance"}),
        ("knn", {"n_neighbors": 2}),
        ("knn", {"n_neighbors": 4, "algorithm": "brute", "metric": "manhattan"}),
        ("tree", {"max_depth": 2}),
        ("rf", {"n_estimators": 4, "max_depth": 2}),
        ("svc", {"break_ties": True}),
        ("mlp", {"max_iter": 3}),
        ("dummy", {"strategy": "stratified"}),
    ],
    ids=str,
)
@pytest.mark.parametrize("form", [LABELS, OUTPUTS], ids=["labels", "outputs"])
def test_answers_equal_predict_where_much_is_tied(key: str, params: dict[str, Any], form: AnswerForm) -> None:
    sample, random = tied(2), np.random.default_rng(1)
    several = np.column_stack([random.permutation(len(sample.train)) % k for k in form.outputs])
    model = resolve([key], {key: params})[0]
    estimator = prepare(model, "array", False, 0, form=form).fit(sample.train, several)
    answers, _ = ask(model.spec, estimator, sample.test, form)
    np.testing.assert_array_equal(answers, estimator.predict(sample.test))


@pytest.mark.parametrize("key", ["knn", "rf", "tree", "dummy", "nb"])
def test_a_class_that_training_did_not_show(key: str) -> None:
    known = codes(OUTPUTS)[:100].copy()
    known[:, 2] = np.where(known[:, 2] == 1, 3, known[:, 2])
    known[:, 1] = 0
    model = resolve([key])[0]
    estimator = prepare(model, "array", False, 0, form=OUTPUTS).fit(features()[:100], known)
    answers, scores = ask(model.spec, estimator, features()[100:], OUTPUTS)
    np.testing.assert_array_equal(answers, estimator.predict(features()[100:]))
    assert scores is not None and scores.shape == (50, 8)
    assert (scores[:, 3] == 0).all(), "the second output has shown its first class alone"
    assert (scores[:, 5] == 0).all(), "the third output never showed its second class"


@pytest.mark.slow
@every_model
@pytest.mark.parametrize("form", [LABELS, CHAIN], ids=["labels", "chain"])
def test_tables_of_any_columns(spec: ModelSpec, form: AnswerForm) -> None:
    table, one = messy_table()
    several = np.column_stack([one, np.roll(one, 1), 1 - one])
    model = resolve([spec.id])[0]
    estimator = prepare(model, "table", True, 0, form=form).fit(table[:80], several[:80])
    answers, _ = ask(spec, estimator, table[80:], form)
    np.testing.assert_array_equal(answers, estimator.predict(table[80:]))


def test_neighbours_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from sklearn.neighbors import KNeighborsClassifier

    calls: list[int] = []
    found = KNeighborsClassifier.kneighbors

    def counted(self: Any, *given: Any, **named: Any) -> Any:
        calls.append(1)
        return found(self, *given, **named)

    monkeypatch.setattr(KNeighborsClassifier, "kneighbors", counted)
    for weights in ("uniform", "distance"):
        spec, estimator = fitted("knn", LABELS, {"weights": weights})
        calls.clear()
        ask(spec, estimator, features()[100:], LABELS)
        assert len(calls) == 1


@pytest.mark.slow
def test_the_estimator_shows_how_it_is_wrapped() -> None:
    expected = "MultiOutputClassifier(estimator=SGDClassifier(random_state=0))"
    assert describe(fitted("sgd", LABELS)[1]) == expected
    assert describe(fitted("sgd", CHAIN)[1]) == ("ClassifierChain(estimator=SGDClassifier(random_state=0))")
    assert describe(fitted("mlp", LABELS)[1]).startswith("MLPClassifier(")
    assert describe(fitted("mlp", OUTPUTS)[1]).startswith("MultiOutputClassifier(estimator=MLPClassifier(")
    assert describe(fitted("rf", CHAIN)[1]).startswith("RandomForestClassifier(")


def test_notes_say_how_it_is_wrapped() -> None:
    assert front_notes(MODELS.get("rf"), has_missing=False, form=LABELS) == ()
    (each,) = front_notes(MODELS.get("sgd"), has_missing=False, form=LABELS)
    assert "one fit for each" in each
    (chained,) = front_notes(MODELS.get("sgd"), has_missing=False, form=CHAIN)
    assert "classifier chain" in chained


def test_parameters_are_those_of_the_wrapped_model() -> None:
    assert parameters(fitted("sgd", LABELS)[1])["alpha"] == 0.0001
    assert len(models_within(fitted("sgd", LABELS)[1])) == 4


def test_a_chain_gets_complete_numbers() -> None:
    table = pd.DataFrame({"a": [1.0, np.nan] * 40, "b": list("xyzx") * 20})
    several = np.column_stack([np.arange(80) % 2, np.arange(80) % 4 // 2, np.arange(80) % 8 // 4])
    model = resolve(["hgb"])[0]
    estimator = prepare(model, "table", True, 0, form=CHAIN).fit(table, several)
    np.testing.assert_array_equal(ask(model.spec, estimator, table, CHAIN)[0], estimator.predict(table))
    assert "OneHotEncoder" in describe(estimator) and "SimpleImputer" in describe(estimator)
