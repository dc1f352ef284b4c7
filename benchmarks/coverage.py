"""Do 95 % intervals hold the truth in 95 % of cases? By simulation: `make coverage`.

    python benchmarks/coverage.py                                # the tables, on standard output
    python benchmarks/coverage.py --write docs/statistics.md     # and into the page that explains the methods

Samples are drawn from a known truth, judged by the very functions that reports use, and the share of intervals that
hold the truth is counted: for accuracy, recall, macro F1, MCC and ROC AUC, and for the paired differences of two
models that share half of their luck, one of which has e times the odds of being wrong. How often two models that are
equally good are called different is counted too. The textbook's interval is made of the same samples beside each, and
in no cell may ours hold the truth less often. The studies beside it ask of what needs other samples: few positives,
groups, calibration and the like. Ends with 1 where anything falls short.

    python benchmarks/coverage.py --only groups                  # one study alone
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from scipy.stats import binom
from simulated import (
    FIGURES,
    Case,
    Pair,
    Random,
    Truth,
    draw_class,
    draw_pair,
    label_of,
    metric_of,
    other_rate,
)
from studies import (
    calibration,
    chosen,
    confident_thresholds,
    costs,
    deciding,
    few_positives,
    groups,
    log_losses,
    rare_labels,
    rare_precision,
    recipes_by_folds,
)
from studies.study import Study
from studies.study import count as count_cell
from studies.study import failures as failures_of
from studies.study import tables as tables_of
from yardsticks import holds, plain, wilson_coverage

from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.scoring.intervals import difference_of, interval_of

SIZES = (30, 100, 300, 1_000, 10_000)
RATES = (0.5, 0.8, 0.9, 0.97, 0.99, 0.999)
CLASSES = (2, 3, 10)
TITLES = {
    "accuracy": "Accuracy",
    "recall": "Recall of a class",
    "f1_macro": "Macro F1",
    "mcc": "MCC",
    "roc_auc": "ROC AUC",
}

#: Matrices drawn for figures of counts: a quarter of what reports draw, which costs about 0.2 points of coverage.
DRAWS = 500

#: Samples of each case in a round, and how many rounds there are; rounds differ in their seed.
ROUND, ROUNDS = 100, 3

#: Between these the mean coverage has to lie.
LOWEST, HIGHEST = 0.94, 0.97

#: Areas, of which few samples are informative near 0 and 1, may hold the truth more often.
HIGHEST_OF_AREAS = 0.98

#: The share of false alarms that is allowed.
FALSE_ALARMS = 0.05

#: How often chance alone may make any cell at all fall short.
ALPHA = 0.01

#: What is asked besides, in the order of the page.
STUDIES = (
    few_positives.STUDY,
    few_positives.PAIRS,
    rare_precision.STUDY,
    rare_labels.STUDY,
    log_losses.STUDY,
    calibration.STUDY,
    chosen.STUDY,
    groups.STUDY,
    deciding.STUDY,
    confident_thresholds.STUDY,
    recipes_by_folds.STUDY,
    costs.STUDY,
    costs.PREDICTIVE,
)

#: Where the tables go in the page.
START, END = "<!-- coverage: made by benchmarks/coverage.py -->", "<!-- end of coverage -->"

#: What is counted: intervals of figures, of differences, and of differences that are none.
PARTS = ("figure", "difference", "none")
PART_TITLES = (
    "Coverage of figures, case by case",
    "Coverage of differences, case by case",
    "False alarms, case by case",
)


@dataclass(frozen=True)
class Tally:
    """How many intervals there were, and how many held the truth; of the others how many the textbook's did hold.

    `lost`: the textbook's held it and ours did not; `gained`: the other way round.
    """

    number: int = 0
    held: int = 0
    lost: int = 0
    gained: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Return both together."""
        mine, its = ((one.number, one.held, one.lost, one.gained) for one in (self, other))
        return Tally(*(a + b for a, b in zip(mine, its, strict=True)))

    @property
    def share(self) -> float:
        """The share of intervals that held the truth."""
        return self.held / self.number if self.number else float("nan")

    @property
    def textbook(self) -> float:
        """The share of the textbook's intervals that did."""
        return (self.held + self.lost - self.gained) / self.number if self.number else float("nan")


@dataclass(frozen=True)
class Counted:
    """What became of a case, by part and figure."""

    case: Case
    tallies: dict[tuple[str, str], Tally]


def count(case: Case, repeats: int, seed: int = 0, draws: int = DRAWS) -> Counted:
    """Return what became of a case."""
    key = [seed, case.n, int(1000 * case.rate), case.n_classes]
    others = [figure for figure in FIGURES if figure != "recall"]
    of_all = _tallies(case, repeats, draw_pair, np.random.default_rng(key), others, draws)
    of_class = _tallies(case, repeats, draw_class, np.random.default_rng([*key, 1]), ["recall"], draws)
    return Counted(case, of_all | of_class)


def _tallies(
    case: Case,
    repeats: int,
    draw: Callable[[Case, float, Random], Pair],
    random: Random,
    figures: Sequence[str],
    draws: int,
) -> dict[tuple[str, str], Tally]:
    worse = other_rate(case.rate)
    own, other = Truth(case.rate, case.n_classes).figures, Truth(worse, case.n_classes).figures
    found = {(part, figure): Tally() for part in PARTS for figure in figures}
    for _ in range(repeats):
        equal, apart = draw(case, case.rate, random), draw(case, worse, random)
        for figure in figures:
            gap = own[figure] - other[figure]
            found["figure", figure] += _held(figure, equal[:1], own[figure], draws, random)
            found["difference", figure] += _held(figure, apart, gap, draws, random)
            found["none", figure] += _held(figure, equal, 0.0, draws, random)
    return found


def _held(
    figure: str, outcomes: Sequence[ClassPredictions], true: float, draws: int, random: Random
) -> Tally:
    """Return whether ours and the textbook's interval held the truth; nothing where the figure was undefined."""
    ends = _ours(figure, outcomes, draws)
    if ends is None:
        return Tally()
    other = plain(figure, outcomes, draws, random)
    ours, theirs = holds(ends, true), other is None or holds(other, true)
    return Tally(1, int(ours), int(theirs and not ours), int(ours and not theirs))


def _ours(figure: str, outcomes: Sequence[ClassPredictions], draws: int) -> tuple[float, float] | None:
    metric, label = metric_of(figure, outcomes[0]), label_of(figure, outcomes[0])
    if len(outcomes) == 1:
        value = next(value for value in metric.values(outcomes[0]) if value.label == label)
        found = interval_of(metric, outcomes[0], value, draws=draws)
    else:
        found = difference_of(metric, *outcomes, label=label, draws=draws)
    return None if found is None or found.low is None or found.high is None else (found.low, found.high)


def all_cases() -> list[Case]:
    """Return the cells, costly ones first."""
    cases = [Case(*cell) for cell in product(SIZES, RATES, CLASSES)]
    return sorted(cases, key=lambda case: -case.n * case.n_classes)


def simulate(rounds: int, jobs: int, draws: int) -> list[Counted]:
    """Return what became of all cases, in so many rounds."""
    with ProcessPoolExecutor(jobs) as pool:
        running = {
            pool.submit(count, case, ROUND, seed, draws) for seed in range(rounds) for case in all_cases()
        }
        done = []
        for number, future in enumerate(as_completed(running), 1):
            done.append(future.result())
            print(f"{number} of {len(running)}: {done[-1].case}", file=sys.stderr)
    return merged(done)


def merged(done: list[Counted]) -> list[Counted]:
    """Return the rounds of each case together, in the order of the tables."""
    by_case: dict[Case, dict[tuple[str, str], Tally]] = {}
    for one in done:
        known = by_case.setdefault(one.case, {})
        for key, tally in one.tallies.items():
            known[key] = known.get(key, Tally()) + tally
    ordered = sorted(by_case, key=lambda case: (case.n_classes, case.n, case.rate))
    return [Counted(case, by_case[case]) for case in ordered]


def failures(counted: list[Counted]) -> list[str]:
    """Return where means, and where single cells beyond what chance does to them, fall short of what is demanded."""
    found = []
    for figure in FIGURES:
        for part in PARTS[:2]:
            mean = _mean(counted, part, figure)
            highest = HIGHEST_OF_AREAS if figure == "roc_auc" else HIGHEST
            if not LOWEST <= mean <= highest:
                found.append(f"{figure}, {part}: {mean:.4f} is not between {LOWEST} and {highest}")
        alarms = 1 - _mean(counted, "none", figure)
        if alarms > FALSE_ALARMS:
            found.append(f"{figure}: {alarms:.4f} false alarms are more than {FALSE_ALARMS}")
    chance = ALPHA / (len(counted) * len(PARTS) * len(FIGURES))
    return [*found, *(text for one in counted for text in _short(one, chance))]


def _mean(counted: list[Counted], part: str, figure: str) -> float:
    return float(np.nanmean([one.tallies[part, figure].share for one in counted]))


def _short(counted: Counted, chance: float) -> Iterator[str]:
    """Yield what is wrong with a case, as far as it would be so by chance less often than `chance`."""
    for (part, figure), tally in counted.tallies.items():
        where = f"{figure}, {part}, {counted.case}"
        if part == "none":
            alarms = tally.number - tally.held
            if binom.sf(alarms - 1, tally.number, FALSE_ALARMS) < chance:
                yield f"{where}: {_percent(1 - tally.share)} false alarms"
        elif part == "figure" and figure in ("accuracy", "recall"):
            exact = wilson_coverage(counted.case.n, counted.case.rate)
            if binom.cdf(tally.held, tally.number, exact) < chance:
                yield f"{where}: {_percent(tally.share)} hold the truth, of Wilson's {_percent(exact)}"
        elif binom.sf(tally.lost - 1, tally.lost + tally.gained, 0.5) < chance:
            yield f"{where}: {_percent(tally.share)} hold the truth, of the textbook's {_percent(tally.textbook)}"


def tables(counted: list[Counted], repeats: int, draws: int) -> Iterator[str]:
    """Yield the lines of the tables, in Markdown."""
    yield f"{repeats:,} samples of each of {len(counted)} cases; {draws:,} draws for figures of counts."
    yield from ("", *_summary(counted, "share"))
    yield from ("", "The textbook's intervals of the same samples:", "", *_summary(counted, "textbook"))
    for part, title in zip(PARTS, PART_TITLES, strict=True):
        yield from ("", f"### {title}", "")
        yield "| classes | samples | rate | " + " | ".join(TITLES[figure] for figure in FIGURES) + " |"
        yield "|---:|---:|---:|" + "---:|" * len(FIGURES)
        for one in counted:
            shares = [one.tallies[part, figure].share for figure in FIGURES]
            own = " | ".join(_percent(1 - share if part == "none" else share) for share in shares)
            yield f"| {one.case.n_classes} | {one.case.n:,} | {one.case.rate} | {own} |"


def _summary(counted: list[Counted], whose: str) -> Iterator[str]:
    """Yield a line a figure: means and the worst cells; `whose` shares, ours (`share`) or the `textbook`'s."""
    yield "| figure | mean coverage | lowest cell | of differences | lowest cell | false alarms | highest cell |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for figure in FIGURES:
        figures, gaps, none = (
            np.array([getattr(one.tallies[part, figure], whose) for one in counted]) for part in PARTS
        )
        cells = (
            *(value for part in (figures, gaps) for value in (np.nanmean(part), np.nanmin(part))),
            1 - np.nanmean(none),
            1 - np.nanmin(none),
        )
        yield f"| {TITLES[figure]} | " + " | ".join(_percent(cell) for cell in cells) + " |"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def write(page: Path, lines: list[str]) -> None:
    """Put the tables between the marks in the page."""
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(START)
    _, after = rest.split(END)
    page.write_text(f"{before}{START}\n\n" + "\n".join(lines) + f"\n\n{END}{after}", encoding="utf-8")


def studied(study: Study, jobs: int, repeats: int, seed: int = 0) -> tuple[list[str], list[str]]:
    """Return the lines of a study and where it falls short."""
    number = len(study.cells)
    with ProcessPoolExecutor(jobs) as pool:
        each = ([study.id] * number, range(number), [repeats] * number, [seed] * number)
        counted = list(pool.map(_count_of, *each))
    print(f"{study.title}: {number} cells", file=sys.stderr)
    return tables_of(study, counted, repeats), failures_of(study, counted)


def _count_of(study: str, place: int, repeats: int, seed: int) -> Any:
    """Return what became of a cell; a study is named, as its functions need not cross processes."""
    (own,) = [one for one in STUDIES if one.id == study]
    return count_cell(own, own.cells[place], repeats, seed)


def main() -> None:
    """Simulate, print the tables, and say where they fall short."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"{ROUND} samples of each case in each")
    parser.add_argument("--draws", type=int, default=DRAWS, help="matrices drawn for figures of counts")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--write", type=Path, help="page that holds the tables between its two marks")
    parser.add_argument("--only", help="run this study alone", choices=[study.id for study in STUDIES])
    options = parser.parse_args()
    lines, short = [], []
    if options.only is None:
        counted = simulate(options.rounds, options.jobs, options.draws)
        lines, short = list(tables(counted, ROUND * options.rounds, options.draws)), failures(counted)
    for study in STUDIES:
        if options.only in (None, study.id):
            found, missed = studied(study, options.jobs, round(study.repeats * options.rounds / ROUNDS))
            lines += ["", *found]
            short += missed
    print("\n".join(lines))
    if options.write is not None and options.only is None:
        write(options.write, lines)
    raise SystemExit("\n".join(short) or None)


if __name__ == "__main__":
    main()
