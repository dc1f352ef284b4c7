"""FitPlan: an analysis before anything is fitted; what is wrong with data or options is found here."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from reportgen.config import RunConfig, parse_augment
from reportgen.datasets.dataset import Dataset
from reportgen.datasets.fingerprint import fingerprint_arrays, fingerprint_table
from reportgen.errors import InputError
from reportgen.models.answer_form import AnswerForm
from reportgen.models.catalogue import Model, resolve
from reportgen.models.class_parameters import with_class_codes
from reportgen.models.table_steps import PLAIN, columns_of, only_numbers
from reportgen.planning.analysis_question import question_for
from reportgen.planning.augmentation import Shifts
from reportgen.planning.detector import refuse_misfits, refuse_unlearnable
from reportgen.planning.families.planning_family import PlanningFamily, family_of
from reportgen.planning.fit_job import FitData, FitJob, InnerFolds, Rows
from reportgen.planning.inner_folds import inner_folds
from reportgen.planning.judged_samples import judged_samples, sample_data
from reportgen.planning.main_metric import main_metric, refuse_boundless_margin
from reportgen.planning.seeds import seeds_of
from reportgen.planning.splits import Division, divide
from reportgen.planning.target import Target
from reportgen.predictions.analysis_predictions import JudgedSamples
from reportgen.predictions.question import Question
from reportgen.predictions.sample_data import SampleData
from reportgen.tasks import Task

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class FitPlan:
    """What an analysis will fit and judge.

    Attributes
    ----------
    config : RunConfig
        As asked for, with the models named.
    id : str
        Unique within a study.
    study : bool
        Whether there are other analyses, so that progress has to tell them apart.
    dataset : Dataset
    target : Target
    division : Division
    models : tuple of Model
        In the order asked for, the naive baseline last.
    skipped : dict of model id to str
        The models that cannot do this task, and why.
    family : PlanningFamily
        How the task is encoded and fitted.
    question : Question
        What is judged, on which division, by which metric.
    data : FitData
        What all its fits share.
    shifts : Shifts, optional
        What is added to training images.
    """

    config: RunConfig
    study: bool
    dataset: Dataset
    target: Target
    division: Division
    models: tuple[Model, ...]
    skipped: dict[str, str]
    family: PlanningFamily
    question: Question
    data: FitData
    shifts: Shifts | None

    @property
    def id(self) -> str:
        """Name in the bundle."""
        return self.config.id

    @property
    def model_ids(self) -> tuple[str, ...]:
        """The ids of the models, the naive baselines last."""
        return tuple(model.id for model in self.models)

    @property
    def samples(self) -> JudgedSamples:
        """The samples that will be judged."""
        return judged_samples(self.dataset, self.target, self.division)

    @property
    def sample_data(self) -> SampleData:
        """What is known of the samples besides what models predict for them."""
        return sample_data(self.dataset, self.target, self.division)

    @property
    def label(self) -> str:
        """Name in progress reports: none where there is a single analysis."""
        return self.id if self.study else ""

    @property
    def jobs(self) -> list[FitJob]:
        """Every fit there is to do."""
        division = self.division
        parts = [(fold, train, held_out) for fold, (train, held_out) in enumerate(division.folds)]
        has_test = len(division.test) > 0
        whole = [(None, division.train, division.test)] if has_test else []
        inner = {fold: self._inner(train) for fold, train, _ in [*parts, *whole]}
        return [
            FitJob(
                model=model,
                fold=fold,
                train=train,
                held_out=held_out,
                seed=seed,
                analysis=self.label,
                inner=None if model.grid is None else inner[fold],
                shifts=self.shifts,
                repeat=repeat,
            )
            for model in self.models
            if model.id not in self.skipped
            for repeat, seed in enumerate(self.seeds(model))
            for fold, train, held_out in ([*parts, *whole] if repeat == 0 else whole or parts)
        ]

    def seeds(self, model: Model) -> tuple[int, ...]:
        """Return the seeds of a model's repeats: of the fit for the test, or of the folds where there is none."""
        return seeds_of(model, self.config.repeats, self.config.seed, self.data)

    def _inner(self, train: Rows) -> InnerFolds | None:
        """Return the folds inside the training rows of one fit; None where no model is searched."""
        if all(model.grid is None or model.id in self.skipped for model in self.models):
            return None
        return inner_folds(self.dataset, self.target, train, self.question.main_metric)


def plan(dataset: Dataset, config: RunConfig, *, study: bool = False) -> FitPlan:
    """Return the plan of one analysis.

    Raises
    ------
    InputError
        If the data, a model or an option is wrong.
    """
    shifts = _shifts(config, dataset)
    family = family_of(dataset, config)
    if config.models is None:
        config = msgspec.structs.replace(config, models=family.models)
    models = _models(family, config)
    loaded = dataset
    dataset, target = family.encode(loaded, config)
    refuse_misfits(config, target)
    if target.codes.ndim == 1:
        models = [with_class_codes(model, target.classes) for model in models]
    _refuse_contradictions(target, config)
    metric = main_metric(config.metric, target)
    refuse_boundless_margin(config, metric[0])
    division = divide(dataset, target, config)
    refuse_unlearnable(target, division)
    skipped = {model.id: reason for model in models if (reason := family.refuses(model)) is not None}
    _refuse_nothing_to_fit(models, skipped)
    return FitPlan(
        config=config,
        study=study,
        dataset=dataset,
        target=target,
        division=division,
        models=tuple(models),
        skipped=skipped,
        family=family,
        question=question_for(config, family, dataset, target, division, metric),
        data=_fit_data(
            dataset, target, family.form(target, config), changed=dataset.features is not loaded.features
        ),
        shifts=shifts,
    )


def _shifts(config: RunConfig, dataset: Dataset) -> Shifts | None:
    if config.augment is None:
        return None
    pixels = parse_augment(config.augment)
    if config.task == "denoise":
        raise InputError(
            "--augment: shifted copies are for targets that are classes, not for --task denoise."
        )
    if dataset.image_shape is None:
        raise InputError(
            f"--augment {config.augment}: {dataset.name} holds no images, and nothing else can be shifted. Leave "
            "--augment out."
        )
    if pixels >= min(dataset.image_shape[:2]):
        size = " x ".join(str(side) for side in dataset.image_shape[:2])
        raise InputError(f"--augment {config.augment}: nothing would be left of images of {size} pixels.")
    return Shifts(pixels, dataset.image_shape)


def _refuse_contradictions(target: Target, config: RunConfig) -> None:
    """Refuse options that suppose another kind of target."""
    if config.chain and target.task != Task.MULTILABEL:
        raise InputError(
            "--chain tells models the labels before theirs, but the data have no several labels of yes and no. "
            "Leave it out."
        )
    if config.folds == "stratified" and target.strata is None:
        raise InputError(
            "--folds stratified keeps the classes of one target in proportion, but each sample has several targets. "
            "Leave it out."
        )


def _models(family: PlanningFamily, config: RunConfig) -> list[Model]:
    """Return the models to be fitted or skipped, the naive baselines among them."""
    further = [Model(spec.id, spec.title, spec) for spec in family.baselines]
    return [
        *resolve(config.models or (), config.params, config.search, config.search_by, family.variant),
        *further,
    ]


def _refuse_nothing_to_fit(models: list[Model], skipped: dict[str, str]) -> None:
    asked = [model.id for model in models if not model.spec.baseline]
    if asked and all(model in skipped for model in asked):
        reasons = "; ".join(f"`{model}`: {skipped[model]}" for model in asked)
        raise InputError(f"None of the models asked for can do this task. {reasons}.")


def _fit_data(dataset: Dataset, target: Target, form: AnswerForm, *, changed: bool) -> FitData:
    """Return what the fits share; `changed` says whether the features are others than those loaded."""
    features = dataset.features
    has_missing = (
        bool(features.isna().to_numpy().any())
        if not isinstance(features, np.ndarray)
        else features.dtype.kind == "f" and bool(np.isnan(features).any())
    )
    table = dataset.kind == "table"
    columns = columns_of(features, dataset.texts) if table else PLAIN
    described = (
        _fingerprint(features) if changed else dataset.fingerprint,
        dataset.kind,
        str(features.shape),
        repr(dataset.feature_names),
        repr(form),
        repr(columns),
    )
    content = hashlib.sha256("\0".join(described).encode() + target.codes.tobytes()).hexdigest()
    numbers = table and only_numbers(features)
    return FitData(features, target.codes, form, dataset.kind, has_missing, numbers, content, columns)


def _fingerprint(features: "NDArray[Any] | pd.DataFrame") -> str:
    if isinstance(features, np.ndarray):
        return fingerprint_arrays({"features": features})
    return fingerprint_table(features)
