"""From outcomes to the confusions, curves and arrays of a bundle."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import Confusion, Curve
from reportgen.datasets.dataset import Dataset
from reportgen.metrics.metric_spec import BestScores, Outcome
from reportgen.planning.splits import evaluated_rows
from reportgen.planning.target import Target
from reportgen.predictions.several_predictions import JointOutcome
from reportgen.scoring.curves import Points, curves_of
from reportgen.scoring.score_rows import shown_classes

if TYPE_CHECKING:
    from reportgen.planning.fit_plan import Plan
from reportgen.tasks import MANY_CLASSES, Task

Arrays = dict[str, NDArray[Any]]

#: Pictures of training samples that the report shows: of each class, and of this many classes at most.
PICTURES_PER_CLASS = 10
PICTURED_CLASSES = 20


def pack_confusion(prefix: str, model: str, split: Split, outcome: Outcome, arrays: Arrays) -> Confusion:
    """Return the confusion counts; of very many classes the cells that are not zero go into `arrays`."""
    k = len(outcome.classes)
    cells, counts = np.unique(outcome.truth * k + outcome.answers, return_counts=True)
    if k <= MANY_CLASSES:
        matrix = np.zeros(k * k, dtype=np.int64)
        matrix[cells] = counts
        return Confusion(
            model=model, split=split, label=None, output=None, matrix=matrix.reshape(k, k).tolist()
        )
    keys = {name: f"{prefix}/confusion/{model}/{split}/{name}" for name in ("actual", "predicted", "count")}
    for name, values in zip(keys, (cells // k, cells % k, counts), strict=True):
        arrays[keys[name]] = values
    return Confusion(model=model, split=split, label=None, output=None, matrix=None, cells=keys)


def pack_curves(prefix: str, model: str, split: Split, outcome: Outcome, arrays: Arrays) -> list[Curve]:
    """Return the curves and put their coordinates into `arrays`; of very many classes those that have rows."""
    shown = shown_classes(outcome)
    curves: list[Curve] = []
    for points in curves_of(outcome):
        if points.label is not None and points.label not in shown:
            continue
        place = "all" if points.label is None else f"class-{outcome.classes.index(points.label)}"
        curves += pack_points(prefix, model, split, place, [points], arrays)
    return curves


def pack_points(
    prefix: str, model: str, split: Split, place: str, points: Sequence[Points], arrays: Arrays
) -> list[Curve]:
    """Return curves of the same place, of whom their keys tell, and put their coordinates into `arrays`."""
    curves = []
    for own in points:
        keys = {name: f"{prefix}/curves/{model}/{split}/{own.kind}/{place}/{name}" for name in own.arrays}
        arrays.update({keys[name]: values for name, values in own.arrays.items()})
        curves.append(Curve(model=model, split=split, kind=own.kind, label=own.label, arrays=keys))
    return curves


def pack_joint_answers(prefix: str, model: str, split: Split, outcome: JointOutcome, arrays: Arrays) -> None:
    """Put a model's several answers, of shape (n_samples, n_outputs), and its scores into `arrays`."""
    arrays[f"{prefix}/predictions/{model}/{split}"] = outcome.answers.astype(np.int32)
    if outcome.scores is not None:
        arrays[f"{prefix}/scores/{model}/{split}"] = outcome.scores


def pack_answers(prefix: str, model: str, split: Split, outcome: Outcome, arrays: Arrays) -> None:
    """Put a model's answers and scores on a split into `arrays`."""
    arrays[f"{prefix}/predictions/{model}/{split}"] = outcome.answers.astype(np.int32)
    if isinstance(outcome.scores, BestScores):
        arrays[f"{prefix}/scores/{model}/{split}/best_classes"] = outcome.scores.classes.astype(np.int32)
        arrays[f"{prefix}/scores/{model}/{split}/best"] = outcome.scores.scores
        arrays[f"{prefix}/scores/{model}/{split}/true"] = outcome.scores.true_scores
        arrays[f"{prefix}/scores/{model}/{split}/squares"] = outcome.scores.squares
    elif outcome.scores is not None:
        arrays[f"{prefix}/scores/{model}/{split}"] = outcome.scores


def pack_samples(plan: "Plan", arrays: Arrays) -> None:
    """Put sample ids, true answers and fold numbers into `arrays`, and the pixels of a few samples."""
    pack_rows(plan, arrays)
    for split, judged in evaluated_rows(plan.division).items():
        arrays[f"{plan.id}/truth/{split}"] = plan.target.codes[judged].astype(np.int32)
    if plan.config.samples:
        pack_pixels(plan, arrays)


def pack_rows(plan: "Plan", arrays: Arrays) -> None:
    """Put sample ids, their groups, the rows that are judged and fold numbers into `arrays`."""
    division = plan.division
    place, used = places(plan), np.concatenate([division.train, division.test])
    arrays[f"{plan.id}/sample_ids"] = plan.dataset.sample_ids[used]
    if plan.dataset.groups is not None:
        arrays[f"{plan.id}/groups"] = np.unique(plan.dataset.groups, return_inverse=True)[1][used]
    for split, judged in evaluated_rows(division).items():
        arrays[f"{plan.id}/rows/{split}"] = place[judged]
    if division.folds:
        sizes = [len(held_out) for _, held_out in division.folds]
        arrays[f"{plan.id}/folds"] = np.repeat(np.arange(len(sizes)), sizes)


def places(plan: "Plan") -> NDArray[np.int64]:
    """Return for each row of the dataset its position in `sample_ids`; -1 where it is not used."""
    used = np.concatenate([plan.division.train, plan.division.test])
    place = np.full(len(plan.target.codes), -1)
    place[used] = np.arange(len(used))
    return place


def pack_pixels(plan: "Plan", arrays: Arrays) -> None:
    """Put the pixels of a few training images of each class into `arrays`, as 8-bit values."""
    dataset, train = plan.dataset, plan.division.train
    if dataset.image_shape is None or dataset.pixel_range is None or not _members(plan.target, train):
        return
    random = np.random.default_rng(plan.config.seed)
    positions: list[int] = []
    shown: list[int] = []
    for code, own in _members(plan.target, train):
        chosen = np.sort(random.choice(own, min(PICTURES_PER_CLASS, len(own)), replace=False)).tolist()
        positions += chosen
        shown += [code] * len(chosen)
    arrays[f"{plan.id}/pixels/ids"] = np.array(positions)
    arrays[f"{plan.id}/pixels/values"] = eight_bit(dataset, train[positions])
    arrays[f"{plan.id}/pixels/truth"] = np.array(shown, dtype=np.int32)


def _members(target: Target, rows: NDArray[np.int64]) -> list[tuple[int, NDArray[np.int64]]]:
    """Return the places among some rows of what is of each class, or has each label; none where outputs are several."""
    codes = target.codes[rows]
    if target.task == Task.MULTILABEL:
        own = [np.flatnonzero(column) for column in codes.T]
    elif codes.ndim == 1:
        own = [np.flatnonzero(codes == code) for code in range(len(target.classes))]
    else:
        own = []
    return [(code, places) for code, places in enumerate(own) if len(places)][:PICTURED_CLASSES]


def eight_bit(dataset: Dataset, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the pixels of some rows of images, of shape (n_rows, *image_shape), in 0 to 255."""
    low, high = dataset.pixel_range or (0.0, 255.0)
    values = np.asarray(dataset.features[rows], dtype=np.float64)
    scaled = np.clip(np.nan_to_num((values - low) / (high - low)), 0, 1) * 255
    return np.rint(scaled).astype(np.uint8).reshape(-1, *(dataset.image_shape or ()))
