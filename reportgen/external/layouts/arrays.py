"""NPZ files: an array for the truth, and for each model one of its classes, scores or probabilities."""

from dataclasses import replace

from reportgen.external.given_columns import GivenColumns
from reportgen.external.layout import LAYOUTS, Layout
from reportgen.external.prediction_table import PredictionTable
from reportgen.external.recognition import recognise_by_content
from reportgen.external.roles import Roles


def recognise(table: PredictionTable) -> Roles | None:
    """Return the parts of the arrays of an NPZ file."""
    if not table.name.lower().endswith(".npz"):
        return None
    return replace(recognise_by_content(table, GivenColumns()), layout="arrays")


LAYOUTS.register(
    Layout(
        "arrays",
        "arrays",
        "an NPZ file: y_true, and y_pred, proba or score for each model; classes",
        recognise,
        of_program=False,
        order=90,
    )
)
