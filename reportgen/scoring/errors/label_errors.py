"""Possible label errors: confident learning on out-of-fold probabilities, and which of them are worth checking.

Source: C. Northcutt, L. Jiang, I. Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", Journal of
Artificial Intelligence Research 70 (2021), 1373-1411; section 3.1, the off-diagonal entries of the confident joint,
ranked by normalised margin. Agrees with cleanlab's `find_label_issues(filter_by="confident_learning")`.

Confident learning names samples where classes overlap too. A list to check is therefore made of those alone that are
more than an overlap leaves, class by class (`label_noise`): its share of labels that are right after all is estimated.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.error_records import FEWEST, TOLERATED, LabelSuspect, LabelSuspects
from reportgen.scoring.errors.certainty import Floats, Positions
from reportgen.scoring.errors.model_on_split import ModelOnSplit
from reportgen.statistics.label_noise import label_noise

#: A class that the model tells from the others by a smaller area under the ROC curve is hardly found.
FOUND = 0.9

#: Fewer suspects of a class are left out of the list.
FEWEST_OF_CLASS = 5

#: Of fewer samples, of a class or of all others, nothing is estimated.
FEW_SAMPLES = 10

#: If more of a class than this seems to be labelled wrongly, it cannot be told which labels are the wrong ones.
MOST_WRONG = 0.5

#: Where the scores of a class are cut into bins: quantiles of its own samples, finest where wrong labels are, and of
#: all others. Equal scores share a bin, as those of forests do.
OWN_QUANTILES = (
    np.array([0.5, 1, 1.5, 2, 3, 4, 5, 6.5, 8, 10, 12, 15, 18, 22, 26, 30, 35, 40, 50, 60, 70, 80, 90]) / 100
)
OTHERS_QUANTILES = np.r_[0.02, 0.05, np.arange(0.1, 0.95, 0.1), 0.98]


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


class WorthChecking(NamedTuple):
    """Places in a `Suspicion` that are worth checking, and the estimated share of them that is right after all."""

    places: Positions
    false_discoveries: float | None


def worth_checking(labels: NDArray[np.int64], probabilities: Floats, found: Suspicion) -> WorthChecking:
    """Return which suspected labels are more than overlapping classes leave.

    Of each class as many as can be, from the lowest probabilities of it, while the estimated share of right labels is
    at most TOLERATED; none of a class that the model hardly finds, and none at all where all together are too few.

    Parameters
    ----------
    labels : ndarray of shape (n_samples,)
    probabilities : ndarray of shape (n_samples, n_classes)
        Out of fold.
    found : Suspicion
        From `suspect_labels`.
    """
    places: list[Positions] = []
    right = 0.0
    given = labels[found.positions]
    for code in np.flatnonzero(np.bincount(given, minlength=1) >= FEWEST_OF_CLASS):
        own, scores = given == code, probabilities[:, code]
        limit, share = _limit(scores, labels == code)
        listed = np.flatnonzero(own & (scores[found.positions] <= limit))
        if len(listed) >= FEWEST_OF_CLASS:
            places.append(listed)
            right += share * len(listed)
    if sum(map(len, places)) < FEWEST:
        return WorthChecking(np.zeros(0, dtype=np.int64), None)
    every = np.sort(np.concatenate(places))
    return WorthChecking(every, right / len(every))


def _limit(scores: Floats, is_class: NDArray[np.bool_]) -> tuple[float, float]:
    """Return up to which score the labels of a class are a list, and its share of right ones; -inf for none.

    Scores count by their order alone, so that it does not matter whether probabilities are calibrated.
    """
    none = (-np.inf, 0.0)
    if min(is_class.sum(), (~is_class).sum()) < FEW_SAMPLES:
        return none
    own = np.quantile(scores[is_class], OWN_QUANTILES, method="lower")
    others = np.quantile(scores[~is_class], OTHERS_QUANTILES, method="lower")
    ends = np.append(np.unique(np.r_[own, others]), np.inf)
    bins = np.searchsorted(ends, scores, side="left")
    samples = np.bincount(bins, minlength=len(ends)).astype(np.float64)
    labelled = np.bincount(bins[is_class], minlength=len(ends)).astype(np.float64)
    filled = samples > 0
    noise = label_noise(samples[filled], labelled[filled])
    if noise.separation < FOUND or noise.wrong[-1] > MOST_WRONG:
        return none
    enough = (1 - noise.wrong <= TOLERATED) & (np.cumsum(labelled[filled]) >= FEWEST_OF_CLASS)
    if not enough.any():
        return none
    last = np.flatnonzero(enough)[-1]
    return float(ends[filled][last]), float(1 - noise.wrong[last])


def label_suspects(judged: ModelOnSplit, most: int) -> LabelSuspects | None:
    """Return the labels that a model's out-of-fold predictions speak against; None for models without probabilities.

    At most `most` are named, those worth checking first; which those are is only asked where any are named.
    """
    probabilities = _probabilities(judged)
    if probabilities is None:
        return None
    labels, classes = judged.predictions.truth, judged.predictions.classes
    thresholds = class_thresholds(labels, probabilities)
    found = suspect_labels(labels, probabilities, thresholds)
    listed = worth_checking(labels, probabilities, found) if most else None
    if listed is not None:
        found = _first(found, listed.places)
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
        to_check=None if listed is None else len(listed.places),
        false_discoveries=None if listed is None else listed.false_discoveries,
        checked_first=[]
        if listed is None
        else judged.sample_ids[found.positions[: len(listed.places)]].tolist(),
    )


def _first(found: Suspicion, places: Positions) -> Suspicion:
    """Return the suspects with those at some places first, each part in its order."""
    order = np.r_[places, np.setdiff1d(np.arange(len(found.positions)), places)]
    return Suspicion(found.positions[order], found.suggested[order], found.margins[order])


def _probabilities(judged: ModelOnSplit) -> Floats | None:
    scores = judged.predictions.scores
    if judged.predictions.score_kind != "probability" or scores is None or not scores.has_all_classes:
        return None
    values = scores.values
    return np.column_stack([1 - values, values]) if scores.is_of_two else values
