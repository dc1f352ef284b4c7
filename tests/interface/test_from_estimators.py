"""Fitted estimators are asked and never fitted; what they say of themselves is in the report."""

from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

import reportgen
from reportgen.errors import InputError

DATA = load_iris(as_frame=True)
NAMES = np.array(DATA.target_names)[DATA.target]
TRAIN = np.arange(150) % 3 > 0
FOREST = RandomForestClassifier(n_estimators=20, random_state=0).fit(DATA.data[TRAIN], NAMES[TRAIN])


def test_estimators_are_judged_on_what_they_predict() -> None:
    ridge = make_pipeline(StandardScaler(), LinearSVC(random_state=0)).fit(DATA.data[TRAIN], NAMES[TRAIN])
    report = reportgen.from_estimators({"forest": FOREST, "svc": ridge}, DATA.data[~TRAIN], NAMES[~TRAIN])
    scores = report.scores()
    own = scores[(scores["model"] == "forest") & (scores["metric"] == "log_loss") & scores["label"].isna()]
    assert own["value"].item() == pytest.approx(
        log_loss(NAMES[~TRAIN], FOREST.predict_proba(DATA.data[~TRAIN]))
    )
    models = {model.id: model for model in report.record.analyses[0].models}
    assert models["forest"].estimator.startswith("RandomForestClassifier(")
    assert models["forest"].parameters["n_estimators"] == 20
    assert models["svc"].score_kind == "decision"
    assert "trained on these rows is not known" in " ".join(report.findings()["text"])
    assert "petal length (cm)" in {column.name for column in report.record.analyses[0].dataset.columns}


def test_codes_have_the_names_that_are_given() -> None:
    X = DATA.data.to_numpy()
    codes = LogisticRegression(max_iter=500).fit(X[TRAIN], DATA.target[TRAIN])
    report = reportgen.from_estimators(
        {"codes": codes}, X[~TRAIN], DATA.target[~TRAIN], classes=list(DATA.target_names)
    )
    assert report.confusion("codes").index.tolist() == list(DATA.target_names)
    assert np.diag(report.confusion("codes")).sum() == (codes.predict(X[~TRAIN]) == DATA.target[~TRAIN]).sum()


class OnlyLabels:
    """No estimator of scikit-learn, and without scores."""

    def predict(self, rows: Any) -> list[str]:
        """Predict one class for all."""
        return ["setosa"] * len(rows)


def test_anything_that_predicts_will_do() -> None:
    report = reportgen.from_estimators({"own": OnlyLabels()}, DATA.data[~TRAIN], NAMES[~TRAIN])
    assert report.record.analyses[0].models[0].score_kind is None


@pytest.mark.parametrize(
    ("estimators", "message"),
    [
        ({"rf": RandomForestClassifier}, "is the class RandomForestClassifier"),
        ({"rf": clone(FOREST)}, "NotFittedError"),
        ({"scaler": StandardScaler().fit(DATA.data)}, "which has no predict()"),
        ([FOREST], "Give estimators by name"),
        ({}, "Give estimators by name"),
    ],
)
def test_what_cannot_predict_is_refused_with_its_own_words(estimators: Any, message: str) -> None:
    with pytest.raises(InputError) as refused:
        reportgen.from_estimators(estimators, DATA.data[~TRAIN], NAMES[~TRAIN])
    assert message in str(refused.value)


def test_other_features_are_refused() -> None:
    with pytest.raises(InputError, match=r"“rf”: predict\(\) failed with ValueError"):
        reportgen.from_estimators({"rf": FOREST}, DATA.data[~TRAIN].iloc[:, :2], NAMES[~TRAIN])
