"""The simulation of coverage, on few samples of few cases: limits leave room for what chance does to them."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import binom, bootstrap
from sklearn.metrics import f1_score
from statsmodels.stats.proportion import proportion_confint

pytestmark = pytest.mark.slow

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"

# Under a name of its own: a well-known package is called coverage too.
SPEC = importlib.util.spec_from_file_location("interval_coverage", BENCHMARKS / "coverage.py")
assert SPEC is not None
assert SPEC.loader is not None
coverage = importlib.util.module_from_spec(SPEC)
sys.modules["interval_coverage"] = coverage
sys.path.append(str(BENCHMARKS))
try:
    SPEC.loader.exec_module(coverage)
finally:
    sys.path.remove(str(BENCHMARKS))

REPEATS = 120
CASES = [coverage.Case(30, 0.9, 2), coverage.Case(100, 0.97, 3), coverage.Case(30, 0.8, 10)]
NUMBER = REPEATS * len(CASES)

#: What chance does to shares of 95 % once in a hundred times: 92.2 % at the least, 7.8 % false alarms at the most.
FEWEST_HELD = binom.ppf(0.01, NUMBER, 0.95) / NUMBER
MOST_ALARMS = binom.ppf(0.99, NUMBER, 0.05) / NUMBER


@pytest.fixture(scope="module")
def counted() -> list[Any]:
    return [coverage.count(case, REPEATS, draws=200) for case in CASES]


@pytest.mark.parametrize("figure", coverage.FIGURES)
@pytest.mark.parametrize("part", ["figure", "difference"])
def test_intervals_hold_the_truth_about_as_often_as_they_say(
    counted: list[Any], figure: str, part: str
) -> None:
    assert np.mean([one.tallies[part, figure].share for one in counted]) >= FEWEST_HELD


@pytest.mark.parametrize("figure", coverage.FIGURES)
def test_equally_good_models_are_seldom_called_different(counted: list[Any], figure: str) -> None:
    assert 1 - np.mean([one.tallies["none", figure].share for one in counted]) <= MOST_ALARMS


def test_no_case_falls_short_of_the_textbook_beyond_chance(counted: list[Any]) -> None:
    assert [text for one in counted for text in coverage._short(one, 1e-3)] == []


@pytest.mark.parametrize(
    ("part", "figure", "tally", "said"),
    [
        # Wilson's interval of 30 samples holds a rate of 0.9 in 97 %.
        ("figure", "accuracy", coverage.Tally(300, 265), "88.3 % hold the truth, of Wilson's 97.4 %"),
        ("figure", "mcc", coverage.Tally(300, 270, 25, 2), "90.0 % hold the truth, of the textbook's 97.7 %"),
        (
            "difference",
            "recall",
            coverage.Tally(300, 280, 15, 0),
            "93.3 % hold the truth, of the textbook's 98.3 %",
        ),
        ("none", "f1_macro", coverage.Tally(300, 260), "13.3 % false alarms"),
    ],
)
def test_a_single_case_that_falls_short_is_named(part: str, figure: str, tally: Any, said: str) -> None:
    one = coverage.Counted(coverage.Case(30, 0.9, 2), {(part, figure): tally})
    assert list(coverage._short(one, 1e-4)) == [f"{figure}, {part}, 2 classes, 30 samples, rate 0.9: {said}"]


@pytest.mark.parametrize(("n", "rate"), [(30, 0.9), (300, 0.999)])
def test_the_coverage_of_wilson_is_that_of_simulated_samples(n: int, rate: float) -> None:
    seen = np.random.default_rng(1).binomial(n, rate, 20_000)
    low, high = proportion_confint(seen, n, method="wilson")
    held = np.mean((low <= rate) & (rate <= high))
    assert coverage.wilson_coverage(n, rate) == pytest.approx(held, abs=0.006)


def test_the_plain_bootstrap_is_that_of_scipy() -> None:
    own, other = coverage.draw_pair(coverage.Case(200, 0.8, 3), 0.7, np.random.default_rng(4))

    def gap(rows: np.ndarray) -> float:
        first, second = (f1_score(own.truth[rows], o.predicted[rows], average="macro") for o in (own, other))
        return float(first - second)

    known = bootstrap((np.arange(200),), gap, n_resamples=400, vectorized=False, method="percentile", rng=5)
    low, high = known.confidence_interval
    found = coverage.plain("f1_macro", [own, other], 2_000, np.random.default_rng(6))
    assert found == pytest.approx((low, high), abs=0.12 * (high - low))


def test_the_table_lists_every_case_and_names_what_falls_short(counted: list[Any]) -> None:
    lines = list(coverage.tables(counted, REPEATS, 200))
    assert sum(line.startswith("| 10 | 30 | 0.8 |") for line in lines) == 3
    short = {("figure", figure): coverage.Tally(100, 50) for figure in coverage.FIGURES}
    bad = [coverage.Counted(one.case, one.tallies | short) for one in counted]
    assert len([t for t in coverage.failures(bad) if "figure: 0.5000" in t]) == len(coverage.FIGURES)


def test_rounds_of_a_case_are_added_up(counted: list[Any]) -> None:
    (one,) = coverage.merged([counted[0], counted[0]])
    assert one.tallies["none", "mcc"].number == 2 * counted[0].tallies["none", "mcc"].number
    assert one.tallies["figure", "mcc"].share == counted[0].tallies["figure", "mcc"].share


def test_tables_replace_what_stood_between_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{coverage.START}\nold\n{coverage.END}\nafter\n")
    coverage.write(page, ["new"])
    assert page.read_text() == f"before\n{coverage.START}\n\nnew\n\n{coverage.END}\nafter\n"
