"""RecordedPlan: an analysis of predictions made elsewhere, as far as it is known before it is scored."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import ticked
from reportgen.config import RunConfig
from reportgen.config.option_errors import OptionError
from reportgen.errors import InputError
from reportgen.external.answered_classes import AnswerReader, Answers, find_classes
from reportgen.external.class_names import as_codes
from reportgen.external.further_columns import FurtherColumns, further_columns
from reportgen.external.given_columns import GivenColumns, pairs, refuse_unknown
from reportgen.external.judged_rows import judged_rows
from reportgen.external.prediction_table import PredictionTable
from reportgen.external.reading import read_predictions
from reportgen.external.recognition import recognise
from reportgen.external.recognition_notes import recognised_in_words
from reportgen.external.recorded_models import as_detector, naive_baseline, recorded_models
from reportgen.external.recorded_question import recorded_question, recorded_samples
from reportgen.external.sample_join import JoinedSamples, join_samples
from reportgen.external.sample_parts import Part, parts_of
from reportgen.external.verdicts import Recognised, as_verdicts, why_verdicts
from reportgen.metrics.metric_spec import METRICS
from reportgen.planning.detector import detect, refuse_misfits
from reportgen.planning.main_metric import main_metric, refuse_boundless_margin
from reportgen.planning.target import Target
from reportgen.predictions.analysis_predictions import Predictions
from reportgen.predictions.question import Question
from reportgen.predictions.sample_data import SampleData
from reportgen.progress import Progress
from reportgen.tasks import VERDICTS, Task


@dataclass(frozen=True, eq=False)
class RecordedPlan:
    """An analysis of predictions that are there already.

    Attributes
    ----------
    config : RunConfig
    predictions : Predictions
    sample_data : SampleData, optional
        What the files bring of the samples besides.
    """

    config: RunConfig
    predictions: Predictions
    sample_data: SampleData | None = None

    @property
    def id(self) -> str:
        """Name in the bundle."""
        return self.config.id

    @property
    def question(self) -> Question:
        """What is judged, on which division, by which metric."""
        return self.predictions.question

    @property
    def model_ids(self) -> tuple[str, ...]:
        """The ids of the models, the naive baseline last."""
        return tuple(model.id for model in self.predictions.models)


def record_plan(config: RunConfig, progress: Progress) -> RecordedPlan:
    """Read and join the files of predictions that a configuration names; say what was recognised as what.

    Raises
    ------
    InputError
        If a file cannot be read, it cannot be told what is what, or the files do not go together.
    """
    tables = [
        read_predictions(name, config.max_size, config.format_in, progress) for name in config.predictions
    ]
    return plan_tables(config, tables, progress)


def plan_tables(config: RunConfig, tables: Sequence[PredictionTable], progress: Progress) -> RecordedPlan:
    """Join tables of predictions, wherever they come from; say what was recognised as what.

    Raises
    ------
    InputError
        If it cannot be told what is what, or the tables do not go together.
    """
    given = given_columns(config)
    refuse_unknown(given, tables)
    found = [(table, recognise(table, given)) for table in tables]
    said = [sentence for table, roles in found for sentence in recognised_in_words(table, roles)]
    return plan_recognised(config, found, said, progress)


def plan_recognised(
    config: RunConfig, found: Sequence[Recognised], said: Sequence[str], progress: Progress
) -> RecordedPlan:
    """Join tables of which it is known what is what; `said` are sentences on how it is known.

    Raises
    ------
    InputError
        If the tables do not go together.
    """
    said = list(said)
    why = why_verdicts(found)
    if why is not None:
        said.append(why)
        found = as_verdicts(found)
    for sentence in said:
        progress.message(sentence)
    parts = [part for table, roles in found for part in parts_of(table, roles)]
    _refuse_no_predictions(parts)
    joined = join_samples(parts)
    further = further_columns(parts, joined.rows)
    notes = [*said, *_read_notes([table for table, _ in found]), *joined.notes]
    task = None if why is None else Task.CORRECTNESS
    predictions, codes = _predictions(config, parts, joined, notes, further, task)
    for sentence in _noticed(predictions, said):
        progress.message(sentence)
    return RecordedPlan(config, predictions, further.sample_data(predictions.samples, codes))


def _refuse_no_predictions(parts: Sequence[Part]) -> None:
    if not any(part.columns for part in parts):
        table = parts[0].table
        raise InputError(
            f"`{table.name}`: no predictions are recognised among its columns, {ticked(list(table.columns), 20)}. Name "
            "them: --predicted COLUMN, or --scores COLUMN."
        )


def _noticed(predictions: Predictions, said: Sequence[str]) -> list[str]:
    """Return what was noticed of the samples and of each model, which has not been said yet."""
    of_samples = [note for note in predictions.question.dataset.notes if note not in said]
    of_models = [f"{model.info.title}: {note}" for model in predictions.models for note in model.info.notes]
    return [*of_samples, *of_models]


def given_columns(config: RunConfig) -> GivenColumns:
    """Return what options say of columns."""
    return GivenColumns(
        truth=config.truth,
        id=config.id_column,
        model=config.model_column,
        fold=config.fold,
        repeat=config.repeat_column,
        split=config.split_column,
        groups=config.groups,
        time=config.time,
        predicted=pairs(config.predicted),
        scores=pairs(config.scores),
        verdict=pairs(config.verdict),
    )


def _read_notes(tables: Sequence[PredictionTable]) -> list[str]:
    return [f"{table.name}: {note}" for table in tables for note in table.notes]


def _predictions(
    config: RunConfig,
    parts: Sequence[Part],
    joined: JoinedSamples,
    notes: Sequence[str],
    further: FurtherColumns,
    task: Task | None,
) -> tuple[Predictions, NDArray[np.int64]]:
    """Return what the models predicted, and the codes of the true classes of all samples."""
    target, whose = _answers(config, parts, joined, task)
    refuse_misfits(config, target)
    metric = _main_metric(config, target, whose)
    refuse_boundless_margin(config, metric[0])
    judged = judged_rows(parts, joined.rows, len(target.codes))
    samples = recorded_samples(parts, joined, judged, target)
    notes = [*notes, *judged.notes]
    question = recorded_question(config, target, judged, parts, metric, notes, further.infos)
    models = recorded_models(whose, samples, judged, target.classes)
    naive = () if target.task is Task.CORRECTNESS else (naive_baseline(target, judged),)
    return Predictions(question, samples, (*models, *naive)), target.codes


def _main_metric(config: RunConfig, target: Target, whose: Sequence[tuple[Part, Answers]]) -> tuple[str, str]:
    """Return the metric that models are ranked by, one that all of them have, and why it is that one."""
    metric, reason = main_metric(config.metric, target)
    without = sum(answers.scores is None for _, answers in whose)
    if config.metric is not None or not without or METRICS.get(metric).needs == "predictions":
        return metric, reason
    lacking = "predictions have no scores" if without == len(whose) else "not all predictions have scores"
    return "balanced_accuracy", f"{reason}, and {lacking}"


def _answers(
    config: RunConfig, parts: Sequence[Part], joined: JoinedSamples, task: Task | None
) -> tuple[Target, list[tuple[Part, Answers]]]:
    """Return the truth and what each model predicted; of a detector as the question about its class."""
    if task and config.positive is not None:
        raise OptionError("positive", "names a class, but only right or wrong is known here. Leave it out.")
    classes = VERDICTS if task else find_classes(joined.truth, parts)
    task = task or (Task.BINARY if len(classes) == 2 else Task.MULTICLASS)
    target = Target(task, classes, as_codes(joined.truth, classes))
    reader = AnswerReader(classes, config.threshold, config.logits)
    whose = [
        (part, reader.read(part, rows))
        for part, rows in zip(parts, joined.rows, strict=True)
        if part.columns is not None
    ]
    if config.positive is None:
        return target, whose
    detected = detect(target, config.positive)
    return detected, [(part, as_detector(answers, target, detected)) for part, answers in whose]
