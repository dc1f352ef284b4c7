import os
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reportgen.models.catalogue import Model, resolve
from reportgen.models.model_spec import MODELS
from reportgen.models.pipeline_steps import describe, final_step, front_notes, parameters, prepare
from reportgen.models.table_steps import TableColumns, columns_of, only_numbers
from tests.models.samples import messy_table, multiclass

every_model = pytest.mark.parametrize("key", MODELS.ids())

#: What makes something of the sixty rows of a table of many columns that say nothing.
LEARNS_MESSY_TABLES = {
    "sgd",
    "sgd_scaled",
    "logreg",
    "linear_svc",
    "ridge",
    "svc",
    "svc_ovo",
    "svc_ovr",
    "knn",
    "tree",
    "tree_scaled",
    "rf",
    "extra_trees",
    "hgb",
    "hgb_scaled",
    "mlp",
}


def model(key: str, **params: Any) -> Model:
    return next(found for found in resolve([key], {key: params} if params else {}) if found.id == key)


def steps(estimator: Any) -> list[str]:
    return [type(step).__name__ for _, step in estimator.steps] if hasattr(estimator, "steps") else []


@every_model
@pytest.mark.parametrize("kind", ["array", "image"])
def test_arrays_get_the_bare_estimator(key: str, kind: Any) -> None:
    assert describe(prepare(model(key), kind, False, 5)) == describe(MODELS.get(key).build(5))


@every_model
def test_holes_in_arrays_are_filled_just_where_needed(key: str) -> None:
    found = steps(prepare(model(key), "array", True, 0))
    assert found[:1] == ([] if MODELS.get(key).takes_missing else ["SimpleImputer"])


def test_the_scaler_learns_from_the_training_data_alone() -> None:
    sample = multiclass()
    estimator = prepare(model("sgd_scaled"), "array", False, 0).fit(sample.train, sample.codes)
    np.testing.assert_allclose(estimator.steps[0][1].mean_, sample.train.mean(axis=0))


@pytest.mark.slow
def test_what_comes_in_front_of_tables() -> None:
    found = {
        key: steps(prepare(model(key), "table", True, 0)) for key in ("dummy", "hgb", "rf", "logreg", "nb")
    }
    assert found["dummy"] == []
    assert found["hgb"] == ["TableVectorizer", "HistGradientBoostingClassifier"]
    assert found["rf"] == ["TableVectorizer", "RandomForestClassifier"]
    assert found["logreg"] == ["TableVectorizer", "SimpleImputer", "LogisticRegression"]
    assert found["nb"] == ["TableVectorizer", "SimpleImputer", "GaussianNB"]
    assert "StandardScaler" in describe(prepare(model("logreg"), "table", False, 0))
    assert "StandardScaler" not in describe(prepare(model("rf"), "table", False, 0))


def test_tables_of_numbers_need_no_encoders() -> None:
    def front(key: str, *, missing: bool) -> list[str]:
        return steps(prepare(model(key), "table", missing, 0, only_numbers=True))

    assert front("rf", missing=True) == []
    assert front("logreg", missing=False) == ["StandardScaler", "LogisticRegression"]
    assert front("logreg", missing=True) == ["StandardScaler", "SimpleImputer", "LogisticRegression"]


def test_only_numbers() -> None:
    table, _ = messy_table()
    assert only_numbers(table[["number", "whole", "flag", "flag nullable", "constant"]])
    for column in ("flag as object", "colour", "category of numbers", "when", "text nullable", "took"):
        assert not only_numbers(table[[column]]), column


@pytest.mark.slow
@pytest.mark.parametrize("key", [*MODELS.ids(), "sgd_scaled", "tree_scaled", "hgb_scaled", "dummy_scaled"])
def test_a_messy_table_in_cross_validation(key: str) -> None:
    table, codes = messy_table()
    halves = [(np.arange(60), np.arange(60, 120)), (np.arange(60, 120), np.arange(60))]
    for train, held_out in halves:
        answers = step_by_step(key, table.iloc[train], codes[train], table.iloc[held_out])
        if key in LEARNS_MESSY_TABLES:
            assert (answers == codes[held_out]).mean() > 0.55
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = prepare(model(key), "table", True, 1).fit(table.iloc[train], codes[train])
        np.testing.assert_array_equal(whole.predict(table.iloc[held_out]), answers)


def step_by_step(key: str, known: pd.DataFrame, codes: np.ndarray, new: pd.DataFrame) -> np.ndarray:
    """Return what a model predicts for new rows; what comes in front of it is fitted apart, and must not warn."""
    estimator = prepare(model(key), "table", True, 1)
    final = estimator
    if hasattr(estimator, "steps"):
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of what comes in front; a model may say what it likes
            known = estimator[:-1].fit_transform(known)
            new = estimator[:-1].transform(new)
        final = estimator[-1]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.asarray(final.fit(known, codes).predict(new))


def worded_table(rows: int = 240) -> tuple[pd.DataFrame, np.ndarray, TableColumns]:
    """Return a table with text that tells the class by a word, an ordered category with gaps, and a number."""
    random = np.random.default_rng(3)
    codes = random.integers(0, 2, rows)
    told = np.where(codes == 1, "good", "bad")
    texts = [" ".join([*random.choice(list("abcdefgh"), 6), word]) for word in told]
    sizes = random.choice(["low", "mid", "high", None], rows)
    table = pd.DataFrame({"note": texts, "size": sizes, "n": random.normal(size=rows)})
    table["size"] = pd.Categorical(table["size"], categories=["low", "mid", "high"], ordered=True)
    return table, codes, columns_of(table, ("note",))


@pytest.mark.slow
@pytest.mark.parametrize("key", [*MODELS.ids(), "sgd_scaled", "hgb_scaled"])
def test_text_and_ordered_categories(key: str) -> None:
    table, codes, columns = worded_table()
    assert columns == TableColumns(("note",), (("size", ("low", "mid", "high")),))
    estimators = [prepare(model(key), "table", True, 1, columns=columns) for _ in range(2)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answers = [e.fit(table[:120], codes[:120]).predict(table[120:]) for e in estimators]
    np.testing.assert_array_equal(*answers)
    if key != "dummy":
        assert (answers[0] == codes[120:]).mean() > 0.7


def test_only_what_learns_well_from_them_gets_every_word() -> None:
    _, _, columns = worded_table()
    found = {
        key: steps(prepare(model(key), "table", True, 0, columns=columns)) for key in ("logreg", "rf", "nb")
    }
    assert found["logreg"] == ["ColumnTransformer", "LogisticRegression"]
    assert found["rf"] == ["TableVectorizer", "RandomForestClassifier"]
    assert found["nb"] == ["TableVectorizer", "SimpleImputer", "GaussianNB"]


def test_many_words_become_few_directions_and_a_text_of_none_is_zero() -> None:
    from reportgen.models.free_text.word_components import WordComponents

    texts = pd.DataFrame({"t": [f"w{n} v{n % 7} u{n % 3}" for n in range(60)] + [""]})
    found = WordComponents(n_components=5, random_state=0).fit_transform(texts)
    assert found.shape == (61, 5) and not found.iloc[-1].any()
    assert WordComponents(n_components=100).fit_transform(texts).shape[1] == 70


@pytest.mark.slow
@every_model
def test_a_table_of_few_rows(key: str) -> None:
    table, codes = messy_table(rows=14)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        estimator = prepare(model(key), "table", True, 0).fit(table[:10], codes[:10])
        assert len(estimator.predict(table[10:])) == 4


@pytest.mark.slow
@every_model
def test_nullable_numbers_alone(key: str) -> None:
    table, codes = messy_table()
    numbers = table[["number", "whole", "flag", "flag nullable"]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        estimator = prepare(model(key), "table", True, 0, only_numbers=True).fit(numbers[:80], codes[:80])
    assert len(estimator.predict(numbers[80:])) == 40


@pytest.mark.parametrize(("key", "lowest"), [("logreg", 0.77), ("rf", 0.79), ("hgb", 0.80), ("svc", 0.79)])
def test_accuracy_on_the_titanic_table(key: str, lowest: float) -> None:
    """Set REPORTGEN_DATA to a folder with titanic.csv to run this."""
    from sklearn.model_selection import StratifiedKFold, cross_val_score

    path = Path(os.environ.get("REPORTGEN_DATA", "."), "titanic.csv")
    if not path.is_file():
        pytest.skip("no titanic.csv in REPORTGEN_DATA")
    table = pd.read_csv(path)
    features = table.drop(columns=["survived", "name", "ticket"])
    folds = StratifiedKFold(3, shuffle=True, random_state=1)
    accuracy = cross_val_score(prepare(model(key), "table", True, 42), features, table["survived"], cv=folds)
    assert lowest < accuracy.mean() < 0.86


def test_notes_say_what_becomes_of_missing_values() -> None:
    svc, hgb, dummy = (MODELS.get(key) for key in ("svc", "hgb", "dummy"))
    assert front_notes(svc, has_missing=False) == ()
    assert front_notes(dummy, has_missing=True) == ()
    assert "median" in front_notes(svc, has_missing=True)[0]
    assert "learns from them" in front_notes(hgb, has_missing=True)[0]


@every_model
def test_descriptions_are_code_that_makes_the_same(key: str) -> None:
    import sklearn
    from sklearn.base import clone

    for kind in ("array", "table"):
        estimator = prepare(model(f"{key}_scaled"), kind, True, 3, only_numbers=True)  # type: ignore[arg-type]
        text = describe(estimator)
        assert describe(clone(estimator)) == text
        with sklearn.config_context(print_changed_only=False):
            assert describe(estimator) == text
        assert describe(eval(text, _names())) == text


def _names() -> dict[str, Any]:
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    built = [found.build(0) for found in MODELS]
    parts = [part for model in built for part in (model, *model.get_params().values())]
    return {
        "make_pipeline": make_pipeline,
        "StandardScaler": StandardScaler,
        "SimpleImputer": SimpleImputer,
    } | {type(part).__name__: type(part) for part in parts if hasattr(part, "get_params")}


def test_descriptions_hold_no_addresses() -> None:
    estimator = model("knn").build(0).set_params(weights=lambda distances: distances)
    assert "weights=<function" in describe(estimator)
    assert "0x" not in describe(estimator)
    assert "0x" not in describe(object())


def test_parameters_are_those_of_the_model_as_plain_values() -> None:
    found = parameters(prepare(model("mlp_scaled", hidden_layer_sizes="(8, 4)"), "array", False, 9))
    assert found["hidden_layer_sizes"] == [8, 4]
    assert found["random_state"] == 9
    assert "copy" not in found
    assert parameters(object()) == {}
    assert parameters(model("knn", n_neighbors=np.int64(3)).build(0))["n_neighbors"] == 3


def test_final_step() -> None:
    assert type(final_step(prepare(model("svc_scaled"), "array", False, 0))).__name__ == "SVC"
    assert type(final_step(prepare(model("svc"), "array", False, 0))).__name__ == "SVC"
