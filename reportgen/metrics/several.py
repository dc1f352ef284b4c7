"""Several answers judged together: wrong single answers, samples with every answer right, overlap of labels."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import SHARE
from reportgen.metrics.kinds import FromCounts, MeanOf
from reportgen.metrics.metric_spec import LABELS_ONLY as LABELS
from reportgen.metrics.metric_spec import Compute, Value, metric
from reportgen.tasks import Task

if TYPE_CHECKING:
    from reportgen.predictions.several_predictions import JointOutcome

OUTPUTS = frozenset({Task.MULTIOUTPUT})

Counts = NDArray[Any]


@metric(
    "hamming_loss",
    title="Hamming loss",
    unit=SHARE,
    description="The share of single answers that are wrong, all answers of all samples together.",
    source="sklearn.metrics.hamming_loss",
    greater_is_better=False,
    tasks=LABELS | OUTPUTS,
    kind=MeanOf(lambda outcome: (outcome.truth != outcome.answers).mean(axis=1)),
    order=1,
)
def hamming_loss(outcome: "JointOutcome") -> list[Value]:
    """Return the share of wrong answers among n_samples times n_outputs."""
    return [Value(float((outcome.truth != outcome.answers).mean()))]


@metric(
    "subset_accuracy",
    title="All right",
    unit=SHARE,
    description="The share of samples of which every answer is right (exact match, subset accuracy).",
    source="sklearn.metrics.accuracy_score of label sets",
    tasks=LABELS | OUTPUTS,
    kind=MeanOf(lambda outcome: (outcome.truth == outcome.answers).all(axis=1)),
    order=0,
)
def subset_accuracy(outcome: "JointOutcome") -> list[Value]:
    """Return the share of samples without a wrong answer."""
    right = int((outcome.truth == outcome.answers).all(axis=1).sum())
    return [Value(right / outcome.n_samples, successes=right, trials=outcome.n_samples)]


@metric(
    "mean_accuracy",
    title="Mean accuracy",
    unit=SHARE,
    description="The accuracies of the single answers, averaged: 100 % less the Hamming loss.",
    source="sklearn.metrics.accuracy_score, averaged over outputs",
    tasks=OUTPUTS,
    kind=MeanOf(lambda outcome: (outcome.truth == outcome.answers).mean(axis=1)),
    order=1,
)
def mean_accuracy(outcome: "JointOutcome") -> list[Value]:
    """Return the mean over outputs of the share of right answers."""
    return [Value(float((outcome.truth == outcome.answers).mean(axis=0).mean()))]


def mean_overlap(
    hits: NDArray[np.float64], predicted: NDArray[np.float64], actual: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the mean over labels of hits / (actual + predicted - hits); an undefined one counts as 0."""
    return np.asarray(_shares(hits, actual + predicted - hits).mean(axis=-1))


@metric(
    "jaccard_macro",
    title="Jaccard, macro",
    description="Of the samples that have a label or were given it, the share with both; the mean over labels.",
    source="sklearn.metrics.jaccard_score",
    tasks=LABELS,
    kind=FromCounts(mean_overlap),
    order=29,
)
def jaccard_macro(outcome: "JointOutcome") -> list[Value]:
    """Return the mean over labels of hits / (actual + predicted - hits); an undefined one counts as 0."""
    union = outcome.actual + outcome.predicted - outcome.hits
    zeros = [name for name, size in zip(outcome.classes, union, strict=True) if not size]
    reason = f"counted as 0: {', '.join(zeros[:3])}, which no sample has or was given" if zeros else None
    return [Value(float(_shares(outcome.hits, union).mean()), reason=reason)]


#: hits, predicted and actual labels of each sample -> numerators and denominators.
Rate = Callable[[Counts, Counts, Counts], tuple[Counts, Counts]]

BY_SAMPLE: dict[str, tuple[str, Rate, str]] = {
    "precision": ("Precision", lambda hits, predicted, _: (hits, predicted), "precision_score"),
    "recall": ("Recall", lambda hits, _, actual: (hits, actual), "recall_score"),
    "f1": ("F1", lambda hits, predicted, actual: (2 * hits, predicted + actual), "f1_score"),
    "jaccard": (
        "Jaccard",
        lambda hits, predicted, actual: (hits, predicted + actual - hits),
        "jaccard_score",
    ),
}


def _of_samples(rate: Rate) -> "Callable[[JointOutcome], NDArray[np.float64]]":
    def each(outcome: "JointOutcome") -> NDArray[np.float64]:
        truth, answers = outcome.truth == 1, outcome.answers == 1
        counts = [np.asarray(part.sum(axis=1)) for part in (truth & answers, answers, truth)]
        return _shares(*rate(*counts))

    return each


def _by_sample(rate: Rate) -> Compute:
    return lambda outcome: [Value(float(_of_samples(rate)(outcome).mean()))]


def _shares(numerators: Counts, denominators: Counts) -> NDArray[np.float64]:
    """Return the shares, 0 where undefined, as scikit-learn's defaults have it."""
    return np.divide(numerators, denominators, out=np.zeros(numerators.shape), where=denominators > 0)


for _place, (_id, (_title, _rate, _function)) in enumerate(BY_SAMPLE.items()):
    metric(
        f"{_id}_samples",
        title=f"{_title}, by sample",
        description=f"{_title} of each sample's set of labels, averaged over the samples; without labels it counts 0.",
        source=f"sklearn.metrics.{_function}",
        unit=None if _id in ("f1", "jaccard") else SHARE,
        tasks=LABELS,
        kind=MeanOf(_of_samples(_rate)),
        order=45 + _place,
    )(_by_sample(_rate))
