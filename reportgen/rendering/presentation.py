"""Presentation: what a user chose of a report that does not change what was measured."""

from dataclasses import dataclass
from pathlib import Path

from reportgen.bundle.redacted_bundle import may_show_samples, redacted
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

    def shows_samples(self, bundle: Bundle) -> bool:
        """Whether single samples may be shown: asked for now, and not ruled out when the bundle was made."""
        return self.samples and may_show_samples(bundle)

    def shown(self, bundle: Bundle) -> Bundle:
        """Return what may be shown of a bundle: all of it, or what tells of no single sample."""
        return bundle if self.shows_samples(bundle) else redacted(bundle)
