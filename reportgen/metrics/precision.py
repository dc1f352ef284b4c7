"""Precision: how many of the samples predicted as a class are of it; by class, and averaged."""

from reportgen.metrics.class_rates import ClassRate, register

PRECISION = ClassRate(
    id="precision",
    title="Precision",
    description="Of the samples predicted as the class, the share that are of it.",
    source="sklearn.metrics.precision_score",
    ratio=lambda hits, predicted, _: (hits, predicted),
    undefined="was never the answer",
    accuracies=frozenset({"micro"}),
)

register(PRECISION, place=0)
