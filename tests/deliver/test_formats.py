"""What must hold for every registered format."""

import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import PurePath

import pypdf
import pytest

from reportgen.bundle.bundle_files import ARRAYS_NAME, BUNDLE_FOLDER, RECORD_NAME
from reportgen.bundle.store import decode
from reportgen.deliver.format_spec import FORMATS, Delivery, Format
from reportgen.run.baseline import CHANGES_NAME
from tests.bundles import make_bundle
from tests.drawn import drawn


@pytest.fixture(scope="module")
def delivery() -> Delivery:
    bundle = make_bundle(n_train=90, n_test=45)
    return Delivery(bundle, drawn(bundle))


@pytest.fixture(scope="module")
def written(delivery: Delivery) -> Callable[[str], bytes]:
    """Return what writes a format of the one delivery, once."""
    return cache(lambda name: FORMATS.get(name).write(delivery))


every_format = pytest.mark.parametrize(
    "name",
    [
        pytest.param(form.id, marks=pytest.mark.pdf if form.filename.endswith(".pdf") else ())
        for form in FORMATS
    ],
)


@every_format
def test_a_format_writes_bytes_the_same_every_time(
    name: str, delivery: Delivery, written: Callable[[str], bytes]
) -> None:
    form = FORMATS.get(name)
    form.check()
    content = written(name)
    assert isinstance(content, bytes)
    assert content == form.write(delivery)


@pytest.mark.parametrize("form", list(FORMATS), ids=lambda form: form.id)
def test_a_format_writes_a_file_of_its_own_beside_the_bundle(form: Format) -> None:
    assert PurePath(form.filename).name == form.filename
    assert form.filename not in (BUNDLE_FOLDER, RECORD_NAME, ARRAYS_NAME, CHANGES_NAME)
    assert Counter(known.filename for known in FORMATS)[form.filename] == 1


def test_the_names_that_pipelines_rely_on() -> None:
    names = {form.id: form.filename for form in FORMATS}
    assert (
        names.items()
        >= {
            "html": "report.html",
            "pdf": "report.pdf",
            "md": "report.md",
            "json": "report.json",
            "junit": "report.junit.xml",
            "openmetrics": "report.openmetrics.txt",
            "csv": "scores.csv",
        }.items()
    )


@every_format
def test_every_format_carries_the_whole_results_digest(
    name: str, delivery: Delivery, written: Callable[[str], bytes]
) -> None:
    assert delivery.bundle.record.run.results_digest.encode() in _unpacked(written(name))


def _unpacked(content: bytes) -> bytes:
    """Return the text of a PDF's pages, what a zip archive such as a workbook holds, or the bytes as they are."""
    if content.startswith(b"%PDF-"):
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        return "".join("".join(page.extract_text().split()) for page in pages).encode()
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    return content


def test_what_a_format_packs_is_searched_too() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", "the digest " * 9)
    assert b"the digest" not in packed.getvalue()
    assert b"the digest" in _unpacked(packed.getvalue())
    assert _unpacked(b"\xff the digest") == b"\xff the digest"


def test_html_is_utf_8_and_carries_its_fonts(written: Callable[[str], bytes]) -> None:
    html = written("html").decode()
    assert html.startswith("<!doctype html>")
    assert html.count("data:font/woff2;base64,") == 3


def test_json_is_the_record(delivery: Delivery, written: Callable[[str], bytes]) -> None:
    content = written("json")
    assert decode(content, "report.json") == delivery.bundle.record
    assert json.loads(content)["schema_version"] == 1


def test_size_does_not_grow_with_the_samples() -> None:
    sizes = []
    for n in (300, 6000):
        bundle = make_bundle(n_train=n, n_test=n, folds=0)
        sizes.append(len(FORMATS.get("html").write(Delivery(bundle, drawn(bundle)))))
    assert sizes[1] < 1.3 * sizes[0]
    assert sizes[1] < 1_000_000
