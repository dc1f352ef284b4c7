"""evaluate: a report on models fitted here, of the catalogue or a user's own, from a data frame or any data known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from reportgen.config import RunConfig
from reportgen.config.run_options import FittingOptions
from reportgen.errors import InputError
from reportgen.interface.evaluation_report import Report
from reportgen.interface.given_data import ArrayLike, as_frame
from reportgen.interface.own_fits import OwnFits
from reportgen.predictions.analysis_predictions import Predictions
from reportgen.predictions.question import Question
from reportgen.predictions.sample_data import SampleData
from reportgen.progress import Progress, Silent
from reportgen.run.evaluate import evaluate as evaluate_run
from reportgen.run.evaluate import evaluate_plans
from reportgen.run.planned import Planned, predictions_for
from reportgen.run.preflight import settled

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.planning.fit_plan import FitPlan

#: What the source is called where nobody has named it.
NAME = "data frame"


def evaluate(
    data: "ArrayLike | RunConfig | None" = None,
    progress: Progress | None = None,
    *,
    models: Mapping[str, Any] | Sequence[str] | str | None = None,
    name: str = NAME,
    **options: Unpack[FittingOptions],
) -> Report:
    """Fit models and judge them: on a data frame, or on any data that `reportgen evaluate` knows.

    Parameters
    ----------
    data : data frame, optional
        Of pandas, polars, or anything with `__dataframe__`; `target` names its column of classes. Without it `dataset`
        names the data. A RunConfig says everything that a run was asked for.
    progress : Progress, optional
        Is told what happens.
    models : mapping of str to estimator or key, or sequence of keys, optional
        Keys of the catalogue (`reportgen list models`), and with a data frame estimators of your own by their names:
        {"mine": pipeline, "rf": "rf"}. These are cloned, and fitted on the columns as they were given.
    name : str
        What the report calls a data frame.
    **options
        All options of `reportgen evaluate`: `target="churned"`, `cv=5`, `groups="patient"`.

    Returns
    -------
    Report

    Raises
    ------
    InputError
        If data, a model or an option is wrong.

    Examples
    --------
    >>> import reportgen
    >>> report = reportgen.evaluate(dataset="iris", models=["nb", "tree"], cv=0)
    >>> sorted(model.id for model in report.record.analyses[0].models)
    ['dummy', 'nb', 'tree']
    """
    if isinstance(data, RunConfig) and (options or models is not None):
        raise InputError("Give either a RunConfig or options by keyword, not both.")
    if isinstance(data, RunConfig):
        return Report.of(evaluate_run(data, progress))
    if data is None:
        _refuse_own(models)
        asked = {} if models is None else {"models": models}
        return Report.of(evaluate_run(settled(None, {**options, **asked}), progress))
    if options.get("dataset") is not None:
        raise InputError("Give either data or dataset=..., not both.")
    own, keys = _divided(models)
    config = settled(None, {**options, "dataset": name} | ({} if keys is None else {"models": keys}))
    told = progress or Silent()
    plans = partial(_plans, as_frame(data, "data"), own, config, name, told)
    return Report.of(evaluate_plans(plans, config, told, f"reportgen.evaluate({name}, ...)"))


def _refuse_own(models: object) -> None:
    if isinstance(models, Mapping):
        raise InputError(
            "Estimators of your own need a data frame: reportgen.evaluate(frame, target=..., models={...})."
        )


def _divided(
    models: Mapping[str, Any] | Sequence[str] | str | None,
) -> tuple[dict[str, Any], tuple[str, ...] | None]:
    """Return estimators by name, and keys of the catalogue; None where neither was given."""
    if models is None:
        return {}, None
    if isinstance(models, str):
        return {}, tuple(models.split(","))
    if not isinstance(models, Mapping):
        return {}, tuple(models)
    own = {str(name): model for name, model in models.items() if not isinstance(model, str)}
    keys = tuple(model for model in models.values() if isinstance(model, str))
    return own, keys or ("dummy",)


def _plans(
    frame: "pd.DataFrame", own: Mapping[str, Any], config: RunConfig, name: str, progress: Progress
) -> list[Planned]:
    from reportgen.datasets.dataset import DataRequest
    from reportgen.datasets.opened_table import OpenedTable
    from reportgen.datasets.table import load_opened
    from reportgen.datasets.tabular.frame_table import FrameTable
    from reportgen.planning.fit_plan import plan

    request = DataRequest(**{field: getattr(config, field) for field in DataRequest.__dataclass_fields__})
    file = FrameTable(path=Path(name), title="data frame", names=tuple(frame.columns), load=lambda: frame)
    dataset = load_opened(OpenedTable(file, name, name), None, request, progress)
    return [_FramePlan(plan(dataset, config), frame, own, progress)]


@dataclass(frozen=True, eq=False)
class _FramePlan:
    """The plan of a data frame: fits of the catalogue's models, and of estimators of a user's own."""

    fits: "FitPlan"
    frame: "pd.DataFrame"
    own: Mapping[str, Any]
    progress: Progress = field(default_factory=Silent)

    def __post_init__(self) -> None:
        for name in self.own:
            if name in self.fits.model_ids:
                raise InputError(f"There are two models called “{name}”. Give your estimator another name.")
        if self.own and self.fits.question.outputs:
            raise InputError(
                "An estimator of one's own predicts one class for each sample, not several targets."
            )

    @property
    def config(self) -> RunConfig:
        """As asked for."""
        return self.fits.config

    @property
    def id(self) -> str:
        """Name in the bundle."""
        return self.fits.id

    @property
    def question(self) -> Question:
        """What is judged."""
        return self.fits.question

    @property
    def model_ids(self) -> tuple[str, ...]:
        """The ids of the models, the naive baseline last."""
        return (*self.own, *self.fits.model_ids)

    @property
    def sample_data(self) -> SampleData | None:
        """What is known of the samples besides."""
        return self.fits.sample_data

    @cached_property
    def predictions(self) -> Predictions:
        """What all models predict; they are fitted when it is first asked for."""
        (made,) = predictions_for([self.fits], self.config, self.progress)
        columns = [target for target in self.fits.dataset.target_names if target in self.frame]
        features = self.frame.drop(columns=[*columns, *self._set_apart()])
        targets = self.frame[columns[0]].to_numpy()
        own = [
            OwnFits(name, estimator, features, targets, self.fits).predictions(self.progress)
            for name, estimator in self.own.items()
        ]
        return replace(made, models=(*own, *made.models))

    def _set_apart(self) -> list[str]:
        """Return the columns that say how to divide, which no model may learn from."""
        return [name for name in (self.config.groups, self.config.split_column) if name is not None]
