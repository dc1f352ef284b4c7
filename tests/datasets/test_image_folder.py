import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFile

from reportgen.bundle.value_text import dimensions
from reportgen.datasets.dataset import DataRequest, Source
from reportgen.datasets.image_files import BrokenImageError, image_size, read_picture
from reportgen.datasets.image_folder import common_size
from reportgen.errors import InputError
from tests.datasets.sources import load_path, note, random_images


def _picture(path: Path, size: tuple[int, int] = (8, 6), mode: str = "L", seed: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    channels = {"L": (), "RGB": (3,), "RGBA": (4,)}[mode]
    pixels = random_images(1, (size[1], size[0], *channels), seed)[0]
    Image.fromarray(pixels).save(path)
    return path


def sample(_source: Source, folder: Path) -> DataRequest:
    for label in ("a", "b"):
        _picture(folder / label / "1.png")
    return DataRequest(str(folder))


@pytest.fixture
def animals(tmp_path: Path) -> Path:
    folder = tmp_path / "animals"
    for label in ("cat", "dog"):
        for number in (1, 2, 10):
            _picture(folder / label / f"{label}{number}.png", seed=number)
    return folder


def test_classes_are_the_folders_in_natural_order(animals: Path) -> None:
    data = load_path(animals)
    assert (data.name, data.kind, data.image_shape, data.noun, data.train_size) == (
        "animals",
        "image",
        (6, 8),
        "image",
        None,
    )
    assert data.target.tolist() == ["cat"] * 3 + ["dog"] * 3
    assert isinstance(data.features, np.ndarray)
    assert data.features.dtype == np.uint8
    expected = [random_images(1, (6, 8), seed)[0].ravel() for seed in (1, 2, 10)] * 2
    np.testing.assert_array_equal(data.features, expected)
    assert data.notes == ()
    assert data.fingerprint == load_path(animals).fingerprint


def test_train_and_test_folders(tmp_path: Path) -> None:
    for part, n in (("Train", 3), ("test", 2), ("extra", 1)):
        for label in ("a", "b"):
            for number in range(n):
                _picture(tmp_path / part / label / f"{number}.png")
    data = load_path(tmp_path)
    assert data.train_size == 6
    assert data.target.tolist() == list("aaabbbaabb")
    note(data, "“Train” and “test” are used, not “extra”")


def test_validation_stands_in_for_a_test(tmp_path: Path) -> None:
    for part in ("train", "val"):
        _picture(tmp_path / part / "a" / "1.png")
    assert load_path(tmp_path).train_size == 1


def test_train_alone(tmp_path: Path) -> None:
    _picture(tmp_path / "train" / "a" / "1.png")
    _picture(tmp_path / "train" / "b" / "1.png")
    data = load_path(tmp_path)
    assert (data.train_size, data.target.tolist()) == (None, ["a", "b"])


def test_a_class_may_be_called_train(tmp_path: Path) -> None:
    for label in ("train", "bus", "test"):
        _picture(tmp_path / label / "1.png")
    data = load_path(tmp_path)
    assert (data.train_size, sorted(data.target.tolist())) == (None, ["bus", "test", "train"])


@pytest.mark.parametrize(
    "label", ["<script>alert(1)</script>", "{{ x }}", "🙂 猫", "שלום", "a" * 200, "$x$_"]
)
def test_any_name_of_a_class(tmp_path: Path, label: str) -> None:
    _picture(tmp_path / label.replace("/", "-") / "1.png")
    assert load_path(tmp_path).target.tolist() == [label.replace("/", "-")]


def test_images_in_folders_within_a_class(tmp_path: Path) -> None:
    _picture(tmp_path / "a" / "2.png", seed=1)
    _picture(tmp_path / "a" / "deep" / "er" / "1.png", seed=2)
    _picture(tmp_path / "b" / "1.png", seed=3)
    (tmp_path / "a" / "deep" / "loop").symlink_to(tmp_path / "a", target_is_directory=True)
    assert load_path(tmp_path).target.tolist() == ["a", "a", "b"]


def test_hidden_files_and_litter_are_not_there(animals: Path) -> None:
    (animals / ".hidden").mkdir()
    _picture(animals / ".hidden" / "x.png")
    (animals / "__MACOSX").mkdir()
    (animals / "cat" / ".DS_Store").write_bytes(b"x")
    (animals / "cat" / "._cat1.png").write_bytes(b"x")
    (animals / "cat" / "Thumbs.db").write_bytes(b"x")
    data = load_path(animals)
    assert len(data.target) == 6
    assert data.notes == ()


def test_broken_files_are_skipped_and_named(animals: Path) -> None:
    whole = (animals / "cat" / "cat1.png").read_bytes()
    (animals / "cat" / "cat3.png").write_bytes(whole[: len(whole) // 2])
    (animals / "cat" / "cat4.jpg").write_bytes(b"<html>")
    (animals / "dog" / "dog0.png").touch()
    data = load_path(animals)
    text = note(data, "3 image files could not be read and were skipped")
    assert "cat/cat3.png (damaged or cut short)" in text
    assert "cat/cat4.jpg (not an image)" in text
    assert "dog/dog0.png (empty)" in text
    assert data.sample_ids.tolist() == [0, 1, 4, 6, 7, 8]
    assert data.target.tolist() == ["cat"] * 3 + ["dog"] * 3


def test_files_cut_short_are_broken_also_where_other_libraries_accept_them(
    animals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint sets it when it is imported
    whole = (animals / "cat" / "cat1.png").read_bytes()
    (animals / "cat" / "cat3.png").write_bytes(whole[: len(whole) // 2])
    assert "cat/cat3.png (damaged or cut short)" in note(load_path(animals), "1 image file could not be read")
    assert ImageFile.LOAD_TRUNCATED_IMAGES


@pytest.mark.slow
def test_a_thousand_broken_files_do_not_fill_the_page(animals: Path) -> None:
    for number in range(1000):
        (animals / "cat" / f"broken{number}.png").write_bytes(b"x")
    assert len(note(load_path(animals), "1,000 image files")) < 600


def test_files_that_never_claimed_to_be_images(animals: Path) -> None:
    (animals / "cat" / "readme.txt").write_text("hello")
    note(load_path(animals), "1 file was passed over as no image")


def test_images_are_known_by_content(tmp_path: Path) -> None:
    _picture(tmp_path / "a" / "1.png").rename(tmp_path / "a" / "without a suffix")
    assert load_path(tmp_path).target.tolist() == ["a"]


def test_sizes_are_made_equal(tmp_path: Path) -> None:
    for number, size in enumerate([(20, 10), (20, 10), (20, 10), (30, 30)]):
        _picture(tmp_path / "a" / f"{number}.png", size)
    data = load_path(tmp_path)
    assert data.image_shape == (10, 20)
    small, large = dimensions((20, 10)), dimensions((30, 30))
    note(data, f"2 sizes, from {small} to {large} pixels; all were scaled to {small}", "without keeping")


def test_large_images_are_scaled_down(tmp_path: Path) -> None:
    for number in range(2):
        _picture(tmp_path / "a" / f"{number}.jpg", (640, 480), "RGB")
    data = load_path(tmp_path)
    assert data.image_shape == (48, 64, 3)
    note(
        data,
        f"All images have {dimensions((640, 480))} pixels and were scaled down to {dimensions((64, 48))}",
    )


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([(28, 28)] * 3, (28, 28)),
        ([(64, 64)] * 3, (64, 64)),
        ([(65, 65)] * 3, (64, 64)),
        ([(10, 10), (20, 40), (30, 30)], (20, 30)),
        ([(1000, 1)], (64, 1)),
        ([(1, 5)], (1, 5)),
    ],
)
def test_common_size(sizes: list[tuple[int, int]], expected: tuple[int, int]) -> None:
    assert common_size(sizes) == expected


def test_grey_where_all_are_grey(tmp_path: Path) -> None:
    grey = random_images(1, (6, 8))[0]
    (tmp_path / "a").mkdir()
    Image.fromarray(grey).save(tmp_path / "a" / "1.png")
    Image.fromarray(np.repeat(grey[..., None], 3, axis=2)).save(tmp_path / "a" / "2.png")
    Image.fromarray(grey).convert("P").save(tmp_path / "a" / "3.gif")
    data = load_path(tmp_path)
    assert data.image_shape == (6, 8)
    np.testing.assert_array_equal(data.features, [grey.ravel()] * 3)


def test_colour_where_one_is_in_colour(tmp_path: Path) -> None:
    _picture(tmp_path / "a" / "1.png")
    _picture(tmp_path / "a" / "2.png", mode="RGB", seed=1)
    data = load_path(tmp_path)
    assert data.image_shape == (6, 8, 3)
    np.testing.assert_array_equal(data.features[1], random_images(1, (6, 8, 3), 1)[0].ravel())
    note(data, "1 grey image and 1 in colour")


def test_transparent_parts_become_white(tmp_path: Path) -> None:
    pixels = np.zeros((4, 4, 4), dtype=np.uint8)
    pixels[:2, :, 3] = 255
    (tmp_path / "a").mkdir()
    Image.fromarray(pixels).save(tmp_path / "a" / "1.png")
    assert np.asarray(load_path(tmp_path).features).reshape(4, 4)[:, 0].tolist() == [0, 0, 255, 255]


def _save(path: Path, pixels: np.ndarray, **options: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path, **options)


@pytest.mark.parametrize("suffix", ["png", "tif", "pgm"])
@pytest.mark.parametrize("highest", [219, 4095, 65535])
def test_deep_grey_keeps_its_values(tmp_path: Path, suffix: str, highest: int) -> None:
    deep = np.linspace(0, highest, 16).astype(np.uint16).reshape(4, 4)
    _save(tmp_path / "a" / f"1.{suffix}", deep)
    data = load_path(tmp_path)
    np.testing.assert_array_equal(data.features, [deep.ravel()])
    assert data.features.dtype == np.uint16
    assert data.pixel_range == (0.0, max(highest, 255))
    note(data, f"Pixels have 16 bits, from 0 to {highest:,}: their values are kept")


@pytest.mark.parametrize("dtype", [np.int32, np.float32])
def test_tiff_of_32_bits_and_fractions(tmp_path: Path, dtype: type) -> None:
    values = (np.arange(16).reshape(4, 4) * 1000.5 - 7).astype(dtype)
    _save(tmp_path / "a" / "1.tif", values)
    data = load_path(tmp_path)
    np.testing.assert_array_equal(data.features, [values.ravel()])
    assert data.pixel_range == (values.min(), values.max())


def test_fractions_without_a_value_stay_gaps(tmp_path: Path) -> None:
    _save(tmp_path / "a" / "1.tif", np.array([[0.25, np.nan], [np.inf, 1]], dtype=np.float32))
    data = load_path(tmp_path)
    np.testing.assert_array_equal(data.features, [[0.25, np.nan, np.nan, 1]])
    assert data.pixel_range == (0.0, 1.0)
    note(data, "fractions, from 0.25 to 1")


def test_deep_grey_is_scaled_between_its_extremes(tmp_path: Path) -> None:
    deep = np.zeros((128, 128), dtype=np.uint16)
    deep[40:80, 40:80] = 900
    _save(tmp_path / "a" / "1.png", deep)
    data = load_path(tmp_path)
    assert data.image_shape == (64, 64)
    assert (data.features.min(), data.features.max()) == (0, 900)


def test_bytes_among_16_bits_and_colours(tmp_path: Path) -> None:
    _save(tmp_path / "a" / "1.png", np.array([[0, 255]], dtype=np.uint8))
    _save(tmp_path / "a" / "2.png", np.array([[7, 65535]], dtype=np.uint16))
    _save(tmp_path / "a" / "3.png", np.array([[[0, 1, 2], [255, 0, 0]]], dtype=np.uint8))
    data = load_path(tmp_path)
    assert data.image_shape == (1, 2, 3)
    expected = [[0] * 3 + [65535] * 3, [7] * 3 + [65535] * 3, [0, 257, 514, 65535, 0, 0]]
    np.testing.assert_array_equal(data.features, expected)
    note(
        data,
        "Pixels differ in depth (2 with 8 bits and 1 with 16 bits): those of 8 bits were multiplied by 257",
    )


def test_bytes_among_fractions_are_said(tmp_path: Path) -> None:
    _save(tmp_path / "a" / "1.png", np.array([[0, 255]], dtype=np.uint8))
    _save(tmp_path / "a" / "2.tif", np.array([[0, 0.5]], dtype=np.float32))
    np.testing.assert_array_equal(load_path(tmp_path).features, [[0, 255], [0, 0.5]])
    note(load_path(tmp_path), "whatever white is in each")


def test_colours_of_16_bits_are_said(tmp_path: Path) -> None:
    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 16, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" + struct.pack(">HHH", 0x1234, 0, 0xFFFF)))
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.png").write_bytes(b"\x89PNG\r\n\x1a\n" + head + pixels + chunk(b"IEND", b""))
    data = load_path(tmp_path)
    np.testing.assert_array_equal(data.features, [[0x12, 0, 0xFF]])
    note(data, "The colours of 1 image have 16 bits, of which the upper 8 were read")


def test_palette_alpha_and_cmyk(tmp_path: Path) -> None:
    red = Image.new("RGB", (4, 3), (255, 0, 0))
    (tmp_path / "a").mkdir()
    red.convert("P").save(tmp_path / "a" / "palette.png")
    red.convert("RGBA").save(tmp_path / "a" / "alpha.png")
    red.convert("CMYK").save(tmp_path / "a" / "cmyk.jpg", quality=100)
    red.convert("CMYK").save(tmp_path / "a" / "cmyk.tif")
    clear = Image.new("P", (4, 3), 0)
    clear.putpalette([0, 0, 0])
    clear.save(tmp_path / "a" / "clear.png", transparency=0)
    data = load_path(tmp_path)
    shown = np.asarray(data.features).reshape(5, 12, 3).astype(int)
    assert np.abs(shown[[0, 2, 3, 4]] - [255, 0, 0]).max() < 4
    assert (shown[1] == 255).all()  # clear.png, the second by its name
    note(data, "Transparent parts of 1 image became white")


@pytest.mark.parametrize("suffix", ["gif", "webp", "tif", "png"])
def test_of_several_pictures_the_first_counts(tmp_path: Path, suffix: str) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    (tmp_path / "a").mkdir()
    frames[0].save(tmp_path / "a" / f"1.{suffix}", save_all=True, append_images=frames[1:])
    data = load_path(tmp_path)
    assert np.asarray(data.features).reshape(-1, 3).mean(axis=0)[0] > 240
    note(data, "Only the first picture counts of 1 file that holds several")


def test_links_to_nothing_are_counted(animals: Path) -> None:
    for number in (4, 5):
        (animals / "cat" / f"cat{number}.png").symlink_to(f"../../annex/{number}")
    (animals / "fox").symlink_to("../annex/fox")
    data = load_path(animals)
    assert "cat/cat4.png (a link to nothing)" in note(
        data, "2 image files could not be read and were skipped"
    )
    note(data, "1 link in the folder that leads to nothing: “fox”")
    assert len(data.target) == 6


def test_links_to_nothing_alone(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.png").symlink_to("gone")
    with pytest.raises(InputError, match=r"can be read as an image \(a link to nothing\)"):
        load_path(tmp_path)


@pytest.mark.parametrize("suffix", ["jpg", "webp", "png", "tif"])
@pytest.mark.parametrize(("orientation", "turns"), [(6, 1), (3, 2), (8, 3)])
def test_orientation_is_respected(tmp_path: Path, suffix: str, orientation: int, turns: int) -> None:
    upright = np.zeros((20, 10, 3), dtype=np.uint8)
    upright[:10] = 255
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "a" / f"1.{suffix}"
    _save(path, np.rot90(upright, turns), exif=exif, quality=95)  # what a camera stores that is held turned
    assert image_size(path) == (10, 20)
    data = load_path(tmp_path)
    assert data.image_shape == (20, 10)
    shown = np.asarray(data.features).reshape(20, 10)
    assert shown[:8].min() > 200
    assert shown[12:].max() < 50


def _png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(100)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("side", [10_500, 12_000, 60_000])
def test_decompression_bombs_are_refused(animals: Path, side: int) -> None:
    (animals / "cat" / "bomb.png").write_bytes(_png_that_claims(side, side))
    assert "cat/bomb.png (too large" in note(load_path(animals), "1 image file could not be read")


def test_images_side_by_side_have_no_class(tmp_path: Path) -> None:
    _picture(tmp_path / "1.png")
    with pytest.raises(InputError, match="subfolder for each class"):
        load_path(tmp_path)


def test_images_outside_of_the_class_folders(animals: Path) -> None:
    _picture(animals / "stray.png")
    note(load_path(animals), "1 image outside of the subfolders was passed over")


def test_nothing_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.png").write_bytes(b"no")
    with pytest.raises(InputError, match=r"None of the 1 file in .* can be read as an image"):
        load_path(tmp_path)


def test_nothing_can_be_decoded(tmp_path: Path) -> None:
    path = _picture(tmp_path / "a" / "1.png", (40, 40))
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(InputError, match=r"None of the 1 image in .* can be decoded"):
        load_path(tmp_path)


def test_other_formats_are_not_opened(tmp_path: Path) -> None:
    script = tmp_path / "x.png"
    script.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n")
    with pytest.raises(BrokenImageError, match="not an image"):
        image_size(script)


@pytest.mark.parametrize("suffix", ["png", "jpg", "bmp", "gif", "tiff", "webp", "ppm"])
def test_formats(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x.{suffix}"
    Image.new("RGB", (9, 7), (200, 30, 40)).save(path)
    assert image_size(path) == (9, 7)
    pixels = read_picture(path, (9, 7)).pixels
    assert pixels.shape == (7, 9, 3)
    assert np.abs(pixels.astype(int) - [200, 30, 40]).max() < 12
