"""How sure a model was of each answer, and which samples speak for a group: from the surest to the least sure."""

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.metric_spec import BestScores, Outcome

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]


def answer_scores(outcome: Outcome) -> Floats | None:
    """Return the score of each sample's answer, of shape (n_samples,); None for models without scores.

    For two classes a probability is that of the answer, a decision score is left as it is: its sign says which class.
    """
    scores = outcome.scores
    if scores is None:
        return None
    if isinstance(scores, BestScores):
        found = scores.classes == outcome.answers[:, np.newaxis]
        return np.where(found.any(axis=1), (scores.scores * found).sum(axis=1), np.nan)
    if scores.ndim == 1:
        if outcome.score_kind == "decision":
            return scores
        return np.where(outcome.answers == 1, scores, 1 - scores)
    return scores[np.arange(len(scores)), outcome.answers]


def margins(outcome: Outcome) -> Floats | None:
    """Return how sure the model was of each answer: the answer's score less the best other, of shape (n_samples,).

    Of two classes it is |p - (1 - p)| of a probability and the distance to zero of a decision score, negative where
    `predict` answers against the score. NaN where the score of the answer was not kept.
    """
    scores = outcome.scores
    if scores is None:
        return None
    own = answer_scores(outcome)
    assert own is not None  # noqa: S101 - there are scores
    if isinstance(scores, BestScores):
        kept = np.where(scores.classes == outcome.answers[:, np.newaxis], -np.inf, scores.scores)
        best: Floats = own - kept.max(axis=1)
        return best
    if scores.ndim == 1:
        if outcome.score_kind == "decision":
            return np.where(outcome.answers == 1, scores, -scores)
        return 2 * own - 1
    others = scores.copy()
    others[np.arange(len(scores)), outcome.answers] = -np.inf
    lead: Floats = own - others.max(axis=1)
    return lead


def surest_first(outcome: Outcome, positions: Positions, seed: int) -> Positions:
    """Return positions in order of the margin, largest first; those of equal margin, or of none, in random order.

    The order among equals is drawn with the seed, never that of the data.
    """
    shuffled = np.random.default_rng([seed, len(positions)]).permutation(positions)
    sure = margins(outcome)
    if sure is None:
        return shuffled
    return shuffled[np.argsort(-np.nan_to_num(sure[shuffled], nan=-np.inf), kind="stable")]


def spread(ordered: Positions, most: int) -> Positions:
    """Return up to `most` of ordered positions: the first, the last, and those evenly spaced between them."""
    if len(ordered) <= most:
        return ordered
    return ordered[np.rint(np.linspace(0, len(ordered) - 1, most)).astype(np.int64)]
