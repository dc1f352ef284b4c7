import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reportgen.datasets.dataset import DataRequest, Source
from reportgen.errors import InputError
from tests.datasets.sources import load_path, note, random_images

X = np.arange(12.0).reshape(4, 3)
Y = np.array([0, 1, 0, 1])


def _save(path: Path, **arrays: Any) -> Path:
    np.savez(path, **arrays)
    return path


def sample(_source: Source, folder: Path) -> DataRequest:
    return DataRequest(str(_save(folder / "data.npz", X=np.eye(4), y=np.arange(4))))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data.npz"


def test_arrays(path: Path) -> None:
    data = load_path(_save(path, X=X, y=Y))
    assert (data.name, data.kind, data.train_size, data.noun) == ("data.npz", "array", None, "sample")
    np.testing.assert_array_equal(data.features, X)
    assert data.target.tolist() == Y.tolist()
    assert data.feature_names == ("x0", "x1", "x2")
    assert data.notes == ()


def test_own_split(path: Path) -> None:
    data = load_path(_save(path, X=X, y=Y, X_test=X[:2] + 1, y_test=Y[:2]))
    assert data.train_size == 4
    np.testing.assert_array_equal(data.features, np.vstack([X, X[:2] + 1]))
    assert data.target.tolist() == [0, 1, 0, 1, 0, 1]


def test_several_answers(path: Path) -> None:
    several = np.array([[0, 1], [1, 1], [0, 0], [1, 0]])
    data = load_path(_save(path, X=X, y=several, X_test=X[:1], y_test=several[:1]))
    assert data.target.tolist() == [[0, 1], [1, 1], [0, 0], [1, 0], [0, 1]]
    assert (data.target_names, data.train_size) == (("y0", "y1"), 4)


def test_several_answers_with_names_and_gaps(path: Path) -> None:
    several = np.array([[0, 1], [np.nan, 1], [0, 0], [1, 0]])
    data = load_path(_save(path, X=X, y=several, target_names=np.array(["odd", "large"])))
    assert data.target.tolist() == [[0, 1], [0, 0], [1, 0]]
    assert data.target.dtype.kind == "i"
    assert (data.target_names, data.sample_ids.tolist()) == (("odd", "large"), [0, 2, 3])
    assert "1 sample lacks a target value and is left out." in data.notes


def test_names_as_keras_writes_them(path: Path) -> None:
    images = random_images(6)
    data = load_path(_save(path, x_train=images[:4], y_train=Y, x_test=images[4:], y_test=Y[:2]))
    assert (data.kind, data.image_shape, data.train_size, data.noun) == ("image", (5, 4), 4, "image")
    np.testing.assert_array_equal(data.features, images.reshape(6, 20))


@pytest.mark.parametrize("dtype", ["u1", "i2", "i8", "f4", "f8", "?", ">f8"])
def test_types_are_kept(path: Path, dtype: str) -> None:
    data = load_path(_save(path, X=X.astype(dtype), y=Y))
    assert isinstance(data.features, np.ndarray)
    assert data.features.dtype == np.dtype(dtype).newbyteorder("=")


def test_compressed_and_by_content(tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "data.npz", X=X, y=Y)
    (tmp_path / "data.npz").rename(tmp_path / "data.bin")
    np.testing.assert_array_equal(load_path(tmp_path / "data.bin").features, X)


@pytest.mark.parametrize(
    ("shape", "image_shape"), [((4, 6, 5), (6, 5)), ((4, 6, 5, 3), (6, 5, 3)), ((4, 6, 5, 1), (6, 5))]
)
def test_images(path: Path, shape: tuple[int, ...], image_shape: tuple[int, ...]) -> None:
    images = random_images(shape[0], shape[1:])
    data = load_path(_save(path, X=images, y=Y))
    assert (data.image_shape, data.pixel_range) == (image_shape, (0.0, 255.0))
    np.testing.assert_array_equal(data.features, images.reshape(4, -1))
    assert data.feature_names == ()


@pytest.mark.parametrize(
    ("scale", "span"), [(1.0, (0.0, 1.0)), (255.0, (0.0, 255.0)), (4096.0, (0.0, 4096.0))]
)
def test_range_of_pixels(path: Path, scale: float, span: tuple[float, float]) -> None:
    images = np.linspace(0, 1, 80).reshape(4, 5, 4)
    assert load_path(_save(path, X=images * scale, y=Y)).pixel_range == span


def test_feature_names(path: Path) -> None:
    names = ["<script>", "{{ x }}", "名前" * 150]
    assert load_path(_save(path, X=X, y=Y, feature_names=names)).feature_names == tuple(names)
    assert load_path(_save(path, X=X, y=Y, feature_names=names[:2])).feature_names == ("x0", "x1", "x2")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (np.array(["b", "a", "🙂", "שלום"]), ["b", "a", "🙂", "שלום"]),
        (np.array([b"b", b"a", b"b", "é".encode()]), ["b", "a", "b", "é"]),
        (np.array([True, False, True, True]), [True, False, True, True]),
        (np.array([1.0, 2.0, 1.0, 2.0]), [1, 2, 1, 2]),
        (np.array([[1], [2], [1], [2]]), [1, 2, 1, 2]),
        (np.array([0.5, 2.0, 1.0, 2.0]), [0.5, 2.0, 1.0, 2.0]),
    ],
)
def test_answers(path: Path, answers: np.ndarray, expected: list[object]) -> None:
    data = load_path(_save(path, X=X, y=answers))
    assert data.target.tolist() == expected
    assert [type(value) for value in data.target.tolist()] == [type(value) for value in expected]


def test_samples_without_an_answer_are_left_out(path: Path) -> None:
    data = load_path(
        _save(path, X=X, y=np.array([1, np.nan, 0, 1]), X_test=X, y_test=np.array([np.nan, 1, 0, 0]))
    )
    assert data.target.tolist() == [1, 0, 1, 1, 0, 0]
    assert data.target.dtype == np.int64
    assert data.train_size == 3
    assert data.sample_ids.tolist() == [0, 2, 3, 5, 6, 7]
    note(data, "2 samples have no target value")


def test_missing_and_infinite_values(path: Path) -> None:
    values = X.astype(np.float32)
    values[0, 0], values[1, 1], values[2, 2] = np.inf, -np.inf, np.nan
    data = load_path(_save(path, X=values, y=Y))
    assert isinstance(data.features, np.ndarray)
    assert data.features.dtype == np.float32
    assert np.isnan(data.features).sum() == 3
    note(data, "2 infinite values")
    note(data, "1 value of 12 is missing")


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"y": Y}, "no array `X`. It holds `y`"),
        ({"X": X}, "no array `y`. It holds `X`"),
        ({"data": X, "labels": Y}, "It holds `data` and `labels`"),
        ({"X": X, "y": Y[:3]}, "X holds 4 samples, but y 3 targets"),
        ({"X": X, "y": Y, "X_test": X}, "has `X_test` but no `y_test`"),
        ({"X": X, "y": Y, "y_test": Y}, "has `y_test` but no `X_test`"),
        ({"X": X, "y": Y, "X_test": X[:, :2], "y_test": Y}, r"shape (3,), but one of X_test (2,)"),
        ({"X": X, "y": Y, "X_test": X, "y_test": Y[:1]}, "X_test holds 4 samples, but y_test 1 target."),
        ({"X": X, "y": Y, "X_test": X, "y_test": np.array(list("abab"))}, "y and y_test hold different things"),
        ({"X": X, "y": np.zeros((4, 2, 2))}, "It must be (samples,), or for several targets"),
        ({"X": X, "y": np.eye(4), "X_test": X, "y_test": Y}, "y has the shape (4, 4), but y_test (4,)"),
        ({"X": X, "y": np.full((4, 2), np.nan)}, "every sample lacks one or more"),
        ({"X": X[0], "y": Y[:3]}, "has the shape (3,). It must be (samples, features)"),
        ({"X": np.zeros((4, 2, 2, 2, 2)), "y": Y}, "has the shape (4, 2, 2, 2, 2)"),
        ({"X": np.zeros((4, 6, 5, 2)), "y": Y}, "(samples, height, width, 3)"),
        ({"X": np.zeros((4, 3, 6, 5)), "y": Y}, "X.transpose(0, 2, 3, 1)"),
        ({"X": X[:0], "y": Y[:0]}, "is empty: its shape is (0, 3)"),
        ({"X": X[:, :0], "y": Y}, "is empty: its shape is (4, 0)"),
        ({"X": X.astype(str), "y": Y}, "not numbers"),
        ({"X": X.astype(complex), "y": Y}, "holds complex128, not numbers"),
        ({"X": X, "y": Y.astype("M8[D]")}, "cannot be classes"),
        ({"X": X, "y": np.full(4, np.nan)}, "every value is missing"),
        ({"X": X, "y": np.array(["", " ", "", ""])}, "every value is missing"),
        ({"X": X.astype(object), "y": Y}, "`X` in .* holds Python objects"),
        ({"X": X, "y": np.array(["a", 1, None, 2], dtype=object)}, "`y` in .* holds Python objects"),
    ],
)  # fmt: skip
def test_what_is_refused(path: Path, arrays: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        load_path(_save(path, **arrays))
    for part in message.split(".* "):
        assert part in str(caught.value)


def test_no_arrays_at_all(path: Path) -> None:
    with pytest.raises(InputError, match="It is empty"):
        load_path(_save(path))


@pytest.mark.parametrize("content", [b"not a zip", b"PK\x03\x04 but nothing else"])
def test_not_what_its_name_says(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(InputError, match="not what its name says"):
        load_path(path)


def test_a_single_array(path: Path) -> None:
    with path.open("wb") as file:
        np.save(file, X)
    with pytest.raises(InputError, match="a single array"):
        load_path(path)


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_truncated(path: Path, kept: float) -> None:
    _save(path, X=np.random.default_rng(0).random((100, 50)), y=np.arange(100))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(InputError, match="cut short"):
        load_path(path)


def test_changed_byte(path: Path) -> None:
    _save(path, X=X, y=Y)
    content = bytearray(path.read_bytes())
    content[content.index(X.tobytes()) + 5] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(InputError, match="Bad CRC"):
        load_path(path)


def test_pickles_are_not_opened(path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (path.with_name("sprung"),))

    trap = np.empty(1, dtype=object)
    trap[0] = Trap()
    with pytest.raises(InputError, match="could run code"):
        load_path(_save(path, X=trap, y=Y))
    assert not path.with_name("sprung").exists()


def test_a_zip_whose_parts_are_no_arrays(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("X", b"raw bytes")
        archive.writestr("y", b"raw bytes")
    with pytest.raises(InputError, match="not numbers"):
        load_path(path)


def test_gaps_among_text_and_numbers_as_text() -> None:
    from reportgen.datasets.target_array import answers_of_array

    kept, target, notes = answers_of_array(np.array(["10", "nan", "9", " NULL ", "9"]), "y")
    assert kept.tolist() == [True, False, True, False, True]
    assert target.tolist() == [10, 9, 9]
    assert notes == ["2 samples have no target value and are left out: “NULL” and “nan” stand for none."]
    _, target, _ = answers_of_array(np.array([b"u", b"v"]), "y")
    assert target.tolist() == ["u", "v"]
    with pytest.raises(InputError, match="bytes that are no text"):
        answers_of_array(np.array([b"\xff", b"v"]), "y")


def test_the_largest_double_stands_for_no_data() -> None:
    from reportgen.datasets.missing_values import without_infinity

    values, notes = without_infinity(np.array([[1.7976931348623157e308, np.inf], [1.5, np.nan]]))
    assert np.isnan(values).tolist() == [[True, True], [False, True]]
    assert notes[0] == "1 value, such as 1.797693135e+308, stands for no data and counts as missing."
