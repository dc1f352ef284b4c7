"""MLJAR out-of-fold predictions: target, and prediction as a probability or prediction_CLASS."""

from reportgen.external.layout import LAYOUTS, ColumnNames, Layout, by_names

LAYOUTS.register(
    Layout(
        "mljar",
        "MLJAR",
        "target, and prediction as a probability, or prediction_CLASS",
        by_names(
            "mljar",
            ColumnNames(
                truth=("target",),
                predicted=("label",),
                scores=("prediction_{class}",),
                score=("prediction",),
                needs=("target",),
            ),
        ),
        order=80,
    )
)
