"""One image file: its size as shown, and its pixels as grey or colour. Broken files say why they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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

#: What says a turn in a PNG; all other chunks but pixels tell nothing of it.
_PNG_TURNS = (b"eXIf", b"tEXtRaw profile", b"zTXtRaw profile", b"iTXtRaw profile", b"iTXtXML:com.adobe.xmp")
_PNG_SIGNATURE_BYTES = 8

#: Modes with transparent parts, and of one number a pixel that is no byte.
_ALPHA = frozenset({"RGBA", "RGBa", "LA", "La", "PA"})
_DEEP = ("I", "F")

#: The highest value of a byte: of alpha, not transparent at all.
OPAQUE = 255

Size = tuple[int, int]


class BrokenImageError(Exception):
    """A file that cannot be read as an image; the text says why, in a few words."""


@dataclass(frozen=True, eq=False)
class ImagePixels:
    """The pixels of a file, and what of the file they do not hold.

    Attributes
    ----------
    pixels : ndarray of shape (height, width), or (height, width, 3) where it is in colour
        Bytes, or the values of a deep grey image as they are: 16 or 32 bits, or fractions.
    several : bool
        Whether the file holds more pictures than this first one.
    transparent : bool
        Whether parts were transparent, which became white.
    cut : bool
        Whether its colours had 16 bits, of which the decoder keeps the upper 8.
    """

    pixels: NDArray[Any]
    several: bool = False
    transparent: bool = False
    cut: bool = False


def image_size(path: Path) -> Size:
    """Return (width, height) as shown, that is, after the turn that a camera may have noted."""
    from PIL import TiffImagePlugin

    with _opened(path) as image:
        width, height = image.size
        if isinstance(
            image, TiffImagePlugin.TiffImageFile
        ):  # some versions of Pillow turn its size, others do not
            width, height = image.tag_v2[256], image.tag_v2[257]
        if image.format == "PNG" and not _png_may_turn(path):
            return width, height  # to look for a turn, Pillow would decode all of it
        return (height, width) if image.getexif().get(_ORIENTATION) in _TURNED else (width, height)


def read_picture(path: Path, size: Size) -> ImagePixels:
    """Return the image scaled to (width, height), grey where all of its pixels are grey.

    Transparent parts become white. Values of deep grey images are kept, and only change by scaling.
    """
    from PIL import ImageOps

    with _opened(path) as image:
        several = _holds_several(image)
        image.draft(None, (2 * max(size), 2 * max(size)))  # lets JPEG skip the detail that is scaled away
        cut = not image.mode.startswith(_DEEP) and ";16" in str(getattr(image, "tile", ""))
        sixteen = image.mode == "I" and image.format in {"PNG", "PPM"}
        upright = ImageOps.exif_transpose(image)
        if upright.mode.startswith(_DEEP):
            return ImagePixels(_deep_pixels(upright, size, sixteen=sixteen), several)
        plain, transparent = _eight_bit(upright)
        pixels = np.asarray(_scaled(plain, size))
    if pixels.ndim == 3 and (pixels == pixels[..., :1]).all():
        pixels = pixels[..., 0]
    return ImagePixels(pixels, several, transparent, cut)


def _png_may_turn(path: Path) -> bool:
    """Whether a PNG has a chunk that may note a turn: their headers are read, not what they hold."""
    with path.open("rb") as file:
        file.seek(_PNG_SIGNATURE_BYTES)
        while len(head := file.read(32)) >= 8:
            if head[4:].startswith(_PNG_TURNS):
                return True
            file.seek(int.from_bytes(head[:4], "big") + 12 - len(head), 1)
    return False


def _holds_several(image: "Image.Image") -> bool:
    try:
        return bool(getattr(image, "is_animated", False))
    except Exception:  # noqa: BLE001  # a later picture may be damaged; the first is what counts
        return False


def _scaled(image: "Image.Image", size: Size) -> "Image.Image":
    from PIL import Image

    return image if image.size == size else image.resize(size, Image.Resampling.BICUBIC)


def _deep_pixels(image: "Image.Image", size: Size, *, sixteen: bool) -> NDArray[Any]:
    """Grey values of more than 8 bits, as uint16, int32 or float32; scaling keeps them between the extremes."""
    from PIL import Image

    values: NDArray[Any] = np.asarray(image)
    values = values.astype(np.uint16 if sixteen else values.dtype.newbyteorder("="))
    if image.size == size:
        return values
    scaled = np.asarray(_scaled(Image.fromarray(values.astype(np.float32)), size))
    if values.dtype.kind == "f":
        return scaled
    return np.clip(np.rint(scaled.astype(np.float64)), values.min(), values.max()).astype(values.dtype)


@contextmanager
def _opened(path: Path) -> Iterator["Image.Image"]:
    from PIL import Image, TiffImagePlugin, UnidentifiedImageError, WebPImagePlugin  # noqa: F401  # make them known

    if leads_nowhere(path):
        raise BrokenImageError("a link to nothing")
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


def _eight_bit(image: "Image.Image") -> tuple["Image.Image", bool]:
    """The image as 8-bit grey (L) or colour (RGB), and whether parts of it are transparent."""
    from PIL import Image

    if image.mode == "LAB":
        raise BrokenImageError("its colours are in LAB")
    if image.mode in _ALPHA or "transparency" in image.info:
        solid = image.convert("RGBA")
        white = Image.new("RGBA", solid.size, "white")
        lowest = np.asarray(solid.getchannel("A")).min()
        return Image.alpha_composite(white, solid).convert("RGB"), bool(lowest < OPAQUE)
    return image.convert("L" if image.mode in {"1", "L"} else "RGB"), False


def leads_nowhere(path: Path) -> bool:
    """Whether it is a link to a file that is not there, as a checkout without its annex has them."""
    return path.is_symlink() and not path.exists()
