"""Spark ML: label, prediction, and the vector of probabilities."""

from reportgen.external.layout import LAYOUTS, ColumnNames, Layout, by_names

LAYOUTS.register(
    Layout(
        "spark",
        "Spark ML",
        "label, prediction, and probability as a vector",
        by_names(
            "spark",
            ColumnNames(
                truth=(
                    "label",
                    "indexedlabel",
                ),
                predicted=("prediction",),
                scores=("probability[{class}]",),
                needs=(
                    "prediction",
                    "probability[0]",
                ),
            ),
        ),
    )
)
