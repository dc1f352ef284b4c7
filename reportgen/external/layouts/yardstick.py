"""tidymodels: .pred_class, and .pred_CLASS for each class."""

from reportgen.external.layout import LAYOUTS, ColumnNames, Layout, by_names

LAYOUTS.register(
    Layout(
        "yardstick",
        "tidymodels (yardstick)",
        ".pred_class, the class, and .pred_CLASS",
        by_names(
            "yardstick",
            ColumnNames(
                truth=("*",),
                predicted=(".pred_class",),
                scores=(".pred_{class}",),
                needs=(".pred_class",),
                id=(".row",),
                fold=("id",),
            ),
        ),
    )
)
