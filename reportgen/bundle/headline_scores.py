"""The one row that pages, gates, messages and comparisons of runs alike call *the* figure of a model."""

from collections.abc import Iterable
from typing import NamedTuple

from reportgen.bundle.base_record import Split
from reportgen.bundle.run_changes import AnalysisChanges, ScoreChange
from reportgen.bundle.schema import Score

#: `average` of the row that is the mean over folds: the headline of ranking metrics in cross-validation.
FOLD_MEAN = "fold_mean"


class FigureKey(NamedTuple):
    """What a figure is of: a model on a split by a metric, as a whole or of one class, label or output."""

    model: str
    split: Split
    metric: str
    label: str | None = None
    output: str | None = None


def headline_scores(scores: Iterable[Score]) -> dict[FigureKey, Score]:
    """Return the headline of each figure, in the order of the rows.

    It is of all samples of a split, at the model's own threshold, by the first seed; the mean over folds where there
    is one, else the pooled figure.
    """
    found: dict[FigureKey, Score] = {}
    for row in scores:
        if not is_whole(row):
            continue
        key = FigureKey(row.model, row.split, row.metric, row.label, row.output)
        if row.average == FOLD_MEAN or (row.average is None and key not in found):
            found[key] = row
    return found


def headline_score(scores: Iterable[Score], key: FigureKey) -> Score | None:
    """Return the headline of one figure; None where it was not measured."""
    at = (key.model, key.split, key.metric)
    return headline_scores(row for row in scores if (row.model, row.split, row.metric) == at).get(key)


def headline_change(changes: AnalysisChanges, key: FigureKey, baseline_model: str) -> ScoreChange | None:
    """Return what became of a figure since a model of the baseline run; None where it was not compared."""
    at = (*key, baseline_model)
    rows = ((r.model, r.split, r.metric, r.label, r.output, r.baseline_model) for r in changes.scores)
    return next((row for row, its in zip(changes.scores, rows, strict=True) if its == at), None)


def is_of_all(row: Score) -> bool:
    """Say whether a row is of all samples of a split, at the model's own threshold, by whichever seed."""
    return row.fold is None and row.slice is None and row.threshold is None


def is_whole(row: Score) -> bool:
    """Say whether a row is of all samples of a split, at the model's own threshold, by the first seed."""
    return is_of_all(row) and row.repeat is None
