"""The pictures of a message: the logo and, of images, a strip of samples; never an SVG, which mail programs drop."""

from dataclasses import dataclass
from pathlib import Path

from reportgen.bundle.store import Bundle
from reportgen.errors import InputError
from reportgen.figures.samples import draw_strip
from reportgen.rendering.logo import KINDS, logo_uri
from reportgen.rendering.presentation import Presentation

#: Content ids end in a domain that no mail server has.
_DOMAIN = "reportgen.invalid"

#: As wide as a picture is shown at most, in pixels.
MOST_WIDTH = 552


@dataclass(frozen=True)
class Inline:
    """A picture within the message: its content id, without brackets, its file, and what it shows."""

    cid: str
    kind: str
    content: bytes
    alt: str
    width: int

    @property
    def name(self) -> str:
        """Name of the file."""
        return f"{self.cid.partition('@')[0]}.{self.kind}"


def logo_of(presentation: Presentation) -> Inline | None:
    """Return the logo as PNG, JPEG or GIF; None where there is none, or it is an SVG."""
    if not presentation.logo:
        return None
    logo_uri(presentation.logo)  # what cannot be shown in a report is refused in a message too
    content = Path(presentation.logo).read_bytes()
    kind = next((media for start, media in KINDS.items() if content.startswith(start)), "")
    return _inline("logo", kind.partition("/")[2], content, "", 160) if kind else None


def strip_of(bundle: Bundle, presentation: Presentation) -> Inline | None:
    """Return a row of sample images; None where the data are none, or single samples are not to be shown."""
    allowed = presentation.shows_samples(bundle)
    if not allowed or len(bundle.record.analyses) > 1:
        return None
    drawn = draw_strip(bundle, bundle.record.analyses[0])
    return _inline("samples", "png", drawn[0].content, drawn[0].alt, MOST_WIDTH) if drawn else None


def _inline(name: str, kind: str, content: bytes, alt: str, most: int) -> Inline:
    import io

    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as image:
            width = image.width
    except OSError as error:
        raise InputError(f"The {name} is damaged: it is no whole {kind.upper()} picture.") from error
    return Inline(f"{name}@{_DOMAIN}", kind, content, alt, min(width, most))
