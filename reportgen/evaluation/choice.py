"""The main metric, and the model that is best by it."""

import math

import numpy as np

from reportgen.bundle.query import headline, usable_models
from reportgen.bundle.record import Split
from reportgen.bundle.schema import Analysis
from reportgen.errors import InputError, nearest
from reportgen.evaluation.metrics.spec import METRICS
from reportgen.evaluation.scoring import metrics_for
from reportgen.evaluation.target import Target
from reportgen.tasks import Task, default_metric

_SEVERAL = {Task.MULTILABEL: "several labels", Task.MULTIOUTPUT: "several outputs", Task.DENOISE: "images"}


def main_metric(asked: str | None, target: Target) -> tuple[str, str]:
    """Return the id of the metric that models are ranked by, and why it is that one.

    Raises
    ------
    InputError
        If the metric asked for is unknown or has no single figure for this task.
    """
    if asked is None:
        return default_metric(target.task, *_shares(target))
    METRICS.get(asked)
    fitting = [metric.id for metric in metrics_for(target.task) if target.task in metric.ranks]
    if asked not in fitting:
        what = _SEVERAL.get(target.task, f"{len(target.classes)} classes")
        raise InputError(
            f"--metric {asked} has no single figure for {what}."
            f"{nearest(f'{asked}_macro', fitting)} Known here: {', '.join(fitting)}."
        )
    return asked, "it was asked for"


def _shares(target: Target) -> tuple[float, float]:
    """Return the shares of the rarest and of the commonest class."""
    if target.strata is None:
        return 1.0, 1.0
    shares = np.bincount(target.strata, minlength=len(target.classes)) / len(target.strata)
    return float(shares.min()), float(shares.max())


def choose(analysis: Analysis) -> tuple[str | None, Split | None]:
    """Return the best model by the main metric and the split it was chosen on: the folds where there are any.

    Equals are decided by the shorter prediction time. A model without a value for the metric comes last.
    """
    models = usable_models(analysis)
    if not models:
        return None, None
    split: Split = "cv" if analysis.protocol.cv is not None else "test"
    sign = 1 if METRICS.get(analysis.main_metric).info.greater_is_better else -1

    def merit(place: int) -> tuple[float, float]:
        model = models[place]
        row = headline(analysis, model.id, analysis.main_metric, split)
        value = -math.inf if row is None or row.value is None else sign * row.value
        return value, -((model.timings and model.timings.predict_seconds) or 0.0)

    return models[max(range(len(models)), key=merit)].id, split
