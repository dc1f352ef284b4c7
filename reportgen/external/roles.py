"""Roles: which column of a file of predictions is what."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ModelColumns:
    """The columns of one model.

    Attributes
    ----------
    name : str
        Empty where the file does not name its model.
    predicted : str, optional
        The predicted classes.
    scores : dict of class to column
        A score for each class, or for some of them.
    score : str, optional
        A single score: of the positive class, or of the predicted one.
    verdict : str, optional
        Whether the prediction was right.
    """

    name: str = ""
    predicted: str | None = None
    scores: Mapping[str, str] = field(default_factory=dict)
    score: str | None = None
    verdict: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns."""
        single = (self.predicted, self.score, self.verdict)
        return (*(name for name in single if name is not None), *self.scores.values())

    @property
    def says_classes(self) -> bool:
        """Whether it tells which class was predicted, not only whether that was right."""
        return self.predicted is not None or bool(self.scores) or self.score is not None


@dataclass(frozen=True)
class Roles:
    """Which column is what.

    Attributes
    ----------
    layout : str
        The id of the layout that was recognised.
    truth : str, optional
        None where another file or option brings it.
    models : tuple of ModelColumns
        Those of one model where `model_column` names the model of each row.
    id, fold, repeat, split, groups, time : str, optional
    model_column : str, optional
    """

    layout: str
    truth: str | None
    models: tuple[ModelColumns, ...]
    id: str | None = None
    model_column: str | None = None
    fold: str | None = None
    repeat: str | None = None
    split: str | None = None
    groups: str | None = None
    time: str | None = None

    @property
    def columns(self) -> frozenset[str]:
        """The names of all columns that have a part."""
        single = (
            self.truth,
            self.id,
            self.model_column,
            self.fold,
            self.repeat,
            self.split,
            self.groups,
            self.time,
        )
        of_models = (name for model in self.models for name in model.columns)
        return frozenset((*(name for name in single if name is not None), *of_models))
