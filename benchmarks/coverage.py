"""Do 95 % intervals hold the truth in 95 % of cases? By simulation: `make coverage`.

    python benchmarks/coverage.py                                # the tables, on standard output
    python benchmarks/coverage.py --write docs/statistics.md     # and into the page that explains the methods

Samples are drawn from a known truth, judged by the very functions that reports use, and the share of intervals that
hold the truth is counted: for accuracy, recall, macro F1, MCC and ROC AUC, and for the paired differences of two
models that share half of their luck, one of which has e times the odds of being wrong. How often two models that are
equally good are called different is counted too.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import product
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from scipy.special import ndtri

from reportgen.evaluation.inference import difference_of, interval_of
from reportgen.evaluation.metrics.spec import METRICS, Outcome
from reportgen.statistics import counts

SIZES = (30, 100, 300, 1_000, 10_000)
RATES = (0.5, 0.8, 0.9, 0.97, 0.99, 0.999)
CLASSES = (2, 3, 10)
FIGURES = ("accuracy", "recall", "f1_macro", "mcc", "roc_auc")
TITLES = {
    "accuracy": "Accuracy",
    "recall": "Recall of a class",
    "f1_macro": "Macro F1",
    "mcc": "MCC",
    "roc_auc": "ROC AUC",
}

#: Matrices drawn for figures of counts: a quarter of what reports draw, which costs about 0.2 points of coverage.
DRAWS = 500

#: Samples of each case in a round; rounds differ in their seed.
ROUND = 100

#: Between these the mean coverage has to lie.
LOWEST, HIGHEST = 0.94, 0.97

#: The share of false alarms that is allowed.
FALSE_ALARMS = 0.05

#: Where the tables go in the page.
START, END = "<!-- coverage: made by benchmarks/coverage.py -->", "<!-- end of coverage -->"


@dataclass(frozen=True)
class Case:
    """One cell of the simulation: samples, the true rate of all figures but MCC, classes."""

    n: int
    rate: float
    n_classes: int


@dataclass(frozen=True)
class Counted:
    """What became of a case, by figure: the shares of intervals that held the truth, and of false alarms."""

    case: Case
    covered: dict[str, float]
    covered_differences: dict[str, float]
    alarms: dict[str, float]


@dataclass(frozen=True)
class Truth:
    """The true figures of a model."""

    rate: float
    n_classes: int

    @property
    def figures(self) -> dict[str, float]:
        """By figure. Classes are equally frequent and errors fall evenly, so most figures are the rate itself."""
        chance = 1 / self.n_classes
        return dict.fromkeys(FIGURES, self.rate) | {"mcc": (self.rate - chance) / (1 - chance)}


def metric_id(figure: str, n_classes: int) -> str:
    """Return the metric's id: AUC has another for several classes."""
    return "roc_auc_ovr_macro" if figure == "roc_auc" and n_classes > 2 else figure


Random = np.random.Generator
Pair = tuple[Outcome, Outcome]


def draw_pair(case: Case, other_rate: float, random: Random) -> Pair:
    """Return two models' outcomes of the same samples; half of their luck is shared."""
    n, k = case.n, case.n_classes
    truth = random.integers(0, k, n)
    luck, steps, noise = random.random(n), random.integers(1, k, n), random.normal(size=(n, k))
    own = _outcome(truth, luck, steps, case.rate, k, noise)
    luck, steps = _half_shared(luck, steps, k, random)
    noise = np.sqrt(0.5) * noise + np.sqrt(0.5) * random.normal(size=(n, k))
    return own, _outcome(truth, luck, steps, other_rate, k, noise)


def draw_class(case: Case, other_rate: float, random: Random) -> Pair:
    """Return the same without scores, with n samples of the last class and n of the others."""
    n, k = case.n, case.n_classes
    truth = np.concatenate([np.full(n, k - 1), random.integers(0, k - 1, n)])
    luck, steps = random.random(2 * n), random.integers(1, k, 2 * n)
    own = _outcome(truth, luck, steps, case.rate, k)
    luck, steps = _half_shared(luck, steps, k, random)
    return own, _outcome(truth, luck, steps, other_rate, k)


def _half_shared(
    luck: np.ndarray, steps: np.ndarray, k: int, random: Random
) -> tuple[np.ndarray, np.ndarray]:
    shared = random.random(len(luck)) < 0.5
    luck = np.where(shared, luck, random.random(len(luck)))
    return luck, np.where(shared, steps, random.integers(1, k, len(luck)))


def _outcome(
    truth: np.ndarray,
    luck: np.ndarray,
    steps: np.ndarray,
    rate: float,
    k: int,
    noise: np.ndarray | None = None,
) -> Outcome:
    answers = np.where(luck < rate, truth, (truth + steps) % k)
    classes = tuple(str(code) for code in range(k))
    if noise is None:
        return Outcome(classes, truth, answers, None, None)
    scores = noise.copy()
    scores[np.arange(len(truth)), truth] += np.sqrt(2) * ndtri(rate)
    return Outcome(classes, truth, answers, scores[:, 1] if k == 2 else scores, "decision")


def other_rate(rate: float) -> float:
    """Return the rate of a worse model, whose odds of being wrong are e times as high."""
    return rate / (rate + np.e * (1 - rate))


def count(case: Case, repeats: int, seed: int = 0) -> Counted:
    """Return what became of a case."""
    counts.DRAWS = DRAWS
    key = [seed, case.n, int(1000 * case.rate), case.n_classes]
    of_all = _tallies(
        case, repeats, draw_pair, np.random.default_rng(key), [f for f in FIGURES if f != "recall"]
    )
    of_class = _tallies(case, repeats, draw_class, np.random.default_rng([*key, 1]), ["recall"])
    tallies = of_all | of_class
    return Counted(case, *({figure: tallies[figure][place] for figure in FIGURES} for place in range(3)))


def _tallies(
    case: Case,
    repeats: int,
    draw: Callable[[Case, float, Random], Pair],
    random: Random,
    figures: Sequence[str],
) -> dict[str, list[float]]:
    """Return for each figure the shares of intervals and of differences that held the truth, and of false alarms."""
    worse = other_rate(case.rate)
    own, other = Truth(case.rate, case.n_classes).figures, Truth(worse, case.n_classes).figures
    found: dict[str, list[list[bool]]] = {figure: [[], [], []] for figure in figures}
    for _ in range(repeats):
        a, same = draw(case, case.rate, random)
        first, second = draw(case, worse, random)
        for figure in figures:
            held, differing, alarms = found[figure]
            held += _held(figure, a, own[figure])
            differing += _between(figure, first, second, own[figure] - other[figure])
            alarms += [not ok for ok in _between(figure, a, same, 0.0)]
    return {figure: [float(np.mean(part)) for part in parts] for figure, parts in found.items()}


def _label(figure: str, outcome: Outcome) -> str | None:
    return outcome.classes[-1] if figure == "recall" and len(outcome.classes) > 2 else None


def _held(figure: str, outcome: Outcome, true: float) -> list[bool]:
    """Return whether the interval held the truth; nothing where the figure was undefined."""
    metric = METRICS.get(metric_id(figure, len(outcome.classes)))
    label = _label(figure, outcome)
    value = next(value for value in metric.values(outcome) if value.label == label)
    interval = interval_of(metric, outcome, value)
    return [] if interval is None else [interval.low - 1e-9 <= true <= interval.high + 1e-9]


def _between(figure: str, a: Outcome, b: Outcome, true: float) -> list[bool]:
    metric = METRICS.get(metric_id(figure, len(a.classes)))
    found = difference_of(metric, a, b, label=_label(figure, a))
    if found.low is None or found.high is None:
        return []
    return [found.low - 1e-9 <= true <= found.high + 1e-9]


def all_cases() -> list[Case]:
    """Return the cells, costly ones first."""
    cases = [Case(*cell) for cell in product(SIZES, RATES, CLASSES)]
    return sorted(cases, key=lambda case: -case.n * case.n_classes)


def simulate(rounds: int, jobs: int) -> list[Counted]:
    """Return what became of all cases, in so many rounds."""
    with ProcessPoolExecutor(jobs) as pool:
        running = {pool.submit(count, case, ROUND, seed) for seed in range(rounds) for case in all_cases()}
        done = []
        for number, future in enumerate(as_completed(running), 1):
            done.append(future.result())
            print(f"{number} of {len(running)}: {done[-1].case}", file=sys.stderr)
    return merged(done)


def merged(done: list[Counted]) -> list[Counted]:
    """Return the mean over rounds of each case, in the order of the tables."""
    by_case: dict[Case, list[Counted]] = {}
    for one in done:
        by_case.setdefault(one.case, []).append(one)
    means = [
        Counted(
            case,
            *(
                {figure: float(np.mean([getattr(one, part)[figure] for one in own])) for figure in FIGURES}
                for part in PARTS
            ),
        )
        for case, own in by_case.items()
    ]
    return sorted(means, key=lambda one: (one.case.n_classes, one.case.n, one.case.rate))


def tables(counted: list[Counted], repeats: int) -> Iterator[str]:
    """Yield the lines of the tables, in Markdown."""
    yield f"{repeats:,} samples of each of {len(counted)} cases; {DRAWS:,} draws for figures of counts."
    yield ""
    yield "| figure | mean coverage | lowest cell | of differences | lowest cell | false alarms | highest cell |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for figure in FIGURES:
        cells = [[getattr(one, part)[figure] for one in counted] for part in PARTS]
        low = [min(part) for part in cells[:2]]
        yield (
            f"| {TITLES[figure]} | {_percent(np.mean(cells[0]))} | {_percent(low[0])} | {_percent(np.mean(cells[1]))} "
            f"| {_percent(low[1])} | {_percent(np.mean(cells[2]))} | {_percent(max(cells[2]))} |"
        )
    for part, title in zip(PARTS, PART_TITLES, strict=True):
        yield from ("", f"### {title}", "")
        yield "| classes | samples | rate | " + " | ".join(TITLES[figure] for figure in FIGURES) + " |"
        yield "|---:|---:|---:|" + "---:|" * len(FIGURES)
        for one in counted:
            own = " | ".join(_percent(getattr(one, part)[figure]) for figure in FIGURES)
            yield f"| {one.case.n_classes} | {one.case.n:,} | {one.case.rate} | {own} |"


PARTS = ("covered", "covered_differences", "alarms")
PART_TITLES = (
    "Coverage of figures, case by case",
    "Coverage of differences, case by case",
    "False alarms, case by case",
)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def failures(counted: list[Counted]) -> list[str]:
    """Return where the means fall short of what is demanded."""
    found = []
    for figure in FIGURES:
        for part in PARTS[:2]:
            mean = float(np.mean([getattr(one, part)[figure] for one in counted]))
            if not LOWEST <= mean <= HIGHEST:
                found.append(f"{figure}, {part}: {mean:.4f} is not between {LOWEST} and {HIGHEST}")
        alarms = float(np.mean([one.alarms[figure] for one in counted]))
        if alarms > FALSE_ALARMS:
            found.append(f"{figure}: {alarms:.4f} false alarms are more than {FALSE_ALARMS}")
    return found


def write(page: Path, lines: list[str]) -> None:
    """Put the tables between the marks in the page."""
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(START)
    _, after = rest.split(END)
    page.write_text(f"{before}{START}\n\n" + "\n".join(lines) + f"\n\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Simulate, print the tables, and say where they fall short."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3, help=f"{ROUND} samples of each case in each")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--write", type=Path, help="page that holds the tables between its two marks")
    options = parser.parse_args()
    counted = simulate(options.rounds, options.jobs)
    lines = list(tables(counted, ROUND * options.rounds))
    print("\n".join(lines))
    if options.write is not None:
        write(options.write, lines)
    raise SystemExit("\n".join(failures(counted)) or None)


if __name__ == "__main__":
    main()
