"""Presentation: what a user chose of a report that does not change what was measured."""

from dataclasses import dataclass
from pathlib import Path

from reportgen.bundle.store import Bundle


@dataclass(frozen=True)
class Presentation:
    """How a report is presented.

    Attributes
    ----------
    title, author : str, optional
        By themselves those that the bundle was made with.
    logo : str, optional
        Path of an image file.
    samples : bool
        Whether single samples may be shown.
    templates : tuple of Path
        Folders whose templates come before ours, file by file.
    """

    title: str | None = None
    author: str | None = None
    logo: str | None = None
    samples: bool = True
    templates: tuple[Path, ...] = ()


def samples_allowed(bundle: Bundle) -> bool:
    """Return whether the bundle was made without `--no-samples`, which no later rendering can undo."""
    return bundle.record.run.config.get("samples") is not False
