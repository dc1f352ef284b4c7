"""What a report carries of its bundle: nothing, the record without single samples, or everything."""

import io
from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.bundle_files import ARRAYS_NAME, RECORD_NAME
from reportgen.bundle.keys import tells_of_samples
from reportgen.bundle.redaction import without_cases, without_changed_cases, without_references
from reportgen.bundle.schema import BundleRecord
from reportgen.bundle.store import encode
from reportgen.deliver.format_spec import Delivery


def attachments(delivery: Delivery) -> list[tuple[str, str, bytes]]:
    """Return (name, description, content) of each file that the report carries."""
    if delivery.attach == "none":
        return []
    bundle = delivery.bundle
    if delivery.attach == "summary":
        return [(RECORD_NAME, "The figures of this report", encode(summary(bundle.record)))]
    record = bundle.record if delivery.samples else without_samples(bundle.record)
    kept = {key: bundle.arrays[key] for key in bundle.arrays if delivery.samples or not tells_of_samples(key)}
    return [
        (RECORD_NAME, "The result bundle of this report", encode(record)),
        (ARRAYS_NAME, "The arrays that the bundle refers to", _packed(kept)),
    ]


def summary(record: BundleRecord) -> BundleRecord:
    """Return the record without single samples and without references to arrays, which a summary does not carry."""
    return without_references(without_samples(record))


def without_samples(record: BundleRecord) -> BundleRecord:
    """Return the record without what it says of single samples."""
    analyses = [
        msgspec.structs.replace(analysis, errors=without_cases(analysis.errors))
        for analysis in record.analyses
    ]
    changes = None if record.changes is None else without_changed_cases(record.changes)
    return msgspec.structs.replace(record, analyses=analyses, changes=changes)


def _packed(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return the arrays compressed; equal arrays give equal bytes, as numpy dates all members alike."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()
