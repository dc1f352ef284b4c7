"""Measures how often a gate that is looked at every week of a year fails at least once, though nothing got worse.

    python benchmarks/repeated_looks.py [--years 400] [--write docs/gates.md]

Each look compares two models that are right equally often, on a test of its own or on one test for the whole year,
and judges `no-regression` by the gate itself: at 95 % every week, and with `looks = 52`. With a real loss the share of
single looks that see it is power.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from reportgen import evaluate
from reportgen.bundle.run_changes import AnalysisChanges, Changes, RunSummary, ScoreChange
from reportgen.bundle.schema import BundleRecord
from reportgen.gates.gate_levels import level_over
from reportgen.gates.gate_spec import Evidence, Gate, KnownFindings, Reference
from reportgen.gates.judge import judge_one, names_of, understand
from reportgen.metrics.metric_spec import METRICS
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.scoring.intervals import difference_of

#: Where the table goes in a page: between these two lines.
BEGIN, END = "<!-- made by benchmarks/repeated_looks.py -->", "<!-- end -->"

LOOKS = 52

CLASSES = ("a", "b", "c")

#: How often either model is right.
RIGHT = 0.9

SUMMARY = RunSummary(id="", created="", reportgen_version="", seed=0, git=None, results_digest="")


@dataclass(frozen=True)
class Case:
    """What is looked at: on how many samples of how many the two models differ, and what the new one loses.

    `once`: one test for the whole year, and one baseline; else new samples every week.
    """

    name: str
    metric: str
    n: int
    apart: float
    loss: float = 0.0
    once: bool = False


CASES = (
    Case("New samples every week", "accuracy", 1_000, 0.05),
    Case("New samples every week", "accuracy", 10_000, 0.05),
    Case("New samples, the two differ on ten", "accuracy", 1_000, 0.01),
    Case("One test for the whole year", "accuracy", 1_000, 0.05, once=True),
    Case("New samples every week", "f1_macro", 1_000, 0.05),
    Case("New samples, the two differ on ten", "f1_macro", 1_000, 0.01),
    Case("A loss of one point", "accuracy", 2_000, 0.03, loss=0.01),
    Case("A loss of one point", "accuracy", 10_000, 0.03, loss=0.01),
)


def main() -> None:
    """Print the table, or write it into a page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--years", type=int, default=400)
    parser.add_argument("--write", type=Path, help="page to write the table into")
    asked = parser.parse_args()
    text = page(asked.years)
    if asked.write:
        before = asked.write.read_text(encoding="utf-8")
        made = re.sub(f"{BEGIN}.*?{END}", lambda _: f"{BEGIN}\n\n{text}\n\n{END}", before, flags=re.DOTALL)
        asked.write.write_text(made, encoding="utf-8")
    print(text)


def page(years: int, cases: Sequence[Case] = CASES) -> str:
    """Return the table in Markdown."""
    record, random = judged_record(), np.random.default_rng(0)
    found = [(case, *shares(case, record, years, random)) for case in cases]
    kinds = (("years with a failure, nothing got worse", False), ("single looks that see a real loss", True))
    lines = ["| | metric | test samples | 95 % every week | `looks = 52` |", "|---|---|---:|---:|---:|"]
    for title, is_power in kinds:
        lines.append(f"| **{title}** | | | | |")
        lines += [
            f"| {case.name} | `{case.metric}` | {case.n:,} | {100 * plain:.1f} % | {100 * spent:.1f} % |"
            for case, plain, spent in found
            if (case.loss > 0) == is_power
        ]
    error = 200 * (0.025 * 0.975 / years) ** 0.5
    how = f"{years:,} simulated years a line, so that 2.5 % is known to within {error:.1f} points."
    return "\n".join([*lines, "", f"{how} `make bench-looks` measures it anew."])


def judged_record() -> BundleRecord:
    """Return the record of a run, for its names and metrics."""
    with TemporaryDirectory() as cache:
        return evaluate(dataset="iris", models=("nb",), cv=0, cache_dir=cache).record


def shares(case: Case, record: BundleRecord, years: int, random: np.random.Generator) -> tuple[float, float]:
    """Return the share of years with a failure, of a real loss that of looks; at 95 % and spent over the looks."""
    print(case, file=sys.stderr)
    (analysis,) = record.analyses
    gates: list[Gate] = []
    for looks in (1, LOOKS):
        names = names_of(record, analysis, record.metrics, KnownFindings(), level_over(None, looks))
        gates += understand([f"nb: no-regression: {case.metric}"], names)
    failed = np.array(
        [
            [
                [judge_one(gate, seen)[0].status == "fail" for gate in gates]
                for seen in year(case, record, random)
            ]
            for _ in range(years)
        ]
    )
    found = failed.mean(axis=(0, 1)) if case.loss else failed.any(axis=1).mean(axis=0)
    return float(found[0]), float(found[1])


def year(case: Case, record: BundleRecord, random: np.random.Generator) -> Iterator[Evidence]:
    """Yield what the gate is judged by at each look."""
    metric, (analysis,) = METRICS.get(case.metric), record.analyses
    truth, before = drawn(case, random)
    for _ in range(LOOKS):
        if not case.once:
            truth, before = drawn(case, random)
        now = trained_anew(case, truth, before, random)
        then, new = (ClassPredictions(CLASSES, truth, own, None, None) for own in (before, now))
        gap = difference_of(metric, new, then)
        row = ScoreChange(
            model="nb",
            baseline_model="nb",
            split="test",
            metric=case.metric,
            baseline=0.0,
            candidate=gap.value,
            difference=gap.value,
            paired=True,
            n=gap.n,
            low=gap.low,
            high=gap.high,
            level=gap.level,
            method=gap.method,
            by_t=gap.by_t or None,
            degrees=gap.degrees,
        )
        changes = AnalysisChanges(id=analysis.id, title="", status="compared", scores=[row])
        reference = Reference("baseline", Changes(baseline=SUMMARY, candidate=SUMMARY, analyses=[changes]))
        yield Evidence(record, analysis, (reference,))


def drawn(case: Case, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the classes of a test, and what the baseline predicted."""
    truth = random.integers(0, len(CLASSES), case.n)
    wrong = random.random(case.n) >= RIGHT
    return truth, (truth + wrong * random.integers(1, len(CLASSES), case.n)) % len(CLASSES)


def trained_anew(
    case: Case, truth: np.ndarray, before: np.ndarray, random: np.random.Generator
) -> np.ndarray:
    """Return what the new model predicts: as often right, less the loss, and not on the same samples."""
    right = before == truth
    breaks = random.random(case.n) < ((case.apart + case.loss) / 2 / RIGHT)
    mends = random.random(case.n) < ((case.apart - case.loss) / 2 / (1 - RIGHT))
    now = np.where(right & breaks, (truth + random.integers(1, len(CLASSES), case.n)) % len(CLASSES), before)
    return np.where(~right & mends, truth, now)


if __name__ == "__main__":
    main()
