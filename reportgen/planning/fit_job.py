"""FitJob: one fit to do, and the data that fits share."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from reportgen.models.answer_form import AnswerForm
from reportgen.models.catalogue import Model
from reportgen.models.table_steps import PLAIN, TableColumns
from reportgen.planning.augmentation import Shifts
from reportgen.progress import JobLabel

if TYPE_CHECKING:
    import pandas as pd

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class FitData:
    """What all jobs share and none copies as a whole.

    Attributes
    ----------
    features : ndarray of shape (n_samples, n_features) or DataFrame
    codes : ndarray of shape (n_samples,) or (n_samples, n_outputs)
    form : AnswerForm
        What is predicted for one sample.
    kind : {"array", "image", "table"}
    has_missing : bool
        Whether any feature is missing.
    only_numbers : bool
        Whether it is a table of numbers and booleans alone.
    content : str
        Hash of everything else, part of the key under which finished fits are kept.
    columns : TableColumns
        The columns of a table that need steps of their own.
    """

    features: "NDArray[Any] | pd.DataFrame"
    codes: NDArray[Any]
    form: AnswerForm
    kind: Literal["array", "image", "table"]
    has_missing: bool
    only_numbers: bool
    content: str
    columns: TableColumns = PLAIN


@dataclass(frozen=True, eq=False)
class InnerFolds:
    """How a search inside a fit judges: its folds, as positions among the training rows, and the metric."""

    folds: tuple[tuple[Rows, Rows], ...]
    scheme: str
    metric: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class FitJob:
    """One model fitted on `train`, which predicts `held_out`; fold None is the fit for the test.

    `inner` says how the model's parameters are searched, where they are; `shifts` what is added to training images.
    `analysis` names the analysis of a study that it belongs to, `repeat` counts the seeds of the same fit; what is
    fitted depends on neither.
    """

    model: Model
    fold: int | None
    train: Rows
    held_out: Rows
    seed: int
    analysis: str = ""
    inner: InnerFolds | None = None
    shifts: Shifts | None = None
    repeat: int = 0

    @property
    def label(self) -> JobLabel:
        """The name of the job in progress reports."""
        return JobLabel(self.model.id, self.fold, self.analysis, self.repeat)

    def cost(self, n_features: int, n_classes: int) -> float:
        """Rough seconds, for the order of jobs only."""
        spec = self.model.spec
        fit = spec.fit_cost(len(self.train), n_features, n_classes)
        once = fit + spec.predict_cost(len(self.train), len(self.held_out), n_features, n_classes)
        if self.inner is None or self.model.grid is None:
            return once
        return once * (1 + self.model.grid.size * len(self.inner.folds))
