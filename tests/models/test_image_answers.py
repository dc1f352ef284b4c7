"""Models that answer with images: what is computed at once equals predict()."""

import numpy as np
import pytest
from scipy.stats import mode as reference_mode
from sklearn.datasets import load_digits

from reportgen.models.answer_form import AnswerForm
from reportgen.models.asking import ask
from reportgen.models.catalogue import Model, resolve
from reportgen.models.image_answers import mode
from reportgen.models.model_spec import MODELS, ModelSpec
from reportgen.models.pipeline_steps import prepare
from reportgen.models.unchanged import UNCHANGED

FORM = AnswerForm("image", n_classes=17)
CLEAN = load_digits().data.astype(np.uint8)
NOISY = CLEAN + np.random.default_rng(0).integers(0, 100, CLEAN.shape) * 16 / 255
TRAIN, TEST = slice(0, 400), slice(400, 520)


def of_images(key: str, **params: object) -> Model:
    def variant(spec: ModelSpec) -> ModelSpec:
        return spec.images if isinstance(spec.images, ModelSpec) else spec

    return resolve([key], {key: params} if params else {}, variant=variant)[0]


@pytest.mark.parametrize(
    ("key", "params"),
    [
        ("knn", {}),
        ("knn", {"n_neighbors": 1}),
        ("knn", {"n_neighbors": 4}),
        ("knn", {"weights": "distance"}),
        ("knn_scaled", {}),
        ("ridge", {}),
        ("ridge_scaled", {"alpha": 10.0}),
        ("dummy", {}),
    ],
)
def test_answers_equal_predict(key: str, params: dict[str, object]) -> None:
    model = of_images(key, **params)
    estimator = prepare(model, "image", has_missing=False, seed=0, form=FORM)
    estimator.fit(NOISY[TRAIN], CLEAN[TRAIN])
    answers, scores = ask(model.spec, estimator, NOISY[TEST], FORM)
    predicted = np.asarray(estimator.predict(NOISY[TEST]))
    np.testing.assert_array_equal(answers, np.rint(np.clip(predicted, 0, 16)))
    assert answers.dtype == np.uint8
    assert scores is None


def test_pixels_that_training_shows_one_value_of() -> None:
    clean = np.where(np.arange(64) % 2, CLEAN, 3).astype(np.uint8)
    model = of_images("knn")
    estimator = prepare(model, "image", has_missing=False, seed=0, form=FORM).fit(NOISY[TRAIN], clean[TRAIN])
    answers, _ = ask(model.spec, estimator, NOISY[TEST], FORM)
    np.testing.assert_array_equal(answers, estimator.predict(NOISY[TEST]))
    assert (answers[:, ::2] == 3).all()


def test_of_equally_common_values_the_lowest_is_the_mode() -> None:
    values = np.random.default_rng(1).integers(0, 4, (200, 6, 5))
    np.testing.assert_array_equal(mode(values), reference_mode(values, axis=1).mode)


@pytest.mark.parametrize("images", [NOISY[:5], np.rint(NOISY[:5])])
def test_the_unchanged_image(images: np.ndarray) -> None:
    estimator = UNCHANGED.build(0).fit(images, CLEAN[:5])
    answers, _ = ask(UNCHANGED, estimator, images, FORM)
    np.testing.assert_allclose(answers, images, rtol=1e-6)
    assert answers.itemsize <= 4


def test_a_model_of_images_has_the_key_of_its_model_of_classes() -> None:
    found = [(spec, spec.images) for spec in MODELS if isinstance(spec.images, ModelSpec)]
    assert {spec.id for spec, _ in found} == {"knn", "ridge", "dummy"}
    for spec, images in found:
        assert (images.id, images.form, images.baseline) == (spec.id, "image", spec.baseline)
    assert all(len(spec.images) > 20 for spec in MODELS if isinstance(spec.images, str))
