"""Keys of arrays.npz: every one is made here, and says whether the array tells of single samples."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple


@dataclass(frozen=True)
class ArrayKind:
    """A kind of array.

    Attributes
    ----------
    name : str
        The key is PREFIX/name/..., where the prefix is the id of an analysis, or `of_output` or `of_repeat` of it.
    of_samples : bool
        Whether it holds something of single samples: an id, a prediction, a score, pixels.
    on_grid : bool
        Whether it is of all samples together, but has a point for each of them until it is put on a grid.
    """

    name: str
    of_samples: bool
    on_grid: bool = False

    def key(self, prefix: str, *parts: object) -> str:
        """Return the key of one array of this kind."""
        return "/".join((prefix, self.name, *map(str, parts)))


SAMPLE_IDS = ArrayKind("sample_ids", of_samples=True)
OWN_IDS = ArrayKind("own_ids", of_samples=True)
ROWS = ArrayKind("rows", of_samples=True)
GROUPS = ArrayKind("groups", of_samples=True)
FOLDS = ArrayKind("folds", of_samples=True)
TRUTH = ArrayKind("truth", of_samples=True)
PREDICTIONS = ArrayKind("predictions", of_samples=True)
SCORES = ArrayKind("scores", of_samples=True)
LOSSES = ArrayKind("losses", of_samples=True)
PIXELS = ArrayKind("pixels", of_samples=True)
REPEATS = ArrayKind("repeats", of_samples=True)
OUTPUTS = ArrayKind("outputs", of_samples=False)
CURVES = ArrayKind("curves", of_samples=False, on_grid=True)
CONFUSION = ArrayKind("confusion", of_samples=False)
PIXEL_ERRORS = ArrayKind("pixel_errors", of_samples=False)
LOSS_QUANTILES = ArrayKind("loss_quantiles", of_samples=False)

KINDS = (
    SAMPLE_IDS,
    OWN_IDS,
    ROWS,
    GROUPS,
    FOLDS,
    TRUTH,
    PREDICTIONS,
    SCORES,
    LOSSES,
    PIXELS,
    REPEATS,
    OUTPUTS,
    CURVES,
    CONFUSION,
    PIXEL_ERRORS,
    LOSS_QUANTILES,
)

_BY_NAME = {kind.name: kind for kind in KINDS}

#: Which samples' pixels are shown: those of the error analysis, or those of changes since a baseline.
PixelPart = Literal["errors", "changes"]


class BestScores(NamedTuple):
    """Keys of the best classes' scores: codes and scores, best first, the true class's score, and sums of squares."""

    best_classes: str
    best: str
    true: str
    squares: str


class ClassPixels(NamedTuple):
    """Keys of the pictures of training samples of each class: positions, pixels and codes of the classes."""

    ids: str
    values: str
    truth: str


class ShownPixels(NamedTuple):
    """Keys of the pictures of single samples: ids and pixels."""

    ids: str
    values: str


class TrainingPixels(NamedTuple):
    """Keys of training images as answers: positions, images with noise, and clean ones."""

    ids: str
    noisy: str
    clean: str


class AnswerPixels(NamedTuple):
    """Keys of a model's answers that are images: positions, mean errors, and the images."""

    ids: str
    errors: str
    noisy: str
    answers: str
    clean: str


def tells_of_samples(key: str) -> bool:
    """Say whether an array holds something of single samples; one of an unknown kind may, so it is taken to."""
    kind = _kind_of(key)
    return kind is None or kind.of_samples


def is_put_on_grid(key: str) -> bool:
    """Say whether an array tells of no single sample only once it is on a grid."""
    kind = _kind_of(key)
    return kind is not None and kind.on_grid


def quantiles_of(key: str) -> str | None:
    """Return the key of the quantiles of an array of losses; None for any other array."""
    prefix, _, rest = key.partition("/")
    name, *parts = rest.split("/")
    return LOSS_QUANTILES.key(prefix, *parts) if name == LOSSES.name else None


def _kind_of(key: str) -> ArrayKind | None:
    """Return the kind of an array, also of one of a label or output by itself; None where it is not known."""
    _, _, rest = key.partition("/")
    name, _, further = rest.partition("/")
    if name == OUTPUTS.name:
        name = further.partition("/")[2].partition("/")[0]
    return _BY_NAME.get(name)


def of_output(analysis: str, place: int) -> str:
    """Return the prefix of the arrays of one label or output."""
    return OUTPUTS.key(analysis, place)


def of_repeat(analysis: str, repeat: int) -> str:
    """Return the prefix of what a repeat predicted; the first repeat's is that of the analysis."""
    return REPEATS.key(analysis, repeat) if repeat else analysis


def curve_keys(
    prefix: str, model: str, split: str, kind: str, place: str, names: Iterable[str]
) -> dict[str, str]:
    """Return the keys of a curve's coordinates by name; `place` is `all` or names the class."""
    return {name: CURVES.key(prefix, model, split, kind, place, name) for name in names}


def best_scores(scores: str) -> BestScores:
    """Return the keys of the best classes' scores, where those of all classes would stand under `scores`."""
    return BestScores(*(f"{scores}/{name}" for name in BestScores._fields))


def class_pixels(analysis: str) -> ClassPixels:
    """Return the keys of the pictures of training samples of each class."""
    return ClassPixels(*(PIXELS.key(analysis, name) for name in ClassPixels._fields))


def shown_pixels(analysis: str, part: PixelPart) -> ShownPixels:
    """Return the keys of the pictures of samples that the report speaks of."""
    return ShownPixels(*(PIXELS.key(analysis, part, name) for name in ShownPixels._fields))


def training_pixels(analysis: str) -> TrainingPixels:
    """Return the keys of the training images shown where answers are images."""
    return TrainingPixels(*(PIXELS.key(analysis, "training", name) for name in TrainingPixels._fields))


def answer_pixels(analysis: str, model: str, split: str, kind: str) -> AnswerPixels:
    """Return the keys of answers that are images; `kind` is best, typical or worst."""
    parts = ("answers", model, split, kind)
    return AnswerPixels(*(PIXELS.key(analysis, *parts, name) for name in AnswerPixels._fields))
