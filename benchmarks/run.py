"""Speed, memory and size of reportgen against bare scikit-learn, in one run: `make bench`.

    python benchmarks/run.py                       # what takes a minute or two
    python benchmarks/run.py --mnist FOLDER        # also the real MNIST at full size (a quarter of an hour)

Both sides are whole processes, run in turn, cold caches of fits included. Printed are medians, the ratio, and the
peak memory of the largest process; the budgets stand in the last column.
"""

import argparse
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
    """Two commands to compare; a budget in words. Without a yardstick only seconds are shown."""

    name: str
    command: list[str]
    yardstick: list[str] | None
    budget: str
    runs: int = 5
    outputs: list[str] = field(default_factory=list)


def measure(command: list[str], folder: Path) -> tuple[float, float]:
    """Return wall seconds and peak memory in MB of one run of a command in a folder of its own."""
    shutil.rmtree(folder / ".reportgen_cache", ignore_errors=True)
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(command)} failed:\n{complaint.decode()}")
    return seconds, usage.ru_maxrss / 1024


def compare(case: Case, folder: Path) -> None:
    """Run both sides of a case in turn, and print one line."""
    ours, theirs = [], []
    for _ in range(case.runs):
        ours.append(measure(case.command, folder))
        if case.yardstick:
            theirs.append(measure(case.yardstick, folder))
    line = f"{case.name:<44} {statistics.median(s for s, _ in ours):8.2f} s {max(m for _, m in ours):7.0f} MB"
    if theirs:
        ratio = statistics.median(a / b for (a, _), (b, _) in zip(ours, theirs, strict=True))
        line += f" {statistics.median(s for s, _ in theirs):8.2f} s {max(m for _, m in theirs):7.0f} MB {ratio:7.2f}"
    else:
        line += " " * 29
    sizes = " ".join(f"{Path(f).suffix[1:]} {(folder / f).stat().st_size / 1e6:.2f} MB" for f in case.outputs)
    print(f"{line}  {case.budget}  {sizes}", flush=True)


def cases(mnist: Path | None) -> list[Case]:
    """Return what is compared. The bundle that is rendered is made by the case before."""
    bare = [sys.executable, str(HERE / "bare.py")]
    found = [
        Case(
            "--help / Typer program",
            [*REPORTGEN, "--help"],
            [sys.executable, "-c", TYPER_PROGRAM],
            "<= 1.3",
            9,
        ),
        Case(
            "build --cv 0, digits, HTML",
            [*REPORTGEN, "build", "--cv", "0", "-q"],
            [*bare, "--cv", "0"],
            "<= 2",
            outputs=["output/report.html"],
        ),
        Case(
            "build, digits, 3 folds, HTML",
            [*REPORTGEN, "build", "-q"],
            bare,
            "<= 2.5",
            outputs=["output/report.html"],
        ),
        Case("render HTML", [*REPORTGEN, "render", "output", "-q"], None, "<= 3 s"),
        Case(
            "render PDF",
            [*REPORTGEN, "render", "output", "-f", "pdf", "-q"],
            None,
            "<= 8 s",
            outputs=["output/report.pdf"],
        ),
    ]
    if mnist:
        options = ["--dataset", str(mnist.resolve()), "--models", "sgd,rf,knn"]
        found += [
            Case(
                "build, MNIST, sgd rf knn, HTML",
                [*REPORTGEN, "build", *options, "-q"],
                [*bare, *options],
                "<= 1.05",
                runs=1,
                outputs=["output/report.html"],
            ),
            Case(
                "detector chapter, MNIST, folds only, HTML",
                [*REPORTGEN, "build", *options[:2], *DETECTOR, "-q"],
                [sys.executable, str(HERE / "cells.py"), *options[:2]],
                "<= 0.4",
                runs=1,
                outputs=["output/report.html"],
            ),
            Case(
                "render PDF, MNIST",
                [*REPORTGEN, "render", "output", "-f", "pdf", "-q"],
                None,
                "<= 8 s",
                runs=3,
                outputs=["output/report.pdf"],
            ),
        ]
    return found


def main() -> None:
    """Run all cases in a temporary folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mnist", type=Path, help="folder of the IDX files of MNIST")
    parser.add_argument("--only", default="", help="run the cases whose name holds this text")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(
            [*REPORTGEN, "build", "-q"], cwd=folder, check=True, stdout=subprocess.DEVNULL
        )  # warms files
        print(f"{'case':<44} {'ours':>10} {'':>10} {'bare':>10} {'':>10} {'ratio':>7}  budget")
        for case in cases(options.mnist):
            if options.only in case.name:
                compare(case, folder)


if __name__ == "__main__":
    main()
