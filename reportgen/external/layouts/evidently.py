"""Evidently: target and prediction, and of several classes a column each, called as the class."""

from reportgen.external.layout import LAYOUTS, ColumnNames, Layout, by_names

LAYOUTS.register(
    Layout(
        "evidently",
        "Evidently",
        "target and prediction, the class; a column for each class, called as it is",
        by_names(
            "evidently",
            ColumnNames(
                truth=("target",),
                predicted=("prediction",),
                scores=("{class}",),
                needs=("target", "prediction"),
                needs_scores=True,
                id=("id",),
            ),
        ),
        order=90,
    )
)
