"""The true classes alone, for predictions in other files."""

from reportgen.external.layout import LAYOUTS, Layout

LAYOUTS.register(
    Layout(
        "truth",
        "the true classes",
        "ids and the true classes, without predictions: for files that have none",
        of_program=False,
        order=100,
    )
)
