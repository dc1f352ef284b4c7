"""The analyses of a run before they are scored: planned fits, or predictions that another program has made."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import msgspec

from reportgen.config import RunConfig
from reportgen.predictions.analysis_predictions import Predictions
from reportgen.predictions.question import Question
from reportgen.predictions.sample_data import SampleData
from reportgen.progress import JobLabel, Progress

if TYPE_CHECKING:
    from reportgen.datasets.dataset import DataRequest, Dataset
    from reportgen.fitting.fit_result import FitResult
    from reportgen.planning.fit_plan import FitPlan


class Planned(Protocol):
    """What is known of an analysis before it is scored, whoever predicts."""

    @property
    def config(self) -> RunConfig:
        """As asked for, with the models named."""

    @property
    def id(self) -> str:
        """Unique within a study."""

    @property
    def question(self) -> Question:
        """What is judged, on which division, by which metric."""

    @property
    def model_ids(self) -> tuple[str, ...]:
        """The ids of the models, the naive baselines last."""

    @property
    def sample_data(self) -> SampleData | None:
        """What is known of the samples besides what models predict for them."""


@runtime_checkable
class Ready(Planned, Protocol):
    """A plan that knows itself what the models predict."""

    @property
    def predictions(self) -> Predictions:
        """What each model predicted."""


def plans_of(config: RunConfig, progress: Progress) -> list[Planned]:
    """Return the plan of every analysis; data that several ask for alike is loaded once."""
    loaded: dict[DataRequest, Dataset] = {}
    study = bool(config.analysis)
    return [
        _recorded(part, progress) if part.predictions else _to_fit(part, loaded, progress, study=study)
        for part in config.analyses
    ]


def _recorded(part: RunConfig, progress: Progress) -> Planned:
    from reportgen.external.recorded_plan import record_plan

    return record_plan(part, progress)


def _to_fit(
    part: RunConfig, loaded: "dict[DataRequest, Dataset]", progress: Progress, *, study: bool
) -> Planned:
    from reportgen.datasets.dataset import DataRequest, load
    from reportgen.planning.fit_plan import plan

    request = DataRequest(**{name: getattr(part, name) for name in DataRequest.__dataclass_fields__})
    if request not in loaded:
        loaded[request] = load(request, progress)
    return plan(loaded[request], part, study=study)


def predictions_for(plans: Sequence[Planned], config: RunConfig, progress: Progress) -> list[Predictions]:
    """Return what the models of every analysis predict; those that are not there yet are fitted."""
    ready = {id(plan): plan.predictions for plan in plans if isinstance(plan, Ready)}
    if len(ready) == len(plans):
        return [ready[id(plan)] for plan in plans]
    from reportgen.fitting.predictions_of import predictions_of
    from reportgen.planning.fit_plan import FitPlan

    to_fit = [plan for plan in plans if isinstance(plan, FitPlan)]
    results = _fit(to_fit, config, progress)
    made = {id(plan): predictions_of(plan, results, times=not config.reproducible) for plan in to_fit}
    return [{**ready, **made}[id(plan)] for plan in plans]


def decided(config: RunConfig, plans: Sequence[Planned]) -> RunConfig:
    """Return the configuration with the models named that were chosen where none were."""
    if config.analysis:
        return msgspec.structs.replace(config, analysis=tuple(plan.config for plan in plans))
    return plans[0].config


def _fit(plans: "Sequence[FitPlan]", config: RunConfig, progress: Progress) -> "Mapping[JobLabel, FitResult]":
    from reportgen.fitting.fit_all import fit_all
    from reportgen.fitting.fit_cache import FitCache
    from reportgen.run.environment import available_cores

    tasks = [(job, plan.data) for plan in plans for job in plan.jobs]
    cache = FitCache(Path(config.cache_dir), fresh=config.fresh)
    return fit_all(tasks, config.jobs or available_cores(), cache, progress)
