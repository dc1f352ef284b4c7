"""written.json: which reports belong to the bundle in a folder, so that a set whose writing was cut short is known."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from reportgen.bundle.atomic_files import write_atomically
from reportgen.bundle.bundle_files import BUNDLE_FOLDER, RECORD_NAME
from reportgen.bundle.run_records import Run

WRITTEN_NAME = "written.json"


class Written(msgspec.Struct, frozen=True):
    """The run of a bundle, and the sha256 of every report that was written of it, by its name."""

    run: str
    results_digest: str
    files: dict[str, str]


def note_written(folder: Path, run: Run, files: Iterable[Path]) -> None:
    """Note which reports were written of a run, the last step; those of the same run noted before stay."""
    known = read_written(folder)
    before = known.files if known is not None and known.run == run.id else {}
    now = {file.name: _digest(file) for file in files if file.is_file()}
    kept = {name: digest for name, digest in before.items() if (folder / name).is_file()}
    record = Written(run.id, run.results_digest, {**kept, **now})
    (folder / BUNDLE_FOLDER).mkdir(exist_ok=True)
    write_atomically(
        folder / BUNDLE_FOLDER / WRITTEN_NAME, msgspec.json.format(msgspec.json.encode(record), indent=1)
    )


def read_written(folder: Path) -> Written | None:
    """Return what was noted in a folder of reports; None where there is nothing, or nothing that can be read."""
    try:
        return msgspec.json.decode((folder / BUNDLE_FOLDER / WRITTEN_NAME).read_bytes(), type=Written)
    except (OSError, msgspec.MsgspecError):
        return None


def torn(folder: Path, run: Run, names: Iterable[str]) -> list[str]:
    """Return the reports beside a bundle that are of another run, because writing was stopped in between.

    Of files that were noted with another content, and of those that were not noted and do not have the digest of the
    results in them. A PDF, whose text is packed, counts only if it was noted.
    """
    if not (folder / BUNDLE_FOLDER / RECORD_NAME).is_file():
        return []
    known = read_written(folder)
    if known is not None and known.run == run.id:
        return [name for name, digest in known.files.items() if _changed(folder / name, digest)]
    digests = [run.results_digest.encode()]
    if run.redaction is not None:
        digests.append(run.redaction.digest.encode())
    found = ((name, folder / name) for name in names if not name.endswith(".pdf"))
    return [
        name
        for name, file in found
        if file.is_file()
        and not any(digest in content for content in [file.read_bytes()] for digest in digests)
    ]


def _changed(file: Path, digest: str) -> bool:
    return file.is_file() and _digest(file) != digest


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
