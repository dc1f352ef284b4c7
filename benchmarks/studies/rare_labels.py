"""Several labels of which some are rare: averages over labels."""

from functools import cache
from itertools import product

import numpy as np
from studies.study import Cell, Outcome, Random, Series, Study

from reportgen.metrics.metric_spec import METRICS
from reportgen.predictions.several_predictions import Output, SeveralPredictions
from reportgen.scoring.intervals import interval_of

SAMPLES = (50, 100, 300, 1_000)
LABELS = (5, 20)
FIGURES = ("f1_macro", "jaccard_macro", "f1_micro")

#: The rarest and the commonest label's share of the samples.
SHARES = (0.03, 0.4)

#: How often a label is found where it is, and called where it is not.
FOUND, CALLED = 0.75, 0.03

MANY = 400_000


def drawn(n: int, labels: int, random: Random) -> SeveralPredictions:
    """Return the predictions of a model on samples with several labels."""
    truth = random.random((n, labels)) < np.geomspace(*SHARES, labels)
    called = np.where(truth, random.random((n, labels)) < FOUND, random.random((n, labels)) < CALLED)
    outputs = [Output(f"label {place}", ("no", "yes")) for place in range(labels)]
    return SeveralPredictions(outputs, True, truth.astype(np.int64), called.astype(np.int64), None, None)


@cache
def truths(labels: int) -> dict[str, float]:
    """Return the true figures."""
    many = drawn(MANY, labels, np.random.default_rng(1))
    found = {name: METRICS.get(name).values(many)[0].value for name in FIGURES}
    return {name: value for name, value in found.items() if value is not None}


def once(cell: Cell, random: Random) -> Outcome:
    """Return which intervals held the truth."""
    n, labels = cell
    own, found = drawn(n, labels, random), {}
    for name in FIGURES:
        metric = METRICS.get(name)
        value = metric.values(own)[0]
        ends = None if value.value is None else interval_of(metric, own, value, draws=400)
        found[name] = None if ends is None else bool(ends.low <= truths(labels)[name] <= ends.high)
    return dict(found)


STUDY = Study(
    id="rare_labels",
    title="Several labels, some of them rare",
    about="Labels of which the rarest is on 3 % of the samples and the commonest on 40 %; three quarters are found.",
    columns=("samples", "labels"),
    cells=tuple(product(SAMPLES, LABELS)),
    series=(
        Series("f1_macro", "macro F1", 0.92, (0.94, 0.98)),
        Series("jaccard_macro", "macro Jaccard", 0.92, (0.94, 0.98)),
        Series("f1_micro", "micro F1", 0.92, (0.94, 0.98)),
    ),
    once=once,
    repeats=400,
    worst=0,
)
