"""A table of a million rows: reportgen against pandas and bare scikit-learn, side by side: `make bench-rows`.

    python benchmarks/million_rows.py                        # a million rows, a quarter of an hour
    python benchmarks/million_rows.py --rows 200000 --runs 3

Both sides read the same CSV, divide it alike, put the same steps in front of the same models and fit each of them once.
The yardstick then prints accuracies; reportgen writes the HTML report. Printed are seconds of the wall and peak memory
of each, how many times those of the bare script ours are, and the budget of time.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import numpy as np
from bare import load_table, scores_of
from run import HTML, REPORTGEN, Case, compare, compile_ours

TARGET = "y"
TABLE = "big.csv"
MODELS = ("logreg", "hgb")
NUMBERS = 14
WORDS = {
    "region": ("north", "east", "south", "west", "centre"),
    "plan": ("free", "basic", "team", "enterprise"),
    "device": ("phone", "tablet", "laptop", "desktop", "other"),
    "channel": ("search", "mail", "friend", "shop"),
    "payment": ("card", "transfer", "invoice"),
    "language": tuple(f"lang {i:02d}" for i in range(20)),
}
#: Of every third column this share of values is missing.
GAPS = 0.03


def write_table(file: Path, rows: int) -> None:
    """Write 14 columns of numbers, 6 of categories, of which every third has gaps, and a target of two classes.

    Categories are steps of a number that the target depends on, so that they tell something.
    """
    import pandas as pd
    from sklearn.datasets import make_classification

    X, y = make_classification(
        rows, NUMBERS + len(WORDS), n_informative=12, n_redundant=4, flip_y=0.05, shuffle=True, random_state=0
    )
    columns: dict[str, object] = {f"x{i:02d}": X[:, i].round(5) for i in range(NUMBERS)}
    for place, (name, words) in enumerate(WORDS.items(), start=NUMBERS):
        edges = np.quantile(X[:, place], np.linspace(0, 1, len(words) + 1)[1:-1])
        columns[name] = np.array(words, dtype=object)[np.searchsorted(edges, X[:, place])]
    table = pd.DataFrame(columns)
    random = np.random.default_rng(0)
    for name in table.columns[::3]:
        table.loc[random.random(rows) < GAPS, name] = None
    table[TARGET] = np.where(y == 1, "yes", "no")
    table.to_csv(file, index=False)


def estimators() -> dict[str, object]:
    """Return the estimators by reportgen's keys, each behind the steps that reportgen puts in front of it."""
    from sklearn.dummy import DummyClassifier
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler
    from skrub import TableVectorizer, ToCategorical

    one_hot = OneHotEncoder(
        handle_unknown="infrequent_if_exist", min_frequency=2, sparse_output=False, dtype="float32"
    )
    scaled = TableVectorizer(numeric=StandardScaler(), low_cardinality=one_hot)
    gaps = SimpleImputer(strategy="median", add_indicator=True)
    return {
        "logreg": make_pipeline(scaled, gaps, LogisticRegression(random_state=42)),
        "hgb": make_pipeline(
            TableVectorizer(low_cardinality=ToCategorical()), HistGradientBoostingClassifier(random_state=42)
        ),
        "dummy": DummyClassifier(strategy="prior"),
    }


def fit_bare(file: str, models: list[str]) -> None:
    """Read, fit each model once, predict the test and print the accuracies; the baseline is among them."""
    X_train, X_test, y_train, y_test = load_table(file, TARGET)
    known = estimators()
    for key in [*models, "dummy"]:
        model = known[key].fit(X_train, y_train)
        accuracy = (scores_of(model, X_test).argmax(axis=1) == y_test).mean()
        print(key, f"{accuracy:.4f}", flush=True)


def case(models: str, rows: int, runs: int) -> Case:
    """Return both commands."""
    build = [
        *REPORTGEN,
        "build",
        "-d",
        f"./{TABLE}",
        "--target",
        TARGET,
        "--models",
        models,
        "--cv",
        "0",
        "-q",
    ]
    bare = [sys.executable, str(Path(__file__)), "--bare", TABLE, "--models", models]
    name = f"build --cv 0, {rows:,} rows, {' '.join(models.split(','))}, HTML"
    return Case(name, build, bare, "<= 1.3", runs=runs, outputs=[HTML])


def main() -> None:
    """Write the table into a temporary folder and compare; or be the yardstick."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--models", default=",".join(MODELS), help="logreg, hgb or both")
    parser.add_argument("--bare", metavar="CSV", help="only do what the yardstick does, with this table")
    parser.add_argument("--write", metavar="CSV", type=Path, help="only write the table")
    options = parser.parse_args()
    if options.bare:
        fit_bare(options.bare, options.models.split(","))
        return
    if options.write:
        write_table(options.write, options.rows)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_table(folder / TABLE, options.rows)
        compile_ours()
        print(f"{len(os.sched_getaffinity(0))} cores, {(folder / TABLE).stat().st_size / 1e6:.0f} MB of CSV")
        compare(case(options.models, options.rows, options.runs), folder)


if __name__ == "__main__":
    main()
