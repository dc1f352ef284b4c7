import numpy as np
import pytest

from tests.datasets.sources import load_path

FIRST_CLASSES = {
    "digits": 0,
    "iris": "setosa",
    "wine": "class_0",
    "breast_cancer": "malignant",
}


@pytest.mark.parametrize(
    ("name", "shape", "n_classes", "noun"),
    [
        ("digits", (1797, 64), 10, "image"),
        ("iris", (150, 4), 3, "flower"),
        ("wine", (178, 13), 3, "wine"),
        ("breast_cancer", (569, 30), 2, "tumour"),
    ],
)
def test_shapes_and_classes(name: str, shape: tuple[int, int], n_classes: int, noun: str) -> None:
    data = load_path(name)
    assert data.features.shape == shape
    assert len(set(data.target.tolist())) == n_classes
    assert data.target[0] == FIRST_CLASSES[name]
    assert data.noun == noun
    assert data.train_size is None
    assert data.sample_ids.tolist() == list(range(shape[0]))
    assert len(data.feature_names) == (0 if name == "digits" else shape[1])


def test_digits_are_small_images_of_ink() -> None:
    data = load_path("digits")
    assert (data.kind, data.image_shape, data.pixel_range, data.ink_is_high) == (
        "image",
        (8, 8),
        (0.0, 16.0),
        True,
    )
    assert isinstance(data.features, np.ndarray)
    assert data.features.dtype == np.uint8
    assert data.features.max() == 16


def test_fingerprints_are_stable_and_differ() -> None:
    prints = {name: load_path(name).fingerprint for name in FIRST_CLASSES}
    assert len(set(prints.values())) == 4
    assert prints["iris"] == load_path("iris").fingerprint
