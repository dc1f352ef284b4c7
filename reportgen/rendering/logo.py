"""The logo as a data URI, recognised by its content."""

from pathlib import Path

from reportgen.errors import InputError
from reportgen.rendering.plot_pictures import data_uri

#: First bytes of the formats that both browsers and the PDF writer show.
KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}

#: A larger logo would be most of the report.
MOST_BYTES = 300_000


def logo_uri(path: str) -> str:
    """Return the image file as a data URI.

    Raises
    ------
    InputError
        If it cannot be read, is too large, or is no PNG, JPEG, GIF or SVG.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"--logo `{path}` cannot be read ({error.strerror or error}).") from error
    if len(content) > MOST_BYTES:
        raise InputError(
            f"--logo `{path}` has {len(content):,} bytes: use a picture of at most {MOST_BYTES:,}."
        )
    for start, kind in KINDS.items():
        if content.startswith(start):
            return data_uri(kind, content)
    if b"<svg" in content[:1000]:
        return data_uri("image/svg+xml", content)
    raise InputError(f"--logo `{path}` is no PNG, JPEG, GIF or SVG picture.")
