"""The yardstick of the detector chapter: the tutorial's own cells, one after the other, as a notebook runs them.

    python benchmarks/cells.py --dataset FOLDER      # the four IDX files of MNIST

Each cell fits what it needs by itself, as the tutorial's do: accuracy by folds, answers by folds, scores by folds,
and the same for the forest; then the figures, drawn to files. Prints the figures, so that both sides are seen to
reach the same.
"""

import argparse
import tempfile
from pathlib import Path

import matplotlib as mpl
import numpy as np
from bare import load
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import (
    confusion_matrix,
    f1_score,
    precision_recall_curve,
    precision_score,
    recall_score,
    roc_auc_score,
    roc_curve,
)
from sklearn.model_selection import cross_val_predict, cross_val_score


def detector_cells(X: np.ndarray, y: np.ndarray, folder: Path) -> dict[str, object]:
    """Run the cells of the stochastic gradient detector and return its figures."""
    detector = SGDClassifier(random_state=42)
    detector.fit(X, y)
    first_answer = detector.predict(X[:1])
    accuracies = cross_val_score(detector, X, y, cv=3, scoring="accuracy")
    naive = cross_val_score(DummyClassifier(), X, y, cv=3, scoring="accuracy")
    answers = cross_val_predict(detector, X, y, cv=3)
    scores = cross_val_predict(detector, X, y, cv=3, method="decision_function")
    precisions, recalls, thresholds = precision_recall_curve(y, scores)
    draw(folder / "threshold.png", (thresholds, precisions[:-1]), (thresholds, recalls[:-1]))
    draw(folder / "precision_recall.png", (recalls, precisions))
    draw(folder / "roc.png", roc_curve(y, scores)[:2])
    return {
        "first answer": first_answer,
        "accuracy": accuracies,
        "naive accuracy": naive,
        "confusion": confusion_matrix(y, answers),
        "precision": precision_score(y, answers),
        "recall": recall_score(y, answers),
        "f1": f1_score(y, answers),
        "roc_auc": roc_auc_score(y, scores),
    }


def forest_cells(X: np.ndarray, y: np.ndarray, folder: Path) -> dict[str, object]:
    """Run the cells of the forest detector and return its figures."""
    forest = RandomForestClassifier(random_state=42)
    probabilities = cross_val_predict(forest, X, y, cv=3, method="predict_proba")[:, 1]
    answers = cross_val_predict(forest, X, y, cv=3)
    precisions, recalls, _ = precision_recall_curve(y, probabilities)
    draw(folder / "forest_precision_recall.png", (recalls, precisions))
    draw(folder / "forest_roc.png", roc_curve(y, probabilities)[:2])
    return {
        "precision": precision_score(y, answers),
        "recall": recall_score(y, answers),
        "f1": f1_score(y, answers),
        "roc_auc": roc_auc_score(y, probabilities),
    }


def draw(file: Path, *lines: tuple[np.ndarray, np.ndarray]) -> None:
    """Draw lines into a file, as the cells do on the screen."""
    from matplotlib import pyplot as plt

    plt.figure()
    for x, y in lines:
        plt.plot(x, y)
    plt.savefig(file)
    plt.close()


def main() -> None:
    """Run both detectors and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dataset", required=True)
    X, _, digits, _ = load(parser.parse_args().dataset)
    mpl.use("Agg")
    with tempfile.TemporaryDirectory() as name:
        for title, cells in (("SGD", detector_cells), ("forest", forest_cells)):
            for figure, value in cells(X, digits == 5, Path(name)).items():
                print(title, figure, value, flush=True)


if __name__ == "__main__":
    main()
