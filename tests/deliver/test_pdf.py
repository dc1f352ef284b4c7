"""The PDF, read back."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

from reportgen.deliver import pdf
from reportgen.deliver.format_spec import Delivery
from reportgen.errors import InputError
from reportgen.figures.draw import draw_all
from reportgen.rendering.presentation import Presentation
from tests.bundles import HOSTILE, MAKERS, Maker, make_bundle

pytestmark = pytest.mark.pdf


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


@pytest.fixture(scope="module")
def content(writes_pdf: None) -> bytes:  # noqa: ARG001 - marks what uses it
    bundle = make_bundle(tuple("0123456789"), n_train=300, n_test=360)
    return pdf.write(
        Delivery(bundle, draw_all(bundle), Presentation(title="Digits, judged", author="Ada & Co"))
    )


@pytest.fixture(scope="module")
def document(content: bytes) -> pypdf.PdfReader:
    return read(content)


def test_metadata(document: pypdf.PdfReader) -> None:
    assert document.metadata.title == "Digits, judged"
    assert document.metadata.author == "Ada & Co"
    assert document.metadata.creation_date.isoformat().startswith("2026-11-22T09:30:00")


def test_bookmarks_lead_to_every_section_and_model(document: pypdf.PdfReader) -> None:
    def titles(entries: Any) -> Iterator[str]:
        for entry in entries:
            yield from titles(entry) if isinstance(entry, list) else [entry.title]

    assert list(titles(document.outline)) == [
        "Verdict",
        "Data",
        "Comparison",
        "Each model",
        "Support vectors",
        "Random forest",
        "SGD, linear",
        "Errors",
        "How this was made",
    ]


def test_it_is_tagged_and_says_its_language(document: pypdf.PdfReader) -> None:
    catalogue = document.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en"


def test_pages_are_numbered_and_none_is_empty(document: pypdf.PdfReader) -> None:
    n = len(document.pages)
    for number, page in enumerate(document.pages, 1):
        text = page.extract_text()
        assert f"Page {number} of {n}" in text
        assert len(text) > 400


def test_page_one_ends_with_the_contents(document: pypdf.PdfReader) -> None:
    text = document.pages[0].extract_text()
    assert "Use Support vectors" in text
    assert "How this was made" in text
    assert "1,760" not in text


@pytest.mark.parametrize(("models", "pages"), [(2, [1, 1, 2]), (6, [1, 2, 2]), (10, [2, 2, 2])])
def test_what_has_no_room_on_page_one_moves_to_the_next(
    models: int, pages: list[int], tmp_path: Path
) -> None:
    """The pages of the pictures, the contents and the data: the order stays, and nothing is torn or left out."""
    for chapter in ("models", "errors"):  # forty pages, which come after those looked at
        (tmp_path / "sections").mkdir(exist_ok=True)
        (tmp_path / "sections" / f"{chapter}.html.j2").write_text("<p>Not printed here.</p>")
    makers = [*(Maker(f"m{i}", f"Model {i}", 4.0 - i / 4) for i in range(models)), MAKERS[-1]]
    bundle = make_bundle(tuple("0123456789"), makers, n_test=360)
    content = pdf.write(Delivery(bundle, draw_all(bundle), Presentation(templates=(tmp_path,))))
    texts = [page.extract_text() for page in read(content).pages[:3]]
    marks = ("What the images look like", "CONTENTS", "600 images of 10 classes")
    assert [next(n for n, text in enumerate(texts, 1) if mark in text) for mark in marks] == pages


def test_fonts_are_inside(document: pypdf.PdfReader) -> None:
    fonts = {}
    for page in document.pages:
        fonts |= page["/Resources"]["/Font"]
    descriptors = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts.values()
    ]
    assert descriptors
    for descriptor in descriptors:
        assert {"/FontFile2", "/FontFile3"} & set(descriptor.get_object())
    assert any("Inter" in str(font.get_object()["/BaseFont"]) for font in fonts.values())


def test_the_summary_is_attached(document: pypdf.PdfReader) -> None:
    (record,) = document.attachments["bundle.json"]
    assert json.loads(record)["schema_version"] == 1


def test_size(content: bytes) -> None:
    assert len(content) < 1_000_000


def test_any_name_can_be_printed() -> None:
    makers = tuple(Maker(f"m{i}", text, 2.0) for i, text in enumerate(HOSTILE[:3]))
    bundle = make_bundle(HOSTILE, makers, title=HOSTILE[0], n_test=60)
    text = " ".join(page.extract_text() for page in read(pdf.write(Delivery(bundle, draw_all(bundle)))).pages)
    assert "<script>" in text
    assert "{{ 7 * 7 }}" in text
    assert "$x^2$" in text
    assert "could not be made" not in text


def test_a_page_that_refers_to_anything_outside_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    monkeypatch.setattr(
        "reportgen.rendering.report.render_report",
        lambda *args, **kwargs: f'<img src="{secret.as_uri()}" alt="x">',
    )
    with pytest.raises(InputError, match="refers to nothing outside itself"):
        pdf.write(Delivery(make_bundle(), ()))


def test_a_missing_library_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "missing_pango", lambda: "Pango is missing: install it")
    with pytest.raises(InputError, match="Pango is missing"):
        pdf.check()
