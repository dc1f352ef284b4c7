"""One image file: its size as shown, and its pixels as 8-bit grey or colour. Broken files say why they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL import Image

#: Formats that are recognised by content. Others are left out because Pillow starts programs for them, or because
#: they have no mark by which to know them.
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP", "PPM")

#: File names that claim to be images; where such a file cannot be read, it is broken rather than something else.
SUFFIXES = frozenset({
    ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".dib", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm", ".pnm",
    ".pbm",
})  # fmt: skip

#: An image of more pixels than this is not decoded: small files can claim sizes that fill the memory.
MAX_PIXELS = 100_000_000

_ORIENTATION = 0x0112
_TURNED = frozenset({5, 6, 7, 8})

Size = tuple[int, int]


class BrokenImageError(Exception):
    """A file that cannot be read as an image; the text says why, in a few words."""


def image_size(path: Path) -> Size:
    """Return (width, height) as shown, that is, after the turn that a camera may have noted."""
    with _opened(path) as image:
        # A PNG would be decoded to the end for it, and hardly any notes a turn.
        turned = image.format != "PNG" and image.getexif().get(_ORIENTATION) in _TURNED
        return (image.height, image.width) if turned else (image.width, image.height)


def read_pixels(path: Path, size: Size) -> NDArray[np.uint8]:
    """Return the image scaled to (width, height): of shape (height, width) where it is grey, else with a third axis.

    Transparent parts become white. 16-bit grey is cut to 8 bits.
    """
    from PIL import Image, ImageOps

    with _opened(path) as image:
        image.draft(None, (2 * max(size), 2 * max(size)))  # lets JPEG skip the detail that is scaled away
        upright = ImageOps.exif_transpose(image)
        plain = _eight_bit(upright)
        if plain.size != size:
            plain = plain.resize(size, Image.Resampling.BICUBIC)
        pixels = np.asarray(plain)
    if pixels.ndim == 3 and (pixels == pixels[..., :1]).all():
        pixels = pixels[..., 0]
    return pixels


@contextmanager
def _opened(path: Path) -> Iterator["Image.Image"]:
    from PIL import Image, TiffImagePlugin, UnidentifiedImageError, WebPImagePlugin  # noqa: F401  # make them known

    try:
        with _cut_short_refused(), Image.open(path, formats=FORMATS) as image:
            _refuse_huge(image)
            yield image
    except BrokenImageError:
        raise
    except Image.DecompressionBombError:
        raise BrokenImageError("too large") from None
    except UnidentifiedImageError:
        raise BrokenImageError("empty" if not path.stat().st_size else "not an image") from None
    except PermissionError:
        raise BrokenImageError("no permission to read it") from None
    except Exception as error:  # decoders of damaged files raise whatever they stumble over
        raise BrokenImageError("damaged or cut short") from error


@contextmanager
def _cut_short_refused() -> Iterator[None]:
    """Let Pillow refuse files that end too early: WeasyPrint, once imported, has it fill them with grey."""
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _refuse_huge(image: "Image.Image") -> None:
    if image.width * image.height > MAX_PIXELS:
        raise BrokenImageError(f"too large: {image.width:,} by {image.height:,} pixels")


def _eight_bit(image: "Image.Image") -> "Image.Image":
    """The image as 8-bit grey (L) or colour (RGB)."""
    from PIL import Image

    if image.mode.startswith("I"):
        deep: NDArray[Any] = np.asarray(image).astype(np.int64)
        return Image.fromarray((np.clip(deep, 0, 0xFFFF) >> 8).astype(np.uint8))
    if image.mode == "F":
        raise BrokenImageError("its pixels are fractions")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        solid = image.convert("RGBA")
        white = Image.new("RGBA", solid.size, "white")
        return Image.alpha_composite(white, solid).convert("RGB")
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")
