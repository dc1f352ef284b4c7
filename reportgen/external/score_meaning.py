"""What scores mean: probabilities or a scale of their own, of the positive class or of the predicted one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import quoted
from reportgen.errors import InputError
from reportgen.predictions.scores import ScoreKind

Floats = NDArray[np.float64]

#: By how much probabilities may miss one for each class, as they do where they were rounded to two places.
ROUNDING = 0.005

#: The share of rows in which predictions have to follow from scores for these to be the positive class's.
FOLLOWS = 0.99


@dataclass(frozen=True, eq=False)
class ScoreReading:
    """Scores of shape (n_samples,), of two classes those of the positive one, or (n_samples, n_classes)."""

    values: Floats
    kind: ScoreKind
    notes: tuple[str, ...] = ()


def class_scores(classes: Sequence[str], columns: Mapping[str, Floats], *, logits: bool) -> ScoreReading:
    """Return the scores of more than two classes, from a column for each; a class without one scores lowest."""
    lacking = [name for name in classes if name not in columns]
    lowest = min((float(own.min()) for own in columns.values()), default=0.0)
    n_rows = len(next(iter(columns.values())))
    given = np.column_stack([columns[name] for name in classes if name in columns])
    if logits:
        given = _softmax(given)
    share = logits or _are_probabilities(given)
    filler = np.full(n_rows, 0.0 if share else lowest)
    places = iter(given.T)
    values = np.column_stack([filler if name in lacking else next(places) for name in classes])
    notes = [f"No column scores {quoted(lacking)}, so that its probability counts as 0."] if lacking else []
    if share:
        return ScoreReading(values, "probability", tuple(notes))
    return ScoreReading(values, "decision", (*notes, _why_no_probabilities(given)))


def binary_scores(
    classes: Sequence[str],
    columns: Mapping[str, Floats],
    single: Floats | None,
    predicted: NDArray[np.int64] | None,
    *,
    logits: bool,
) -> ScoreReading | None:
    """Return the scores of the positive one of two classes, which is the last; None where there are none."""
    negative, positive = classes
    if negative in columns and positive in columns:
        return _of_both(np.column_stack([columns[negative], columns[positive]]), logits=logits)
    if positive in columns:
        return _of_positive(columns[positive], logits=logits)
    if negative in columns:
        return _of_negative(columns[negative], logits=logits)
    if single is None:
        return None
    if predicted is None:
        return _of_positive(single, logits=logits)
    return _single_score(single, predicted, logits=logits)


def _single_score(single: Floats, predicted: NDArray[np.int64], *, logits: bool) -> ScoreReading | None:
    """Return a single score as the positive class's, whichever class it is of: values and predictions tell."""
    reading = _of_positive(single, logits=logits)
    threshold = 0.5 if reading.kind == "probability" else 0.0
    if np.mean((reading.values >= threshold) == (predicted == 1)) >= FOLLOWS:
        return reading
    if reading.kind == "probability" and bool((reading.values >= 0.5 - ROUNDING).all()):
        note = "Its score is that of the predicted class, so that the positive class has it or what is left of 1."
        return ScoreReading(
            np.where(predicted == 1, reading.values, 1 - reading.values), "probability", (note,)
        )
    if np.mean((reading.values < threshold) == (predicted == 1)) >= FOLLOWS:
        raise InputError(
            "The score is low where the positive class is predicted: it is that of the other class, or "
            "--positive names the "
            "wrong one. Say which class is positive with --positive."
        )
    return reading


def _of_both(both: Floats, *, logits: bool) -> ScoreReading:
    """Return the positive class's score from columns of both, negative first."""
    if logits:
        return ScoreReading(_softmax(both)[:, 1], "probability")
    if _are_probabilities(both):
        return ScoreReading(both[:, 1], "probability")
    return ScoreReading(both[:, 1] - both[:, 0], "decision", (_why_no_probabilities(both),))


def _of_negative(values: Floats, *, logits: bool) -> ScoreReading:
    other = _of_positive(values, logits=logits)
    turned = 1 - other.values if other.kind == "probability" else -other.values
    return ScoreReading(turned, other.kind, other.notes)


def _of_positive(values: Floats, *, logits: bool) -> ScoreReading:
    if logits:
        return ScoreReading(1 / (1 + np.exp(-values)), "probability")
    if values.min() >= 0 and values.max() <= 1:
        return ScoreReading(values, "probability")
    note = (
        f"Its scores go from {values.min():.3g} to {values.max():.3g}, so that they are no probabilities: "
        "they rank, and "
        "calibration is not judged. If they are logits, --logits makes probabilities of them."
    )
    return ScoreReading(values, "decision", (note,))


def _are_probabilities(values: Floats) -> bool:
    within = bool(values.min() >= 0 and values.max() <= 1)
    return within and bool(np.abs(values.sum(axis=1) - 1).max() <= ROUNDING * values.shape[1])


def _why_no_probabilities(values: Floats) -> str:
    if values.min() < 0 or values.max() > 1:
        why = f"go from {values.min():.3g} to {values.max():.3g}"
    else:
        sums = values.sum(axis=1)
        why = f"do not sum to 1 in a row, but to {sums.min():.3g} to {sums.max():.3g}"
    return (
        f"Its scores {why}, so that they are no probabilities: they rank, and calibration is not judged. If "
        "they are logits, "
        "--logits makes probabilities of them."
    )


def _softmax(values: Floats) -> Floats:
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
