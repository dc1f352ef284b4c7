"""The PDF read back: pages, bookmarks, text, fonts, tags, attachment."""

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

pypdf = pytest.importorskip("pypdf")
NAMES = ["digits", "two_classes", "detector", "hostile"]


def read(reports: dict[str, Path], name: str) -> "pypdf.PdfReader":
    return pypdf.PdfReader(reports[name] / "report.pdf")


@pytest.mark.process
@pytest.mark.parametrize("name", NAMES)
def test_no_page_is_empty_and_each_has_its_number(reports: dict[str, Path], name: str) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (apt-get install poppler-utils)")
    command = ["pdftotext", "-layout", reports[name] / "report.pdf", "-"]
    pages = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")[:-1]
    assert len(pages) == len(read(reports, name).pages)
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in " ".join(text.split())
        assert len("".join(text.split())) > 250, f"page {number} is nearly empty"


@pytest.mark.parametrize("name", NAMES)
def test_sections_are_bookmarks(reports: dict[str, Path], name: str) -> None:
    def titles(outline: list[object]) -> list[str]:
        return [t for item in outline for t in (titles(item) if isinstance(item, list) else [item.title])]

    found = titles(read(reports, name).outline)
    assert len(found) >= 4, found


@pytest.mark.parametrize("name", NAMES)
def test_all_fonts_are_embedded(reports: dict[str, Path], name: str) -> None:
    for page in read(reports, name).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = (
                font.get_object()["/DescendantFonts"][0] if "/DescendantFonts" in font.get_object() else font
            )
            descriptor = inner.get_object()["/FontDescriptor"]
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor), font


def test_it_is_tagged_titled_and_in_a_language(reports: dict[str, Path]) -> None:
    reader = read(reports, "digits")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert "digits" in reader.metadata.title


def test_the_summary_is_attached_and_readable(reports: dict[str, Path]) -> None:
    attached = read(reports, "digits").attachments
    record = json.loads(attached["bundle.json"][0])
    stored = json.loads((reports["digits"] / "bundle" / "bundle.json").read_text())
    assert record["run"]["results_digest"] == stored["run"]["results_digest"]


@pytest.mark.parametrize("name", NAMES)
def test_every_plot_of_the_page_is_also_a_file(reports: dict[str, Path], name: str) -> None:
    folder = reports[name] / "bundle" / "figures"
    index = json.loads((folder / "index.json").read_text())
    assert {entry["file"] for entry in index} == {file.name for file in folder.iterdir()} - {"index.json"}
    html = (reports[name] / "report.html").read_text()
    shown = re.findall(r'<(?:svg|img) class="picture [^>]*(?:aria-label|alt)="([^"]*)"', html)
    assert len(shown) > 3
    assert {unescape(text) for text in shown} <= {entry["alt"] for entry in index}
    for entry in index:
        assert len(entry["alt"]) > 20, entry
