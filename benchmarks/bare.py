"""The yardstick: bare scikit-learn doing the same fits and predictions once, with all cores where it can use them.

    python benchmarks/bare.py --dataset digits --models sgd,rf,svc --cv 3
    python benchmarks/bare.py --dataset table.csv --target answer --models logreg,rf,hgb

Every fit is followed by one call that gives its scores (or answers, where those are what is needed), as a person
would write it who wastes nothing. It prints the accuracies, so that both sides are seen to do the same work.
"""

import argparse
import gzip
import os
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.base import clone
from sklearn.datasets import load_digits
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

Split = tuple[Any, Any, np.ndarray, np.ndarray]


def estimators(cores: int) -> dict[str, object]:
    """Return the estimators by reportgen's keys, each allowed all cores."""
    return {
        "dummy": DummyClassifier(strategy="prior"),
        "sgd": SGDClassifier(random_state=42, n_jobs=cores),
        "rf": RandomForestClassifier(random_state=42, n_jobs=cores),
        "knn": KNeighborsClassifier(),
        "svc": SVC(random_state=42),
    }


def table_estimators(cores: int) -> dict[str, object]:
    """Return the estimators for tables, with skrub's TableVectorizer in front as each model needs it."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from skrub import DatetimeEncoder, TableVectorizer, ToCategorical

    scaled = TableVectorizer(
        numeric=StandardScaler(), datetime=make_pipeline(DatetimeEncoder(), StandardScaler())
    )
    forest = RandomForestClassifier(random_state=42, n_jobs=cores)
    boosting = HistGradientBoostingClassifier(random_state=42)
    return {
        "dummy": DummyClassifier(strategy="prior"),
        "logreg": make_pipeline(scaled, LogisticRegression(random_state=42)),
        "rf": make_pipeline(TableVectorizer(), forest),
        "hgb": make_pipeline(TableVectorizer(low_cardinality=ToCategorical()), boosting),
    }


def read_idx(file: Path) -> np.ndarray:
    """Read one gzipped IDX file of bytes."""
    with gzip.open(file) as stream:
        content = stream.read()
    shape = np.frombuffer(content, ">i4", count=content[3], offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * content[3]).reshape(shape)


def load(dataset: str) -> Split:
    """Return X_train, X_test, y_train, y_test as float64 and codes."""
    if dataset == "digits":
        X, y = load_digits(return_X_y=True)
        return tuple(train_test_split(X, y, test_size=0.2, stratify=y, random_state=42))
    parts = [
        read_idx(Path(dataset) / f"{part}-images-idx3-ubyte.gz").reshape(-1, 784).astype(float)
        for part in ("train", "t10k")
    ]
    labels = [
        read_idx(Path(dataset) / f"{part}-labels-idx1-ubyte.gz").astype(int) for part in ("train", "t10k")
    ]
    return (*parts, *labels)


def load_table(file: str, target: str) -> Split:
    """Return X_train, X_test, y_train, y_test of a CSV, dates as dates."""
    import pandas as pd

    X = pd.read_csv(file)
    answers, _ = pd.factorize(X.pop(target), sort=True)
    for name in X.columns[X.columns.str.startswith("date")]:
        X[name] = pd.to_datetime(X[name])
    return tuple(train_test_split(X, answers, test_size=0.2, stratify=answers, random_state=42))


def rows_of(X: Any, rows: np.ndarray) -> Any:
    """Return some rows of an array or a DataFrame."""
    return X.iloc[rows] if hasattr(X, "iloc") else X[rows]


def scores_of(model: object, X: Any) -> np.ndarray:
    """Return probabilities or decision scores, with one call."""
    return model.predict_proba(X) if hasattr(model, "predict_proba") else model.decision_function(X)


def main() -> None:
    """Fit and predict as asked, and print the accuracies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dataset", default="digits")
    parser.add_argument("--target", help="the answer's column; the dataset is a CSV then")
    parser.add_argument("--models", default="sgd,rf,svc")
    parser.add_argument("--cv", type=int, default=3)
    options = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    table = options.target is not None
    X_train, X_test, y_train, y_test = (
        load_table(options.dataset, options.target) if table else load(options.dataset)
    )
    known = table_estimators(cores) if table else estimators(cores)
    shuffle = {"shuffle": True, "random_state": 42} if table or options.dataset == "digits" else {}
    for key in [*options.models.split(","), "dummy"]:
        right = []
        splits = list(StratifiedKFold(options.cv, **shuffle).split(X_train, y_train)) if options.cv else []
        for train, held_out in splits:
            model = clone(known[key]).fit(rows_of(X_train, train), y_train[train])
            right.append(
                (scores_of(model, rows_of(X_train, held_out)).argmax(axis=1) == y_train[held_out]).mean()
            )
        model = clone(known[key]).fit(X_train, y_train)
        right.append((scores_of(model, X_test).argmax(axis=1) == y_test).mean())
        print(key, " ".join(f"{value:.4f}" for value in right), flush=True)


if __name__ == "__main__":
    main()
