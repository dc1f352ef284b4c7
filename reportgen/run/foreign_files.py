"""Files that stand where reports will be and were not written by reportgen: somebody's, and not to be replaced."""

import os
from collections.abc import Iterable
from pathlib import Path

from reportgen.bundle.written_files import read_written
from reportgen.errors import InputError

#: Bytes of a file's beginning and end that are searched for our marks.
LOOKED_AT = 1_000_000

#: How a file of scores begins, whose columns are all it says.
_SCORES = b"analysis,model,split,metric,"

#: What our reports and messages say of themselves: HTML, Markdown, JSON, JUnit, OpenMetrics, mail.
_MARKS = (
    b'content="reportgen ',
    b"<sub>reportgen ",
    b'"reportgen_version"',
    b'="reportgen',
    b"# TYPE reportgen_",
    b"Results digest ",
)


def refuse_foreign(files: Iterable[Path], option: str, *, force: bool = False) -> None:
    """Raise an InputError for a file that would be replaced and is not ours, unless that was asked for."""
    if force:
        return
    for file in files:
        if os.path.isfile(file) and not is_ours(file):  # noqa: PTH113 - no error where a name can be none
            raise InputError(
                f"{option}: `{file}` is there already, and was not written by reportgen. Name another place, or "
                "replace it with --force."
            )


def is_ours(file: Path) -> bool:
    """Whether a file is noted as a report written before, says that it is one, or is empty."""
    known = read_written(file.parent)
    if known is not None and file.name in known.files:
        return True
    try:
        with file.open("rb") as opened:
            content = opened.read(LOOKED_AT)
            opened.seek(max(0, file.stat().st_size - LOOKED_AT))
            content += opened.read()
    except OSError:
        return True  # writing says what is wrong
    if not content or content.startswith(_SCORES) or any(mark in content for mark in _MARKS):
        return True
    return content.startswith(b"%PDF-") and _is_our_pdf(file)


def _is_our_pdf(file: Path) -> bool:
    """Whether the metadata of a PDF, which are packed, name reportgen as what made it."""
    from pypdf import PdfReader

    try:
        with file.open("rb") as opened:
            found = PdfReader(opened).metadata
            return found is not None and str(found.get("/Creator", "")).startswith("reportgen ")
    except Exception:  # noqa: BLE001 - damaged, so that nobody knows whose it was
        return False
