"""What a report carries of its bundle: nothing, the record without single samples, or everything."""

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.bundle_files import ARRAYS_NAME, RECORD_NAME
from reportgen.bundle.redacted_bundle import record_without_samples
from reportgen.bundle.redaction import without_references
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
    return [
        (RECORD_NAME, "The result bundle of this report", encode(bundle.record)),
        (ARRAYS_NAME, "The arrays that the bundle refers to", _packed(bundle.arrays)),
    ]


def summary(record: BundleRecord) -> BundleRecord:
    """Return the record without single samples and without references to arrays, which a summary does not carry."""
    return without_references(record_without_samples(record))


def _packed(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return the arrays compressed; equal arrays give equal bytes, as numpy dates all members alike."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()
