"""Predictions that are images: losses and sums, whichever way the images are put together; and the metrics of them."""

from fractions import Fraction

import numpy as np
import pytest
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
from sklearn.metrics import mean_absolute_error

from reportgen.metrics.metric_spec import METRICS, metrics_for
from reportgen.predictions.image_predictions import (
    CHUNK_ROWS,
    ImagePredictions,
    compare_images,
    in_eight_bits,
)
from reportgen.scoring.errors.kept_images import telling
from reportgen.tasks import Task

SHAPE, HIGHEST = (8, 8), 16
RANDOM = np.random.default_rng(0)
CLEAN = RANDOM.integers(0, HIGHEST + 1, (2_400, 64)).astype(np.uint8)
ANSWERS = np.clip(CLEAN + RANDOM.integers(-2, 3, CLEAN.shape), 0, HIGHEST).astype(np.uint8)
ROWS = RANDOM.permutation(2_400)[:2_300]


def outcome(rows: np.ndarray = ROWS) -> ImagePredictions:
    return compare_images(CLEAN[rows], ANSWERS[rows], SHAPE, HIGHEST)


def value(metric: str, found: ImagePredictions) -> float | None:
    (only,) = METRICS.get(metric).values(found)
    return only.value


@pytest.mark.slow
def test_every_metric_of_images_agrees_with_its_reference() -> None:
    truth, answers = CLEAN[ROWS].astype(float), ANSWERS[ROWS].astype(float)
    pairs = list(zip(truth.reshape(-1, *SHAPE), answers.reshape(-1, *SHAPE), strict=True))
    expected = {
        "pixel_mae": mean_absolute_error(255 / 16 * truth, 255 / 16 * answers),
        "psnr": np.mean([peak_signal_noise_ratio(x, y, data_range=HIGHEST) for x, y in pairs]),
        "ssim": np.mean([structural_similarity(x, y, data_range=HIGHEST) for x, y in pairs]),
        "exact_pixels": (truth == answers).mean(),
    }
    assert {metric.id for metric in metrics_for(Task.DENOISE)} == set(expected)
    assert {metric: value(metric, outcome()) for metric in expected} == pytest.approx(expected)


def test_folds_together_are_the_whole() -> None:
    together = ImagePredictions.join([outcome(ROWS[:1_000]), outcome(ROWS[1_000:])])
    whole = outcome()
    np.testing.assert_array_equal(together.predicted, whole.predicted)
    np.testing.assert_allclose(together.error_sums, whole.error_sums)
    for metric, losses in whole.losses.items():
        np.testing.assert_allclose(together.losses[metric], losses)


def test_errors_by_pixel_and_by_image_are_of_the_same_pixels() -> None:
    found = outcome()
    expected = 255 / 16 * np.abs(CLEAN[ROWS].astype(float) - ANSWERS[ROWS]).sum(axis=0)
    np.testing.assert_allclose(found.error_sums, expected)
    assert found.error_sums.sum() / (64 * found.n_samples) == pytest.approx(found.losses["pixel_mae"].mean())


def test_images_without_error_are_left_out_of_psnr_and_said_so() -> None:
    rows, answers = np.arange(5), ANSWERS[:5].copy()
    answers[2] = CLEAN[2]
    (some,) = METRICS.get("psnr").values(compare_images(CLEAN[rows], answers, SHAPE, HIGHEST))
    assert some.value is not None
    assert np.isfinite(some.value)
    assert some.reason is not None
    assert "1 of 5" in some.reason
    (none,) = METRICS.get("psnr").values(compare_images(CLEAN[rows], CLEAN[:5], SHAPE, HIGHEST))
    assert none.value is None
    assert none.reason


def test_the_telling_images_are_the_ends_and_the_middle() -> None:
    errors = np.array([5.0, 1, 4, 2, 3, 9, 7, 8, 6])
    found = {kind: errors[rows].tolist() for kind, rows in telling(errors).items()}
    assert found == {"best": [1, 2, 3], "typical": [4, 5, 6], "worst": [9, 8, 7]}
    assert {kind: len(rows) for kind, rows in telling(np.array([1.0])).items()} == dict.fromkeys(found, 1)


@pytest.mark.parametrize(("low", "high"), [(0, 255), (0, 16), (0, 50), (-1, 1), (100, 65_535)])
def test_eight_bits_are_the_nearest_whole_numbers(low: int, high: int) -> None:
    values = np.linspace(low, high, 1_024).reshape(-1, 4)
    exact = [
        round(255 * (Fraction(float(value)) - low) / (high - low)) for value in values.ravel()
    ]  # of halves the even one
    assert in_eight_bits(values, low, high).ravel().tolist() == exact


def test_whole_numbers_of_eight_bits_stay_as_they_are() -> None:
    values = np.arange(256, dtype=np.uint8).reshape(2, 2, 64)
    found = in_eight_bits(values, 0, 255)
    assert found.dtype == np.uint8 and found.shape == (2, 2, 64)
    np.testing.assert_array_equal(found, values)


def test_half_of_the_range_is_half_of_the_scale() -> None:
    assert [int(in_eight_bits(np.array([[high / 2]]), 0, high)[0, 0]) for high in range(2, 256, 2)] == [
        128
    ] * 127


def test_beyond_the_range_pixels_are_cut_off_and_missing_ones_are_0() -> None:
    values = np.array([[-3.0, 20.0, np.nan, np.inf, -np.inf]])
    assert in_eight_bits(values, 0, 16).tolist() == [[0, 255, 0, 255, 0]]


def test_eight_bits_in_parts_are_those_of_the_whole() -> None:
    values = RANDOM.random((2 * CHUNK_ROWS + 1, 3))
    np.testing.assert_array_equal(in_eight_bits(values, 0, 1), np.rint(255 * values))
