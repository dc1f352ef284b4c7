"""The report as a tagged PDF, laid out by WeasyPrint, with the bundle attached."""

import gc
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reportgen.deliver.attachment import attachments
from reportgen.deliver.format_spec import FORMATS, Delivery, Format
from reportgen.deliver.pango import missing_pango
from reportgen.errors import InputError, MissingLibraryError

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher


def write(delivery: Delivery) -> bytes:
    """Return the PDF; the same bundle and options give the same bytes."""
    check()
    from weasyprint import HTML, Attachment
    from weasyprint.urls import FatalURLFetchingError

    from reportgen.rendering.report import render_report

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    page = render_report(delivery.bundle, delivery.plots, delivery.presentation, medium="print")
    created = _moment(delivery.bundle.record.run.created)
    fetcher = _data_only()
    carried = [
        Attachment(
            string=content,
            name=name,
            description=description,
            created=created,
            modified=created,
            relationship="Data",
            url_fetcher=fetcher,
        )
        for name, description, content in attachments(delivery)
    ]
    try:
        # Tags without a claim of conformance, which nothing here validates.
        with _font_date(created), _few_collections():
            written: bytes = HTML(string=page, url_fetcher=fetcher).write_pdf(
                attachments=carried, pdf_tags=True
            )
    except FatalURLFetchingError as error:
        raise InputError(f"The PDF was not written: {error}") from error
    return written


def check() -> None:
    """Raise a MissingLibraryError that says what to install where Pango is missing."""
    message = missing_pango()
    if message is not None:
        raise MissingLibraryError(message)


def _moment(created: str) -> datetime:
    try:
        return datetime.fromisoformat(created)
    except ValueError:
        return datetime(1970, 1, 1)  # noqa: DTZ001 - a date that claims nothing, the same every time


@contextmanager
def _font_date(created: datetime) -> Iterator[None]:
    """Date the embedded fonts, which fontTools does where HarfBuzz' subsetter is missing, so that bytes repeat."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = before or str(int(created.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for garbage seldom: looking through the millions of live objects of a layout takes a sixth of its time."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _data_only() -> "URLFetcher":
    """Return a fetcher of `data:` addresses; anything else ends the writing, as no report may ask for it."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class DataOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:"):
                raise FatalURLFetchingError(
                    f"a report refers to nothing outside itself, but this one to {url[:200]}"
                )
            return super().fetch(url, headers)

    return DataOnly()


FORMATS.register(
    Format("pdf", "a tagged PDF with bookmarks, the bundle attached", "report.pdf", write, check)
)
