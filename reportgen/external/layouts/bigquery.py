"""BigQuery ML: predicted_TARGET, and predicted_TARGET_probs with a probability for each label."""

from reportgen.external.layout import LAYOUTS, ColumnNames, Layout, by_names

LAYOUTS.register(
    Layout(
        "bigquery",
        "BigQuery ML",
        "predicted_TARGET beside TARGET, and predicted_TARGET_probs",
        by_names(
            "bigquery",
            ColumnNames(
                truth=("{truth}",),
                predicted=("predicted_{truth}",),
                scores=("predicted_{truth}_probs.{class}",),
                needs_scores=True,
            ),
        ),
        order=60,
    )
)
