"""OpenML runs: `correct` is the true class."""

from reportgen.external.layout import LAYOUTS, ColumnNames, Layout, by_names

LAYOUTS.register(
    Layout(
        "openml",
        "OpenML run",
        "row_id, prediction and correct (the true class), confidence.CLASS, fold and repeat",
        by_names(
            "openml",
            ColumnNames(
                truth=("correct",),
                predicted=("prediction",),
                scores=("confidence.{class}",),
                needs=("row_id", "prediction", "correct"),
                id=("row_id",),
                fold=("fold",),
                repeat=("repeat",),
            ),
        ),
    )
)
