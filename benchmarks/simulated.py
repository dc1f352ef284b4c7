"""Samples from a known truth, answered by models of a known rate: what `coverage.py` draws."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from reportgen.metrics.metric_spec import METRICS, MetricSpec
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores

FIGURES = ("accuracy", "recall", "f1_macro", "mcc", "roc_auc")

Random = np.random.Generator
Pair = tuple[ClassPredictions, ClassPredictions]


@dataclass(frozen=True)
class Case:
    """One cell of the simulation: samples, the true rate of all figures but MCC, classes."""

    n: int
    rate: float
    n_classes: int

    def __str__(self) -> str:
        """Name it in a message."""
        return f"{self.n_classes} classes, {self.n:,} samples, rate {self.rate}"


@dataclass(frozen=True)
class Truth:
    """The true figures of a model."""

    rate: float
    n_classes: int

    @property
    def figures(self) -> dict[str, float]:
        """By figure. Classes are equally frequent and errors fall evenly, so most figures are the rate itself."""
        chance = 1 / self.n_classes
        return dict.fromkeys(FIGURES, self.rate) | {"mcc": (self.rate - chance) / (1 - chance)}


def metric_of(figure: str, outcome: ClassPredictions) -> MetricSpec:
    """Return the metric: AUC has another one for several classes."""
    several = figure == "roc_auc" and len(outcome.classes) > 2
    return METRICS.get("roc_auc_ovr_macro" if several else figure)


def label_of(figure: str, outcome: ClassPredictions) -> str | None:
    """Return the class that a figure is of, None for that of the whole; recall is the last class's."""
    return outcome.classes[-1] if figure == "recall" and len(outcome.classes) > 2 else None


def other_rate(rate: float) -> float:
    """Return the rate of a worse model, whose odds of being wrong are e times as high."""
    return rate / (rate + np.e * (1 - rate))


def draw_pair(case: Case, other: float, random: Random) -> Pair:
    """Return two models' outcomes of the same samples; half of their luck is shared."""
    n, k = case.n, case.n_classes
    truth = random.integers(0, k, n)
    luck, steps, noise = random.random(n), random.integers(1, k, n), random.normal(size=(n, k))
    own = _outcome(truth, luck, steps, case.rate, k, noise)
    luck, steps = _half_shared(luck, steps, k, random)
    noise = np.sqrt(0.5) * noise + np.sqrt(0.5) * random.normal(size=(n, k))
    return own, _outcome(truth, luck, steps, other, k, noise)


def draw_class(case: Case, other: float, random: Random) -> Pair:
    """Return the same without scores, with n samples of the last class and n of the others."""
    n, k = case.n, case.n_classes
    truth = np.concatenate([np.full(n, k - 1), random.integers(0, k - 1, n)])
    luck, steps = random.random(2 * n), random.integers(1, k, 2 * n)
    own = _outcome(truth, luck, steps, case.rate, k)
    luck, steps = _half_shared(luck, steps, k, random)
    return own, _outcome(truth, luck, steps, other, k)


def _half_shared(
    luck: np.ndarray, steps: np.ndarray, k: int, random: Random
) -> tuple[np.ndarray, np.ndarray]:
    shared = random.random(len(luck)) < 0.5
    luck = np.where(shared, luck, random.random(len(luck)))
    return luck, np.where(shared, steps, random.integers(1, k, len(luck)))


def _outcome(
    truth: np.ndarray,
    luck: np.ndarray,
    steps: np.ndarray,
    rate: float,
    k: int,
    noise: np.ndarray | None = None,
) -> ClassPredictions:
    answers = np.where(luck < rate, truth, (truth + steps) % k)
    classes = tuple(str(code) for code in range(k))
    if noise is None:
        return ClassPredictions(classes, truth, answers, None, None)
    scores = noise.copy()
    scores[np.arange(len(truth)), truth] += np.sqrt(2) * ndtri(rate)
    return ClassPredictions(classes, truth, answers, Scores(scores[:, 1] if k == 2 else scores), "decision")
