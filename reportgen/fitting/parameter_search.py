"""The search for a model's parameters inside one fit, by scikit-learn's own searches on training data alone.

Candidates are handed the numbers of their rows instead of the rows, so that all share the training data.
"""

import time
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.search_records import Search, SearchCandidate
from reportgen.fitting.search_candidate import Candidate, Trial
from reportgen.fitting.search_scorer import scorer_for
from reportgen.fitting.warnings_by_thread import noticed
from reportgen.models.class_parameters import ClassCode
from reportgen.models.search_grid import SearchGrid
from reportgen.planning.fit_job import FitData, FitJob, InnerFolds


def search(
    job: FitJob, inner: InnerFolds, grid: SearchGrid, data: FitData, cores: int
) -> tuple[dict[str, Any], Search]:
    """Return the best parameters, and how they were found; results do not depend on the number of cores.

    The same as scikit-learn's GridSearchCV or HalvingGridSearchCV with these folds on the rows themselves. Of equal
    candidates the first is taken.

    Raises
    ------
    ValueError
        If no candidate can be fitted and scored.
    """
    from joblib import parallel_config

    scorer = scorer_for(inner.metric, job.model.spec, data.form)
    trial = Trial(job, data, job.train, grid)
    searcher = _searcher(grid, Candidate(trial), scoring=scorer, cv=inner.folds, seed=job.seed)
    started = time.perf_counter()
    codes = data.codes[job.train]
    with parallel_config(backend="threading", n_jobs=cores), noticed():
        searcher.fit(np.arange(len(job.train)).reshape(-1, 1), codes)
    candidates = _candidates(searcher, len(job.train), scorer.sign)
    if candidates[0].mean is None:
        raise ValueError(f"no candidate of the search could be scored by {scorer.metric}")
    found = Search(
        method=grid.method,
        metric=scorer.metric,
        metric_reason=scorer.reason,
        folds=len(inner.folds),
        scheme=inner.scheme,
        samples=len(job.train),
        fits=len(inner.folds) * len(searcher.cv_results_["params"]),
        seconds=time.perf_counter() - started,
        parameters=sorted(grid.values),
        candidates=candidates,
    )
    return dict(searcher.best_params_), found


def _searcher(grid: SearchGrid, candidate: Candidate, *, scoring: Any, cv: Any, seed: int) -> Any:
    """Return scikit-learn's search; the best is fitted anew where all other models are, so not by it."""
    values = {name: list(tried) for name, tried in grid.values.items()}
    if grid.method == "grid":
        from sklearn.model_selection import GridSearchCV

        return GridSearchCV(candidate, values, scoring=scoring, cv=cv, refit=False)
    from sklearn.experimental import enable_halving_search_cv  # noqa: F401 - makes the next import possible
    from sklearn.model_selection import HalvingGridSearchCV

    return HalvingGridSearchCV(candidate, values, scoring=scoring, cv=cv, refit=False, random_state=seed)


def _candidates(searcher: Any, samples: int, sign: int) -> list[SearchCandidate]:
    """Return each combination once, as it stood in the last round that it reached, best first."""
    results: Mapping[str, Any] = searcher.cv_results_
    rounds = np.asarray(results.get("iter", np.zeros(len(results["params"]), dtype=int)))
    used = np.asarray(results.get("n_resources", np.full(len(rounds), samples)))
    last: dict[str, int] = {repr(params): place for place, params in enumerate(results["params"])}
    means = np.asarray(results["mean_test_score"], dtype=float)
    order = sorted(last.values(), key=lambda place: _merit(rounds, means, place))
    merits = [_merit(rounds, means, place)[:3] for place in order]
    return [
        SearchCandidate(
            parameters={name: _plain(value) for name, value in results["params"][place].items()},
            mean=_figure(sign * means[place]),
            std=_figure(results["std_test_score"][place]),
            rank=1 + merits.index(_merit(rounds, means, place)[:3]),
            chosen=place == int(searcher.best_index_),
            samples=int(used[place]),
        )
        for place in order
    ]


def _merit(rounds: NDArray[Any], means: NDArray[np.float64], place: int) -> tuple[int, bool, float, int]:
    """Sort later rounds first, then what could be scored, then higher means, then as they were tried."""
    mean = float(means[place])
    return -int(rounds[place]), bool(np.isnan(mean)), 0.0 if np.isnan(mean) else -mean, place


def _figure(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _plain(value: Any) -> Any:
    if isinstance(value, ClassCode):
        return value.name
    return list(value) if isinstance(value, tuple) else value
