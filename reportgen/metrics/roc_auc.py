"""ROC AUC: how well scores rank the samples of a class before all others; by class, and averaged."""

from reportgen.metrics.kinds import AreaUnder
from reportgen.metrics.metric_spec import BINARY_ONLY, LABELS_ONLY, MANY_CLASSES_ONLY, metric_by_kind

SOURCE = "sklearn.metrics.roc_auc_score"

metric_by_kind(
    "roc_auc",
    title="ROC AUC",
    description="The chance that a random sample of the class gets a higher score than a random other sample.",
    source=SOURCE,
    needs="scores",
    pooled=False,
    kind=AreaUnder("roc"),
    order=30,
    ranks=BINARY_ONLY,
)

# The id says how the classes are told apart, as scikit-learn does.
metric_by_kind(
    "roc_auc_ovr_macro",
    title="Macro ROC AUC (one-vs-rest)",
    description="ROC AUC of each class against all others, averaged over the classes.",
    source=f"{SOURCE}, averaged over classes",
    tasks=MANY_CLASSES_ONLY,
    needs="scores",
    pooled=False,
    kind=AreaUnder("roc", averaged=True),
    order=31,
)

metric_by_kind(
    "roc_auc_macro",
    title="Macro ROC AUC",
    description="ROC AUC of each label, averaged over the labels.",
    source=SOURCE,
    tasks=LABELS_ONLY,
    needs="scores",
    pooled=False,
    kind=AreaUnder("roc", averaged=True),
    order=31,
)
