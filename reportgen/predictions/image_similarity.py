"""How alike two images are: error, peak signal-to-noise ratio and structural similarity of many pairs at once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Losses = NDArray[np.float64]

#: Side of the window that structural similarity looks through, where images are as large.
WINDOW = 7

#: The constants of structural similarity, relative to the range of pixels.
K1, K2 = 0.01, 0.03


def window_side(image_shape: tuple[int, ...]) -> int | None:
    """Return the side of the window in pixels: 7, or the largest odd number that fits; None below 3."""
    shortest = min(image_shape[:2])
    side = min(WINDOW, shortest if shortest % 2 else shortest - 1)
    return side if side >= 3 else None


def absolute_error(truth: NDArray[Any], answers: NDArray[Any]) -> NDArray[np.float64]:
    """Return the absolute difference of every pixel, of shape (n_images, n_pixels)."""
    return np.asarray(np.abs(np.subtract(truth, answers, dtype=np.float64)))


def signal_to_noise(truth: NDArray[Any], answers: NDArray[Any], highest: float) -> Losses:
    """Return each image's peak signal-to-noise ratio in dB; infinite where an image has no error.

    Agrees with scikit-image's `peak_signal_noise_ratio(truth, answer, data_range=highest)`.
    """
    squared = np.square(np.subtract(truth, answers, dtype=np.float64)).mean(axis=1)
    with np.errstate(divide="ignore"):
        return np.asarray(10 * np.log10(highest**2 / squared))


def structural_similarity(
    truth: NDArray[Any], answers: NDArray[Any], image_shape: tuple[int, ...], highest: float
) -> Losses:
    """Return each image's structural similarity, the mean over all windows that lie within it.

    Agrees with scikit-image's `structural_similarity(truth, answer, data_range=highest, win_size=window_side(...))`:
    even weights, sample covariance; the colours' mean where there are several.

    Parameters
    ----------
    truth, answers : ndarray of shape (n_images, n_pixels)
    image_shape : tuple of int
        (height, width) or (height, width, channels).
    highest : float
        The value of the brightest pixel; the darkest is 0.

    Returns
    -------
    ndarray of shape (n_images,)
        NaN where images are smaller than 3 pixels.

    Source: Z. Wang and others, IEEE Transactions on Image Processing 13 (2004), 600-612.
    """
    side = window_side(image_shape)
    if side is None:
        return np.full(len(truth), np.nan)
    x, y = (values.astype(np.float64).reshape(-1, *image_shape) for values in (truth, answers))
    mean_x, mean_y = _window_means(x, side), _window_means(y, side)
    unbiased = side**2 / (side**2 - 1)
    variance_x = unbiased * (_window_means(x * x, side) - mean_x**2)
    variance_y = unbiased * (_window_means(y * y, side) - mean_y**2)
    covariance = unbiased * (_window_means(x * y, side) - mean_x * mean_y)
    c1, c2 = (K1 * highest) ** 2, (K2 * highest) ** 2
    alike = (2 * mean_x * mean_y + c1) * (2 * covariance + c2)
    apart = (mean_x**2 + mean_y**2 + c1) * (variance_x + variance_y + c2)
    return np.asarray((alike / apart).reshape(len(truth), -1).mean(axis=1))


def _window_means(images: NDArray[np.float64], side: int) -> NDArray[np.float64]:
    """Return the mean of every window that lies within its image; the windows slide over axes 1 and 2."""
    from scipy.ndimage import uniform_filter1d

    margin = side // 2
    for axis in (1, 2):
        images = uniform_filter1d(images, side, axis=axis)
    return images[:, margin : images.shape[1] - margin, margin : images.shape[2] - margin]
