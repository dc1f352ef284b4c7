"""Kaggle solutions: the true classes with the part of the leaderboard that each row counts for."""

from reportgen.external.layout import LAYOUTS, Layout
from reportgen.external.prediction_table import PredictionTable
from reportgen.external.roles import Roles

#: What the column `Usage` says.
_USAGES = frozenset({"public", "private", "ignored"})


def recognise(table: PredictionTable) -> Roles | None:
    """Return the id and the truth beside a column of usages."""
    usage = next((name for name in table.columns if name.lower() == "usage"), None)
    if usage is None or not {text.lower() for text in table.columns[usage].distinct} <= _USAGES:
        return None
    others = [name for name in table.columns if name != usage]
    if len(others) != 2 or not table.columns[others[0]].is_unique or table.columns[others[1]].is_scored:
        return None
    return Roles("kaggle_solution", others[1], (), id=others[0])


LAYOUTS.register(
    Layout(
        "kaggle_solution",
        "Kaggle solution",
        "an id, the true class, and Usage (Public or Private); goes with a submission",
        recognise,
    )
)
