"""The noise of the tutorial, on whatever scale pixels have, and data that have none to add it to."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from reportgen.datasets.dataset import Dataset
from reportgen.errors import InputError
from reportgen.planning.noise import add_noise, with_noise


def dataset(
    pixels: NDArray[np.generic], pixel_range: tuple[float, float], shape: tuple[int, ...] = (4, 5)
) -> Dataset:
    return Dataset(
        name="pictures",
        source="a test",
        kind="image",
        features=pixels,
        target=np.zeros(len(pixels)),
        fingerprint="0" * 64,
        sample_ids=np.arange(len(pixels)),
        image_shape=shape,
        pixel_range=pixel_range,
    )


def test_every_whole_number_up_to_99_is_as_likely() -> None:
    noise = add_noise(np.zeros((5_000, 20), dtype=np.uint8), 255, 42)
    counts = np.bincount(noise.ravel().astype(int), minlength=100)
    assert len(counts) == 100
    # Each count is binomial (100,000 draws of 1 %): six standard deviations either way.
    assert abs(counts - 1_000).max() < 6 * np.sqrt(100_000 * 0.01 * 0.99)


def test_the_numbers_are_the_tutorials_also_in_parts() -> None:
    clean = np.random.default_rng(0).integers(0, 256, (2_300, 6)).astype(np.uint8)
    expected = clean + np.random.RandomState(7).randint(0, 100, clean.shape)
    np.testing.assert_array_equal(add_noise(clean, 255, 7), expected)


def test_training_noise_does_not_depend_on_the_test_images() -> None:
    clean = np.zeros((50, 6), dtype=np.uint8)
    np.testing.assert_array_equal(add_noise(clean, 255, 1)[:20], add_noise(clean[:20], 255, 1))


def test_another_seed_gives_other_noise() -> None:
    clean = np.zeros((50, 6), dtype=np.uint8)
    assert (add_noise(clean, 255, 1) != add_noise(clean, 255, 2)).mean() > 0.9


def test_a_smaller_range_of_pixels_gets_smaller_noise() -> None:
    pixels = np.random.default_rng(0).integers(0, 17, (40, 20)).astype(np.uint8)
    noisy = with_noise(dataset(pixels, (0.0, 16.0)), 3)
    added = (np.asarray(noisy.dataset.features) - pixels) * 255 / 16
    expected = np.random.RandomState(3).randint(0, 100, pixels.shape)
    np.testing.assert_allclose(added, expected, atol=1e-9)
    np.testing.assert_array_equal(noisy.clean, pixels)
    assert noisy.highest == 16
    assert "16/255" in noisy.dataset.notes[-1]


def test_fractions_become_whole_numbers_first() -> None:
    pixels = np.linspace(0, 1, 60).reshape(3, 20)
    noisy = with_noise(dataset(pixels, (0.0, 1.0)), 3)
    np.testing.assert_array_equal(noisy.clean, np.rint(255 * pixels))
    assert noisy.highest == 255
    assert any("brought to whole numbers" in note for note in noisy.dataset.notes)


def test_a_range_that_does_not_begin_at_zero_is_moved_there() -> None:
    pixels = np.arange(-10, 30).reshape(2, 20)
    noisy = with_noise(dataset(pixels, (-10.0, 29.0)), 3)
    np.testing.assert_array_equal(noisy.clean, pixels + 10)
    assert noisy.highest == 39


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"image_shape": None, "pixel_range": None, "kind": "array"}, "no set of images"),
        ({"image_shape": None, "pixel_range": None, "kind": "table"}, "a table"),
        ({"features": np.full((2, 20), np.nan)}, "missing"),
        ({"pixel_range": (3.0, 3.0)}, "the same value"),
    ],
)
def test_data_without_clean_images_are_refused(change: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        with_noise(replace(dataset(np.zeros((2, 20)), (0.0, 1.0)), **change), 1)
