"""AutoGluon and others: the true class, and a column for each class, called as it is, with no predicted class."""

from reportgen.external.layout import LAYOUTS, ColumnNames, Layout, by_names

LAYOUTS.register(
    Layout(
        "autogluon",
        "AutoGluon",
        "label, class or target, and a column of probabilities for each class, called as it is",
        by_names(
            "autogluon",
            ColumnNames(
                truth=("label", "class", "target"), scores=("{class}",), needs_scores=True, id=("id", "index")
            ),
        ),
        order=95,
    )
)
