"""Of labels that a report says to check, how many are wrong? By planted errors: `make bench-labels`.

    python benchmarks/label_errors.py [--draws 6] [--samples 2000] [--write docs/errors.md]

Two normal classes are drawn, labels are turned at random, models predict out of fold, and the list that reports make of
it is held against what was planted. Beside it stand all suspects of confident learning. Ends with 1 where more than one
in ten of the samples without any wrong label have a list.
"""

import argparse
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.errors.label_errors import class_thresholds, label_suspects, suspect_labels
from reportgen.scoring.errors.model_on_split import ModelOnSplit

#: Shares of the positive class, and of labels that are turned.
PREVALENCES = (0.5, 0.1, 0.01)
RATES = (0.0, 0.01, 0.05, 0.1)

FEATURES, INFORMATIVE, FOLDS = 8, 2, 5

#: Of samples without wrong labels so many may have a list.
ALARMS = 0.1

#: Where the table goes in a page: between these two lines.
BEGIN, END = "<!-- made by benchmarks/label_errors.py -->", "<!-- end -->"


@dataclass(frozen=True)
class Data:
    """Two normal classes: how far apart, and the share of the positive one that lies among the others."""

    title: str
    distance: float
    hidden: float = 0.0
    models: tuple[str, ...] = ("logreg", "rf")


#: Areas under the ROC curve of 0.98 and 0.85, and positives of which 15 % look like the others.
DATA = (
    Data("apart", 2.9),
    Data("overlapping", 1.47),
    Data("apart, 15 % of the positive class hidden", 2.9, 0.15, ("logreg",)),
)

MODELS = {"logreg": "logistic regression", "rf": "random forest"}


@dataclass(frozen=True)
class Tally:
    """Over draws: how many, and how many had a list; of their labels how many were planted, listed, suspected.

    Of those listed `found` are wrong, of those suspected `suspected_wrong`.
    """

    draws: int = 0
    lists: int = 0
    planted: int = 0
    listed: int = 0
    found: int = 0
    suspected: int = 0
    suspected_wrong: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Return both together."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Tally(*(a + b for a, b in pairs))


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    data: Data
    prevalence: float
    rate: float
    tallies: dict[str, Tally]


def main() -> None:
    """Print the table, or write it into a page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--draws", type=int, default=6, help="samples of each case")
    parser.add_argument("--samples", type=int, default=2_000)
    parser.add_argument("--write", type=Path, help="page to write the table into")
    asked = parser.parse_args()
    rows = [measured(*case, asked.samples, asked.draws) for case in product(DATA, PREVALENCES, RATES)]
    text = page(rows, asked.samples, asked.draws)
    if asked.write:
        before = asked.write.read_text(encoding="utf-8")
        made = re.sub(f"{BEGIN}.*?{END}", lambda _: f"{BEGIN}\n\n{text}\n\n{END}", before, flags=re.DOTALL)
        asked.write.write_text(made, encoding="utf-8")
    print(text)
    sys.exit(alarms(rows) > ALARMS)


def measured(data: Data, prevalence: float, rate: float, samples: int, draws: int) -> Row:
    """Return what became of the draws of a case."""
    print(f"{data.title}, {prevalence}, {rate}", file=sys.stderr)
    tallies = dict.fromkeys(data.models, Tally())
    for draw in range(draws):
        random = np.random.default_rng([draw, round(1_000 * prevalence), round(1_000 * rate)])
        features, truth = drawn(data, samples, prevalence, random)
        turned = random.random(samples) < rate
        for model in data.models:
            tallies[model] += judged(features, truth ^ turned, turned, model, draw)
    return Row(data, prevalence, rate, tallies)


def drawn(
    data: Data, samples: int, prevalence: float, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return features (samples, FEATURES) and classes, 1 for the positive one."""
    truth = (np.arange(samples) < round(prevalence * samples)).astype(np.int64)
    random.shuffle(truth)
    shown = truth * (random.random(samples) >= data.hidden)
    features = random.normal(size=(samples, FEATURES))
    features[:, :INFORMATIVE] += data.distance / INFORMATIVE**0.5 * shown[:, None]
    return features, truth


def judged(features: np.ndarray, labels: np.ndarray, turned: np.ndarray, model: str, seed: int) -> Tally:
    """Return what a report says of one sample of labels."""
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    probabilities = cross_val_predict(estimator(model), features, labels, cv=folds, method="predict_proba")
    outcome = ClassPredictions(
        ("no", "yes"), labels, probabilities.argmax(axis=1), Scores(probabilities[:, 1]), "probability"
    )
    found = label_suspects(ModelOnSplit(model, "cv", outcome, np.arange(len(labels)), seed), 1)
    listed = found.checked_first if found is not None else []
    suspected = suspect_labels(labels, probabilities, class_thresholds(labels, probabilities)).positions
    return Tally(
        1,
        int(bool(listed)),
        int(turned.sum()),
        len(listed),
        int(turned[listed].sum()) if listed else 0,
        len(suspected),
        int(turned[suspected].sum()),
    )


def estimator(model: str) -> Any:
    """Return a model to fit."""
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression() if model == "logreg" else RandomForestClassifier(50, random_state=0)


def alarms(rows: Sequence[Row]) -> float:
    """Return the share of samples without a wrong label, and without hidden positives, that have a list."""
    right = [row for row in rows if not row.rate and not row.data.hidden]
    every = sum((tally for row in right for tally in row.tallies.values()), start=Tally())
    return share(every.lists, every.draws)


def share(part: int, whole: int) -> float:
    """Return a quotient; NaN of nothing."""
    return part / whole if whole else float("nan")


def page(rows: Sequence[Row], samples: int, draws: int) -> str:
    """Return the table in Markdown, and how it came about."""
    lines = [
        "| classes | positive | planted | model | lists | wrong in them | of all wrong | wrong in all suspects |",
        "|---|---:|---:|---|---:|---:|---:|---:|",
        *(_line(row, model) for row in rows for model in row.data.models),
    ]
    how = f"""
{samples:,} samples of {FEATURES} normal features, of which {INFORMATIVE} tell the classes apart: with an area under
the ROC curve of 0.98 ("apart") or 0.85 ("overlapping"). Labels are turned at random ("planted"); {FOLDS} folds, {draws}
draws of each case. "Lists": the share of draws with a list; "wrong in them": the precision of all its lists together;
"of all wrong": their recall, to which a draw without a list adds nothing; "wrong in all suspects": the precision of
confident learning. Without any wrong label {percent(alarms(rows))} of the draws of the first two kinds have a list.
`make bench-labels` measures it anew."""
    return "\n".join([*lines, how])


def _line(row: Row, model: str) -> str:
    tally = row.tallies[model]
    shares = (
        share(tally.lists, tally.draws),
        share(tally.found, tally.listed),
        share(tally.found, tally.planted),
        share(tally.suspected_wrong, tally.suspected),
    )
    cells = " | ".join(map(percent, shares))
    return (
        f"| {row.data.title} | {percent(row.prevalence)} | {percent(row.rate)} | {MODELS[model]} | {cells} |"
    )


def percent(value: float) -> str:
    """Return a share as the page shows it."""
    return "none" if np.isnan(value) else f"{100 * value:.0f} %"


if __name__ == "__main__":
    main()
