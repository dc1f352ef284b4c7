"""The question that an analysis asks, from its data, their division and the configuration."""

from collections.abc import Mapping

import numpy as np

from reportgen.bundle.data_records import DatasetInfo, OutputInfo
from reportgen.config import RunConfig, parse_rule
from reportgen.datasets.dataset import Dataset
from reportgen.planning.detector import prevalence_of
from reportgen.planning.families.planning_family import PlanningFamily, Rows
from reportgen.planning.splits import Division
from reportgen.planning.target import Target
from reportgen.predictions.question import Question


def question_for(
    config: RunConfig,
    family: PlanningFamily,
    dataset: Dataset,
    target: Target,
    division: Division,
    main_metric: tuple[str, str],
) -> Question:
    """Return what an analysis asks; `main_metric` is the metric's id, and why it is that one."""
    metric, reason = main_metric
    return Question(
        id=config.id,
        title=config.title or dataset.name,
        task=target.task,
        dataset=_dataset_info(family, dataset, target, division),
        protocol=division.protocol,
        main_metric=metric,
        main_metric_reason=reason,
        positive=target.positive,
        margin=config.margin,
        rules=tuple(map(parse_rule, config.operating_points)),
        threshold=config.threshold,
        prevalence=prevalence_of(config, target),
        names_samples=config.samples,
        by=config.by,
    )


def _dataset_info(
    family: PlanningFamily, dataset: Dataset, target: Target, division: Division
) -> DatasetInfo:
    splits = {"train": division.train, "test": division.test}
    splits = {split: rows for split, rows in splits.items() if split == "train" or len(rows)}
    return DatasetInfo(
        name=dataset.name,
        source=dataset.source,
        fingerprint=dataset.fingerprint,
        samples=len(target.codes),
        features=dataset.features.shape[1],
        classes=list(target.classes),
        image_shape=None if dataset.image_shape is None else list(dataset.image_shape),
        splits={split: len(rows) for split, rows in splits.items()},
        class_counts={split: family.class_counts(target, rows) for split, rows in splits.items()},
        notes=list(dataset.notes),
        kind=dataset.kind,
        columns=list(dataset.columns),
        noun=dataset.noun,
        ink_is_high=dataset.ink_is_high,
        outputs=_outputs(target, splits),
    )


def _outputs(target: Target, splits: Mapping[str, Rows]) -> list[OutputInfo]:
    """Return the labels or outputs with their classes and how often each occurs; none where there is one target."""
    return [
        OutputInfo(
            name=output.name,
            classes=list(output.classes),
            counts={
                split: np.bincount(target.codes[rows, place], minlength=len(output.classes)).tolist()
                for split, rows in splits.items()
            },
        )
        for place, output in enumerate(target.outputs)
    ]
