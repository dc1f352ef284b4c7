"""A PDF report: it opens, carries its fonts, does nothing by itself, and its bundle is the one that it prints."""

import hashlib
import io
import logging
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reportgen.bundle.bundle_files import ARRAYS_NAME, RECORD_NAME
from reportgen.bundle.digest import results_digest
from reportgen.bundle.schema import BundleRecord
from reportgen.bundle.store import decode, read_arrays
from reportgen.errors import InputError
from reportgen.verification.examined_file import Examination, joined, outcome, quoted

if TYPE_CHECKING:
    from pypdf import PdfReader

#: Kinds of actions that lead out of a document, run something, or bring something in.
# fmt: off
_ACTIONS = frozenset((
    "/GoToE", "/GoToR", "/ImportData", "/JavaScript", "/Launch", "/Movie", "/RichMediaExecute",
    "/Rendition", "/SetOCGState", "/Sound", "/SubmitForm", "/Trans",
))
# fmt: on
_LINK = "/URI"

#: The results digest in the text of pages, whose spaces are taken out.
_PRINTED = re.compile(r"Resultsdigest([0-9a-f]{64})")

#: That of what is left of them without single samples.
_PRINTED_REDACTED = re.compile(r"Digestwithoutsamples([0-9a-f]{64})")

#: The beginning of one, as at the foot of pages.
_BEGINNING = re.compile(r"digest([0-9a-f]{8})(?![0-9a-f])")
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def examine_document(content: bytes, *, links: bool = False) -> Examination:
    """Look at a PDF; `links` allows links to elsewhere, which ask for nothing until somebody clicks."""
    try:
        reader, objects, texts = _opened(content)
    except Exception as error:  # noqa: BLE001 - whatever a reader stumbles over, the document does not open
        problem = quoted(str(error)) or type(error).__name__
        return outcome("", [f"the PDF does not open: {problem}"])
    pages = len(reader.pages)
    opens = outcome(
        f"opens: {pages} page{'' if pages == 1 else 's'}", [] if pages else ["the PDF has no pages"]
    )
    return joined(opens, _fonts(objects), _actions(reader, objects, links=links), _bundle(reader, texts))


def _opened(content: bytes) -> "tuple[PdfReader, list[Any], list[str]]":
    """Return the reader, every object of the document, and the text of each page without spaces."""
    reader = _reader(content, strict=True)
    if reader.is_encrypted:
        raise ValueError("it is encrypted")
    objects = [found for number in _numbers(reader) for found in _nested(reader.get_object(number))]
    return reader, objects, ["".join(page.extract_text().split()) for page in reader.pages]


def _reader(content: bytes, *, strict: bool = False) -> "PdfReader":
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong is said once, in our words
    return PdfReader(io.BytesIO(content), strict=strict)


def _numbers(reader: "PdfReader") -> list[int]:
    inside = {number for table in reader.xref.values() for number in table}
    return sorted((inside | set(reader.xref_objStm)) - {0})


def _nested(thing: Any) -> Iterator[Any]:
    """Yield a dictionary and those that stand in it itself, not those it refers to."""
    from pypdf.generic import ArrayObject, DictionaryObject

    if isinstance(thing, DictionaryObject):
        yield thing
        for key in thing:
            yield from _nested(thing.raw_get(key))
    elif isinstance(thing, ArrayObject):
        for item in list.__iter__(thing):
            yield from _nested(item)


def _fonts(objects: list[Any]) -> Examination:
    fonts = [
        found for found in objects if found.get("/Type") == "/Font" and found.get("/Subtype") != "/Type0"
    ]
    missing = [
        f"the font {quoted(str(font.get('/BaseFont', 'without a name')))} is not embedded"
        for font in fonts
        if font.get("/Subtype") != "/Type3" and not _is_embedded(font)
    ]
    return outcome(f"fonts: all {len(fonts)} embedded" if fonts else "fonts: none used", missing)


def _is_embedded(font: Any) -> bool:
    descriptor = font.get("/FontDescriptor")
    return descriptor is not None and any(key in descriptor.get_object() for key in _FONT_FILES)


def _actions(reader: "PdfReader", objects: list[Any], *, links: bool) -> Examination:
    """See that nothing leads out, runs, or is fetched; a file to be opened at its first page is well."""
    short, followed = [], 0
    for found in objects:
        kind = found.get("/S")
        if kind == _LINK and _LINK in found:
            followed += 1
            if not links:
                short.append(f"a link leads out of the file: {quoted(str(found[_LINK]))}")
        elif kind in _ACTIONS:
            short.append(f"an action of the kind {str(kind).removeprefix('/')} is in it")
        if "/JS" in found:
            short.append("a script is in it")
        if found.get("/FS") == "/URL" or "/XFA" in found:
            short.append("it refers to a file or form outside itself")
        if "/AA" in found:
            short.append("something in it acts by itself")
    opening = reader.root_object.get("/OpenAction")
    if isinstance(opening, dict) and opening.get("/S") != "/GoTo":
        short.append("it acts by itself when it is opened")
    clicked = f"; {followed} links lead elsewhere when a reader clicks them" if followed else ""
    return outcome(f"self-contained: no external actions{clicked}", short)


def strangers(pages: Sequence[str], printed: str) -> list[int]:
    """Return the numbers of pages that name results digests, but not by the beginning of the one printed.

    A page may name others besides, as of the run that it is compared with.
    """
    return [
        number
        for number, page in enumerate(pages, start=1)
        if (found := _BEGINNING.findall(page)) and printed[:8] not in found
    ]


def _bundle(reader: "PdfReader", pages: Sequence[str]) -> Examination:
    """Hold the bundle that is attached against what the pages print."""
    printed = {digest for page in pages for digest in _PRINTED.findall(page)}
    if not printed:
        return outcome("", ["no results digest is printed in it: it is not a whole report"])
    short = []
    if len(printed) > 1:
        short.append(f"its pages print different results digests: {', '.join(sorted(printed))}")
    elif other := strangers(pages, min(printed)):
        short.append(f"the foot of page {', '.join(map(str, other))} is of other results than {min(printed)}")
    attached = {name: parts[0] for name, parts in reader.attachments.items() if parts}
    if RECORD_NAME not in attached:
        return joined(outcome(f"whole: results {min(printed)}, no bundle attached", short))
    short += _damaged(reader)
    try:
        record = decode(attached[RECORD_NAME], RECORD_NAME)
        short += _other_results(record, attached.get(ARRAYS_NAME), min(printed))
        short += _other_redaction(record, pages)
    except InputError as error:
        short.append(f"the attached bundle cannot be read: {error}")
    return outcome(f"whole: the attached bundle's results are those printed, {min(printed)}", short)


def _other_results(record: BundleRecord, arrays: bytes | None, printed: str) -> list[str]:
    """Say where attached results are others; with the arrays their digest is computed anew."""
    stated, held = record.run.results_digest, record.run.digest_of_stored
    short = []
    if stated != printed:
        short.append(f"the attached bundle's results digest is {stated}, but {printed} is printed")
    if arrays is not None:
        computed = _computed(record, arrays)
        if computed != held:
            short.append(f"the attached results were changed: their digest is {computed}, not {held}")
    return short


def _other_redaction(record: BundleRecord, pages: Sequence[str]) -> list[str]:
    """Say where the pages are of a bundle without single samples, and the attached one is not, or another."""
    printed = {digest for page in pages for digest in _PRINTED_REDACTED.findall(page)}
    redaction = record.run.redaction
    held = set() if redaction is None else {redaction.digest}
    if printed == held:
        return []
    said = " and ".join(sorted(printed)) or "none"
    return [
        f"the attached bundle's digest without samples is {min(held, default='none')}, but {said} is printed"
    ]


def _computed(record: BundleRecord, arrays: bytes) -> str:
    try:
        return results_digest(record.analyses, read_arrays(io.BytesIO(arrays), ARRAYS_NAME))
    except (KeyError, ValueError) as error:
        raise InputError(f"`{ARRAYS_NAME}` is not what belongs to it ({quoted(str(error))})") from error


def _damaged(reader: "PdfReader") -> Iterator[str]:
    """Yield what is attached and does not have the checksum that it was attached with."""
    for attachment in reader.attachment_list:
        checksum = attachment.checksum
        if checksum is not None:
            stated = getattr(checksum, "original_bytes", checksum)  # read as text where it happens to be some
            if hashlib.md5(attachment.content, usedforsecurity=False).digest() != stated:
                yield f"the attached {quoted(attachment.name)} is damaged: it does not have its checksum"


def printed_digests(content: bytes, *, redacted: bool = False) -> set[str]:
    """Return the results digests, or those without samples, that a PDF prints in full; none where it cannot be read."""
    pattern = _PRINTED_REDACTED if redacted else _PRINTED
    try:
        return {digest for page in _opened(content)[2] for digest in pattern.findall(page)}
    except Exception:  # noqa: BLE001 - whatever a reader stumbles over, nothing can be read
        return set()


def analyses_in(content: bytes) -> tuple[int, int]:
    """Return how many analyses a PDF's bundle has, and how many bytes its arrays take, which `--attach full` adds."""
    try:
        attached = _reader(content).attachments
        number = len(decode(attached[RECORD_NAME][0], RECORD_NAME).analyses) if RECORD_NAME in attached else 1
        return max(1, number), sum(map(len, attached.get(ARRAYS_NAME, ())))
    except Exception:  # noqa: BLE001 - that it cannot be read is said elsewhere
        return 1, 0
