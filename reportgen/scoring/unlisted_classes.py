"""Figures of classes that have no row: of very many a bundle lists some, and gates may name any."""

from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import Analysis, Score
from reportgen.bundle.store import Bundle
from reportgen.metrics.metric_spec import METRICS
from reportgen.predictions.from_bundle import groups_of, has_predictions, split_predictions
from reportgen.scoring.score_rows import score_classes


def rows_of_class(
    bundle: Bundle, analysis: Analysis, model: str, split: Split, metric: str, label: str
) -> list[Score]:
    """Return the row of a class from the single predictions of a model, with its interval.

    There is none where the bundle does not hold the predictions, and none in cross-validation by a metric whose scores
    are not on one scale across fits.
    """
    if metric not in METRICS or not has_predictions(bundle, analysis, model, split):
        return []
    known = METRICS.get(metric)
    if split == "cv" and not known.pooled:
        return []
    predictions, groups = (
        split_predictions(bundle, analysis, model, split),
        groups_of(bundle, analysis, split),
    )
    return score_classes(known, model, split, predictions, {label}, groups=groups)
