"""Hugging Face evaluate: references, predictions and, where there are any, prediction_scores."""

from reportgen.external.layout import LAYOUTS, ColumnNames, Layout, by_names

LAYOUTS.register(
    Layout(
        "huggingface_evaluate",
        "Hugging Face evaluate",
        "references and predictions; prediction_scores",
        by_names(
            "huggingface_evaluate",
            ColumnNames(
                truth=("references",),
                predicted=("predictions",),
                score=("prediction_scores",),
                scores=("prediction_scores.{class}",),
                needs=(
                    "references",
                    "predictions",
                ),
                id=("id",),
            ),
        ),
    )
)
