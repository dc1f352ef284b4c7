"""evaluate on a data frame: the catalogue's models and a user's own, in the same folds."""

import doctest
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import LinearSVC

import reportgen
from reportgen.errors import InputError
from reportgen.interface import evaluate_data

RANDOM = np.random.default_rng(0)
AGE, CITY = RANDOM.integers(18, 80, 240), RANDOM.choice(["Bern", "Basel", "Chur"], 240)
CHURNED = np.where(AGE + 25 * (CITY == "Bern") + RANDOM.normal(0, 8, 240) > 55, "yes", "no")
FRAME = pd.DataFrame({"age": AGE, "city": CITY, "churned": CHURNED})
PIPELINE = make_pipeline(
    make_column_transformer((StandardScaler(), ["age"]), (OneHotEncoder(), ["city"])), LogisticRegression()
)
OPTIONS: dict[str, Any] = {"target": "churned", "cv": 3, "test_size": 0.25}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> reportgen.Report:
    cache = str(tmp_path_factory.mktemp("cache"))
    return reportgen.evaluate(
        FRAME, models={"mine": PIPELINE, "logreg": "logreg"}, cache_dir=cache, **OPTIONS
    )


def test_own_estimators_are_judged_in_the_same_folds(report: reportgen.Report) -> None:
    analysis = report.record.analyses[0]
    assert [model.id for model in analysis.models] == ["mine", "logreg", "dummy"]
    mine, theirs = (report.arrays[f"main/scores/{name}/test"] for name in ("mine", "logreg"))
    # The catalogue scales and encodes too, with small differences, so that the two say nearly the same.
    assert np.corrcoef(mine, theirs)[0, 1] > 0.99
    folds = report.arrays["main/folds"]
    assert len(report.arrays["main/predictions/mine/cv"]) == len(folds) == 180


def test_figures_are_those_of_fitting_by_hand(report: reportgen.Report) -> None:
    ids, rows = report.arrays["main/sample_ids"], report.arrays["main/rows/test"]
    test = ids[rows]
    train = np.setdiff1d(np.arange(240), test)
    fitted = PIPELINE.fit(FRAME.iloc[train], CHURNED[train])
    by_hand = fitted.predict_proba(FRAME.iloc[test])[:, 1]
    assert report.arrays["main/scores/mine/test"] == pytest.approx(by_hand, abs=1e-6)


def test_the_page_says_whose_they_are(report: reportgen.Report, tmp_path: Path) -> None:
    info = report.record.analyses[0].models[0]
    assert info.estimator.startswith("Pipeline(")
    assert info.timings is not None and info.timings.fit_seconds > 0
    report.save(tmp_path, ("md",))
    assert "mine" in (tmp_path / "report.md").read_text()


def test_frames_of_polars_and_decisions_without_probabilities(tmp_path: Path) -> None:
    svc = make_pipeline(make_column_transformer((StandardScaler(), ["age"])), LinearSVC())
    made = reportgen.evaluate(
        pl.DataFrame(FRAME.to_dict("list")), models={"svc": svc}, cache_dir=str(tmp_path), **OPTIONS
    )
    model = made.record.analyses[0].models[0]
    assert (model.id, model.score_kind) == ("svc", "decision")


class Failing(LogisticRegression):
    """Fails as somebody's code may."""

    def fit(self, *_: Any) -> "Failing":
        """Fail."""
        raise RuntimeError("no licence found")


def test_an_estimator_that_fails_costs_its_own_row(tmp_path: Path) -> None:
    made = reportgen.evaluate(
        FRAME, models={"bad": Failing(), "nb": "nb"}, cache_dir=str(tmp_path), **OPTIONS
    )
    bad, nb, _ = made.record.analyses[0].models
    assert bad.status == "failed" and "no licence found" in str(bad.reason)
    assert nb.status == "ok"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"models": {"nb": PIPELINE, "b": "nb"}}, "two models called “nb”"),
        ({"target": "churnd"}, "Did you mean `churned`"),
        ({"dataset": "iris"}, "either data or dataset"),
        ({"folds_": 3}, "There is no option `folds_`"),
        ({"models": ["logrg"]}, "Did you mean `logreg`"),
    ],
)
def test_wrong_calls_get_one_clear_message(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as refused:
        reportgen.evaluate(FRAME, **{**OPTIONS, **arguments})
    assert message in str(refused.value)


def test_own_estimators_need_a_frame() -> None:
    with pytest.raises(InputError, match="need a data frame"):
        reportgen.evaluate(dataset="iris", models={"mine": PIPELINE})


def test_example_in_the_docstring_runs() -> None:
    found = doctest.testmod(evaluate_data)
    assert found.attempted and not found.failed
