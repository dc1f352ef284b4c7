"""Every measure of likeness against scikit-image's."""

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage.metrics import peak_signal_noise_ratio
from skimage.metrics import structural_similarity as reference

from reportgen.predictions.image_similarity import (
    absolute_error,
    signal_to_noise,
    structural_similarity,
    window_side,
)

Pair = tuple[NDArray[np.uint8], NDArray[np.float64]]


def pair(shape: tuple[int, ...], highest: int) -> Pair:
    """Return clean images that are smooth in places, and answers near and far from them."""
    random = np.random.default_rng(4)
    truth = random.integers(0, highest + 1, (12, int(np.prod(shape)))).astype(np.uint8)
    truth[:4] = 0
    return truth, truth + random.normal(0, highest / 6, truth.shape) * (np.arange(12) % 3)[:, np.newaxis]


@pytest.mark.parametrize(
    ("shape", "highest", "side"),
    [
        ((28, 28), 255, 7),
        ((8, 8), 16, 7),
        ((6, 9), 255, 5),
        ((5, 5), 255, 5),
        ((3, 30), 16, 3),
        ((9, 12, 3), 255, 7),
    ],
)
def test_structural_similarity(shape: tuple[int, ...], highest: int, side: int) -> None:
    truth, answers = pair(shape, highest)
    assert window_side(shape) == side
    channels = 2 if len(shape) > 2 else None
    expected = [
        reference(
            x.reshape(shape).astype(float),
            y.reshape(shape),
            data_range=highest,
            win_size=side,
            channel_axis=channels,
        )
        for x, y in zip(truth, answers, strict=True)
    ]
    found = structural_similarity(truth, answers, shape, highest)
    np.testing.assert_allclose(found, expected, atol=1e-12)
    assert found[0] == pytest.approx(1)


@pytest.mark.parametrize("shape", [(2, 8), (8, 1)])
def test_images_without_a_window_have_no_similarity(shape: tuple[int, ...]) -> None:
    truth, answers = pair(shape, 255)
    assert np.isnan(structural_similarity(truth, answers, shape, 255)).all()


def test_peak_signal_to_noise_ratio() -> None:
    truth, answers = pair((8, 8), 16)
    found = signal_to_noise(truth, answers, 16)
    different = (truth != answers).any(axis=1)
    expected = [
        peak_signal_noise_ratio(x.astype(float), y, data_range=16)
        for x, y in zip(truth[different], answers[different], strict=True)
    ]
    np.testing.assert_allclose(found[different], expected)
    assert np.isposinf(found[~different]).all()


def test_differences_of_bytes_do_not_wrap() -> None:
    low, high = np.zeros((1, 2), dtype=np.uint8), np.full((1, 2), 200, dtype=np.uint8)
    np.testing.assert_array_equal(absolute_error(low, high), [[200, 200]])
