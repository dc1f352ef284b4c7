"""How long the fits of a run still take, as a range: told before the first has ended, from fits on few rows."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Lock

import numpy as np

from reportgen.fitting.fit import fit
from reportgen.planning.fit_job import FitData, FitJob, Rows
from reportgen.progress import JobLabel, SecondsLeft

#: Rows of the two trial fits of a model: what the second takes longer is what grows with the rows. A second of each is
#: spent on what does not, the encoders of mixed tables above all: with fewer rows nothing else would be seen.
TRIAL_ROWS = (1_000, 6_000)

#: Trial fits are made where the fits of a model train on this many times their rows, or cost this many times as much.
WORTH_IT = 100

#: By which factor a range reaches further on both sides: of trials, because the cost of a model is known roughly and
#: fits that run at once slow each other; of fits that have ended, because other folds may take more passes.
TRIAL_SLACK, MEASURED_SLACK = 1.5, 1.25

#: However noisy the difference of two trials is, the lower end is at least this share of the upper.
LEAST_SHARE = 0.1

#: Seconds for a unit of `FitJob.cost`: the lower and the upper end.
CostRate = tuple[float, float]

#: The analysis and the model: fits that have one measure.
_Alike = tuple[str, str]


def alike(label: JobLabel) -> tuple[str, str]:
    """Return what fits have in common of which one tells how long another takes: analysis and model."""
    return label.analysis, label.model


class TimeLeft:
    """Reckons what is left from the costs of jobs, trial fits and what has ended; may be asked from any thread.

    Parameters
    ----------
    costs : mapping of JobLabel to float
        What each fit to do costs, in units that need be right for one model at a time only (`FitJob.cost`).
    slots : int
        How many fits run at once.
    clock : callable, optional
        Returns seconds.
    """

    def __init__(
        self, costs: Mapping[JobLabel, float], slots: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._costs, self._slots, self._clock = dict(costs), max(1, slots), clock
        self._begun: dict[JobLabel, float] = {}
        self._rates: dict[_Alike, CostRate] = {}
        self._spent: dict[_Alike, tuple[float, float]] = {}
        self._lock = Lock()

    def expect(self, label: JobLabel, rate: CostRate) -> None:
        """Take what trial fits say of a fit and those like it, until one of them has ended."""
        with self._lock:
            self._rates.setdefault(alike(label), rate)

    def started(self, label: JobLabel) -> None:
        """Let the time of a fit run."""
        with self._lock:
            self._begun[label] = self._clock()

    def finished(self, label: JobLabel, seconds: float | None) -> None:
        """Take a fit off the list, and its seconds, if it did not fail, as the measure of those like it to come."""
        with self._lock:
            cost, key = self._costs.pop(label, None), alike(label)
            if cost is None or seconds is None:
                return
            before, done = self._spent.get(key, (0.0, 0.0))
            self._spent[key] = spent, done = before + seconds, done + cost
            self._rates[key] = (spent / done / MEASURED_SLACK, spent / done * MEASURED_SLACK)

    def __call__(self) -> SecondsLeft | None:
        """Return at least and at most how many seconds; None where a model has neither ended a fit nor a trial."""
        with self._lock:
            if not self._costs or any(alike(label) not in self._rates for label in self._costs):
                return None
            ranges = [self._of_fit(label) for label in self._costs]
        low, high = (
            max(*ends, sum(ends) / min(self._slots, len(ends))) for ends in zip(*ranges, strict=True)
        )
        return low, high

    def _of_fit(self, label: JobLabel) -> SecondsLeft:
        low, high = (rate * self._costs[label] for rate in self._rates[alike(label)])
        if (begun := self._begun.get(label)) is None:
            return low, high
        elapsed = self._clock() - begun
        # A fit that takes longer than reckoned may take as long again as it is beyond that.
        return max(0.0, low - elapsed), max(high - elapsed, elapsed - high)


def trial_rate(jobs: list[tuple[FitJob, FitData]], unfinished: int) -> CostRate | None:
    """Return what two fits of a model on few rows say of its rate; None where they are not worth it, or fail.

    At most, all of the larger one's time grows as its cost does; at least, only what it took longer than the smaller.

    Parameters
    ----------
    jobs : list of (FitJob, FitData)
        The fits of one model.
    unfinished : int
        How many fits share the cores, as the fits themselves will.
    """
    job, data = jobs[0]
    share = len(job.held_out) / max(1, len(job.train))
    trials = [_trial(job, rows, max(1, round(rows * share))) for rows in TRIAL_ROWS]
    costs = [cost_of(trial, data) for trial in trials]
    rows_as_many = sum(len(job.train) for job, _ in jobs) / sum(TRIAL_ROWS)
    if max(rows_as_many, sum(cost_of(*task) for task in jobs) / sum(costs)) < WORTH_IT:
        return None
    seconds = []
    for trial in trials:
        result = fit(trial, data, unfinished)
        if result.error:
            return None
        seconds.append(result.fit_seconds + result.predict_seconds)
    high = seconds[1] / costs[1]
    low = (seconds[1] - seconds[0]) / (costs[1] - costs[0]) if costs[1] > costs[0] else high
    return min(high, max(low, LEAST_SHARE * high)) / TRIAL_SLACK, high * TRIAL_SLACK


def cost_of(job: FitJob, data: FitData) -> float:
    """Return the cost of a fit on its data."""
    return job.cost(data.features.shape[1], data.form.all_classes)


def _trial(job: FitJob, train: int, held_out: int) -> FitJob:
    """Return the fit of a few rows, without a search."""
    model = replace(job.model, grid=None)
    return replace(
        job, model=model, train=_some(job.train, train), held_out=_some(job.held_out, held_out), inner=None
    )


def _some(rows: Rows, count: int) -> Rows:
    """Return rows taken evenly."""
    return rows if len(rows) <= count else rows[np.linspace(0, len(rows) - 1, count).astype(np.int64)]
