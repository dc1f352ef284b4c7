"""Whether the figure of the chosen model on the test is of the same population as those in its folds."""

from reportgen.bundle.headline_scores import FOLD_MEAN, FigureKey, headline_score
from reportgen.bundle.schema import Analysis
from reportgen.statistics.interval import LEVEL, Interval
from reportgen.statistics.two_parts import contradiction_p_value


def p_value_against_folds(analysis: Analysis) -> float | None:
    """Return how easily chance explains how far test and folds lie apart; None where there are not both."""
    if analysis.chosen is None:
        return None
    test = headline_score(analysis.scores, FigureKey(analysis.chosen, "test", analysis.main_metric))
    if test is None or test.value is None or test.low is None or test.high is None:
        return None
    at = (analysis.chosen, "cv", analysis.main_metric)
    folds = [
        row.value
        for row in analysis.scores
        if (row.model, row.split, row.metric) == at
        and row.fold is not None
        and row.average != FOLD_MEAN
        and (row.label, row.output, row.repeat) == (None, None, None)
        and row.value is not None
    ]
    interval = Interval(test.low, test.high, test.level or LEVEL, test.method or "")
    return contradiction_p_value(test.value, interval, folds)
