"""caret: pred, obs, a column for each class, rowIndex and Resample."""

from reportgen.external.layout import LAYOUTS, ColumnNames, Layout, by_names

LAYOUTS.register(
    Layout(
        "caret",
        "caret",
        "pred and obs, a column for each class, rowIndex and Resample",
        by_names(
            "caret",
            ColumnNames(
                truth=("obs",),
                predicted=("pred",),
                scores=("{class}",),
                needs=(
                    "pred",
                    "obs",
                ),
                id=("rowindex",),
                fold=("resample",),
            ),
        ),
    )
)
