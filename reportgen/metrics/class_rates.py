"""Rates of single classes, and their averages: what precision, recall and F1 have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import SHARE
from reportgen.metrics.kinds import Formula, FromCounts
from reportgen.metrics.metric_spec import AVERAGED, BINARY_ONLY, CLASSIFICATION, metric_by_kind
from reportgen.predictions.class_counts import ClassCounts
from reportgen.predictions.split_predictions import Classified
from reportgen.tasks import Task

Counts = NDArray[Any]

#: Hits, predictions and samples of each class -> numerators and denominators of the rate.
Ratio = Callable[[Counts, Counts, Counts], tuple[Counts, Counts]]

AVERAGES = {
    "macro": "the plain mean over classes or labels, each counting the same",
    "micro": "over the counts of all classes or labels together",
    "weighted": "the mean over classes or labels, weighted by their number of samples",
}


@dataclass(frozen=True)
class ClassRate:
    """A rate of single classes.

    Attributes
    ----------
    id, title, description : str
    source : str or None
        Where it is defined; None if nowhere else.
    ratio : callable
    undefined : str
        What a class is of which it is undefined: it follows "the class".
    is_share : bool
        Whether it is a share of samples.
    accuracies : frozenset of str
        Averages of it that are the accuracy by another name where each sample has one class.
    among : {"actual"}, optional
        As in FromCounts.
    """

    id: str
    title: str
    description: str
    source: str | None
    ratio: Ratio
    undefined: str
    is_share: bool = True
    accuracies: frozenset[str] = frozenset()
    among: Literal["actual"] | None = None

    @property
    def holds_for_labels(self) -> bool:
        """Whether the ratio of a class follows from its own counts, as found by trying it on some.

        One that also looks at the others', or at their sum as if it were all samples, says nothing of labels: a sample
        counts there once for each label that it has, which may be none.
        """
        counts = np.array([[1.0, 2.0], [3.0, 5.0], [4.0, 7.0]])
        among_others, alone = self.ratio(*counts), self.ratio(*counts[:, :1])
        return all(own[0] == with_others[0] for own, with_others in zip(alone, among_others, strict=True))

    def of_classes(self, hits: Counts, predicted: Counts, actual: Counts) -> Counts:
        """Return the rate of each class; NaN where it is undefined."""
        top, bottom = self.ratio(hits, predicted, actual)
        return np.asarray(np.divide(top, bottom, out=np.full(bottom.shape, np.nan), where=bottom > 0))

    def averaged(self, average: str, *, counts_all: bool) -> Formula:
        """Return the formula of an average, over all classes or over those that occur in truth or predictions."""

        def formula(hits: Counts, predicted: Counts, actual: Counts) -> Counts:
            top, bottom = self.ratio(hits, predicted, actual)
            if average == "micro":
                return np.asarray(top.sum(axis=-1) / bottom.sum(axis=-1))
            values = np.divide(top, bottom, out=np.zeros(bottom.shape), where=bottom > 0)
            occurring = np.ones(bottom.shape) if counts_all else (actual + predicted > 0).astype(float)
            weights = actual if average == "weighted" else occurring
            return np.asarray((values * weights).sum(axis=-1) / weights.sum(axis=-1))

        return formula

    def share(self, counts: ClassCounts) -> tuple[Counts, Counts]:
        """Return successes and trials of each class."""
        return self.ratio(counts.hits, counts.predicted, counts.actual)

    def zeros(self, predictions: Classified) -> str | None:
        """Name the classes that a mean counts as 0, as scikit-learn does by default."""
        counts = predictions.counts
        counted = np.ones(len(counts.actual), dtype=bool) if predictions.counts_all else counts.occurring
        _, bottom = self.share(counts)
        zeros = [predictions.classes[int(code)] for code in np.flatnonzero(counted & (bottom == 0))]
        return f"counted as 0: {', '.join(zeros[:3])}, which {self.undefined}" if zeros else None


def accuracy_share(counts: ClassCounts) -> tuple[Any, Any]:
    """Return right predictions and samples: of a figure that is the accuracy by another name."""
    return counts.hits.sum(), counts.actual.sum()


def register(rate: ClassRate, place: int) -> None:
    """Register a rate of classes and its averages; `place` is its place among the rates."""
    unit = SHARE if rate.is_share else None
    metric_by_kind(
        rate.id,
        title=rate.title,
        description=rate.description,
        source=rate.source,
        unit=unit,
        kind=FromCounts(
            rate.of_classes,
            undefined=rate.undefined,
            share=rate.share if rate.is_share else None,
            by_class=True,
            among=rate.among,
        ),
        order=10 + place,
        ranks=BINARY_ONLY,
    )
    for step, (average, meaning) in enumerate(AVERAGES.items()):
        metric_by_kind(
            f"{rate.id}_{average}",
            title=f"{average.capitalize()} {rate.title if rate.title == 'F1' else rate.title.lower()}",
            description=f"{rate.title} as {meaning}.",
            source=rate.source,
            unit=unit,
            kind=_average(rate, average),
            tasks=_tasks(rate, average),
            order=20 + 3 * place + step,
        )


def _tasks(rate: ClassRate, average: str) -> frozenset[Task]:
    tasks = AVERAGED if rate.holds_for_labels else CLASSIFICATION
    return tasks if average == "micro" else tasks | {Task.MULTIOUTPUT}


def _average(rate: ClassRate, average: str) -> FromCounts:
    micro = average == "micro"
    has = "has or was given any" if micro else "has any"
    return FromCounts(
        rate.averaged(average, counts_all=False),
        label_formula=rate.averaged(average, counts_all=True),
        undefined=f"undefined: no sample {has} {{unit}}",
        remark=(lambda _: None) if micro else rate.zeros,
        share=accuracy_share if average in rate.accuracies else None,
        averaged=average == "macro",
    )
