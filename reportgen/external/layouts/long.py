"""A row for each sample and model."""

from reportgen.external.layout import LAYOUTS, Layout

LAYOUTS.register(
    Layout(
        "long",
        "a row for each sample and model",
        "a column that names the model, beside truth, predicted class and scores",
        of_program=False,
        order=100,
    )
)
