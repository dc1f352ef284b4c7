"""Cross-validation without a test: whether its intervals hold what the recipe gives on other training data."""

import warnings
from functools import cache
from itertools import product
from typing import Any

import numpy as np
from scipy.stats import norm
from sklearn.metrics import roc_auc_score
from studies.study import Cell, Outcome, Random, Series, Study

from reportgen.bundle.schema import Score
from reportgen.metrics.metric_spec import METRICS
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.score_rows import SplitScoring

MODELS = ("logistic regression", "SGD", "decision tree")
SAMPLES = (50, 200, 1_000)
FOLDS = (3, 10)

#: Features, how far the classes lie apart in each of the first ones, and the share of positives.
FEATURES, LEAD, INFORMATIVE, PREVALENCE = 20, 0.9, 4, 0.4

#: Fits of which the mean is what a recipe gives, and samples that a tree's are judged on.
TRUE_FITS, TRUE_SAMPLES = 400, 2_000

LEADS = np.where(np.arange(FEATURES) < INFORMATIVE, LEAD, 0.0)


def drawn(n: int, random: Random) -> tuple[np.ndarray, np.ndarray]:
    """Return samples of two normal classes."""
    y = (random.random(n) < PREVALENCE).astype(np.int64)
    y[:2] = 0, 1
    return random.normal(size=(n, FEATURES)) + y[:, None] * LEADS, y


def fitted(model: str, X: np.ndarray, y: np.ndarray) -> Any:
    """Return a fit of scikit-learn's with its own parameters."""
    from sklearn.linear_model import LogisticRegression, SGDClassifier
    from sklearn.tree import DecisionTreeClassifier

    made = {
        "logistic regression": LogisticRegression(),
        "SGD": SGDClassifier(random_state=0),
        "decision tree": DecisionTreeClassifier(random_state=0),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return made[model].fit(X, y)


def scores_of(fit: Any, X: np.ndarray) -> np.ndarray:
    """Return decision scores, or of a tree probabilities."""
    found = fit.decision_function(X) if hasattr(fit, "decision_function") else fit.predict_proba(X)[:, 1]
    return np.asarray(found)


@cache
def expected(model: str, n: int) -> dict[str, float]:
    """Return what fits to so many samples give on average: accuracy and ROC AUC."""
    random = np.random.default_rng([n, MODELS.index(model)])
    X, y = drawn(TRUE_SAMPLES, random)
    found = []
    for _ in range(TRUE_FITS):
        fit = fitted(model, *drawn(n, random))
        if model == "decision tree":
            found.append((float((fit.predict(X) == y).mean()), float(roc_auc_score(y, scores_of(fit, X)))))
            continue
        weights = fit.coef_[0] / np.linalg.norm(fit.coef_[0])
        offset, lead = float(fit.intercept_[0] / np.linalg.norm(fit.coef_[0])), float(weights @ LEADS)
        right = PREVALENCE * norm.cdf(lead + offset) + (1 - PREVALENCE) * norm.cdf(-offset)
        found.append((float(right), float(norm.cdf(lead / np.sqrt(2)))))
    accuracy, area = np.mean(found, axis=0)
    return {"accuracy": float(accuracy), "roc_auc": float(area)}


def once(cell: Cell, random: Random) -> Outcome:
    """Return whether the intervals of a cross-validation hold what the recipe gives, with those of its fits beside."""
    model, n, number = cell
    X, y = drawn(n, random)
    fold_of = np.empty(n, dtype=np.int64)
    for code in (0, 1):
        fold_of[y == code] = np.arange((y == code).sum()) % number
    folds = []
    for fold in range(number):
        own = fold_of == fold
        fit = fitted(model, X[~own], y[~own])
        scores = Scores(scores_of(fit, X[own]))
        answers = fit.predict(X[own]).astype(np.int64)
        folds.append(ClassPredictions(("no", "yes"), y[own], answers, scores, "decision"))
    true = expected(model, n - n // number)
    outcome: Outcome = {}
    for name, share in (("recipe", 1 / (number - 1)), ("fits", None)):
        scoring = SplitScoring(model, "cv", ClassPredictions.join(folds), folds, None, share)
        for metric, value in true.items():
            outcome[f"{metric}, {name}"] = _holds(_headline(scoring, metric), value)
    return outcome


def _headline(scoring: SplitScoring, metric: str) -> Score:
    spec = METRICS.get(metric)
    own = [spec.values(fold) for fold in scoring.folds]
    rows = scoring.whole(spec, set(), own) if spec.pooled else scoring.means(spec, own, set())
    return next(row for row in rows if row.label is None)


def _holds(row: Score, true: float) -> bool | None:
    return None if row.low is None or row.high is None else bool(row.low <= true <= row.high)


STUDY = Study(
    id="recipes_by_folds",
    title="Cross-validation without a test",
    about=(
        "Models fitted to two normal classes and judged by cross-validation alone. The truth is what such models give "
        "on average, trained on as many samples as those of the folds: how often the interval of the recipe holds it, "
        "and how often that of these fits does, which is not made for it."
    ),
    columns=("model", "samples", "folds"),
    cells=tuple(product(MODELS, SAMPLES, FOLDS)),
    series=(
        Series("accuracy, recipe", "accuracy", 0.93),
        Series("roc_auc, recipe", "ROC AUC", 0.93),
        Series("accuracy, fits", "accuracy, of these fits", 0.0),
        Series("roc_auc, fits", "ROC AUC, of these fits", 0.0),
    ),
    once=once,
    repeats=150,
    worst=0,
)
