"""Recall: how many of the samples of a class are predicted as it; by class, and averaged."""

from reportgen.metrics.class_rates import ClassRate, register

RECALL = ClassRate(
    id="recall",
    title="Recall",
    description="Of the samples of the class, the share predicted as it.",
    source="sklearn.metrics.recall_score",
    ratio=lambda hits, _, actual: (hits, actual),
    undefined="has no samples here",
    accuracies=frozenset({"micro", "weighted"}),
    among="actual",
)

register(RECALL, place=1)
