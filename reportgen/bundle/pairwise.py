"""Pairwise comparisons: the comparisons of an analysis as one model sees them, whichever of the two is stored first."""

from dataclasses import dataclass
from typing import Literal

import msgspec

from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import Comparison, ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.statistics.difference import negated
from reportgen.statistics.verdict import equivalence_level

#: What a model is against another.
Standing = Literal["better", "worse", "equivalent", "undecided"]

_TURNED: dict[str, Literal["a", "b", "equivalent", "undecided"]] = {
    "a": "b",
    "b": "a",
    "equivalent": "equivalent",
    "undecided": "undecided",
}
#: The verdict on a - b, in words for a.
STANDINGS: dict[str, Standing] = {
    "a": "better",
    "b": "worse",
    "equivalent": "equivalent",
    "undecided": "undecided",
}


@dataclass(frozen=True)
class PairwiseComparison:
    """A model against another: `row` is their comparison with the model as `a`.

    `gain` is how much better the model is (below 0: worse), whichever way the metric points, in stored units, with
    its ends `low` and `high`; None where undefined.
    """

    model: ModelInfo
    other: ModelInfo
    row: Comparison
    gain: float | None
    low: float | None
    high: float | None

    @property
    def standing(self) -> Standing:
        """What the model is against the other."""
        return STANDINGS[self.row.verdict]


def pairwise_comparisons(
    index: ScoreIndex, model: str, metric: str | None = None, split: Split | None = None
) -> list[PairwiseComparison]:
    """Return the comparisons of a model, best opponents first and the naive baselines last.

    By the main metric and on the judged split unless others are named; of recipes where there are such rows, else of
    fitted models. An opponent that it was not compared with is left out.
    """
    rows = compared(index, metric, split)
    opponents = [*index.candidates, *index.baselines]
    models = {one.id: one for one in index.ok}
    by_pair = {frozenset((row.a, row.b)): row for row in rows}
    return [
        _seen_from(models[model], other, row, index)
        for other in opponents
        if other.id != model
        and model in models
        and (row := by_pair.get(frozenset((model, other.id)))) is not None
    ]


def compared(index: ScoreIndex, metric: str | None = None, split: Split | None = None) -> list[Comparison]:
    """Return the comparisons by a metric on a split, all of one estimand: recipes where these were fitted repeatedly.

    By themselves they are by the main metric and on the judged split.
    """
    return next(iter(groups(index, metric, split or index.judged_on)), [])


def groups(
    index: ScoreIndex, metric: str | None = None, split: Split | None = None
) -> list[list[Comparison]]:
    """Return the comparisons by a metric, each list of one split and one estimand, the one to go by first."""
    wanted = metric or index.analysis.main_metric
    found: dict[tuple[bool, bool], list[Comparison]] = {}
    for row in index.analysis.comparisons:
        if row.metric == wanted and split in (None, row.split):
            found.setdefault((row.split != index.judged_on, row.estimand != "recipe"), []).append(row)
    return [found[key] for key in sorted(found)]


def turned(row: Comparison) -> Comparison:
    """Return the same comparison with `a` and `b` in each other's place."""
    return msgspec.structs.replace(
        row,
        a=row.b,
        b=row.a,
        difference=negated(row.difference),
        low=negated(row.high),
        high=negated(row.low),
        equivalence_low=negated(row.equivalence_high),
        equivalence_high=negated(row.equivalence_low),
        verdict=_TURNED[row.verdict],
    )


def pairwise_comparison_of(row: Comparison, index: ScoreIndex) -> PairwiseComparison | None:
    """Return a comparison as its model `a` sees it; None where one of the two is not in the report."""
    models = {one.id: one for one in index.ok}
    if row.a not in models or row.b not in models:
        return None
    return _seen_from(models[row.a], models[row.b], row, index)


def _seen_from(model: ModelInfo, other: ModelInfo, row: Comparison, index: ScoreIndex) -> PairwiseComparison:
    own = _by_which_decided(row if row.a == model.id else turned(row))
    info = index.metrics.get(own.metric)
    if info is None or info.greater_is_better:
        return PairwiseComparison(model, other, own, own.difference, own.low, own.high)
    return PairwiseComparison(model, other, own, negated(own.difference), negated(own.high), negated(own.low))


def _by_which_decided(row: Comparison) -> Comparison:
    """Return the comparison with the interval that its verdict is by: of equivalents that of twice the error rate."""
    if row.verdict != "equivalent" or row.equivalence_low is None or row.equivalence_high is None:
        return row
    return msgspec.structs.replace(
        row, low=row.equivalence_low, high=row.equivalence_high, level=equivalence_level(row.level)
    )
