"""Kaggle submissions: an id and one column of scores or classes, or a column of scores for each class."""

from reportgen.external.layout import LAYOUTS, Layout
from reportgen.external.name_parts import ID, speaks_of
from reportgen.external.prediction_table import PredictionTable
from reportgen.external.roles import ModelColumns, Roles

#: Fewer different values than this may be marks, such as 0, 0.5 and 1.
FEWEST_SCORES = 10


def recognise(table: PredictionTable) -> Roles | None:
    """Return the id and the score of files that have just these two columns, the first called an id."""
    if len(table.columns) != 2:
        return None
    own, score = table.columns
    if not (speaks_of(own, ID) or own.lower().endswith("id")) or not table.columns[own].is_unique:
        return None
    scores = table.columns[score]
    if not scores.is_share or not scores.is_scored or len(scores.distinct) <= FEWEST_SCORES:
        return None
    return Roles("kaggle_submission", None, (ModelColumns("", score=score),), id=own)


LAYOUTS.register(
    Layout(
        "kaggle_submission",
        "Kaggle submission",
        "an id and a probability, and nothing else; the truth comes from another file",
        recognise,
    )
)
