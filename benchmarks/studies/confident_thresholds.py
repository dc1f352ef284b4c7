"""Thresholds that are to reach a recall with confidence: how often they truly do, of models that are really fitted."""

import warnings
from itertools import product
from typing import Any

import numpy as np
from scipy.stats import norm
from studies.study import Cell, Outcome, Random, Series, Study

from reportgen.config import parse_rule
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.chosen_thresholds import Choosing

FLOOR = 0.9
RULES = {
    "confident": parse_rule(f"recall >= {FLOOR} at 90 %"),
    "estimated": parse_rule(f"recall >= {FLOOR}"),
}

MODELS = ("logistic regression", "SGD")
SAMPLES = (300, 1_000, 3_000)
PREVALENCES = (0.1, 0.5)
FEATURES = (5, 30)
FOLDS = 3

#: Samples of the test for each training sample.
TEST_SHARE = 0.25

#: How far the classes lie apart in each of the first features.
LEAD, INFORMATIVE = 1.25, 4


def drawn(n: int, prevalence: float, lead: np.ndarray, random: Random) -> tuple[np.ndarray, np.ndarray]:
    """Return samples of two normal classes that lie `lead` apart."""
    y = (random.random(n) < prevalence).astype(np.int64)
    return random.normal(size=(n, len(lead))) + y[:, None] * lead, y


def fitted(model: str, X: np.ndarray, y: np.ndarray) -> Any:
    """Return a fit of scikit-learn's with its own parameters."""
    from sklearn.linear_model import LogisticRegression, SGDClassifier

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return (SGDClassifier(random_state=0) if model == "SGD" else LogisticRegression()).fit(X, y)


def answers(model: str, fit: Any, X: np.ndarray, y: np.ndarray) -> ClassPredictions:
    """Return what a fit says of samples: probabilities where it has them."""
    is_sgd = model == "SGD"
    scores = fit.decision_function(X) if is_sgd else fit.predict_proba(X)[:, 1]
    return ClassPredictions(
        ("no", "yes"),
        y,
        fit.predict(X).astype(np.int64),
        Scores(scores),
        "decision" if is_sgd else "probability",
    )


def true_recall(model: str, fit: Any, threshold: float, lead: np.ndarray) -> float:
    """Return the recall on all samples that there are: the decision score of a positive one is normal."""
    if model != "SGD":
        threshold = float(np.log(threshold) - np.log1p(-threshold))
    weights = fit.coef_[0]
    return float(norm.sf((threshold - weights @ lead - fit.intercept_[0]) / np.linalg.norm(weights)))


def once(cell: Cell, random: Random) -> Outcome:
    """Return whether the true recall of the judged fit reaches the floor; None where the rule is out of reach."""
    model, n, prevalence, features = cell
    lead = np.where(np.arange(features) < INFORMATIVE, LEAD, 0.0)
    X, y = drawn(n, prevalence, lead, random)
    fold_of = np.empty(n, dtype=np.int64)
    for code in (0, 1):
        fold_of[y == code] = np.arange((y == code).sum()) % FOLDS
    held = [fold_of == fold for fold in range(FOLDS)]
    folds = [answers(model, fitted(model, X[~own], y[~own]), X[own], y[own]) for own in held]
    final = fitted(model, X, y)
    test = answers(model, final, *drawn(int(TEST_SHARE * n), prevalence, lead, random))
    choosing = Choosing({"cv": ClassPredictions.join(folds), "test": test}, folds, {})
    found = {name: choosing.by(rule).threshold for name, rule in RULES.items()}
    return {
        name: None if threshold is None else true_recall(model, final, threshold, lead) >= FLOOR
        for name, threshold in found.items()
    }


STUDY = Study(
    id="confident_thresholds",
    title="Thresholds with confidence",
    about=(
        "Models fitted to two normal classes, in three folds and once more for a test of a quarter of the samples. How "
        "often the threshold chosen on the folds by `recall >= 0.9 at 90 %`, and by `recall >= 0.9`, truly reaches a "
        "recall of 0.9 with the fit that is judged; samples with too few positives for a choice are left out."
    ),
    columns=("model", "samples", "prevalence", "features"),
    cells=tuple(product(MODELS, SAMPLES, PREVALENCES, FEATURES)),
    series=(
        Series("confident", "met, with confidence of 90 %", 0.88),
        Series("estimated", "met, by the estimate", 0.0),
    ),
    once=once,
    repeats=300,
    worst=0,
)
