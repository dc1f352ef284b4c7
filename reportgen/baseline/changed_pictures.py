"""What the samples newly broken and fixed look like: pictures or excerpts that the bundles keep, or the data's own."""

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from reportgen.bundle import keys
from reportgen.bundle.error_records import RowExcerpt
from reportgen.bundle.run_changes import AnalysisChanges, ChangedSamples, Changes
from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.predictions.packing import Arrays
from reportgen.predictions.sample_data import SampleData
from reportgen.scoring.errors.row_excerpts import excerpts
from reportgen.scoring.errors.sample_pictures import pack_shown

#: Whose pixels are stored here.
PART: keys.PixelPart = "changes"


def samples_named(samples: Iterable[ChangedSamples]) -> list[int]:
    """Return the ids of all samples named, in rising order."""
    return sorted({case.sample for row in samples for case in (*row.broken_cases, *row.fixed_cases)})


def samples_kept(baseline: Bundle, before: Analysis, candidate: Bundle, after: Analysis) -> set[int]:
    """Return the ids of the samples that one of the bundles keeps a picture or an excerpt of."""
    if after.dataset.image_shape is None:
        return {row.sample for analysis in (before, after) for row in analysis.errors.rows}
    return set(_pictures(baseline, before, candidate, after))


def rows_kept(samples: Sequence[ChangedSamples], before: Analysis, after: Analysis) -> list[RowExcerpt]:
    """Return the excerpts that are kept of the samples named; the candidate's before the baseline's."""
    known = {row.sample: row for analysis in (before, after) for row in analysis.errors.rows}
    return [known[sample] for sample in samples_named(samples) if sample in known]


def with_pictures_kept(candidate: Bundle, baseline: Bundle, changes: Changes) -> Bundle:
    """Return the candidate with its changes, and the pictures that the two bundles keep of the samples named."""
    record = msgspec.structs.replace(candidate.record, changes=changes)
    arrays: Arrays = {}
    known = {analysis.id: analysis for analysis in baseline.record.analyses}
    for analysis, found in _compared(record.analyses, changes):
        before = known.get(analysis.id) or baseline.record.analyses[0]
        kept = _pictures(baseline, before, candidate, analysis)
        ids = [sample for sample in samples_named(found.samples) if sample in kept]
        if ids:
            at = keys.shown_pixels(analysis.id, PART)
            arrays[at.ids] = np.array(ids)
            arrays[at.values] = np.stack([kept[sample] for sample in ids])
    return Bundle(record, ChainMap(arrays, candidate.arrays))  # type: ignore[arg-type]  # only written to in front


def with_pictures_at_hand(candidate: Bundle, data: Mapping[str, SampleData], changes: Changes) -> Bundle:
    """Return the candidate with its changes, and pictures or excerpts of all samples named, from the data.

    `data` are the samples of each analysis that may show single ones, by its id.
    """
    arrays: Arrays = {}
    seeds = {analysis.id: analysis.protocol.seed for analysis in candidate.record.analyses}
    described = []
    for analysis in changes.analyses:
        own, named = data.get(analysis.id), samples_named(analysis.samples)
        if own is None or not named:
            described.append(analysis)
            continue
        rows = own.rows_of(named)
        pack_shown(analysis.id, own, rows, arrays, part=PART)
        found = excerpts(own, rows, seeds[analysis.id]) if own.image_shape is None else analysis.rows
        described.append(msgspec.structs.replace(analysis, rows=found))
    changes = msgspec.structs.replace(changes, analyses=described)
    return Bundle(
        msgspec.structs.replace(candidate.record, changes=changes), {**dict(candidate.arrays), **arrays}
    )


def _compared(analyses: Sequence[Analysis], changes: Changes) -> list[tuple[Analysis, AnalysisChanges]]:
    known = {analysis.id: analysis for analysis in analyses}
    return [(known[one.id], one) for one in changes.analyses if one.status == "compared"]


def _pictures(
    baseline: Bundle, before: Analysis, candidate: Bundle, after: Analysis
) -> dict[int, NDArray[Any]]:
    """Return the pictures that the two keep, by sample: the candidate's where both do, and all of its size."""
    found: dict[int, NDArray[Any]] = {}
    shape: tuple[int, ...] | None = None
    same_data = before.dataset.fingerprint == after.dataset.fingerprint
    for bundle, analysis in ((candidate, after), (baseline, before)):
        ids, values = (bundle.arrays.get(key) for key in keys.shown_pixels(analysis.id, "errors"))
        if ids is None or values is None or (bundle is baseline and not same_data):
            continue
        shape = shape or values.shape[1:]
        if values.shape[1:] == shape and len(ids) == len(values):
            found |= {
                int(sample): value for sample, value in zip(ids, values, strict=True) if sample not in found
            }
    return found
