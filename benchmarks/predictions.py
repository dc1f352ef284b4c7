"""A report on predictions against scikit-learn's metrics of them, without intervals: `make bench-predictions`.

    python benchmarks/predictions.py                         # 100,000 rows, 3 models, 10 classes
    python benchmarks/predictions.py --rows 1000000 --rounds 1

One file of Parquet, from its reading to the HTML on disk, each in a process of its own, and in turns; and how much
processor time the start takes on 1,000 rows beyond importing NumPy, pandas and matplotlib.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

#: What scikit-learn does, and no more: load, predict by the largest probability, compute.
BARE = """
import sys
import pandas as pd
from sklearn.metrics import (
    average_precision_score, classification_report, confusion_matrix, log_loss, roc_auc_score,
)
from sklearn.preprocessing import label_binarize

frame = pd.read_parquet(sys.argv[1])
truth = frame["truth"].to_numpy()
classes = sorted(set(truth))
for model in sys.argv[2].split(","):
    proba = frame[[f"{model}.{name}" for name in classes]].to_numpy()
    predicted = frame[model].to_numpy()
    classification_report(truth, predicted, output_dict=True)
    confusion_matrix(truth, predicted, labels=classes)
    roc_auc_score(truth, proba, multi_class="ovr")
    average_precision_score(label_binarize(truth, classes=classes), proba)
    log_loss(truth, proba)
"""

OURS = """
import sys
from reportgen.cli import main
main(["build", "--predictions", sys.argv[1], "--output", sys.argv[2], "--quiet"])
"""

IMPORTS = "import numpy, pandas, matplotlib"


def write(path: Path, rows: int, models: int, classes: int) -> list[str]:
    """Write made-up predictions; return the names of the models."""
    random = np.random.default_rng(0)
    names = np.array([f"c{place}" for place in range(classes)])
    truth = random.integers(0, classes, rows)
    columns: dict[str, np.ndarray] = {"id": np.arange(rows), "truth": names[truth]}
    called = [f"m{place}" for place in range(models)]
    for place, model in enumerate(called):
        merits = random.normal(size=(rows, classes)).astype(np.float32)
        merits[np.arange(rows), truth] += 2.0 - 0.3 * place
        proba = np.exp(merits) / np.exp(merits).sum(axis=1, keepdims=True)
        columns[model] = names[proba.argmax(axis=1)]
        columns |= {f"{model}.{name}": proba[:, k].astype(np.float64) for k, name in enumerate(names)}
    pd.DataFrame(columns).to_parquet(path)
    return called


def processor_seconds(code: str, *arguments: str) -> tuple[float, float]:
    """Return wall and processor seconds of a program."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, used


def main() -> None:
    """Measure, and print ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("rows", 100_000), ("models", 3), ("classes", 10), ("rounds", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "large.parquet", Path(folder) / "small.parquet"
        models = write(large, asked.rows, asked.models, asked.classes)
        write(small, 1_000, asked.models, asked.classes)
        bare, ours, start, imports = [], [], [], []
        for _ in range(asked.rounds):
            bare.append(processor_seconds(BARE, str(large), ",".join(models)))
            ours.append(processor_seconds(OURS, str(large), f"{folder}/out"))
            start.append(processor_seconds(OURS, str(small), f"{folder}/small"))
            imports.append(processor_seconds(IMPORTS))
    print(
        f"{asked.rows:,} rows, {asked.models} models, {asked.classes} classes, medians of {asked.rounds} rounds"
    )
    for what, place in (("wall", 0), ("processor", 1)):
        one, other = (statistics.median(each[place] for each in own) for own in (bare, ours))
        print(f"  {what}: scikit-learn {one:.1f} s, reportgen {other:.1f} s, {other / one:.2f} times")
    first, second = (statistics.median(each[1] for each in own) for own in (start, imports))
    print(
        f"1,000 rows: {first:.2f} s of processor time, importing alone {second:.2f} s, {first - second:.2f} s more"
    )


if __name__ == "__main__":
    main()
