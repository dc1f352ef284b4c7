"""F1: the harmonic mean of precision and recall; by class, and averaged."""

from reportgen.metrics.class_rates import ClassRate, register

F1 = ClassRate(
    id="f1",
    title="F1",
    description="The harmonic mean of precision and recall: high only where both are.",
    source="sklearn.metrics.f1_score",
    ratio=lambda hits, predicted, actual: (2 * hits, predicted + actual),
    undefined="has no samples here and was never the answer",
    is_share=False,
    accuracies=frozenset({"micro"}),
)

register(F1, place=2)
