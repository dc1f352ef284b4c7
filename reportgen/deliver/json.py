"""The bundle's record as `report.json`, for programs that want figures and no pictures."""

from reportgen.bundle.store import encode
from reportgen.deliver.format_spec import FORMATS, Delivery, Format


def write(delivery: Delivery) -> bytes:
    """Return what `bundle.json` holds; without parts on single samples where they are not wanted."""
    return encode(delivery.bundle.record)


FORMATS.register(Format("json", "the figures alone, as in bundle.json", "report.json", write))
