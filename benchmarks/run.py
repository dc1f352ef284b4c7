"""Speed, memory and size of reportgen against bare scikit-learn, in one run: `make bench`.

    python benchmarks/run.py                       # what takes a minute or two
    python benchmarks/run.py --mnist FOLDER        # also the real MNIST at full size (a quarter of an hour)

Both sides are whole processes, run in turn, cold caches of fits included. Printed are medians and the peak memory of
the largest process, how many times those of the bare script ours are, and the budget of time.
"""

import argparse
import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
REPORTGEN = [sys.executable, "-m", "reportgen"]
BARE = [sys.executable, str(HERE / "bare.py")]
TABLE, HTML, PDF = "table.csv", "output/report.html", "output/report.pdf"
DETECTOR = ["--positive", "5", "--models", "sgd,rf", "--test-size", "0"]
TYPER_PROGRAM = """
import typer
app = typer.Typer(add_completion=False)
@app.command()
def main() -> None:
    '''Do nothing.'''
app()
"""


@dataclass
class Case:
    """Two commands to compare; a budget in words. Without a yardstick only seconds are shown.

    `timed_inside`: the command prints the seconds that are meant, those of a part of it.
    """

    name: str
    command: list[str]
    yardstick: list[str] | None
    budget: str
    runs: int = 5
    outputs: list[str] = field(default_factory=list)
    timed_inside: bool = False


def measure(command: list[str], folder: Path, *, timed_inside: bool = False) -> tuple[float, float]:
    """Return seconds, of the wall or those printed, and peak memory in MB of one run of a command in its own folder."""
    shutil.rmtree(folder / ".reportgen_cache", ignore_errors=True)
    started = time.perf_counter()
    output = subprocess.PIPE if timed_inside else subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.PIPE)
    complaint = process.stderr.read()
    printed = process.stdout.read() if timed_inside else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(command)} failed:\n{complaint.decode()}")
    return float(printed) if timed_inside else seconds, usage.ru_maxrss / 1024


def compare(case: Case, folder: Path) -> None:
    """Run both sides of a case in turn, and print one line."""
    ours, theirs = [], []
    for _ in range(case.runs):
        ours.append(measure(case.command, folder, timed_inside=case.timed_inside))
        if case.yardstick:
            theirs.append(measure(case.yardstick, folder))
    line = f"{case.name:<44} {statistics.median(s for s, _ in ours):8.2f} s {max(m for _, m in ours):7.0f} MB"
    if theirs:
        ratio = statistics.median(a / b for (a, _), (b, _) in zip(ours, theirs, strict=True))
        memory = max(m for _, m in ours) / max(m for _, m in theirs)
        line += f" {statistics.median(s for s, _ in theirs):8.2f} s {max(m for _, m in theirs):7.0f} MB"
        line += f" {ratio:7.2f} {memory:7.2f}"
    else:
        line += " " * 38
    sizes = " ".join(f"{Path(f).suffix[1:]} {(folder / f).stat().st_size / 1e6:.2f} MB" for f in case.outputs)
    print(f"{line}  {case.budget}  {sizes}", flush=True)


def write_table(file: Path, rows: int) -> None:
    """Write a made-up CSV of 12 numbers, 6 categories and 2 dates, and an answer that depends on some of them."""
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(0)
    columns: dict[str, object] = {f"number {i}": random.normal(size=rows).round(4) for i in range(12)}
    words = np.array(["north", "east", "south", "west", "centre"])
    columns |= {f"category {i}": random.choice(words, rows) for i in range(6)}
    start = np.datetime64("2020-01-01")
    columns |= {f"date {i}": start + random.integers(0, 1_500, rows) for i in range(2)}
    leaning = columns["number 0"] + columns["number 1"] * (columns["category 0"] == "north")
    columns["answer"] = np.where(leaning + random.normal(size=rows) > 0.5, "yes", "no")
    pd.DataFrame(columns).to_csv(file, index=False)


def digits_cases() -> list[Case]:
    """Return starting, and small images: with folds and without."""
    typer = [sys.executable, "-c", TYPER_PROGRAM]
    return [
        Case("--help / Typer program", [*REPORTGEN, "--help"], typer, "<= 1.3", 9),
        Case(
            "build --cv 0, digits, HTML",
            [*REPORTGEN, "build", "--cv", "0", "-q"],
            [*BARE, "--cv", "0"],
            "<= 2",
            outputs=[HTML],
        ),
        Case("build, digits, 3 folds, HTML", [*REPORTGEN, "build", "-q"], BARE, "<= 2.5", outputs=[HTML]),
    ]


def render_cases() -> list[Case]:
    """Return rendering the bundle that the case before has made."""
    pdf = [*REPORTGEN, "render", "output", "-f", "pdf", "-q"]
    return [
        Case("render HTML", [*REPORTGEN, "render", "output", "-q"], None, "<= 3 s"),
        Case("render PDF", pdf, None, "<= 8 s", outputs=[PDF]),
    ]


def resampling_cases() -> list[Case]:
    """Return intervals and differences of figures that are resampled: their cost does not grow with the samples."""
    return [
        Case(
            f"{of}, {title}, 1,000,000 samples",
            [sys.executable, str(HERE / "resampling.py"), metric, of],
            None,
            "<= 1 s",
            runs=3,
            timed_inside=True,
        )
        for metric, title in (("f1_macro", "macro F1"), ("mcc", "MCC"))
        for of in ("interval", "difference")
    ]


def table_cases() -> list[Case]:
    """Return a table of numbers, categories and dates."""
    options = ["--dataset", f"./{TABLE}", "--target", "answer", "--models", "logreg,rf,hgb"]
    build = [*REPORTGEN, "build", *options, "-q"]
    return [Case("build, table, logreg rf hgb, HTML", build, [*BARE, *options], "-", runs=3, outputs=[HTML])]


def mnist_cases(mnist: Path) -> list[Case]:
    """Return MNIST at full size; the last renders the bundle of the one before."""
    data = ["--dataset", str(mnist.resolve())]
    models = ["--models", "sgd,rf,knn"]
    cells = [sys.executable, str(HERE / "cells.py"), *data]
    pdf = [*REPORTGEN, "render", "output", "-f", "pdf", "-q"]
    return [
        Case(
            "build, MNIST, sgd rf knn, HTML",
            [*REPORTGEN, "build", *data, *models, "-q"],
            [*BARE, *data, *models],
            "<= 1.05",
            runs=1,
            outputs=[HTML],
        ),
        Case(
            "detector chapter, MNIST, folds only, HTML",
            [*REPORTGEN, "build", *data, *DETECTOR, "-q"],
            cells,
            "<= 0.4",
            runs=1,
            outputs=[HTML],
        ),
        Case("render PDF, MNIST", pdf, None, "<= 8 s", runs=3, outputs=[PDF]),
    ]


def compile_ours() -> None:
    """Compile our source, as pip does on installing: scikit-learn's is compiled, and both sides start alike.

    An environment with PYTHONDONTWRITEBYTECODE would have ours compiled anew in every run.
    """
    compileall.compile_dir(HERE.parent / "reportgen", quiet=1)


def main() -> None:
    """Run all cases in a temporary folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mnist", type=Path, help="folder of the IDX files of MNIST")
    parser.add_argument("--table-rows", type=int, default=20_000, help="rows of the made-up table")
    parser.add_argument("--only", default="", help="run the cases whose name holds this text")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compile_ours()
        subprocess.run(
            [*REPORTGEN, "build", "-q"], cwd=folder, check=True, stdout=subprocess.DEVNULL
        )  # warms files
        write_table(folder / TABLE, options.table_rows)
        print(
            f"{'case':<44} {'ours':>10} {'':>10} {'bare':>10} {'':>10} {'time':>7} {'memory':>7}  budget of time"
        )
        large = mnist_cases(options.mnist) if options.mnist else []
        for case in [*digits_cases(), *render_cases(), *resampling_cases(), *table_cases(), *large]:
            if options.only in case.name:
                compare(case, folder)


if __name__ == "__main__":
    main()
