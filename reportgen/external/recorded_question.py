"""The question that an analysis of predictions made elsewhere asks, and the samples that it asks it of."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.data_records import ColumnInfo, CrossValidation, DatasetInfo, Protocol, TestSplit
from reportgen.bundle.value_text import listed
from reportgen.config import RunConfig, parse_rule
from reportgen.datasets.fingerprint import fingerprint_arrays
from reportgen.external.judged_rows import JudgedRows, group_codes
from reportgen.external.sample_join import JoinedSamples
from reportgen.external.sample_parts import Part
from reportgen.planning.detector import prevalence_of
from reportgen.planning.target import Target
from reportgen.predictions.analysis_predictions import JudgedSamples
from reportgen.predictions.question import Question
from reportgen.tasks import Task

#: Files that a title names before it says how many more there are.
NAMED_FILES = 2


def recorded_question(
    config: RunConfig,
    target: Target,
    judged: JudgedRows,
    parts: Sequence[Part],
    metric: tuple[str, str],
    notes: Sequence[str],
    columns: Sequence[ColumnInfo],
) -> Question:
    """Return what an analysis asks; `metric` is the main metric's id, and why it is that one."""
    return Question(
        id=config.id,
        title=config.title or _files(parts),
        task=target.task,
        dataset=_dataset_info(target, judged, parts, notes, columns),
        protocol=_protocol(config, judged),
        main_metric=metric[0],
        main_metric_reason=metric[1],
        positive=target.positive,
        margin=config.margin,
        rules=tuple(map(parse_rule, config.operating_points)),
        threshold=config.threshold,
        prevalence=prevalence_of(config, target),
        names_samples=config.samples,
        by=config.by,
    )


def _dataset_info(
    target: Target,
    judged: JudgedRows,
    parts: Sequence[Part],
    notes: Sequence[str],
    columns: Sequence[ColumnInfo],
) -> DatasetInfo:
    titles = list(dict.fromkeys(part.table.title for part in parts))
    places: dict[str, NDArray[np.int64]] = {
        {"cv": "train"}.get(split, split): own for split, own in judged.positions.items()
    }
    return DatasetInfo(
        name=_files(parts),
        source=f"predictions in {listed(titles)}",
        fingerprint=fingerprint_arrays(
            {"truth": target.codes, **{f"{place}": part.rows for place, part in enumerate(parts)}},
            target.classes,
        ),
        samples=len(target.codes),
        features=sum(column.role == "feature" for column in columns),
        classes=[] if target.task is Task.CORRECTNESS else list(target.classes),
        image_shape=None,
        splits={split: len(own) for split, own in places.items()},
        class_counts={split: _counts(target, own) for split, own in places.items()},
        notes=list(notes),
        kind="table",
        columns=list(columns),
        noun="answer" if target.task is Task.CORRECTNESS else "row",
    )


def _counts(target: Target, places: NDArray[np.int64]) -> dict[str, int]:
    """Return how many samples are of each class; of correctness nothing, which has no classes."""
    if target.task is Task.CORRECTNESS:
        return {}
    numbers = np.bincount(target.codes[places], minlength=len(target.classes))
    return dict(zip(target.classes, numbers.tolist(), strict=True))


def _protocol(config: RunConfig, judged: JudgedRows) -> Protocol:
    folds, test = len(judged.fold_sizes), judged.positions.get("test")
    return Protocol(
        cv=CrossValidation(folds=folds, stratified=False, shuffled=False, scheme="column") if folds else None,
        test=None if test is None else TestSplit(size=len(test), source="predictions"),
        seed=config.seed,
        made_elsewhere=True,
    )


def recorded_samples(
    parts: Sequence[Part], joined: JoinedSamples, judged: JudgedRows, target: Target
) -> JudgedSamples:
    """Return which samples are judged, their truth and their groups."""
    n_samples = len(target.codes)
    keys = joined.keys
    own = (
        None
        if keys is None
        else np.array([str(key).replace("\0", " #") for key in keys.tolist()], dtype=np.str_)
    )
    sizes = judged.fold_sizes
    return JudgedSamples(
        ids=np.arange(n_samples, dtype=np.int64),
        positions=judged.positions,
        truth={split: target.codes[places] for split, places in judged.positions.items()},
        groups=group_codes(parts, joined.rows, keys),
        own_ids=own,
        fold_sizes=sizes,
        trained_on=tuple(sum(sizes) - size for size in sizes),
    )


def _files(parts: Sequence[Part]) -> str:
    """Return the names of the files, for a title: `a.csv and b.csv and 3 more`."""
    return listed(list(dict.fromkeys(part.table.name for part in parts)), NAMED_FILES)
