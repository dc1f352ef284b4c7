"""The time left: a range from trial fits, narrower once a fit of the model has ended."""

from dataclasses import replace

import pytest

from reportgen.fitting import time_left
from reportgen.fitting.fit_result import FitResult
from reportgen.fitting.time_left import MEASURED_SLACK, TRIAL_SLACK, TimeLeft, trial_rate
from reportgen.planning.fit_job import FitData, FitJob
from reportgen.progress import JobLabel
from tests.fitting.data import iris_data, iris_jobs

FIRST, SECOND, OTHER = JobLabel("rf", 0), JobLabel("rf", 1), JobLabel("svc", 0)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_nothing_is_told_while_a_model_is_unknown() -> None:
    left = TimeLeft({FIRST: 1.0, OTHER: 1.0}, 2)
    assert left() is None
    left.expect(FIRST, (1.0, 2.0))
    assert left() is None
    left.expect(OTHER, (3.0, 5.0))
    assert left() == (3.0, 5.0)  # side by side: the longer one


def test_analyses_of_a_study_have_a_measure_each() -> None:
    left = TimeLeft({JobLabel("rf", 0, "a"): 1.0, JobLabel("rf", 0, "b"): 1.0}, 1)
    left.expect(JobLabel("rf", 0, "a"), (1.0, 1.0))
    assert left() is None


def test_fits_that_share_a_core_add_up() -> None:
    left = TimeLeft({FIRST: 1.0, SECOND: 2.0}, 1)
    left.expect(FIRST, (10.0, 20.0))
    assert left() == (30.0, 60.0)


def test_a_running_fit_counts_down_and_never_below_nothing() -> None:
    clock = Clock()
    left = TimeLeft({FIRST: 1.0}, 1, clock)
    left.expect(FIRST, (10.0, 20.0))
    left.started(FIRST)
    for now, expected in ((5.0, (5.0, 15.0)), (15.0, (0.0, 5.0)), (50.0, (0.0, 30.0))):
        clock.now = now
        assert left() == expected


def test_a_fit_that_has_ended_is_the_measure_of_those_to_come() -> None:
    left = TimeLeft({FIRST: 1.0, SECOND: 3.0}, 1)
    left.expect(FIRST, (1.0, 1000.0))
    left.finished(FIRST, 10.0)
    assert left() == (pytest.approx(30.0 / MEASURED_SLACK), pytest.approx(30.0 * MEASURED_SLACK))
    left.finished(SECOND, 30.0)
    assert left() is None


def test_a_fit_that_failed_measures_nothing() -> None:
    left = TimeLeft({FIRST: 1.0, SECOND: 1.0}, 1)
    left.expect(FIRST, (1.0, 2.0))
    left.finished(FIRST, None)
    assert left() == (1.0, 2.0)


def trials(monkeypatch: pytest.MonkeyPatch, seconds: object) -> list[FitJob]:
    """Let trial fits be worth it on iris, and take seconds by the number of their rows."""
    made: list[FitJob] = []

    def fit(job: FitJob, _data: FitData, _unfinished: int) -> FitResult:
        made.append(job)
        took = seconds(len(job.train))  # type: ignore[operator]
        return FitResult(job.held_out, None, "", {}, took, 0.0, error=None if took else "none")

    monkeypatch.setattr(time_left, "fit", fit)
    monkeypatch.setattr(time_left, "TRIAL_ROWS", (10, 20))
    monkeypatch.setattr(time_left, "WORTH_IT", 3)
    return made


def tasks() -> list[tuple[FitJob, FitData]]:
    return [(job, iris_data()) for job in iris_jobs("nb") if job.model.id == "nb"]


def test_the_range_holds_a_cost_that_grows_with_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second whatever the rows, and a hundredth for each: the truth lies in the range."""
    made = trials(monkeypatch, lambda rows: 0.5 + 0.01 * rows)
    rate = trial_rate(tasks(), 1)
    assert rate is not None
    job, data = tasks()[0]
    low, high = (end * job.cost(data.features.shape[1], 3) for end in rate)
    assert low < 0.5 + 0.01 * len(job.train) < high
    assert [len(trial.train) for trial in made] == [10, 20]
    assert all(set(trial.train) <= set(job.train) for trial in made)
    assert high / low == pytest.approx(TRIAL_SLACK**2 * 0.7 / 20 / 0.01, rel=0.05)


def test_noise_does_not_turn_the_range_round(monkeypatch: pytest.MonkeyPatch) -> None:
    for seconds in (lambda rows: 1.0 / rows, lambda rows: float(rows**3)):
        trials(monkeypatch, seconds)
        rate = trial_rate(tasks(), 1)
        assert rate is not None and 0 < rate[0] < rate[1]


def test_a_trial_that_fails_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    trials(monkeypatch, lambda _: 0.0)
    assert trial_rate(tasks(), 1) is None


def test_few_rows_are_not_worth_a_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    made = trials(monkeypatch, lambda _: 1.0)
    monkeypatch.setattr(time_left, "WORTH_IT", 1000)
    assert trial_rate(tasks(), 1) is None
    assert made == []


def test_a_real_trial_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_left, "TRIAL_ROWS", (40, 80))
    monkeypatch.setattr(time_left, "WORTH_IT", 0)
    (job, data), *_ = tasks()
    rate = trial_rate([(replace(job, inner=None), data)], 1)
    assert rate is not None and 0 < rate[0] < rate[1]
