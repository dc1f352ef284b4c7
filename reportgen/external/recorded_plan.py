"""RecordedPlan: an analysis of predictions made elsewhere, as far as it is known before it is scored."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import listed
from reportgen.config import RunConfig
from reportgen.config.option_errors import OptionError
from reportgen.external.answered_classes import AnswerReader, Answers, find_classes
from reportgen.external.class_names import as_codes
from reportgen.external.further_columns import FurtherColumns, further_columns
from reportgen.external.given_columns import GivenColumns, pairs, refuse_unknown
from reportgen.external.judged_rows import judged_rows
from reportgen.external.layout import LAYOUTS
from reportgen.external.prediction_table import PredictionTable
from reportgen.external.reading import read_predictions
from reportgen.external.recognition import LONG, TRUTH_ALONE, WIDE, recognise
from reportgen.external.recorded_models import as_detector, naive_baseline, recorded_models
from reportgen.external.recorded_question import recorded_question, recorded_samples
from reportgen.external.roles import Roles
from reportgen.external.sample_join import JoinedSamples, join_samples
from reportgen.external.sample_parts import Part, parts_of
from reportgen.external.verdicts import as_verdicts, why_verdicts
from reportgen.planning.detector import detect, refuse_misfits
from reportgen.planning.main_metric import main_metric, refuse_boundless_margin
from reportgen.planning.target import Target
from reportgen.predictions.analysis_predictions import Predictions
from reportgen.predictions.question import Question
from reportgen.predictions.sample_data import SampleData
from reportgen.progress import Progress
from reportgen.tasks import VERDICTS, Task

#: What the layouts that no program has alone are called, for a reader.
_TITLES = {
    WIDE: "a row for each sample, with columns for each model",
    LONG: "a row for each sample and model",
    TRUTH_ALONE: "the true classes",
}


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
    given = given_columns(config)
    tables = [
        read_predictions(name, config.max_size, config.format_in, progress) for name in config.predictions
    ]
    refuse_unknown(given, tables)
    found = [(table, recognise(table, given)) for table in tables]
    said = [_recognised(table, roles) for table, roles in found]
    for sentence in said:
        progress.message(sentence)
    why = why_verdicts(found)
    if why is not None:
        progress.message(why)
        said.append(why)
        found = as_verdicts(found)
    parts = [part for table, roles in found for part in parts_of(table, roles)]
    joined = join_samples(parts)
    further = further_columns(parts, joined.rows)
    notes = [*said, *_read_notes(tables), *joined.notes]
    task = None if why is None else Task.CORRECTNESS
    predictions, codes = _predictions(config, parts, joined, notes, further, task)
    return RecordedPlan(config, predictions, further.sample_data(predictions.samples, codes))


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


def _recognised(table: PredictionTable, roles: Roles) -> str:
    """Say which column was taken as what."""
    title = _TITLES.get(roles.layout) or f"layout of {LAYOUTS.get(roles.layout).title}"
    said = [
        ("true class", roles.truth),
        ("id", roles.id),
        ("model", roles.model_column),
        ("fold", roles.fold),
    ]
    said += [("repeat", roles.repeat), ("split", roles.split), ("group", roles.groups)]
    words = [f"{what} “{name}”" for what, name in said if name is not None]
    for model in roles.models:
        whose = f" of {model.name}" if model.name else ""
        if model.predicted is not None:
            words.append(f"predicted class{whose} “{model.predicted}”")
        if model.scores:
            columns = list(model.scores.values())
            shown = f"“{columns[0]}” to “{columns[-1]}”" if len(columns) > 1 else f"“{columns[0]}”"
            words.append(f"scores{whose} {shown}")
        if model.score is not None:
            words.append(f"score{whose} “{model.score}”")
        if model.verdict is not None:
            words.append(f"whether it is right{whose} “{model.verdict}”")
    return f"{table.name}: {title}; {listed(words, 12)}."


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
    metric = main_metric(config.metric, target)
    refuse_boundless_margin(config, metric[0])
    judged = judged_rows(parts, joined.rows, len(target.codes))
    samples = recorded_samples(parts, joined, judged, target)
    notes = [*notes, *judged.notes]
    question = recorded_question(config, target, judged, parts, metric, notes, further.infos)
    models = recorded_models(whose, samples, judged, target.classes)
    naive = () if target.task is Task.CORRECTNESS else (naive_baseline(target, judged),)
    return Predictions(question, samples, (*models, *naive)), target.codes


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
