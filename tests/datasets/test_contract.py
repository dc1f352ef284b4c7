"""What every registered source must keep to; a new source needs a sample here."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from reportgen.datasets.dataset import SOURCES, DataRequest, Dataset, Source, find_source, load
from tests.datasets.sources import Recorder, random_images, write_csv, write_idx


def _idx(folder: Path) -> DataRequest:
    write_idx(folder / "train-images", random_images(6))
    write_idx(folder / "train-labels", np.arange(6, dtype=np.uint8))
    return DataRequest(str(folder))


def _image_folder(folder: Path) -> DataRequest:
    for label in ("a", "b"):
        (folder / label).mkdir()
        Image.fromarray(random_images(1)[0]).save(folder / label / "1.png")
    return DataRequest(str(folder))


def _npz(folder: Path) -> DataRequest:
    np.savez(folder / "data.npz", X=np.eye(4), y=np.arange(4))
    return DataRequest(str(folder / "data.npz"))


def _table(folder: Path) -> DataRequest:
    rows = [
        [i * 7, "uv"[i % 2], f"2024-01-{i + 1:02d}", f"Mr. Lee {i}", "no" if i % 3 else ""] for i in range(25)
    ]
    path = write_csv(folder / "t.csv", ["n", "t", "d", "name", "y"], rows)
    return DataRequest(str(path), target=("y",), time="d")


SAMPLES: dict[str, Callable[[Path], DataRequest]] = {
    "idx": _idx,
    "image_folder": _image_folder,
    "npz": _npz,
    "table": _table,
}


def _request(source: Source, folder: Path, monkeypatch: pytest.MonkeyPatch) -> DataRequest:
    if source.recognises is not None:
        return SAMPLES[source.id](folder)
    if "mnist" in source.id:  # as if it had been downloaded before
        monkeypatch.setenv("SCIKIT_LEARN_DATA", str(folder))
        (folder / "reportgen").mkdir()
        pixels = np.zeros((70_000, 784), dtype=np.uint8)
        np.savez_compressed(folder / "reportgen" / f"{source.id}.npz", pixels=pixels, codes=pixels[:, 0])
    return DataRequest(source.id)


@pytest.mark.parametrize("source", list(SOURCES), ids=lambda source: source.id)
def test_a_source_keeps_to_the_contract(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = _request(source, tmp_path, monkeypatch)
    assert find_source(request.dataset) is source
    data = load(request, Recorder())
    _check(data)
    assert load(request, Recorder()).fingerprint == data.fingerprint


def _check(data: Dataset) -> None:
    n = len(data.target)
    assert data.features.shape[0] == n == len(data.sample_ids)
    assert data.target.dtype.kind in "biufO"
    assert not pd.isna(pd.Series(data.target)).any()
    assert len(data.fingerprint) == 64
    assert int(data.fingerprint, 16) >= 0
    assert np.array_equal(np.unique(data.sample_ids), np.sort(data.sample_ids))
    assert data.train_size is None or 0 < data.train_size < n
    assert data.name
    assert data.source
    assert data.noun
    assert all(text.endswith(".") and "\n" not in text for text in data.notes)
    for extra in (data.groups, data.times, data.split_labels):
        assert extra is None or len(extra) == n
    {"image": _check_image, "array": _check_array, "table": _check_table}[data.kind](data)


def _check_image(data: Dataset) -> None:
    assert data.image_shape is not None
    assert data.features.shape[1] == np.prod(data.image_shape)
    assert data.pixel_range is not None
    assert data.pixel_range[0] < data.pixel_range[1]
    assert data.feature_names == ()


def _check_array(data: Dataset) -> None:
    assert isinstance(data.features, np.ndarray)
    assert data.features.dtype.kind in "biuf"
    assert len(data.feature_names) == data.features.shape[1]


def _check_table(data: Dataset) -> None:
    assert isinstance(data.features, pd.DataFrame)
    assert list(data.features.index) == list(range(len(data.target)))
    assert tuple(data.features.columns) == data.feature_names
    roles = {info.name: info.role for info in data.columns}
    assert [name for name, role in roles.items() if role == "feature"] == list(data.feature_names)
    assert set(roles.values()) <= {"feature", "target", "group", "time", "split", "withheld"}
    assert all(info.note for info in data.columns if info.role == "withheld")
