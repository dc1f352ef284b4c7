"""PyCaret: prediction_label with the score of the predicted class, or with one for each class."""

from reportgen.external.layout import LAYOUTS, ColumnNames, Layout, by_names

LAYOUTS.register(
    Layout(
        "pycaret",
        "PyCaret",
        "prediction_label and prediction_score, or prediction_score_CLASS",
        by_names(
            "pycaret",
            ColumnNames(
                truth=("*",),
                predicted=("prediction_label",),
                scores=("prediction_score_{class}",),
                score=("prediction_score",),
                needs=("prediction_label",),
            ),
        ),
    )
)
