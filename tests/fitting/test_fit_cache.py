"""Finished fits: whatever a fit depends on changes its key, and damaged files are not served."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import grimp
import numpy as np
import pytest

from reportgen.fitting import fit_cache
from reportgen.fitting.fit_cache import FitCache, fit_key
from reportgen.fitting.fit_result import FitResult
from reportgen.models.catalogue import resolve
from reportgen.models.search_grid import SearchMethod
from reportgen.planning.augmentation import Shifts
from reportgen.planning.fit_job import FitJob, InnerFolds
from reportgen.predictions.scores import Scores
from tests.fitting.data import iris_data, iris_jobs

PACKAGE = Path(fit_cache.__file__).parents[1]

RESULT = FitResult(
    predicted=np.array([0, 1]),
    scores=Scores(np.array([[0.1, 0.9], [1 / 3, 2 / 3]])),
    estimator="E()",
    parameters={"a": [1, None, "x"]},
    fit_seconds=1.5,
    notes=("said",),
    size_bytes=9,
)


def _job() -> FitJob:
    return iris_jobs("rf")[0]


def _inner() -> InnerFolds:
    return InnerFolds(((np.arange(30), np.arange(30, 60)),), "stratified", "accuracy")


CHANGES: dict[str, Callable[[FitJob], FitJob]] = {
    "training rows": lambda job: replace(job, train=job.train[1:]),
    "order of rows": lambda job: replace(job, train=job.train[::-1]),
    "held-out rows": lambda job: replace(job, held_out=job.held_out[1:]),
    "seed": lambda job: replace(job, seed=1),
    "parameter": lambda job: replace(job, model=iris_jobs("rf", params={"rf": {"max_depth": 3}})[0].model),
    "scaler": lambda job: replace(job, model=iris_jobs("rf_scaled")[0].model),
    "inner folds": lambda job: replace(job, inner=_inner()),
    "metric of a search": lambda job: replace(job, inner=replace(_inner(), metric="f1_macro")),
    "shifted copies": lambda job: replace(job, shifts=Shifts(1, (2, 2))),
    "model": lambda job: replace(job, model=iris_jobs("extra_trees")[0].model),
}


@pytest.mark.parametrize("change", CHANGES)
def test_key_follows_the_job(change: str) -> None:
    job = _job()
    assert (
        fit_key(CHANGES[change](job), iris_data())
        != fit_key(job, iris_data())
        == fit_key(_job(), iris_data())
    )


def test_key_follows_grid_and_method() -> None:
    def key(values: dict[str, tuple[object, ...]], method: SearchMethod) -> str:
        model = resolve(["knn"], grids={"knn": values}, method=method)[0]
        return fit_key(replace(_job(), model=model, inner=_inner()), iris_data())

    few, more = {"n_neighbors": (3, 4)}, {"n_neighbors": (3, 4, 5)}
    assert len({key(few, "grid"), key(more, "grid"), key(few, "halving"), key(more, "halving")}) == 4
    assert key(few, "grid") == key(few, "grid")


def test_key_follows_data_versions_and_our_own_source(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fit_key(_job(), iris_data())
    assert fit_key(_job(), iris_data(content="other")) != before
    monkeypatch.setattr(fit_cache, "_versions", lambda: "other")
    versions = fit_key(_job(), iris_data())
    monkeypatch.setattr(fit_cache, "_own_source", lambda: "other")
    assert len({before, versions, fit_key(_job(), iris_data())}) == 3


#: Modules that hold, describe or report what fits give, and cannot change it.
BESIDE = {
    *(
        f"reportgen.bundle.{name}"
        for name in ("base_record", "cochran_record", "data_records", "error_records")
    ),
    *(
        f"reportgen.bundle.{name}"
        for name in (
            "run_changes",
            "run_records",
            "schema",
            "search_records",
            "subgroup_records",
            "threshold_records",
        )
    ),
    *(
        f"reportgen.{name}"
        for name in (
            "errors",
            "option",
            "options",
            "prediction_options",
            "progress",
            "registry",
            "statistics.interval",
        )
    ),
}


def test_the_key_covers_every_module_that_a_fit_or_a_search_inside_it_comes_from() -> None:
    graph = grimp.build_graph("reportgen")
    covered = {
        ".".join(("reportgen", *file.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
        for file in fit_cache.own_files()
    }
    behind = set()
    for start in ("reportgen.fitting.fit", "reportgen.fitting.parameter_search"):
        behind |= {start, *graph.find_upstream_modules(start)}
    assert behind - BESIDE <= covered


def test_a_search_is_not_taken_up_after_its_metric_changed() -> None:
    assert {"f1.py", "class_rates.py", "kinds.py", "ranked_scores.py"} <= {
        file.name for file in fit_cache.own_files()
    }


def test_key_follows_the_file_of_a_plug_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin = tmp_path / "plugged.py"
    plugin.write_text("def build(seed):\n    return 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    import plugged  # type: ignore[import-not-found]

    job = _job()
    own = replace(job, model=replace(job.model, spec=replace(job.model.spec, build=plugged.build)))
    before = fit_key(own, iris_data())
    plugin.write_text("def build(seed):\n    return 2\n")
    assert fit_key(own, iris_data()) != before


def test_round_trip(tmp_path: Path) -> None:
    kept = FitCache(tmp_path)
    best = Scores(np.array([[0.7, 0.3]]), np.array([[1, 0]]), np.array([0.7]), np.array([0.58]))
    for key, scores in (("a", RESULT.scores), ("b", None), ("c", best)):
        kept.keep(key, replace(RESULT, scores=scores))
        found = FitCache(tmp_path).find(key)
        assert found is not None and found.taken_up
        for name, value in vars(replace(RESULT, scores=scores)).items():
            if isinstance(value, Scores):
                for part, array in vars(value).items():
                    np.testing.assert_array_equal(getattr(found.scores, part), array)
            elif name != "taken_up":
                np.testing.assert_array_equal(getattr(found, name), value)


@pytest.mark.parametrize("damage", [lambda c: c[:-1], lambda c: c[:50] + b"x" + c[51:], lambda c: b""])
def test_damaged_files_are_fitted_anew(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    kept = FitCache(tmp_path)
    kept.keep("k", RESULT)
    file = tmp_path / "fits" / "k"
    file.write_bytes(damage(file.read_bytes()))
    assert kept.find("k") is None


def test_folder_is_marked_as_a_cache(tmp_path: Path) -> None:
    FitCache(tmp_path)
    assert (tmp_path / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")
    assert (tmp_path / ".gitignore").read_text() == "*\n"


def test_a_folder_that_cannot_be_used_is_said_and_survived(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = FitCache(tmp_path / "file")
    kept.keep("k", RESULT)
    assert kept.find("k") is None
    assert "not kept" in str(kept.problem)
    kept.prune()


def test_oldest_fits_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    kept = FitCache(tmp_path)
    for age, key in enumerate(("new", "middle", "old")):
        kept.keep(key, RESULT)
        os.utime(tmp_path / "fits" / key, (1e9 - age, 1e9 - age))
    size = (tmp_path / "fits" / "new").stat().st_size
    monkeypatch.setattr(fit_cache, "MAX_BYTES", 2 * size)
    kept.prune()
    assert kept.find("old") is None
    assert kept.find("new") is not None


def test_used_fits_stay_longest_and_files_being_written_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    kept = FitCache(tmp_path)
    for age, key in enumerate(("unused", "used")):
        kept.keep(key, RESULT)
        os.utime(tmp_path / "fits" / key, (1e9 - age, 1e9 - age))
    (tmp_path / "fits" / ".half").write_bytes(b"x")
    assert kept.find("used") is not None
    monkeypatch.setattr(fit_cache, "MAX_BYTES", (tmp_path / "fits" / "used").stat().st_size)
    kept.prune()
    assert sorted(file.name for file in (tmp_path / "fits").iterdir()) == [".half", "used"]


def test_fits_of_another_release_are_fitted_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = FitCache(tmp_path)
    kept.keep("k", RESULT)

    def renamed(**_: object) -> FitResult:
        raise TypeError("unexpected keyword argument")

    monkeypatch.setattr(fit_cache, "FitResult", renamed)
    assert kept.find("k") is None


def test_versions_of_a_models_distribution_are_part_of_the_key() -> None:
    found = fit_cache._versions_behind("skrub.somewhere")
    assert "skrub" in found and "scikit-learn" in found
