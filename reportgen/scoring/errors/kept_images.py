"""What the bundle keeps of images as predictions: sums by pixel, and the pictures shown."""

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle import keys
from reportgen.bundle.base_record import Split
from reportgen.predictions.analysis_predictions import ModelPredictions, Predictions
from reportgen.predictions.image_predictions import FULL_SCALE, in_eight_bits
from reportgen.predictions.packing import Arrays
from reportgen.predictions.question import Question
from reportgen.predictions.sample_data import SampleData

#: Images that are shown: of the training data, and of each model as many best, typical and worst ones.
SHOWN_TRAINING, SHOWN_EACH = 10, 6

Rows = NDArray[np.int64]


def keep_training_images(predictions: Predictions, data: SampleData, arrays: Arrays) -> None:
    """Put a few training images, noisy and clean, into `arrays`."""
    question, train = predictions.question, data.train
    random = np.random.default_rng(question.protocol.seed)
    positions = np.sort(random.choice(len(train), min(SHOWN_TRAINING, len(train)), replace=False))
    at = keys.training_pixels(question.id)
    arrays[at.ids] = positions
    arrays[at.noisy] = _shown(data, _noisy(data, train[positions]))
    arrays[at.clean] = _shown(data, data.codes[train[positions]])


def keep_pixel_errors(model: ModelPredictions, split: Split, question: Question, arrays: Arrays) -> None:
    """Put each pixel's mean error into `arrays`, where it is known."""
    whole, shape = model.whole[split], question.dataset.image_shape or ()
    if whole.error_sums.size:
        mean = whole.error_sums / whole.n_samples
        arrays[keys.PIXEL_ERRORS.key(question.id, model.id, split)] = mean.reshape(shape)


def keep_answers(
    model: ModelPredictions, split: Split, predictions: Predictions, data: SampleData, arrays: Arrays
) -> None:
    """Put the best, typical and worst predicted images, with the noisy and the clean ones, into `arrays`."""
    whole, prefix = model.whole[split], predictions.question.id
    if not whole.predicted.shape[1]:  # only what each lost is known
        return
    errors = whole.losses["pixel_mae"]
    for kind, chosen in telling(errors).items():
        rows = data.judged[split][chosen]
        at = keys.answer_pixels(prefix, model.id, split, kind)
        arrays[at.ids] = predictions.samples.positions[split][chosen]
        arrays[at.errors] = errors[chosen]
        arrays[at.noisy] = _shown(data, _noisy(data, rows))
        arrays[at.answers] = _shown(data, whole.predicted[chosen])
        arrays[at.clean] = _shown(data, data.codes[rows])


def telling(errors: NDArray[np.float64]) -> dict[str, Rows]:
    """Return which images are best (least error first), typical (around the median) and worst (most error first)."""
    order = np.argsort(errors, kind="stable")
    each = max(1, min(SHOWN_EACH, len(order) // 3))
    middle = (len(order) - each) // 2
    return {"best": order[:each], "typical": order[middle : middle + each], "worst": order[::-1][:each]}


def _noisy(data: SampleData, rows: Rows) -> NDArray[np.generic]:
    return np.asarray(data.features[rows])  # no table: images alone have noise added


def _shown(data: SampleData, values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Return images in 8 bits, of shape (n, *image_shape); noise above the range is cut off."""
    highest = FULL_SCALE if data.pixel_range is None else data.pixel_range[1]
    return in_eight_bits(values, 0, highest).reshape(-1, *(data.image_shape or ()))
