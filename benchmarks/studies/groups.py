"""Few or uneven groups: intervals of figures where only whole groups are independent."""

from itertools import product

import numpy as np
from scipy.special import expit
from studies.study import Cell, Outcome, Random, Series, Study

from reportgen.metrics.metric_spec import METRICS
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.intervals import difference_of, interval_of

GROUPS = (5, 10, 20, 50)
SIZES = ("even", "uneven")
LABELS = ("by sample", "by group")
FIGURES = ("accuracy", "f1_macro", "roc_auc", "brier")

#: Samples of a group on average.
MEAN_SIZE = 20

#: Groups differ: a shift of scores, of this standard deviation, which samples of a group share.
SHARED = 0.7

#: How far the scores of positive samples lie above those of negative ones.
LEAD = 1.5

#: Groups from which the truth is computed.
MANY = 40_000


def drawn(sizes: str, labels: str, number: int, random: Random) -> tuple[np.ndarray, ...]:
    """Return group, truth, and the scores of two models of every sample."""
    mean = MEAN_SIZE if sizes == "even" else 1
    counts = np.full(number, mean) if sizes == "even" else 1 + random.geometric(1 / MEAN_SIZE, number)
    group = np.repeat(np.arange(number), counts)
    if labels == "by group":
        truth = random.permutation(np.arange(number) % 2)[group]
    else:
        truth = random.integers(0, 2, len(group))
    shift, noise = random.normal(size=number)[group], random.normal(size=(2, len(group)))
    both = LEAD * (truth - 0.5) + SHARED * shift
    return group, truth, both + noise[0], both + 0.5 * noise[0] + 0.9 * noise[1]


def predictions(truth: np.ndarray, scores: np.ndarray) -> ClassPredictions:
    """Return the predictions of a detector that says how probable it is."""
    probability = expit(scores)
    answers = (probability >= 0.5).astype(np.int64)
    return ClassPredictions(("no", "yes"), truth, answers, Scores(probability), "probability")


def figure(name: str, own: ClassPredictions) -> float:
    """Return the figure of the whole."""
    value = METRICS.get(name).values(own)[0].value
    return np.nan if value is None else value


_TRUE: dict[tuple[str, str], dict[str, tuple[float, float]]] = {}


def truths(sizes: str, labels: str) -> dict[str, tuple[float, float]]:
    """Return the true figures of both models, those of very many groups."""
    if (sizes, labels) not in _TRUE:
        _, truth, *scores = drawn(sizes, labels, MANY, np.random.default_rng(1))
        both = [predictions(truth, own) for own in scores]
        _TRUE[sizes, labels] = {name: (figure(name, both[0]), figure(name, both[1])) for name in FIGURES}
    return _TRUE[sizes, labels]


def once(cell: Cell, random: Random) -> Outcome:
    """Return which intervals held the truth, of figures and of differences."""
    number, sizes, labels = cell
    group, truth, *scores = drawn(sizes, labels, number, random)
    a, b = (predictions(truth, own) for own in scores)
    found: Outcome = {}
    for name in FIGURES:
        true, other = truths(sizes, labels)[name]
        metric = METRICS.get(name)
        value = metric.values(a)[0]
        ends = None if value.value is None else interval_of(metric, a, value, groups=group, draws=400)
        found[name] = None if ends is None else bool(ends.low <= true <= ends.high)
        gap = difference_of(metric, a, b, groups=group, draws=400)
        found[f"{name}, difference"] = None if gap.low is None else bool(gap.low <= true - other <= gap.high)
    return found


TITLES = {"accuracy": "accuracy", "f1_macro": "macro F1", "roc_auc": "ROC AUC", "brier": "Brier score"}

STUDY = Study(
    id="groups",
    title="Few groups",
    about=(
        "Groups whose samples share a shift of their scores, of 20 samples or of 2 to some 80, with a class of each "
        "sample's own or one of the whole group."
    ),
    columns=("groups", "sizes", "classes"),
    cells=tuple(product(GROUPS, SIZES, LABELS)),
    series=tuple(
        Series(f"{name}{part}", f"{TITLES[name]}{part}", 0.92, (0.93, 0.99))
        for part in ("", ", difference")
        for name in FIGURES
    ),
    once=once,
    repeats=400,
    worst=0,
)
