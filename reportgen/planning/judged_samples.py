"""From data and their division to the samples that are judged, and what is known of them besides predictions."""

import numpy as np

from reportgen.datasets.dataset import Dataset
from reportgen.planning.splits import Division, evaluated_rows
from reportgen.planning.target import Target
from reportgen.predictions.analysis_predictions import JudgedSamples
from reportgen.predictions.sample_data import SampleData
from reportgen.tasks import Task


def judged_samples(dataset: Dataset, target: Target, division: Division) -> JudgedSamples:
    """Return which samples are judged on which split, with their targets where these are classes."""
    used = np.concatenate([division.train, division.test])
    position = np.full(len(target.codes), -1)
    position[used] = np.arange(len(used))
    judged = evaluated_rows(division)
    groups = dataset.groups
    return JudgedSamples(
        ids=dataset.sample_ids[used],
        positions={split: position[rows] for split, rows in judged.items()},
        truth=(
            {}
            if target.task == Task.DENOISE
            else {split: target.codes[rows] for split, rows in judged.items()}
        ),
        own_ids=None if dataset.own_ids is None else dataset.own_ids[used],
        groups=None if groups is None else np.unique(groups, return_inverse=True)[1][used],
        fold_sizes=tuple(len(held_out) for _, held_out in division.folds),
        trained_on=tuple(len(train) for train, _ in division.folds),
    )


def sample_data(dataset: Dataset, target: Target, division: Division) -> SampleData:
    """Return the features of the samples, for what looks into them or shows them."""
    return SampleData(
        features=dataset.features,
        codes=target.codes,
        sample_ids=dataset.sample_ids,
        train=division.train,
        test=division.test,
        judged=evaluated_rows(division),
        feature_names=dataset.feature_names,
        texts=dataset.texts,
        own_ids=dataset.own_ids,
        image_shape=dataset.image_shape,
        pixel_range=dataset.pixel_range,
        codes_of=dataset.codes_of,
    )
