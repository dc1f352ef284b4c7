"""PDF reports: good ones, and the same with something done to them."""

import io
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pikepdf
import pytest

from reportgen.bundle.digest import results_digest
from reportgen.bundle.store import Bundle
from reportgen.deliver import pdf
from reportgen.deliver.format_spec import Delivery
from reportgen.rendering.presentation import Presentation
from reportgen.verification.pdf_report import analyses_in, examine_document, strangers
from tests.bundles import make_bundle, overstated


def digested() -> Bundle:
    """Return a small bundle whose digest is that of its results."""
    bundle = make_bundle(("a", "b"), n_train=60, n_test=40)
    digest = results_digest(bundle.record.analyses, bundle.arrays)
    run = msgspec.structs.replace(bundle.record.run, results_digest=digest)
    return Bundle(msgspec.structs.replace(bundle.record, run=run), bundle.arrays)


@pytest.fixture(scope="module")
def reports(writes_pdf: None) -> dict[str, bytes]:  # noqa: ARG001 - marks what uses it
    bundle = digested()
    return {attach: pdf.write(Delivery(bundle, (), attach=attach)) for attach in ("none", "summary", "full")}


@pytest.mark.parametrize(
    ("attach", "said"),
    [("none", "no bundle attached"), ("summary", "results are those printed"), ("full", "are those printed")],
)
def test_good_reports(reports: dict[str, bytes], attach: str, said: str) -> None:
    examined = examine_document(reports[attach])
    assert examined.short == ()
    assert [line.partition(":")[0] for line in examined.checked] == [
        "opens",
        "fonts",
        "self-contained",
        "whole",
    ]
    assert said in examined.checked[-1]
    assert digested().record.run.results_digest in examined.checked[-1]


def test_what_a_full_bundle_adds_is_counted(reports: dict[str, bytes]) -> None:
    assert analyses_in(reports["summary"]) == (1, 0)
    number, carried = analyses_in(reports["full"])
    assert number == 1
    assert carried > 0
    assert analyses_in(b"%PDF-1.7 no more") == (1, 0)


def changed(content: bytes, change: Callable[[pikepdf.Pdf], Any]) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as document:
        change(document)
        buffer = io.BytesIO()
        document.save(buffer)
    return buffer.getvalue()


def act(**action: Any) -> Callable[[pikepdf.Pdf], Any]:
    def change(document: pikepdf.Pdf) -> None:
        values = {f"/{name}": value for name, value in action.items()}
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 10, 10],
            A=pikepdf.Dictionary(values),
        )
        page = document.pages[0]
        page.Annots = pikepdf.Array([*page.get("/Annots", []), document.make_indirect(link)])

    return change


def unembed(document: pikepdf.Pdf) -> None:
    for thing in document.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in thing:
                    del thing[key]
            return


def tamper(before: bytes, after: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        spec = document.attachments["bundle.json"]
        content = spec.get_file().read_bytes()
        assert before in content
        spec.obj.EF.F.write(content.replace(before, after, 1))

    return change


def open_script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))


DIGEST = digested().record.run.results_digest.encode()
CHANGES: dict[str, tuple[Callable[[pikepdf.Pdf], Any], str]] = {
    "link": (act(S=pikepdf.Name.URI, URI=pikepdf.String("http://example.org")), "a link leads out"),
    "program": (act(S=pikepdf.Name.Launch, F=pikepdf.String("x.exe")), "of the kind Launch"),
    "script": (act(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x")), "of the kind JavaScript"),
    "other file": (act(S=pikepdf.Name.GoToR, F=pikepdf.String("x.pdf")), "of the kind GoToR"),
    "form": (act(S=pikepdf.Name.SubmitForm, F=pikepdf.String("x")), "of the kind SubmitForm"),
    "opening": (open_script, "when it is opened"),
    "font": (unembed, "is not embedded"),
    "other results": (tamper(DIGEST, b"0" * 64), "but"),
    "other figures": (tamper(b'"value"', b'"valeu"'), "damaged"),
    "no bundle": (tamper(b'"schema_version"', b'"scheme_version"'), "cannot be read"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_falls_short_is_found(reports: dict[str, bytes], name: str) -> None:
    change, said = CHANGES[name]
    examined = examine_document(changed(reports["summary"], change))
    assert any(said in line for line in examined.short), examined


def test_attached_arrays_that_would_fill_the_memory_are_not_unpacked(
    reports: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.bundle.bundle_files.MOST_ARRAYS_BYTES", 1_000)
    examined = examine_document(reports["full"])
    assert any("more than any bundle has" in line for line in examined.short), examined


def test_attached_arrays_that_claim_more_than_there_is_cannot_be_read(reports: dict[str, bytes]) -> None:
    def overstate(document: pikepdf.Pdf) -> None:
        spec = document.attachments["arrays.npz"]
        spec.obj.EF.F.write(overstated(spec.get_file().read_bytes()))

    examined = examine_document(changed(reports["full"], overstate))
    assert any("cannot be read" in line and "is damaged" in line for line in examined.short), examined


def test_nothing_is_found_in_a_copy(reports: dict[str, bytes]) -> None:
    assert examine_document(changed(reports["summary"], lambda document: None)).short == ()


def test_links_can_be_allowed(reports: dict[str, bytes]) -> None:
    examined = examine_document(changed(reports["none"], CHANGES["link"][0]), links=True)
    assert examined.short == ()
    assert any("1 links lead elsewhere" in line for line in examined.checked)


def test_results_changed_in_a_full_bundle_are_found_though_the_digest_stated_is_the_one_printed(
    reports: dict[str, bytes],
) -> None:
    accuracy = digested().record.analyses[0].scores[0].value
    change = tamper(f'"value": {accuracy!r}'.encode(), b'"value": 0.999')
    examined = examine_document(changed(reports["full"], change))
    assert any("results were changed" in line for line in examined.short), examined


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_document_that_was_cut_short_does_not_open(reports: dict[str, bytes], share: float) -> None:
    content = reports["summary"]
    assert any(
        "does not open" in line for line in examine_document(content[: int(share * len(content))]).short
    )


def test_an_encrypted_document_does_not_open(reports: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(reports["none"])) as document:
        buffer = io.BytesIO()
        document.save(buffer, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert any("does not open" in line for line in examine_document(buffer.getvalue()).short)


def test_a_document_that_prints_no_digest_is_no_report() -> None:
    document = pikepdf.new()
    document.add_blank_page()
    buffer = io.BytesIO()
    document.save(buffer)
    assert any("not a whole report" in line for line in examine_document(buffer.getvalue()).short)


def test_a_page_may_name_the_results_that_it_is_compared_with_but_its_foot_is_of_its_own() -> None:
    own, other = "ab" * 32, "cd" * 32
    foot = f"commit1234567·digest{own[:8]}Page"
    pages = [f"Thebaselineistherun,digest{other[:8]}.{foot}", f"Resultsdigest{own}{foot}", "nofoot"]
    assert strangers(pages, own) == []
    assert strangers([*pages, f"digest{other[:8]}Page"], own) == [4]


@pytest.fixture(scope="module")
def without_samples(writes_pdf: None) -> bytes:  # noqa: ARG001 - marks what uses it
    return pdf.write(Delivery(digested(), (), Presentation(samples=False), attach="full"))


def test_without_samples_both_digests_are_checked(without_samples: bytes) -> None:
    examined = examine_document(without_samples)
    assert examined.short == ()
    assert digested().record.run.results_digest in examined.checked[-1]


def test_a_whole_bundle_in_a_report_without_samples_falls_short(
    without_samples: bytes, reports: dict[str, bytes]
) -> None:
    with pikepdf.open(io.BytesIO(reports["full"])) as whole:
        carried = {name: whole.attachments[name].get_file().read_bytes() for name in whole.attachments}

    def swap(document: pikepdf.Pdf) -> None:
        for name, content in carried.items():
            document.attachments[name] = pikepdf.AttachedFileSpec(document, content)

    short = " ".join(examine_document(changed(without_samples, swap)).short)
    assert "digest without samples is none, but" in short


def test_changed_curves_in_a_report_without_samples_are_found(without_samples: bytes) -> None:
    def change(document: pikepdf.Pdf) -> None:
        file = document.attachments["arrays.npz"].get_file().read_bytes()
        arrays = dict(np.load(io.BytesIO(file)))
        key = next(key for key in arrays if key.endswith("/tpr"))
        buffer = io.BytesIO()
        np.savez(buffer, **{**arrays, key: arrays[key] / 2})
        document.attachments["arrays.npz"] = pikepdf.AttachedFileSpec(document, buffer.getvalue())

    short = " ".join(examine_document(changed(without_samples, change)).short)
    assert "the attached results were changed" in short
