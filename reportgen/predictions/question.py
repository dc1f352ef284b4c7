"""Question: what is judged, on which division of the samples, by which metric."""

from dataclasses import dataclass

from reportgen.bundle.data_records import DatasetInfo, Protocol
from reportgen.config import ThresholdRule
from reportgen.predictions.several_predictions import Output
from reportgen.tasks import VERDICTS, Task


@dataclass(frozen=True)
class Question:
    """What an analysis asks of its predictions, whoever made them.

    Attributes
    ----------
    id, title : str
        The id begins the keys of its arrays.
    task : Task
    dataset : DatasetInfo
        What the samples are; `classes` and `outputs` are what may be predicted.
    protocol : Protocol
        How the samples were divided into training and test, and into folds.
    main_metric, main_metric_reason : str
        The metric that models are ranked and compared by, and why it is that one.
    positive : str, optional
        The class that a detector tells from all others.
    margin : float, optional
        The difference in the main metric that matters; None for the metric's own.
    rules : tuple of ThresholdRule
        Rules for operating points besides the standard ones.
    threshold : float, optional
        A decision threshold that was given.
    prevalence : float, optional
        The share of the positive class where the model will work, if that is not the sampled one.
    names_samples : bool
        Whether single samples may be named and shown.
    by : tuple of str
        Columns whose subgroups are judged by themselves too.
    """

    id: str
    title: str
    task: Task
    dataset: DatasetInfo
    protocol: Protocol
    main_metric: str
    main_metric_reason: str
    positive: str | None = None
    margin: float | None = None
    rules: tuple[ThresholdRule, ...] = ()
    threshold: float | None = None
    prevalence: float | None = None
    names_samples: bool = True
    by: tuple[str, ...] = ()

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes, or the names of the labels or outputs; of correctness, which has neither, the two verdicts."""
        return VERDICTS if self.task is Task.CORRECTNESS else tuple(self.dataset.classes)

    @property
    def outputs(self) -> tuple[Output, ...]:
        """The labels or outputs where each sample has several targets."""
        return tuple(Output(output.name, tuple(output.classes)) for output in self.dataset.outputs)
