"""MLflow evaluation: target and prediction, the classes alone."""

from reportgen.external.layout import LAYOUTS, ColumnNames, Layout, by_names

LAYOUTS.register(
    Layout(
        "mlflow",
        "MLflow",
        "target and prediction, the class",
        by_names(
            "mlflow",
            ColumnNames(
                truth=("target",),
                predicted=("prediction",),
                needs=(
                    "target",
                    "prediction",
                ),
                id=("id",),
            ),
        ),
        order=92,
    )
)
