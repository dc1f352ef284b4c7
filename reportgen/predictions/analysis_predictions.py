"""Predictions of an analysis: of which samples, and what each model predicted for them, whoever made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import ModelInfo
from reportgen.predictions.question import Question

Positions = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class JudgedSamples:
    """The samples that predictions are of.

    Attributes
    ----------
    ids : ndarray of shape (n_used,)
        The id of each sample used, its position in the source; training samples first.
    positions : dict of split to ndarray of shape (n_samples,)
        Of each sample judged on a split its position among `ids`, in the order of the predictions.
    truth : dict of split to ndarray of shape (n_samples,) or (n_samples, n_outputs)
        Codes of the true classes in the same order; empty where targets are images.
    groups : ndarray of shape (n_used,), optional
        The number of each sample's group: samples of one group are not independent of each other.
    own_ids : ndarray of shape (n_used,), optional
        What the user calls each sample, as text.
    fold_sizes, trained_on : tuple of int
        Of each fold, how many samples are judged in it, and how many its models were trained on.
    """

    ids: NDArray[np.int64]
    positions: Mapping[Split, Positions]
    truth: Mapping[Split, NDArray[Any]]
    groups: NDArray[np.int64] | None = None
    fold_sizes: tuple[int, ...] = ()
    trained_on: tuple[int, ...] = ()
    own_ids: NDArray[np.str_] | None = None

    def ids_on(self, split: Split) -> NDArray[np.int64]:
        """Return the ids of the samples judged on a split, in the order of the predictions."""
        return self.ids[self.positions[split]]

    def groups_on(self, split: Split) -> NDArray[np.int64] | None:
        """Return the groups of the samples judged on a split; None where samples have none."""
        return None if self.groups is None else self.groups[self.positions[split]]

    @property
    def groups_judged(self) -> dict[str, int]:
        """How many whole groups are judged on each split; empty where samples have none."""
        found = {split: self.groups_on(split) for split in self.positions}
        return {split: len(np.unique(own)) for split, own in found.items() if own is not None}

    @property
    def fold_of(self) -> NDArray[np.int64]:
        """The fold of each sample judged in cross-validation, in the order of the predictions."""
        return np.repeat(np.arange(len(self.fold_sizes)), self.fold_sizes)

    @property
    def judged_for_each_trained(self) -> float:
        """Samples judged for each training sample, the mean over folds."""
        shares = [judged / trained for judged, trained in zip(self.fold_sizes, self.trained_on, strict=True)]
        return float(np.mean(shares))


@dataclass(frozen=True, eq=False)
class Repeat:
    """What a model predicted by one seed: on each split (`whole`), and in each fold of the cross-validation."""

    whole: Mapping[Split, Any]
    folds: tuple[Any, ...] = ()


@dataclass(frozen=True, eq=False)
class ModelPredictions:
    """What a model predicted.

    Attributes
    ----------
    info : ModelInfo
        Who it is; `status` says whether there are predictions, `score_kind` what its scores are.
    first : Repeat
        By the first seed; without predictions where the model failed or was skipped.
    further : tuple of Repeat
        By further seeds: on the test, or in the folds where there is none.
    """

    info: ModelInfo
    first: Repeat = field(default_factory=lambda: Repeat({}))
    further: tuple[Repeat, ...] = ()

    @property
    def id(self) -> str:
        """The model's id."""
        return self.info.id

    @property
    def is_baseline(self) -> bool:
        """Whether it is a naive baseline."""
        return self.info.baseline

    @property
    def whole(self) -> Mapping[Split, Any]:
        """The predictions of the first seed on each split."""
        return self.first.whole

    @property
    def folds(self) -> tuple[Any, ...]:
        """The predictions of the first seed in each fold."""
        return self.first.folds

    def by_seed(self, split: Split) -> list[Any]:
        """Return the predictions on a split by seed, the first seed's first."""
        return [repeat.whole[split] for repeat in (self.first, *self.further) if split in repeat.whole]

    @property
    def folds_by_seed(self) -> list[tuple[Any, ...]]:
        """The predictions in the folds by seed, the first seed's first."""
        return [self.folds, *(repeat.folds for repeat in self.further if repeat.folds)]


@dataclass(frozen=True, eq=False)
class Predictions:
    """What figures of an analysis are computed from: the question, the samples, and what models predicted."""

    question: Question
    samples: JudgedSamples
    models: tuple[ModelPredictions, ...]

    @property
    def recipe_share(self) -> float | None:
        """Samples judged for each training sample where the folds alone judge, and so judge recipes; else None."""
        if self.question.protocol.test is not None or not self.samples.fold_sizes:
            return None
        return self.samples.judged_for_each_trained

    @property
    def usable(self) -> list[ModelPredictions]:
        """The models that predicted something."""
        return [model for model in self.models if model.whole]
