"""Parts of a table where a model errs significantly more: single columns and pairs of columns, all looked at.

Numbers are cut at the quartiles of the training samples, numbers of few values and categories are taken value by
value. Every part with enough samples is tested against the rest by Fisher's exact test (one-sided); p-values are
adjusted for all parts tested by Holm's procedure, so that data without any such part show one in at most 5 % of
analyses. Of the parts found, those are listed that are not explained by a part already listed.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.error_records import Condition, Slice, SliceSearch
from reportgen.predictions.sample_data import SampleData
from reportgen.scoring.errors.feature_columns import MISSING, FeatureColumn, feature_columns
from reportgen.scoring.errors.model_on_split import ModelOnSplit
from reportgen.statistics.exact_tails import hypergeometric_tail
from reportgen.statistics.holm import holm
from reportgen.statistics.interval import ALPHA

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]

#: Columns searched, values taken from each, and values up to which numbers are taken one by one.
MOST_COLUMNS, MOST_VALUES, FEW_VALUES = 40, 8, 5

#: Samples that a part needs at least, and share of all.
LEAST_SUPPORT, LEAST_SHARE = 20, 0.01

#: Parts listed; one that shares so much of its samples with one already listed (intersection over union) says nothing.
MOST_LISTED, SAME = 8, 0.7


#: Values of parts by samples that are counted at a time.
BLOCK_VALUES = 1_000_000


class SliceCandidate(NamedTuple):
    """Samples judged that meet a condition."""

    column: int
    condition: Condition
    mask: Mask


class _Found(NamedTuple):
    parts: tuple[int, ...]
    support: int
    errors: int
    p: float
    adjusted: float


def search_slices(data: SampleData, judged: ModelOnSplit) -> SliceSearch | None:
    """Return the parts of the judged rows where a model errs more; None where there is nothing to search.

    Parameters
    ----------
    data : SampleData
        A table, or an array that is no image. Numbers are cut at the quartiles of its training rows, so that cuts do
        not depend on the samples judged.
    """
    if data.image_shape is not None:
        return None
    rows = data.judged[judged.split]
    least = max(LEAST_SUPPORT, round(LEAST_SHARE * len(rows)))
    parts = [
        part
        for place, column in enumerate(feature_columns(data, MOST_COLUMNS))
        for part in _parts(place, column, data.train, rows)
        if least <= part.mask.sum() <= len(rows) - least
    ]
    if not parts or not judged.wrong.any():
        return None
    tested = _tested(parts, judged.wrong, least)
    significant = sorted(
        (found for found in tested if found.adjusted <= ALPHA), key=lambda found: (found.p, found.parts)
    )
    listed = _listed(significant, parts, judged.wrong)
    return SliceSearch(
        split=judged.split,
        samples=len(rows),
        tested=len(tested),
        columns=min(MOST_COLUMNS, data.features.shape[1]),
        least_support=least,
        significant=len(significant),
        slices=[_record(found, parts, judged.wrong) for found in listed],
    )


def _parts(place: int, column: FeatureColumn, train: Rows, rows: Rows) -> Iterator[SliceCandidate]:
    if column.numbers is None:
        yield from _categories(place, column.name, column.codes[rows], column.values)
        return
    numbers = column.numbers[rows]
    missing = np.isnan(numbers)
    if missing.any():
        yield SliceCandidate(place, Condition(column=column.name, value=MISSING), missing)
    known = column.numbers[train]
    known = known[~np.isnan(known)]
    distinct = np.unique(known)
    if len(distinct) <= FEW_VALUES:
        for value in distinct:
            condition = Condition(column=column.name, value=column.number_text(float(value)))
            yield SliceCandidate(place, condition, numbers == value)
        return
    cuts = np.unique(np.quantile(known, [0.25, 0.5, 0.75], method="inverted_cdf"))
    edges = [None, *(float(cut) for cut in cuts if cut < distinct[-1]), None]
    for above, upto in pairwise(edges):
        mask = ~missing
        mask &= True if above is None else numbers > above
        mask &= True if upto is None else numbers <= upto
        yield SliceCandidate(place, Condition(column=column.name, above=above, upto=upto), mask)


def _categories(
    place: int, name: str, codes: NDArray[np.int64], values: Sequence[str]
) -> Iterator[SliceCandidate]:
    counts = np.bincount(codes[codes >= 0], minlength=len(values))
    for code in np.argsort(-counts, kind="stable")[:MOST_VALUES]:
        yield SliceCandidate(place, Condition(column=name, value=values[code]), codes == code)
    if (codes < 0).any():
        yield SliceCandidate(place, Condition(column=name, value=MISSING), codes < 0)


def _tested(parts: Sequence[SliceCandidate], wrong: Mask, least: int) -> list[_Found]:
    """Test every part, and every pair of parts of different columns that has enough samples."""
    together, wrong_together = _counts(parts, wrong)
    pairs = [(i,) for i in range(len(parts))] + [
        (i, j)
        for i, j in combinations(range(len(parts)), 2)
        if parts[i].column != parts[j].column
        and least <= together[i, j] < min(together[i, i], together[j, j])
    ]
    first, last = np.array([pair[0] for pair in pairs]), np.array([pair[-1] for pair in pairs])
    support, wrongs = together[first, last], wrong_together[first, last]
    p_values = _p_values(len(wrong), int(wrong.sum()), support, wrongs)
    adjusted = holm(p_values)
    return [
        _Found(*found)
        for found in zip(
            pairs, support.tolist(), wrongs.tolist(), p_values.tolist(), adjusted.tolist(), strict=True
        )
    ]


def _counts(parts: Sequence[SliceCandidate], wrong: Mask) -> tuple[Rows, Rows]:
    """Return how many samples each two parts share, and how many of those are wrong, both of shape (parts, parts).

    Counted in blocks of samples, exact in float32, whose products are far quicker than those of whole numbers.
    """
    together = np.zeros((len(parts), len(parts)), dtype=np.int64)
    wrong_together = np.zeros_like(together)
    step = max(1, BLOCK_VALUES // len(parts))
    for start in range(0, len(wrong), step):
        block = slice(start, start + step)
        masks = np.array([part.mask[block] for part in parts], dtype=np.float32)
        together += (masks @ masks.T).astype(np.int64)
        masks = masks[:, wrong[block]]
        wrong_together += (masks @ masks.T).astype(np.int64)
    return together, wrong_together


def _p_values(n: int, errors: int, support: Rows, wrongs: Rows) -> NDArray[np.float64]:
    """Return the p-value of each part by its support and wrong predictions among `n` samples with `errors`.

    Many parts have the same counts, which are tested once. Where no more are wrong than on average, it is 1: the true
    value is at least a half (the median lies within one of the mean), so that no decision hangs on it.
    """
    counts, places = np.unique(np.stack([support, wrongs], axis=1), axis=0, return_inverse=True)
    more = counts[:, 1] * n > counts[:, 0] * errors
    p_values = np.ones(len(counts))
    p_values[more] = hypergeometric_tail(counts[more, 1], n, errors, counts[more, 0])
    found: NDArray[np.float64] = p_values[places.reshape(-1)]
    return found


def _listed(significant: Sequence[_Found], parts: Sequence[SliceCandidate], wrong: Mask) -> list[_Found]:
    """Return the parts that say something of their own, the most significant first."""
    listed: list[_Found] = []
    level = ALPHA / max(1, len(significant))
    for found in significant:
        if len(listed) == MOST_LISTED:
            break
        mask = _mask(found, parts)
        if not any(_explains(_mask(other, parts), mask, wrong, level) for other in listed):
            listed.append(found)
    return listed


def _mask(found: _Found, parts: Sequence[SliceCandidate]) -> Mask:
    mask: Mask = np.logical_and.reduce([parts[place].mask for place in found.parts])
    return mask


def _explains(listed: Mask, mask: Mask, wrong: Mask, level: float) -> bool:
    """Say whether a part is nearly one listed already, or errs no more than that once its samples are set apart."""
    if (listed & mask).sum() >= SAME * (listed | mask).sum():
        return True
    inside = bool((mask & ~listed).sum() == 0)
    apart = mask if inside else mask & ~listed
    ground = listed if inside else ~listed
    p = hypergeometric_tail((wrong & apart).sum(), ground.sum(), (wrong & ground).sum(), apart.sum())
    return bool(p > level)


def _record(found: _Found, parts: Sequence[SliceCandidate], wrong: Mask) -> Slice:
    n, errors = len(wrong), int(wrong.sum())
    return Slice(
        conditions=[parts[place].condition for place in found.parts],
        support=found.support,
        errors=found.errors,
        rate=found.errors / found.support,
        rest=(errors - found.errors) / (n - found.support),
        p_value=found.p,
        p_adjusted=found.adjusted,
    )
