"""A row for each sample, with columns for each model."""

from reportgen.external.layout import LAYOUTS, Layout

LAYOUTS.register(
    Layout(
        "wide",
        "a row for each sample, with columns for each model",
        "truth, and for each model its predicted class and scores: `rf`, `rf.spam`, `pred_rf`, `rf_score`",
        of_program=False,
        order=100,
    )
)
