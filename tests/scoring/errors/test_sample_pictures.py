import numpy as np

from reportgen.scoring.errors.sample_pictures import MOST_BYTES, pack_shown, reduced, reduction
from tests.scoring.errors.data import data_of


def test_small_images_stay_and_large_ones_fit_the_budget() -> None:
    assert reduction((28, 28), 300) == 1
    factor = reduction((200, 300, 3), 150)
    assert 150 * (200 // factor) * (300 // factor) * 3 <= MOST_BYTES
    assert reduction((20, 400), 10_000) == 1


def test_reduced_images_are_means_of_squares() -> None:
    image = np.arange(5 * 7 * 3, dtype=np.uint8).reshape(1, 5, 7, 3)
    small = reduced(image, 2)
    assert small.shape == (1, 2, 3, 3)
    assert small[0, 1, 2, 0] == np.rint(image[0, 2:4, 4:6, 0].mean())


def test_pixels_of_the_samples_shown_are_kept() -> None:
    X = np.random.default_rng(0).integers(0, 256, size=(10, 16), dtype=np.uint8)
    arrays: dict[str, np.ndarray] = {}
    pack_shown("main", data_of(X, np.arange(10) % 2, image_shape=(4, 4)), [7, 2], arrays)
    assert arrays["main/pixels/errors/ids"].tolist() == [7, 2]
    assert (arrays["main/pixels/errors/values"].reshape(2, 16) == X[[7, 2]]).all()
    pack_shown("table", data_of(X, np.arange(10) % 2), [7, 2], arrays)
    assert not any(key.startswith("table") for key in arrays)
