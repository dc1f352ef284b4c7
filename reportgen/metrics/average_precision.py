"""Average precision: precision over all thresholds, weighted by the gain in recall; by class, and averaged."""

from reportgen.metrics.kinds import AreaUnder
from reportgen.metrics.metric_spec import BINARY_ONLY, LABELS_ONLY, MANY_CLASSES_ONLY, metric_by_kind

SOURCE = "sklearn.metrics.average_precision_score"

metric_by_kind(
    "average_precision",
    title="Average precision",
    description="Precision averaged over all thresholds, weighted by the gain in recall: "
    "a fair figure for rare classes.",
    source=SOURCE,
    needs="scores",
    pooled=False,
    kind=AreaUnder("precision_recall"),
    order=32,
    ranks=BINARY_ONLY,
)

metric_by_kind(
    "average_precision_macro",
    title="Macro average precision",
    description="Average precision of each class against all others, averaged over the classes.",
    source=f"{SOURCE}, averaged over classes",
    tasks=MANY_CLASSES_ONLY | LABELS_ONLY,
    needs="scores",
    pooled=False,
    kind=AreaUnder("precision_recall", averaged=True),
    order=33,
)
