"""How often a recipe is called different from itself, trained with other seeds: by single fits and with repeats.

    python benchmarks/recipes.py

Each of three recipes is fitted with 60 seeds on 600 of the digits and judged on the other 1,197. Then pairs of sets of
fits are drawn, without a fit in both, and compared as `--repeats` does. Prints the table of docs/comparisons.md.
"""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import SGDClassifier
from sklearn.tree import DecisionTreeClassifier

from reportgen.metrics.metric_spec import METRICS
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.scoring.comparing.recipe_differences import Fits, over_seeds

SEEDS, DRAWS, REPEATS, TRAINING = 60, 400, (1, 2, 3, 5), 600
RECIPES: dict[str, Callable[[int], Any]] = {
    "SGD": lambda seed: SGDClassifier(random_state=seed),
    "decision tree": lambda seed: DecisionTreeClassifier(random_state=seed),
    "forest of 20 trees": lambda seed: RandomForestClassifier(20, random_state=seed),
}


def fitted(make: Callable[[int], Any], order: NDArray[np.int64]) -> list[ClassPredictions]:
    """Return what a recipe with each seed answers to the test samples."""
    X, y = load_digits(return_X_y=True)
    train, test = order[:TRAINING], order[TRAINING:]
    classes = tuple(str(digit) for digit in range(10))
    fits = [make(seed).fit(X[train], y[train]) for seed in range(SEEDS)]
    return [ClassPredictions(classes, y[test], fit.predict(X[test]), None, None) for fit in fits]


def called_different(fits: list[ClassPredictions], repeats: int, random: np.random.Generator) -> float:
    """Return the share of draws in which the recipe is called different from itself."""
    called = 0
    for _ in range(DRAWS):
        drawn = random.permutation(SEEDS)[: 2 * repeats]
        a, b = (Fits(METRICS.get("accuracy"), [fits[one] for one in half]) for half in np.split(drawn, 2))
        found = over_seeds(a, b, 0.95).difference
        called += found.low is not None and found.high is not None and not found.low <= 0 <= found.high
    return called / DRAWS


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    random = np.random.default_rng(0)
    print("| recipe |", " | ".join(f"{repeats}" for repeats in REPEATS), "|")
    print("|---|" + "--:|" * len(REPEATS))
    for name, make in RECIPES.items():
        fits = fitted(make, random.permutation(1_797))
        shares = [called_different(fits, repeats, random) for repeats in REPEATS]
        print(f"| {name} |", " | ".join(f"{100 * share:.1f} %" for share in shares), "|", flush=True)


if __name__ == "__main__":
    main()
