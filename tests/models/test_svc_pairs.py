"""One against one and one against the rest: as many classifiers as there should be, and said so."""

import pytest
from sklearn.datasets import load_digits, load_iris

from reportgen import evaluate
from reportgen.models.model_spec import MODELS


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("svc_ovo", "45 classifiers, one for each pair of classes."),
        ("svc_ovr", "10 classifiers, one for each class."),
    ],
)
def test_ten_classes(key: str, sentence: str) -> None:
    spec = MODELS.get(key)
    estimator = spec.build(0).fit(*[part[:200] for part in load_digits(return_X_y=True)])
    assert spec.fitted_note is not None
    assert spec.fitted_note(estimator) == sentence


@pytest.mark.parametrize(
    ("key", "sentence"),
    [("svc_ovo", "1 classifier, for the pair."), ("svc_ovr", "1 classifier, for both classes.")],
)
def test_two_classes(key: str, sentence: str) -> None:
    spec = MODELS.get(key)
    features, codes = load_iris(return_X_y=True)
    assert spec.fitted_note is not None
    assert spec.fitted_note(spec.build(0).fit(features[:100], codes[:100])) == sentence


def test_the_count_is_in_the_bundle(tmp_path: object) -> None:
    bundle = evaluate(dataset="iris", models=("svc_ovo", "svc_ovr"), cv=0, cache_dir=str(tmp_path))
    notes = {model.id: model.notes for model in bundle.record.analyses[0].models}
    assert notes["svc_ovo"] == ["3 classifiers, one for each pair of classes."]
    assert notes["svc_ovr"] == ["3 classifiers, one for each class."]
    assert bundle.arrays["main/scores/svc_ovr/test"].shape == (30, 3)
