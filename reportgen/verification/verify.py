"""verify: what kind of report a file is, and everything that has to hold of it."""

import re
from pathlib import Path
from typing import Literal

from reportgen.bundle.pdf_attachment import MOST_BYTES
from reportgen.config.addresses import refuse_address
from reportgen.errors import InputError
from reportgen.verification.examined_file import Examination, joined, outcome
from reportgen.verification.limited_work import TooMuchWorkError, limited_work

#: What a report of one analysis may take, without the arrays that `--attach full` adds.
BYTES_AN_ANALYSIS = 1_000_000

#: Bytes of the largest page read. Pictures are in it; arrays are not.
MOST_PAGE_BYTES = 64_000_000

_SPACES = frozenset((b" ", b"\t", b"\n", b"\r", b"\f", b"\v"))
_START = re.compile(rb"<(!doctype\s+html|html)\b", re.IGNORECASE)


def verify(path: str | Path, *, max_bytes: int | None = None, links: bool = False) -> Examination:
    """Examine an HTML or PDF report.

    Parameters
    ----------
    path : str or Path
    max_bytes : int, optional
        What it may take; by default `BYTES_AN_ANALYSIS` for each analysis.
    links : bool
        Whether links that a reader has to click may lead out of the file.

    Raises
    ------
    InputError
        If there is no such file, or it is neither HTML nor PDF.
    """
    content = read_report(Path(path))
    kind = kind_of(content, str(path))
    if kind == "html" and len(content) > MOST_PAGE_BYTES:
        raise InputError(f"`{path}` is too large for a page: over {MOST_PAGE_BYTES // 10**6} MB.")
    try:
        with limited_work(len(content)):
            examined, most = _examined(kind, content, links=links)
    except TooMuchWorkError:
        return outcome("", ["it takes longer to read than any report: it was not made by reportgen alone"])
    return joined(examined, _size(len(content), max_bytes or most))


def _examined(kind: str, content: bytes, *, links: bool) -> tuple[Examination, int]:
    """Return what was found, and how many bytes a report of so many analyses may take."""
    if kind == "pdf":
        from reportgen.verification.pdf_report import analyses_in, examine_document

        number, carried = analyses_in(content)
        examined = examine_document(content, links=links)
    else:
        from reportgen.verification.html_report import examine_chapters

        examined, number = examine_chapters(content, links=links)
        carried = 0
    return examined, number * BYTES_AN_ANALYSIS + carried


def kind_of(content: bytes, name: str) -> Literal["pdf", "html"]:
    """Return what kind of report a content is; an InputError names it where it is none."""
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if _START.match(content, _beginning(content)):
        return "html"
    raise InputError(f"`{name}` is neither an HTML nor a PDF report.")


def _beginning(content: bytes) -> int:
    """Return where a page begins, behind a byte order mark, spaces and comments."""
    place = 3 if content.startswith(b"\xef\xbb\xbf") else 0
    while True:
        while content[place : place + 1] in _SPACES:
            place += 1
        if not content.startswith(b"<!--", place):
            return place
        end = content.find(b"-->", place + 4)
        if end < 0:
            return place
        place = end + 3


def prints(content: bytes, digest: str) -> bool:
    """Whether a report prints a results digest."""
    if kind_of(content, "") == "html":
        return digest.encode() in content
    from reportgen.verification.pdf_report import printed_digests

    return digest in printed_digests(content)


def prints_redacted(content: bytes, digest: str) -> bool:
    """Whether a report prints the digest of results without single samples, and so shows none."""
    if kind_of(content, "") == "html":
        return digest.encode() in content
    from reportgen.verification.pdf_report import printed_digests

    return digest in printed_digests(content, redacted=True)


def read_report(path: Path) -> bytes:
    """Return the content of a file; an InputError says what is in the way, its size too."""
    refuse_address(path)
    if path.is_dir():
        raise InputError(f"`{path}` is a folder: name a report in it, as in `{path / 'report.html'}`.")
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)  # not by what is stated: a pipe or a device states no size
    except FileNotFoundError:
        raise InputError(f"There is no file `{path}`.") from None
    if len(content) > MOST_BYTES:
        raise InputError(f"`{path}` is too large for a report: over {MOST_BYTES // 10**6} MB.")
    return content


def _size(size: int, most: int) -> Examination:
    said = f"{size:,} bytes"
    return outcome(
        f"size: {said} of at most {most:,}", [] if size <= most else [f"it has {said}, over {most:,}"]
    )
