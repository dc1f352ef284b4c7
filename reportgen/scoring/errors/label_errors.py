"""Possible label errors: confident learning on out-of-fold probabilities.

Source: C. Northcutt, L. Jiang, I. Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", Journal of
Artificial Intelligence Research 70 (2021), 1373-1411; section 3.1, the off-diagonal entries of the confident joint,
ranked by normalised margin. Agrees with cleanlab's `find_label_issues(filter_by="confident_learning")`.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.error_records import LabelSuspect, LabelSuspects
from reportgen.scoring.errors.certainty import Floats, Positions
from reportgen.scoring.errors.model_on_split import ModelOnSplit


class Suspicion(NamedTuple):
    """Positions of the suspected samples, the class suggested for each, and its normalised margin."""

    positions: Positions
    suggested: NDArray[np.int64]
    margins: Floats


def class_thresholds(labels: NDArray[np.int64], probabilities: Floats) -> Floats:
    """Return for each class the mean probability of it among the samples labelled so; infinite for absent classes."""
    n_classes = probabilities.shape[1]
    counts = np.bincount(labels, minlength=n_classes)
    own = probabilities[np.arange(len(labels)), labels]
    sums = np.bincount(labels, weights=own, minlength=n_classes)
    thresholds: Floats = np.divide(sums, counts, out=np.full(n_classes, np.inf), where=counts > 0)
    return thresholds


def suspect_labels(labels: NDArray[np.int64], probabilities: Floats, thresholds: Floats) -> Suspicion:
    """Return the samples that are confidently of another class than labelled, lowest normalised margin first.

    A sample counts as confidently of class j where its probability of j reaches the threshold of j; of several such
    classes the most probable counts. It is suspected where that class is not the given one and is more probable.

    Parameters
    ----------
    labels : ndarray of shape (n_samples,)
    probabilities : ndarray of shape (n_samples, n_classes)
        Out of fold: from models that have not seen the sample.
    thresholds : ndarray of shape (n_classes,)
        From `class_thresholds`.
    """
    confident = np.where(probabilities >= thresholds - 1e-6, probabilities, -np.inf)
    suggested = confident.argmax(axis=1)
    rows = np.arange(len(labels))
    given = probabilities[rows, labels]
    suspected = np.isfinite(confident[rows, suggested]) & (suggested != labels)
    suspected &= probabilities[rows, suggested] > given
    positions = np.flatnonzero(suspected)
    others = probabilities[positions].copy()
    others[np.arange(len(positions)), labels[positions]] = -np.inf
    margin = given[positions] - others.max(axis=1) if len(positions) else np.zeros(0)
    order = np.lexsort((positions, margin))
    return Suspicion(positions[order], suggested[positions][order], margin[order])


def label_suspects(judged: ModelOnSplit, most: int) -> LabelSuspects | None:
    """Return the labels that a model's out-of-fold predictions speak against; None for models without probabilities."""
    probabilities = _probabilities(judged)
    if probabilities is None:
        return None
    labels, classes = judged.predictions.truth, judged.predictions.classes
    thresholds = class_thresholds(labels, probabilities)
    found = suspect_labels(labels, probabilities, thresholds)
    cases = [
        LabelSuspect(
            sample=int(judged.sample_ids[position]),
            given=classes[labels[position]],
            suggested=classes[suggested],
            given_probability=float(probabilities[position, labels[position]]),
            suggested_probability=float(probabilities[position, suggested]),
            margin=float(margin),
        )
        for position, suggested, margin in zip(*(part[:most] for part in found), strict=True)
    ]
    return LabelSuspects(
        model=judged.model,
        samples=len(labels),
        count=len(found.positions),
        thresholds={
            name: float(limit) if np.isfinite(limit) else None
            for name, limit in zip(classes, thresholds, strict=True)
        },
        cases=cases,
    )


def _probabilities(judged: ModelOnSplit) -> Floats | None:
    scores = judged.predictions.scores
    if judged.predictions.score_kind != "probability" or scores is None or not scores.has_all_classes:
        return None
    values = scores.values
    return np.column_stack([1 - values, values]) if scores.is_of_two else values
