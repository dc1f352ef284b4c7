"""What the bundle keeps of images as answers: sums by pixel, an error for each image, and the pictures shown."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.planning.noise import FULL_SCALE
from reportgen.predictions.image_predictions import ImageOutcome
from reportgen.predictions.packing import Arrays, pack_rows, places

if TYPE_CHECKING:
    from reportgen.planning.fit_plan import Plan

#: Images that are shown: of the training data, and of each model as many best, typical and worst ones.
SHOWN_TRAINING, SHOWN_EACH = 10, 6

Rows = NDArray[np.int64]


def keep_samples(plan: "Plan", arrays: Arrays) -> None:
    """Put sample ids and folds into `arrays`, and a few training images, noisy and clean."""
    pack_rows(plan, arrays)
    if not plan.config.samples:
        return
    train = plan.division.train
    random = np.random.default_rng(plan.config.seed)
    positions = np.sort(random.choice(len(train), min(SHOWN_TRAINING, len(train)), replace=False))
    key = f"{plan.id}/pixels/training"
    arrays[f"{key}/ids"] = positions
    arrays[f"{key}/noisy"] = _shown(plan, _noisy(plan, train[positions]))
    arrays[f"{key}/clean"] = _shown(plan, plan.target.codes[train[positions]])


def keep_errors(prefix: str, model: str, split: Split, outcome: ImageOutcome, arrays: Arrays) -> None:
    """Put each image's error into `arrays`."""
    arrays[f"{prefix}/losses/{model}/{split}/pixel_mae"] = outcome.losses["pixel_mae"]


def keep_answers(model: str, split: Split, plan: "Plan", outcome: ImageOutcome, arrays: Arrays) -> None:
    """Put each image's error, each pixel's mean error, and the best, typical and worst answers into `arrays`."""
    shape = plan.dataset.image_shape or ()
    keep_errors(plan.id, model, split, outcome, arrays)
    arrays[f"{plan.id}/pixel_errors/{model}/{split}"] = (outcome.error_sums / outcome.n_samples).reshape(
        shape
    )
    if not plan.config.samples:
        return
    errors = outcome.losses["pixel_mae"]
    places_of_rows = places(plan)
    for kind, chosen in telling(errors).items():
        key, rows = f"{plan.id}/pixels/answers/{model}/{split}/{kind}", outcome.rows[chosen]
        arrays[f"{key}/ids"] = places_of_rows[rows]
        arrays[f"{key}/errors"] = errors[chosen]
        arrays[f"{key}/noisy"] = _shown(plan, _noisy(plan, rows))
        arrays[f"{key}/answers"] = _shown(plan, outcome.answers[chosen])
        arrays[f"{key}/clean"] = _shown(plan, plan.target.codes[rows])


def telling(errors: NDArray[np.float64]) -> dict[str, Rows]:
    """Return which images are best (least error first), typical (around the median) and worst (most error first)."""
    order = np.argsort(errors, kind="stable")
    each = max(1, min(SHOWN_EACH, len(order) // 3))
    middle = (len(order) - each) // 2
    return {"best": order[:each], "typical": order[middle : middle + each], "worst": order[::-1][:each]}


def _noisy(plan: "Plan", rows: Rows) -> NDArray[Any]:
    return np.asarray(plan.dataset.features[rows])  # no table: images alone have noise added


def _shown(plan: "Plan", values: NDArray[Any]) -> NDArray[np.uint8]:
    """Return images in 8 bits, of shape (n, *image_shape); noise above the range is cut off."""
    scaled = values.astype(np.float64) * (FULL_SCALE / (plan.target.highest or FULL_SCALE))
    shape = plan.dataset.image_shape or ()
    return np.rint(np.clip(scaled, 0, FULL_SCALE)).astype(np.uint8).reshape(-1, *shape)
