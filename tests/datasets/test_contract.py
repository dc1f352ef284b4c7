"""What every registered source must keep to; a new one is tested by existing, on a sample that its own test makes."""

from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reportgen.datasets.dataset import SOURCES, DataRequest, Dataset, Source, find_source, load
from tests.datasets.sources import Recorder

pytestmark = pytest.mark.slow


def _request(source: Source, folder: Path) -> DataRequest:
    """Return a request for a small sample, made in the folder by `sample` in the source's own test.

    Data known by its id may do without: it is then loaded as it is.
    """
    module = source.load.__module__.removeprefix("reportgen.datasets.")
    try:
        own = import_module(f"tests.datasets.test_{module}")
    except ModuleNotFoundError:
        pytest.fail(f"{source.id} has no test of its own: tests/datasets/test_{module}.py")
    if hasattr(own, "sample"):
        made: DataRequest = own.sample(source, folder)
        return made
    if source.recognises is not None:
        pytest.fail(f"{own.__name__} has no `sample(source, folder)`, which makes something small to load")
    return DataRequest(source.id)


@pytest.mark.parametrize("source", list(SOURCES), ids=lambda source: source.id)
def test_a_source_keeps_to_the_contract(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path))  # where downloads are kept
    request = _request(source, tmp_path)
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
