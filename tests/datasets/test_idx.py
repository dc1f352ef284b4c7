import gzip
import io
import struct
from pathlib import Path

import numpy as np
import pytest

from reportgen.datasets.dataset import DataRequest, Source
from reportgen.errors import InputError
from tests.datasets.sources import load_path, note, random_images, write_idx

SUFFIXES = ("", ".gz")


def sample(_source: Source, folder: Path) -> DataRequest:
    write_idx(folder / "train-images", random_images(6))
    write_idx(folder / "train-labels", np.arange(6, dtype=np.uint8))
    return DataRequest(str(folder))


def _mnist_like(folder: Path, suffix: str = "", n_train: int = 6, n_test: int = 3) -> None:
    folder.mkdir(exist_ok=True)
    write_idx(folder / f"train-images-idx3-ubyte{suffix}", random_images(n_train, seed=1))
    write_idx(folder / f"train-labels-idx1-ubyte{suffix}", np.arange(n_train, dtype=np.uint8))
    write_idx(folder / f"t10k-images-idx3-ubyte{suffix}", random_images(n_test, seed=2))
    write_idx(folder / f"t10k-labels-idx1-ubyte{suffix}", np.arange(n_test, dtype=np.uint8))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_own_split_is_kept(tmp_path: Path, suffix: str) -> None:
    _mnist_like(tmp_path / "mnist", suffix)
    data = load_path(tmp_path / "mnist")
    assert (data.name, data.kind, data.image_shape, data.train_size) == ("mnist", "image", (5, 4), 6)
    assert isinstance(data.features, np.ndarray)
    assert data.features.dtype == np.uint8
    np.testing.assert_array_equal(data.features[:6], random_images(6, seed=1).reshape(6, 20))
    np.testing.assert_array_equal(data.features[6:], random_images(3, seed=2).reshape(3, 20))
    assert data.target.tolist() == [0, 1, 2, 3, 4, 5, 0, 1, 2]
    assert data.sample_ids.tolist() == list(range(9))
    assert data.notes == ()


def test_fingerprint_does_not_depend_on_gzip(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        _mnist_like(tmp_path / f"m{suffix}", suffix)
    assert len({load_path(tmp_path / f"m{suffix}").fingerprint for suffix in SUFFIXES}) == 1


def test_content_decides_not_the_names(tmp_path: Path) -> None:
    write_idx(tmp_path / "digits.csv", random_images(4))
    (tmp_path / "answers.png").write_bytes(gzip.compress(_idx_bytes(np.arange(4, dtype=np.uint8))))
    (tmp_path / "readme.txt").write_text("not IDX")
    data = load_path(tmp_path)
    assert data.features.shape == (4, 20)
    assert data.train_size is None
    note(data, "no test files")


def _idx_bytes(values: np.ndarray) -> bytes:
    return struct.pack(">BBBBI", 0, 0, 8, 1, len(values)) + values.tobytes()


def test_only_training_files(tmp_path: Path) -> None:
    write_idx(tmp_path / "train-images", random_images(4))
    write_idx(tmp_path / "train-labels", np.arange(4, dtype=np.uint8))
    assert load_path(tmp_path).train_size is None


def test_the_same_file_twice_counts_once(tmp_path: Path) -> None:
    _mnist_like(tmp_path / "m", "")
    _mnist_like(tmp_path / "m", ".gz")
    assert len(load_path(tmp_path / "m").target) == 9


@pytest.mark.parametrize("dtype", ["i1", "i2", "i4", "f4", "f8"])
def test_other_types_keep_their_type_in_native_order(tmp_path: Path, dtype: str) -> None:
    values = np.arange(-6, 6).reshape(4, 3).astype(dtype)
    write_idx(tmp_path / "values", values)
    write_idx(tmp_path / "labels", np.arange(4, dtype=np.uint8))
    data = load_path(tmp_path)
    assert data.kind == "array"
    assert isinstance(data.features, np.ndarray)
    assert data.features.dtype == np.dtype(dtype)
    np.testing.assert_array_equal(data.features, values)
    assert data.feature_names == ("x0", "x1", "x2")


def test_colour_images(tmp_path: Path) -> None:
    write_idx(tmp_path / "images", random_images(4, (5, 4, 3)))
    write_idx(tmp_path / "labels", np.arange(4, dtype=np.uint8))
    data = load_path(tmp_path)
    assert (data.image_shape, data.ink_is_high) == ((5, 4, 3), False)
    assert data.features.shape == (4, 60)


def test_missing_and_infinite_values_are_said(tmp_path: Path) -> None:
    values = np.ones((4, 3), dtype=np.float32)
    values[0, 0], values[1, 1] = np.inf, np.nan
    write_idx(tmp_path / "values", values)
    write_idx(tmp_path / "labels", np.arange(4, dtype=np.uint8))
    data = load_path(tmp_path)
    assert isinstance(data.features, np.ndarray)
    assert np.isnan(data.features).sum() == 2
    assert data.features.dtype == np.float32
    note(data, "1 infinite value")
    note(data, "1 value of 12 is missing")


def test_strokes_on_paper_are_recognised(tmp_path: Path) -> None:
    images = np.zeros((4, 9, 9), dtype=np.uint8)
    images[:, 3:6, 4] = 255
    write_idx(tmp_path / "images", images)
    write_idx(tmp_path / "labels", np.arange(4, dtype=np.uint8))
    assert load_path(tmp_path).ink_is_high
    write_idx(tmp_path / "images", 255 - images)
    assert not load_path(tmp_path).ink_is_high


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("kept", [20, 60, -1])
def test_truncated(tmp_path: Path, suffix: str, kept: int) -> None:
    _mnist_like(tmp_path, suffix)
    path = tmp_path / f"train-images-idx3-ubyte{suffix}"
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(InputError, match=r"(cut short|damaged)") as caught:
        load_path(tmp_path)
    assert path.name in str(caught.value)


def test_damaged_gzip(tmp_path: Path) -> None:
    _mnist_like(tmp_path, ".gz")
    path = tmp_path / "train-images-idx3-ubyte.gz"
    content = bytearray(path.read_bytes())
    content[-5] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"train-images.*damaged"):
        load_path(tmp_path)


def test_header_that_promises_the_moon_takes_no_memory(tmp_path: Path) -> None:
    huge = struct.pack(">BBBBIII", 0, 0, 8, 3, 2**31, 2**15, 2**15)
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb") as file:
        file.write(huge + bytes(1000))
    (tmp_path / "images.gz").write_bytes(buffer.getvalue())
    (tmp_path / "labels").write_bytes(struct.pack(">BBBBI", 0, 0, 8, 1, 2**31) + bytes(10))
    with pytest.raises(InputError, match="cut short"):
        load_path(tmp_path)


def test_more_values_than_promised(tmp_path: Path) -> None:
    _mnist_like(tmp_path)
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(InputError, match="holds more than"):
        load_path(tmp_path)


def test_as_many_labels_as_samples(tmp_path: Path) -> None:
    _mnist_like(tmp_path)
    write_idx(tmp_path / "train-labels-idx1-ubyte", np.arange(5, dtype=np.uint8))
    with pytest.raises(InputError, match="holds 6 samples, but `train-labels-idx1-ubyte` holds 5 labels"):
        load_path(tmp_path)


def test_train_and_test_of_different_size(tmp_path: Path) -> None:
    _mnist_like(tmp_path)
    write_idx(tmp_path / "t10k-images-idx3-ubyte", random_images(3, (6, 6)))
    with pytest.raises(InputError, match=r"\(5, 4\), but test samples \(6, 6\)"):
        load_path(tmp_path)


def test_labels_missing_names_what_could_not_be_read(tmp_path: Path) -> None:
    _mnist_like(tmp_path)
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(b"<html>not found</html>")
    with pytest.raises(
        InputError, match=r"no IDX file of labels .*Not IDX, or damaged: `train-labels-idx1-ubyte`"
    ):
        load_path(tmp_path)


def test_only_test_files(tmp_path: Path) -> None:
    write_idx(tmp_path / "t10k-images", random_images(4))
    write_idx(tmp_path / "t10k-labels", np.arange(4, dtype=np.uint8))
    with pytest.raises(InputError, match="only test files"):
        load_path(tmp_path)


def test_two_sets_in_one_folder(tmp_path: Path) -> None:
    _mnist_like(tmp_path)
    write_idx(tmp_path / "emnist-train-images", random_images(4))
    with pytest.raises(
        InputError, match="2 IDX files of samples where one is needed: `emnist-train-images` and `train"
    ):
        load_path(tmp_path)


def test_no_samples(tmp_path: Path) -> None:
    write_idx(tmp_path / "images", random_images(0))
    write_idx(tmp_path / "labels", np.zeros(0, dtype=np.uint8))
    with pytest.raises(InputError, match="holds no samples"):
        load_path(tmp_path)
