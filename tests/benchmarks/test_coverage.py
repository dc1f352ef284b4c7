"""The simulation of coverage, on few samples of few cases: limits leave room for what chance does to them."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reportgen.statistics import counts

# Under a name of its own: a well-known package is called coverage too.
SPEC = importlib.util.spec_from_file_location(
    "interval_coverage", Path(__file__).parents[2] / "benchmarks" / "coverage.py"
)
assert SPEC is not None
assert SPEC.loader is not None
coverage = importlib.util.module_from_spec(SPEC)
sys.modules["interval_coverage"] = coverage
SPEC.loader.exec_module(coverage)

REPEATS = 100
CASES = [coverage.Case(30, 0.9, 2), coverage.Case(100, 0.97, 3), coverage.Case(300, 0.8, 10)]


@pytest.fixture(scope="module")
def counted() -> list[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counts, "DRAWS", counts.DRAWS)
        return [coverage.count(case, REPEATS) for case in CASES]


@pytest.mark.parametrize("figure", coverage.FIGURES)
@pytest.mark.parametrize("part", ["covered", "covered_differences"])
def test_intervals_hold_the_truth_about_as_often_as_they_say(
    counted: list[Any], figure: str, part: str
) -> None:
    shares = [getattr(one, part)[figure] for one in counted]
    # Of 300 intervals of 95 %, fewer than 272 hold the truth once in a thousand cases.
    assert np.mean(shares) > 0.905
    assert min(shares) > 0.85


@pytest.mark.parametrize("figure", coverage.FIGURES)
def test_equally_good_models_are_seldom_called_different(counted: list[Any], figure: str) -> None:
    # Of 300 differences with 5 % false alarms, more than 27 are called different once in a thousand cases.
    assert np.mean([one.alarms[figure] for one in counted]) < 0.09


def test_the_table_lists_every_case_and_names_what_falls_short(counted: list[Any]) -> None:
    lines = list(coverage.tables(counted, REPEATS))
    assert sum(line.startswith("| 10 | 300 | 0.8 |") for line in lines) == 3
    bad = [
        coverage.Counted(one.case, dict.fromkeys(coverage.FIGURES, 0.5), one.covered, one.alarms)
        for one in counted
    ]
    assert len([text for text in coverage.failures(bad) if "covered: 0.5" in text]) == len(coverage.FIGURES)


def test_tables_replace_what_stood_between_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{coverage.START}\nold\n{coverage.END}\nafter\n")
    coverage.write(page, ["new"])
    assert page.read_text() == f"before\n{coverage.START}\n\nnew\n\n{coverage.END}\nafter\n"
