"""H2O: predict, and p0 and p1 or a column for each class, called as it is."""

from reportgen.external.layout import LAYOUTS, ColumnNames, Layout, by_names

LAYOUTS.register(
    Layout(
        "h2o",
        "H2O",
        "predict, the class, and p0 and p1 or a column for each class",
        by_names(
            "h2o",
            ColumnNames(
                truth=("*",),
                predicted=("predict",),
                scores=(
                    "p{class}",
                    "{class}",
                ),
                needs=("predict",),
            ),
        ),
        order=60,
    )
)
