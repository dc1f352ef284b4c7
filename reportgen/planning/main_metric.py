"""The main metric of an analysis: that asked for, or the one that fits the task and the balance of the classes."""

import numpy as np

from reportgen.config import RunConfig
from reportgen.errors import InputError, nearest
from reportgen.metrics.metric_spec import METRICS, metrics_for
from reportgen.options import MARGIN
from reportgen.planning.target import Target
from reportgen.tasks import Task, default_metric

_SEVERAL = {
    Task.MULTILABEL: "several labels",
    Task.MULTIOUTPUT: "several outputs",
    Task.DENOISE: "images",
    Task.CORRECTNESS: "answers that are right or wrong",
}


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


def refuse_boundless_margin(config: RunConfig, metric: str) -> None:
    """Refuse a margin that no difference can exceed: 2 is easily typed for two points, which are 0.02."""
    info = METRICS.get(metric).info
    lowest, highest = info.range
    if config.margin is None or lowest is None or highest is None or config.margin < highest - lowest:
        return
    points = " Two points are 0.02." if info.unit == "share" else ""
    raise InputError(
        f"--margin {config.margin:g}: {metric} goes from {lowest:g} to {highest:g}, so that no difference would "
        f"matter. Give one that does, as in {MARGIN}.{points}"
    )


def _shares(target: Target) -> tuple[float, float, float]:
    """Return the shares of the last class, of two the positive one, of the rarest and of the most frequent class."""
    if target.strata is None:
        return 1.0, 1.0, 1.0
    shares = np.bincount(target.strata, minlength=len(target.classes)) / len(target.strata)
    return float(shares[-1]), float(shares.min()), float(shares.max())
