"""All fits of an analysis: equal to scikit-learn's own, on any number of cores, taken up after an interruption."""

import os
import subprocess
import sys
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.svm import SVC

from reportgen.fitting import core_budget, fit, fit_all, training_rows
from reportgen.fitting.fit import pickled_size
from reportgen.fitting.fit_cache import FitCache
from reportgen.fitting.fit_result import FitResult
from reportgen.fitting.training_rows import design_matrix
from reportgen.models.model_spec import MODELS, ModelSpec
from reportgen.planning.fit_job import FitJob
from reportgen.progress import JobLabel, Silent
from tests.fitting.data import iris_data, iris_jobs


class Heard(Silent):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.outcomes: dict[str, str] = {}
        self.order: list[str] = []

    def message(self, text: str) -> None:
        self.messages.append(text)

    def started(self, job: JobLabel) -> None:
        self.order.append(str(job))

    def finished(self, job: JobLabel, seconds: float, outcome: str) -> None:
        assert seconds >= 0
        self.outcomes[str(job)] = outcome


def run_all(
    jobs: Sequence[FitJob], folder: Path, n_cores: int = 2, heard: Heard | None = None, *, fresh: bool = False
) -> dict[JobLabel, FitResult]:
    return fit_all.fit_all(
        [(job, iris_data()) for job in jobs], n_cores, FitCache(folder, fresh=fresh), heard or Heard()
    )


def test_answers_and_scores_are_scikit_learns(tmp_path: Path) -> None:
    jobs = iris_jobs("rf", "svc")
    results = run_all(jobs, tmp_path)
    data = iris_data()
    for job in jobs[:6]:
        reference = {"rf": RandomForestClassifier(random_state=42), "svc": SVC(random_state=42)}[job.model.id]
        reference.fit(data.features[job.train], data.codes[job.train])
        result = results[job.label]
        np.testing.assert_array_equal(result.predicted, reference.predict(data.features[job.held_out]))
        ask = reference.predict_proba if job.model.id == "rf" else reference.decision_function
        np.testing.assert_allclose(result.scores, ask(data.features[job.held_out]), rtol=0, atol=1e-12)


def test_results_do_not_depend_on_the_number_of_cores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_rows, "ARRAY_CHUNK_ROWS", 7)  # many chunks even of few samples
    jobs = iris_jobs("rf", "svc", "knn", "hgb", "mlp")
    one = run_all(jobs, tmp_path / "1", 1)
    for n_cores in (2, 4):
        more = run_all(jobs, tmp_path / str(n_cores), n_cores)
        for label, result in one.items():
            np.testing.assert_array_equal(result.predicted, more[label].predicted)
            np.testing.assert_array_equal(result.scores, more[label].scores)


def test_processes_give_what_threads_give(tmp_path: Path) -> None:
    from joblib import parallel_config

    jobs, heard = iris_jobs("rf", "svc"), Heard()
    threads = run_all(jobs, tmp_path / "threads")
    with parallel_config(backend="loky", inner_max_num_threads=1):
        processes = run_all(jobs, tmp_path / "processes", heard=heard)
    assert set(heard.outcomes.values()) == {"done"}
    for label, result in threads.items():
        np.testing.assert_array_equal(result.scores, processes[label].scores)


def test_analyses_share_a_fit(tmp_path: Path) -> None:
    heard = Heard()
    jobs = [replace(job, analysis=name) for name in ("first", "second") for job in iris_jobs("nb")]
    results = run_all(jobs, tmp_path, 1, heard)
    assert len(heard.order) == len(jobs) / 2
    assert [heard.outcomes[f"{name}: nb test"] for name in ("first", "second")] == ["done", "shared"]
    first, second = (results[JobLabel("nb", 0, name)] for name in ("first", "second"))
    np.testing.assert_array_equal(first.scores, second.scores)


def test_finished_fits_are_taken_up_and_fresh_is_not(tmp_path: Path) -> None:
    jobs = iris_jobs("rf")
    first, again, fresh = Heard(), Heard(), Heard()
    before = run_all(jobs, tmp_path, heard=first)
    after = run_all(jobs, tmp_path, heard=again)
    run_all(jobs, tmp_path, heard=fresh, fresh=True)
    assert set(first.outcomes.values()) == {"done"} == set(fresh.outcomes.values())
    assert set(again.outcomes.values()) == {"cached"}
    assert "6 of 6 fits" in again.messages[0]
    for label, result in before.items():
        np.testing.assert_array_equal(result.scores, after[label].scores)
        assert after[label].taken_up and not result.taken_up
        assert (result.estimator, result.size_bytes) == (after[label].estimator, after[label].size_bytes)


def test_a_model_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    jobs = iris_jobs("knn", "rf", params={"knn": {"n_neighbors": 100}})
    heard = Heard()
    results = run_all(jobs, tmp_path, heard=heard)
    error = results[JobLabel("knn", 0)].error
    assert error is not None and "fold 0" in error and "n_neighbors" in error
    assert results[JobLabel("rf", 0)].error is None
    assert heard.outcomes["knn fold 0"] == "failed"
    again = Heard()
    run_all(jobs, tmp_path, heard=again)
    assert again.outcomes["knn fold 0"] == "failed", "a failure is not kept"


def test_the_longest_job_begins_first(tmp_path: Path) -> None:
    heard = Heard()
    run_all(iris_jobs("nb", "rf"), tmp_path, 1, heard)
    assert [label.split()[0] for label in heard.order[:3]] == ["rf"] * 3
    assert heard.order[0] == "rf test"


def test_warnings_in_prediction_are_kept_on_any_number_of_cores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def warn(*arguments: object) -> object:
        warnings.warn("a prediction like this", UserWarning, stacklevel=2)
        return asked(*arguments)

    asked = fit.ask
    monkeypatch.setattr(training_rows, "ARRAY_CHUNK_ROWS", 7)
    monkeypatch.setattr(fit, "ask", warn)
    for n_cores in (1, 3):
        results = run_all(iris_jobs("nb"), tmp_path / str(n_cores), n_cores)
        assert results[JobLabel("nb", None)].notes == ("a prediction like this",)


def test_warnings_become_notes_of_their_own_model(tmp_path: Path) -> None:
    jobs = iris_jobs("mlp", "rf", params={"mlp": {"max_iter": 2}})
    results = run_all(jobs, tmp_path)
    assert any("converge" in note for note in results[JobLabel("mlp", None)].notes)
    assert results[JobLabel("rf", None)].notes == ()


@pytest.mark.process
def test_fits_finished_before_a_crash_survive_it(tmp_path: Path) -> None:
    program = f"""
import os, sys
sys.path.insert(0, {str(Path.cwd())!r})
from pathlib import Path
from tests.fitting.test_fit_all import Heard, run_all
from tests.fitting.data import iris_jobs
class Crash(Heard):
    def finished(self, job, seconds, outcome):
        super().finished(job, seconds, outcome)
        if len(self.outcomes) == 3:
            os._exit(7)
run_all(iris_jobs("rf"), Path({str(tmp_path)!r}), 1, Crash())
"""
    assert subprocess.run([sys.executable, "-c", program], env=os.environ, check=False).returncode == 7
    heard = Heard()
    run_all(iris_jobs("rf"), tmp_path, heard=heard)
    assert sorted(heard.outcomes.values()) == ["cached"] * 3 + ["done"] * 3


def test_what_several_analyses_share_is_fitted_once(tmp_path: Path) -> None:
    data, other = iris_data(), iris_data("other")
    jobs = {
        name: [replace(job, analysis=name) for job in iris_jobs("nb", seed=seed)]
        for name, seed in (("a", 42), ("b", 42), ("seeded", 1), ("elsewhere", 42))
    }
    tasks = [(job, other if name == "elsewhere" else data) for name, own in jobs.items() for job in own]
    heard = Heard()
    results = fit_all.fit_all(tasks, 2, FitCache(tmp_path, fresh=False), heard)
    assert len(results) == len(tasks) == len(heard.outcomes)
    outcomes = {name: {heard.outcomes[str(job.label)] for job in own} for name, own in jobs.items()}
    assert outcomes == {"a": {"done"}, "b": {"shared"}, "seeded": {"done"}, "elsewhere": {"done"}}
    assert set(heard.order) == {str(job.label) for name in jobs if name != "b" for job in jobs[name]}
    for first, second in zip(jobs["a"], jobs["b"], strict=True):
        assert results[first.label] is results[second.label]


def test_a_failure_is_shared_too(tmp_path: Path) -> None:
    params = {"knn": {"n_neighbors": 100}}
    tasks = [
        (replace(job, analysis=name), iris_data())
        for name in "ab"
        for job in iris_jobs("knn", params=params)
        if job.model.id == "knn"
    ]
    results = fit_all.fit_all(tasks, 1, FitCache(tmp_path, fresh=False), Heard())
    assert results[JobLabel("knn", 0, "a")].error == results[JobLabel("knn", 0, "b")].error is not None


def test_size_is_the_length_of_the_pickle() -> None:
    import pickle

    data = iris_data()
    estimator = RandomForestClassifier(5, random_state=0).fit(data.features, data.codes)
    assert pickled_size(estimator) == len(pickle.dumps(estimator, protocol=5))
    assert pickled_size(lambda: 0) is None


def test_integers_become_float64_and_contiguous_floats_are_not_copied() -> None:
    pixels = np.arange(60, dtype=np.uint8).reshape(20, 3)
    assert design_matrix(pixels, np.array([3, 1])).dtype == np.float64
    floats = pixels.astype(float)
    assert np.shares_memory(design_matrix(floats, np.arange(4, 9)), floats)
    np.testing.assert_array_equal(design_matrix(floats, np.array([5, 4])), floats[[5, 4]])


@pytest.mark.slow
@pytest.mark.parametrize(
    "spec", [spec for spec in MODELS if spec.computes_in == "float32"], ids=lambda s: s.id
)
def test_models_that_compute_in_single_precision_give_the_same_from_it(spec: ModelSpec) -> None:
    rng = np.random.default_rng(0)
    features, answers = rng.normal(size=(300, 7)), rng.integers(0, 3, 300)
    single = spec.build(1).fit(features.astype(np.float32), answers)
    double = spec.build(1).fit(features, answers)
    later = rng.normal(size=(200, 7))
    np.testing.assert_array_equal(
        single.predict_proba(later.astype(np.float32)), double.predict_proba(later), strict=True
    )


def test_no_budget_outside_a_run() -> None:
    assert core_budget.current_budget().total == 1


@pytest.mark.process
def test_estimators_are_imported_before_threads_do_it_at_once(tmp_path: Path) -> None:
    program = f"""
import sys
sys.path.insert(0, {str(Path.cwd())!r})
from pathlib import Path
from tests.fitting.imports import run_with_nothing_imported
run_with_nothing_imported(Path({str(tmp_path)!r}))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
