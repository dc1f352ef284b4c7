"""Do two fits at once end sooner in threads or in processes? For each model of the catalogue, on this machine.

    python benchmarks/backends.py [--images FOLDER_OF_IDX_FILES] [--rows 3000] [--models sgd,rf] [--repeats 3]

Prints, for each kind of data, the seconds of one fit after the other and how much faster the two end side by side:
in threads, in processes that have just been started (as at the beginning of every run), and in processes that
have already loaded the libraries. Every fit has one core; all ways are measured in turn, the best of the repeats
counts. Ratios under 1 mean: slower than one after the other.
"""

import argparse
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from reportgen.models.catalogue import Model, resolve
from reportgen.models.model_spec import MODELS
from reportgen.models.pipeline_steps import Kind, prepare


@dataclass(frozen=True)
class Case:
    """Training data of one kind."""

    name: str
    kind: Kind
    features: Any
    codes: np.ndarray


def images(folder: str | None, rows: int) -> Case:
    """Return rows of a folder of IDX files, or made-up data of the same shape."""
    if folder is None:
        from sklearn.datasets import make_classification

        features, codes = make_classification(rows, 784, n_informative=60, n_classes=10, random_state=0)
        return Case(f"made up, {rows} x 784, 10 classes", "image", features, codes)
    from reportgen.datasets.dataset import DataRequest, load
    from reportgen.progress import Silent

    data = load(DataRequest(dataset=folder), Silent())
    codes = np.asarray(data.target[:rows]).astype(np.int64)
    return Case(f"{data.name}, {rows} x {data.features.shape[1]}", "image", data.features[:rows] * 1.0, codes)


def digits() -> Case:
    """Return scikit-learn's digits: fits that take milliseconds."""
    from sklearn.datasets import load_digits

    features, codes = load_digits(return_X_y=True)
    return Case("digits, 1797 x 64, 10 classes", "image", features, codes)


def table(rows: int = 2_000) -> Case:
    """Return a table of numbers, categories, texts and dates, which is prepared in Python for the most part."""
    import pandas as pd

    random = np.random.default_rng(0)
    words = np.array(["alpha", "beta", "gamma", "delta", "omega", "kappa", "sigma", "zeta"])
    codes = random.integers(0, 2, rows)
    columns: dict[str, Any] = {f"number {i}": random.normal(size=rows) + codes * (i == 0) for i in range(6)}
    columns |= {f"category {i}": random.choice(words, rows) for i in range(3)}
    columns["text"] = [" ".join(random.choice(words, 4)) for _ in range(rows)]
    columns["date"] = pd.date_range("2020-01-01", periods=rows, freq="7h")
    return Case(f"mixed table, {rows} x {len(columns)}, 2 classes", "table", pd.DataFrame(columns), codes)


def fit(model: Model, case: Case, seed: int) -> int:
    """Fit as an evaluation does, on one core; nothing large is sent back."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        prepare(model, case.kind, False, seed).fit(case.features, case.codes)
    return seed


def side_by_side(model: Model, case: Case, backend: str) -> Callable[[], None]:
    """Return what fits the model twice with a backend of joblib."""
    from joblib import Parallel, delayed

    def run() -> None:
        Parallel(n_jobs=2, backend=backend)(delayed(fit)(model, case, seed) for seed in (1, 2))

    return run


def stop_processes() -> None:
    """Stop the worker processes that joblib keeps for the next call."""
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor().shutdown(wait=True)


def seconds(run: Callable[[], object]) -> float:
    """Return the wall time of one call."""
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def measure(model: Model, case: Case, repeats: int) -> dict[str, float]:
    """Return the best seconds of each way, measured in turn."""
    processes = side_by_side(model, case, "loky")
    found: dict[str, list[float]] = {}
    for _ in range(repeats):
        one_by_one = seconds(lambda: [fit(model, case, seed) for seed in (1, 2)])
        found.setdefault("one by one", []).append(one_by_one)
        found.setdefault("threads", []).append(seconds(side_by_side(model, case, "threading")))
        stop_processes()
        found.setdefault("new processes", []).append(seconds(processes))
        found.setdefault("warm processes", []).append(seconds(processes))
    return {way: min(times) for way, times in found.items()}


def report(case: Case, keys: list[str], repeats: int) -> None:
    """Print one table."""
    print(f"\n{case.name}\n")
    print("| model | one by one, s | threads | new processes | warm processes | sooner |")
    print("|---|---:|---:|---:|---:|---|")
    for model in resolve(keys):
        if model.id not in keys:
            continue
        best = measure(model, case, repeats)
        alone = best["one by one"]
        ratios = [alone / best[way] for way in ("threads", "new processes", "warm processes")]
        sooner = "threads" if best["threads"] <= best["new processes"] else "processes"
        cells = " | ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"| `{model.id}` | {alone:.2f} | {cells} | {sooner} |", flush=True)


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--images", help="folder of IDX files; made-up data without it")
    parser.add_argument("--rows", type=int, default=3_000, help="images used (default 3000)")
    parser.add_argument("--models", default=",".join(MODELS.ids()), help="keys, comma separated")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--data", default="images,digits,table", help="which of images, digits and table")
    options = parser.parse_args()
    cases = {"images": lambda: images(options.images, options.rows), "digits": digits, "table": table}
    for name in options.data.split(","):
        report(cases[name](), options.models.split(","), options.repeats)
    stop_processes()


if __name__ == "__main__":
    main()
