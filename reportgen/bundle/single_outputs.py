"""One of several targets by itself: an analysis of its own, as if nothing else had been asked."""

from collections.abc import Iterable
from itertools import accumulate

import msgspec

from reportgen.bundle.schema import Analysis
from reportgen.tasks import Task


def score_columns(n_classes: Iterable[int]) -> list[slice]:
    """Return which of the columns of stored scores are each target's, from how many classes each has.

    They stand side by side: one column for a target of two classes, otherwise one for each class.
    """
    widths = [1 if number == 2 else number for number in n_classes]
    return [slice(end - width, end) for end, width in zip(accumulate(widths), widths, strict=True)]


def parts_of(analysis: Analysis) -> list[Analysis]:
    """Return an analysis for each label or output, in their order; none where each sample has one target.

    What was measured of the target stands in it as the headline, so that whatever presents one target presents
    this. Of a label `positive` is its name.
    """
    return [_part(analysis, place) for place in range(len(analysis.dataset.outputs))]


def _part(analysis: Analysis, place: int) -> Analysis:
    output = analysis.dataset.outputs[place]
    labels = analysis.task == Task.MULTILABEL
    whose = "label" if labels else "output"

    def own(rows: list) -> list:  # type: ignore[type-arg]  # records of any kind that say whose they are
        return [
            msgspec.structs.replace(row, **{whose: None})
            for row in rows
            if getattr(row, whose, None) == output.name
        ]

    counts = {
        split: dict(zip(output.classes, numbers, strict=True)) for split, numbers in output.counts.items()
    }
    return msgspec.structs.replace(
        analysis,
        task=Task.BINARY if len(output.classes) == 2 else Task.MULTICLASS,
        positive=output.name if labels else None,
        dataset=msgspec.structs.replace(
            analysis.dataset, classes=output.classes, class_counts=counts, outputs=[]
        ),
        scores=own(analysis.scores),
        confusions=own(analysis.confusions),
        curves=own(analysis.curves) if labels else [],
        operating_points=own(analysis.operating_points),
        co_occurrences=[],
    )
