"""Which models fail together, and the samples that all of them get wrong."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.error_records import SharedCase, SharedErrors
from reportgen.scoring.errors.certainty import Floats, margins
from reportgen.scoring.errors.model_on_split import ModelOnSplit


def shared_errors(judged: Sequence[ModelOnSplit], most: int) -> SharedErrors | None:
    """Return the errors that models share on one split; None for fewer than two models.

    The samples shown are those that all models get wrong: first where they agree on the prediction, then where they
    were most confident. As scores of different models are on different scales, their confidence is the mean over
    models of the rank of the margin among all of a model's predictions.
    """
    if len(judged) < 2:
        return None
    wrong = np.array([model.wrong for model in judged])
    answers = np.array([model.predictions.predicted for model in judged])
    by_all = np.flatnonzero(wrong.all(axis=0))
    agreeing = (answers[:, by_all] == answers[0, by_all]).all(axis=0)
    counts = wrong.astype(np.int64)
    first = judged[0]
    order = np.lexsort(
        (first.sample_ids[by_all], -_certainty(judged)[by_all], -agreement(answers[:, by_all]))
    )
    return SharedErrors(
        split=first.split,
        samples=wrong.shape[1],
        models=[model.model for model in judged],
        matrix=(counts @ counts.T).tolist(),
        by_all=len(by_all),
        alike=int(agreeing.sum()),
        cases=[_case(judged, int(position)) for position in by_all[order[:most]]],
    )


def agreement(answers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many models make the prediction made most often, of shape (n_samples,)."""
    same = answers[:, np.newaxis, :] == answers[np.newaxis, :, :]
    return same.sum(axis=0).max(axis=0) if answers.shape[1] else np.zeros(0, dtype=np.int64)


def _certainty(judged: Sequence[ModelOnSplit]) -> Floats:
    """Return the mean rank (0 to 1) of the margins of the models that have scores."""
    ranks = [_ranks(found) for model in judged if (found := margins(model.predictions)) is not None]
    return np.mean(ranks, axis=0) if ranks else np.zeros(judged[0].predictions.n_samples)


def _ranks(values: Floats) -> Floats:
    ordered = np.sort(np.nan_to_num(values, nan=-np.inf))
    return np.searchsorted(ordered, np.nan_to_num(values, nan=-np.inf)) / len(values)


def _case(judged: Sequence[ModelOnSplit], position: int) -> SharedCase:
    predictions = judged[0].predictions
    return SharedCase(
        sample=int(judged[0].sample_ids[position]),
        truth=predictions.classes[predictions.truth[position]],
        answers={
            model.model: model.predictions.classes[model.predictions.predicted[position]] for model in judged
        },
    )
