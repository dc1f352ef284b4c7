"""Weights & Biases: tables of a run, as `NAME.table.json` with columns and data."""

from dataclasses import replace

from reportgen.external.given_columns import GivenColumns
from reportgen.external.layout import LAYOUTS, Layout
from reportgen.external.prediction_table import PredictionTable
from reportgen.external.recognition import recognise_by_content
from reportgen.external.roles import Roles


def recognise(table: PredictionTable) -> Roles | None:
    """Return the parts of the columns of a logged table, whose names are its author's."""
    if not table.name.lower().endswith(".table.json"):
        return None
    return replace(recognise_by_content(table, GivenColumns()), layout="wandb")


LAYOUTS.register(
    Layout("wandb", "Weights & Biases", "a file NAME.table.json, with columns and data", recognise, order=45)
)
