"""Every figure that others published on MNIST against ours: `make published`.

    python benchmarks/published.py --mnist FOLDER              # everything: about an hour on two cores
    python benchmarks/published.py --mnist FOLDER --quick      # what takes under two minutes
    python benchmarks/published.py --mnist FOLDER --write docs/published.md

Ours come from result bundles, of the command named in the table. Where a figure has no such route, because a report
should not make it so, the Python interface makes it, and the row below says what the report gives instead. Prints a
table in Markdown, and exits with 1 on a difference that the figure's note does not explain.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from bare import load

import reportgen
from reportgen import options
from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.cli.progress_lines import PlainLines
from reportgen.config import configure

PUBLISHED = Path(__file__).parent / "published.json"

#: Fits follow the smallest change in a release's arithmetic on unscaled pixels, by as much as this.
BETWEEN_RELEASES = 0.005


@dataclass(frozen=True)
class Run:
    """A run that figures are read from: what `reportgen evaluate` is told beside the data."""

    flags: dict[str, Any]
    quick: bool = True

    @property
    def command(self) -> str:
        """The command that makes it."""
        known = options.by_name()
        words = []
        for name, value in self.flags.items():
            for one in value if isinstance(value, list) else [value]:
                words += [known[name].flag, f"'{one}'" if set(one) & set(" :>") else one]
        return " ".join(["reportgen evaluate -d MNIST", *words])


RUNS = {
    "detector": Run({"positive": "5", "models": "sgd,rf", "test_size": "0"}),
    "never": Run({"positive": "5", "models": "dummy", "test_size": "0", "folds": "consecutive"}),
    "forest and neighbours": Run({"models": "rf,knn", "cv": "0"}),
    "four neighbours": Run(
        {"models": "knn", "cv": "0", "params": ["knn.n_neighbors=4", "knn.weights=distance"]}, quick=False
    ),
    "search": Run(
        {
            "models": "knn",
            "cv": "0",
            "limit": "first:10000",
            "search": ["knn.n_neighbors=3,4,5,6", "knn.weights=uniform,distance"],
        },
        quick=False,
    ),
    "labels": Run({"labels": ["large: >= 7", "odd: odd"], "models": "knn", "test_size": "0"}, quick=False),
    "svc": Run({"models": "svc", "cv": "0"}, quick=False),
    "digits": Run({"models": "sgd", "test_size": "0"}, quick=False),
    "scaled digits": Run({"models": "sgd_scaled", "test_size": "0"}, quick=False),
}

Reader = Callable[[Bundle], Any]


@dataclass(frozen=True)
class Route:
    """How a published figure is read from a run, and what the report itself gives where that differs.

    `within`: how far releases of scikit-learn may move a figure whose note says that they do.
    """

    run: str
    read: Reader
    how: str = ""
    own: Reader | None = None
    own_how: str = ""
    within: float = BETWEEN_RELEASES


def analysis_of(bundle: Bundle) -> Analysis:
    """Return the only analysis."""
    return bundle.record.analyses[0]


def figure(model: str, metric: str, split: str = "cv") -> Reader:
    """Read the pooled figure of a split."""

    def read(bundle: Bundle) -> float | None:
        rows = [
            row
            for row in analysis_of(bundle).scores
            if (row.model, row.metric, row.split) == (model, metric, split)
            and (row.label, row.fold, row.average) == (None, None, None)
        ]
        return rows[0].value

    return read


def per_fold(model: str, metric: str = "accuracy") -> Reader:
    """Read one figure a fold."""

    def read(bundle: Bundle) -> list[float | None]:
        rows = [row for row in analysis_of(bundle).scores if (row.model, row.metric) == (model, metric)]
        return [
            row.value
            for row in sorted(rows, key=lambda row: row.fold or 0)
            if row.fold is not None and row.label is None
        ]

    return read


def matrix(model: str) -> Reader:
    """Read the matrix of the folds together."""
    return lambda bundle: next(c.matrix for c in analysis_of(bundle).confusions if c.model == model)


def threshold_chosen_where_judged(bundle: Bundle) -> dict[str, float]:
    """Return the lowest threshold of precision 0.90 on the very scores that it is then judged on."""
    from sklearn.metrics import precision_recall_curve

    truth, scores = bundle.arrays["main/truth/cv"] == 1, bundle.arrays["main/scores/sgd/cv"]
    precisions, recalls, thresholds = precision_recall_curve(truth, scores)
    place = int((precisions >= 0.90).argmax())
    return {"threshold": thresholds[place], "precision": precisions[place], "recall": recalls[place]}


def operating_point(model: str, rule: str, fields: Sequence[str]) -> Reader:
    """Read an operating point as the report gives it."""

    def read(bundle: Bundle) -> Any:
        points = analysis_of(bundle).operating_points
        point = next(p for p in points if (p.model, p.rule) == (model, rule))
        values = {field: getattr(point, field) for field in fields}
        return values if len(values) > 1 else next(iter(values.values()))

    return read


def f1_at_half(bundle: Bundle) -> float:
    """Return F1 of the forest at the default threshold, from its counts."""
    counts = operating_point("rf", "default", ["matrix"])(bundle)
    (_, false_alarms), (missed, found) = counts
    return 2 * found / (2 * found + false_alarms + missed)


def best_of_search(bundle: Bundle) -> dict[str, Any]:
    """Return the best candidate of the search, with its mean over the inner folds."""
    model = next(model for model in analysis_of(bundle).models if model.id == "knn")
    best = next(candidate for candidate in model.search.candidates if candidate.chosen)
    return {**best.parameters, "accuracy": best.mean}


def fields_of(row: dict[str, Any]) -> tuple[str, str, str, str]:
    """Return what tells published figures apart."""
    return row["analysis"], row["estimator"], row.get("split", ""), row["metric"]


SGD, FOREST = "SGDClassifier(random_state=42)", "RandomForestClassifier(random_state=42)"
AT_HALF = "cv, positive where the probability is at least 0.5"
BY_HALF = "the operating point `default`: yes where the probability is at least 0.5"
LEAKING = (
    "StandardScaler, SGDClassifier(random_state=42), the scaler fitted on all 60,000 training images before the "
    "folds were cut"
)
SEARCHED = (
    "grid search over KNeighborsClassifier, n_neighbors 3..6, weights uniform or distance, 5-fold on the first "
    "10,000 images"
)
FOUR = "KNeighborsClassifier(n_neighbors=4, weights='distance'), fitted on all 60,000"

ROUTES: dict[tuple[str, str, str, str], Route] = {
    ("detector", SGD, "cv", "accuracy"): Route("detector", per_fold("sgd")),
    ("detector", SGD, "cv", "confusion"): Route("detector", matrix("sgd")),
    **{
        ("detector", SGD, "cv", metric): Route("detector", figure("sgd", metric))
        for metric in ("precision", "recall", "f1")
    },
    ("detector", SGD, "cv", "roc_auc"): Route("detector", figure("sgd", "roc_auc"), "pooled over the folds"),
    ("detector", SGD, "cv", "threshold_at_precision_0.90"): Route(
        "detector",
        threshold_chosen_where_judged,
        "by the Python interface, from the bundle's scores: chosen where it is judged",
        operating_point("sgd", "precision >= 0.90", ["threshold", "precision", "recall"]),
        "each fold judged at the threshold that the others give",
    ),
    ("detector", "always 'not 5'", "cv, consecutive thirds without stratification", "accuracy"): Route(
        "never", per_fold("dummy")
    ),
    ("detector", "DummyClassifier()", "cv", "accuracy"): Route("detector", per_fold("dummy")),
    ("detector", FOREST, "cv", "roc_auc"): Route(
        "detector", figure("rf", "roc_auc"), "pooled over the folds"
    ),
    ("detector", FOREST, AT_HALF, "precision"): Route(
        "detector", operating_point("rf", "default", ["precision"]), BY_HALF
    ),
    ("detector", FOREST, AT_HALF, "recall"): Route(
        "detector", operating_point("rf", "default", ["recall"]), BY_HALF
    ),
    ("detector", FOREST, AT_HALF, "f1"): Route("detector", f1_at_half, BY_HALF),
    ("digits", SGD, "cv", "accuracy"): Route("digits", per_fold("sgd")),
    ("digits", LEAKING, "cv", "accuracy"): Route(
        "scaled before",
        per_fold("sgd"),
        "by the Python interface, on an NPZ file of pixels that were scaled before",
        within=0.001,
    ),
    ("digits", FOREST, "test", "accuracy"): Route("forest and neighbours", figure("rf", "accuracy", "test")),
    ("digits", "KNeighborsClassifier()", "test", "accuracy"): Route(
        "forest and neighbours", figure("knn", "accuracy", "test")
    ),
    ("digits", "SVC(gamma='scale')", "test", "accuracy"): Route("svc", figure("svc", "accuracy", "test")),
    ("digits", SEARCHED, "", "best"): Route("search", best_of_search),
    ("digits", FOUR, "test", "accuracy"): Route("four neighbours", figure("knn", "accuracy", "test")),
    ("large and odd", "KNeighborsClassifier()", "cv", "f1_macro"): Route("labels", figure("knn", "f1_macro")),
    ("large and odd", "KNeighborsClassifier()", "cv", "f1_weighted"): Route(
        "labels", figure("knn", "f1_weighted")
    ),
}


class Runs:
    """Bundles by the name of their run, each made when it is first asked for."""

    def __init__(self, mnist: Path, cache: str, *, quick: bool) -> None:
        self.mnist, self.cache, self.quick = mnist, cache, quick
        self._made: dict[str, Bundle] = {}

    def has(self, name: str) -> bool:
        """Whether the run is among those asked for."""
        return not self.quick or (name in RUNS and RUNS[name].quick)

    def bundle(self, name: str) -> Bundle:
        """Return the bundle, evaluating it first where it is not there."""
        if name not in self._made:
            print(f"-- {name}", file=sys.stderr)
            self._made[name] = self._scaled_before() if name == "scaled before" else self._evaluated(name)
        return self._made[name]

    def _evaluated(self, name: str) -> Bundle:
        flags = {"dataset": str(self.mnist), "cache_dir": self.cache, **RUNS[name].flags}
        return reportgen.evaluate(configure(flags), PlainLines())

    def _scaled_before(self) -> Bundle:
        """Evaluate SGD on pixels whose scaler has seen all folds, which no command of ours does."""
        from sklearn.preprocessing import StandardScaler

        X, _, y, _ = load(str(self.mnist))
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "scaled.npz"
            np.savez(file, X=StandardScaler().fit_transform(X), y=y)
            flags = {"models": "sgd", "test_size": "0", "shuffle": False}
            return reportgen.evaluate(
                configure({"dataset": str(file), "cache_dir": self.cache, **flags}), PlainLines()
            )


def cross_validated_by_scikit_learn(mnist: Path) -> list[float]:
    """Return what the installed scikit-learn gives for the ten-class SGD in this very run."""
    from sklearn.linear_model import SGDClassifier
    from sklearn.model_selection import cross_val_score

    X, _, y, _ = load(str(mnist))
    found: list[float] = cross_val_score(SGDClassifier(random_state=42, n_jobs=-1), X, y, cv=3).tolist()
    return found


def expected(row: dict[str, Any]) -> Any:
    """Return the published figure, with what was published beside it."""
    value = row.get("per_fold", row.get("value"))
    return value if "then" not in row else {"threshold": value, **row["then"]}


def numbers_in(value: Any) -> list[Any]:
    """Return all numbers and texts of a figure in a row."""
    if isinstance(value, dict):
        return [number for key in sorted(value) for number in numbers_in(value[key])]
    if isinstance(value, (list, tuple)):
        return [number for part in value for number in numbers_in(part)]
    return [value]


def furthest(a: Any, b: Any) -> float:
    """Return the largest difference between two figures; infinity where texts differ or parts are missing."""
    left, right = numbers_in(a), numbers_in(b)
    if len(left) != len(right):
        return float("inf")
    pairs = zip(left, right, strict=True)
    return max(
        (0.0 if x == y else float("inf"))
        if isinstance(x, str) or x is None or y is None
        else abs(x - y) / max(1.0, abs(x))
        for x, y in pairs
    )


def verdict(
    row: dict[str, Any], ours: Any, within: float, peer: Callable[[], Any] | None = None
) -> tuple[str, bool]:
    """Return what the comparison says, and whether it is well.

    Where the figure's note says that releases of scikit-learn move it, ours may be `within` that of the published one,
    and has to equal what the installed scikit-learn gives in this run (`peer`), where that is asked.
    """
    if furthest(expected(row), ours) < 5e-10:
        return "same", True
    if "with_scikit_learn_1_9_1" not in row or furthest(expected(row), ours) > within:
        return "DIFFERS", False
    if peer is not None:
        if furthest(peer(), ours) >= 5e-10:
            return "DIFFERS from cross_val_score in this run", False
        return f"same as cross_val_score in this run; within {within} of the published", True
    if furthest(row["with_scikit_learn_1_9_1"], ours) < 5e-10:
        return "same as the re-run with scikit-learn 1.9.1", True
    return f"within {within}, as releases differ", True


def shown(value: Any) -> str:
    """Return a figure for the table."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {shown(part)}" for key, part in value.items())
    if isinstance(value, (list, tuple)):
        return " / ".join(shown(part) for part in value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)


HEAD = """# Published figures, and ours

Others have published what models reach on MNIST. This table compares every such figure with what reportgen's bundles
say; `make published` made it, and fails where a difference is not explained. Where a figure has no route by a command,
because it does what a report should not (a threshold judged where it was chosen, a scaler that saw the other folds),
the Python interface makes it, and the row below says what the report gives instead.

"""


def rows(runs: Runs) -> Iterator[tuple[str, bool]]:
    """Give each line of the table, and whether all is well with it."""
    for row in json.loads(PUBLISHED.read_text(encoding="utf-8"))["figures"]:
        route = ROUTES[fields_of(row)]
        if not runs.has(route.run):
            continue
        bundle = runs.bundle(route.run)
        ours = route.read(bundle)
        peer = (lambda: cross_validated_by_scikit_learn(runs.mnist)) if route.run == "digits" else None
        said, well = verdict(row, ours, route.within, peer)
        by = route.how or f"`{RUNS[route.run].command}`"
        name = f"{row['analysis']}: {row['estimator']}, {row.get('split', 'search')}, {row['metric']}"
        yield f"| {name} | {shown(expected(row))} | {shown(ours)} | {said} | {by} |", well
        if route.own is not None:
            yield f"| … our own way | | {shown(route.own(bundle))} | | {route.own_how} |", True
        if route.run == "scaled before":
            own = per_fold("sgd_scaled")(runs.bundle("scaled digits"))
            by = f"the scaler fitted inside each fold: `{RUNS['scaled digits'].command}`"
            yield f"| … our own way | | {shown(own)} | | {by} |", True


def main() -> None:
    """Print the table, and write it where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mnist", type=Path, required=True, help="folder of the IDX files of MNIST")
    parser.add_argument("--quick", action="store_true", help="only what takes under two minutes")
    parser.add_argument("--cache-dir", default=".reportgen_cache", help="where finished fits are kept")
    parser.add_argument("--write", type=Path, help="a page of documentation to write the table to")
    given = parser.parse_args()
    if given.write and given.quick:
        parser.error("--quick gives a part of the table, which is not written: leave out --write")
    runs, all_well = Runs(given.mnist, given.cache_dir, quick=given.quick), True
    lines = ["| figure | published | ours | same? | by |", "|---|---|---|---|---|"]
    print("\n".join(lines))
    for line, well in rows(runs):
        print(line, flush=True)
        lines.append(line)
        all_well &= well
    if given.write and not all_well:
        print(f"{given.write} is left as it is.", file=sys.stderr)
    elif given.write:
        made_with = f"\nMade with scikit-learn {version('scikit-learn')} and numpy {version('numpy')}.\n"
        given.write.write_text(HEAD + "\n".join(lines) + "\n" + made_with, encoding="utf-8")
    sys.exit(not all_well)


if __name__ == "__main__":
    main()
