"""--test-data: a second table is the test, matched by names of columns."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reportgen.config import RunConfig, configure
from reportgen.datasets.dataset import DataRequest, load
from reportgen.errors import InputError
from reportgen.progress import Silent
from tests.datasets.sources import load_path, note, write_csv


@pytest.fixture
def train(tmp_path: Path) -> Path:
    rows = [[n, "uv"[n % 2], f"2024-01-{n + 1:02d}", f"0{n % 5}", "ab"[n % 2]] for n in range(20)]
    return write_csv(tmp_path / "train.csv", ["n", "town", "day", "code", "y"], rows)


ROWS: list[dict[str, Any]] = [
    {"town": "u", "n": 3.5, "day": "2024-02-01", "code": "07", "y": "a"},
    {"town": "w", "n": 4, "day": "2024-02-02", "code": "08", "y": None},
    {"town": "w", "n": 4, "day": "2024-02-02", "code": "08", "y": "b"},
]


def written(folder: Path, ending: str, rows: list[dict[str, Any]] = ROWS) -> Path:
    path = folder / f"test.{ending}"
    if ending == "parquet":
        pytest.importorskip("pyarrow")
        frame = pd.DataFrame(rows)
        frame["day"] = pd.to_datetime(frame["day"])
        frame.to_parquet(path)
    elif ending == "jsonl":
        path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    else:
        pd.DataFrame(rows).to_csv(path, index=False)
    return path


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_rows_of_any_format_are_the_test(train: Path, tmp_path: Path, ending: str) -> None:
    data = load_path(train, "y", test_data=str(written(tmp_path, ending)))
    assert (data.train_size, len(data.target)) == (20, 22)
    assert data.sample_ids.tolist() == [*range(20), 20, 22]
    assert [info.kind for info in data.columns] == ["number", "text", "date", "text", "text"]
    assert data.features["n"].tolist()[-2:] == [3.5, 4.0]
    assert data.features["day"].iloc[-1] == pd.Timestamp("2024-02-02")
    assert data.features["code"].tolist()[-1] == "08"
    assert note(data, "no training row has", "“town” (1 row)")
    assert "tested on" in data.source


def test_columns_of_one_file_alone_are_said(train: Path, tmp_path: Path) -> None:
    rows = [{"n": 1, "town": "u", "extra": 5, "y": "a"}, {"n": 2, "town": "v", "extra": 5, "y": "b"}]
    data = load_path(train, "y", test_data=str(written(tmp_path, "csv", rows)))
    assert data.feature_names == ("n", "town")
    assert note(data, "“day” and “code” are not learnt from")
    assert note(data, "“extra” is only in `test.csv`")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"n": 1, "Y": "a"}], "has no column `y`"),
        ([{"n": 1, "y": None}], "No row of .* has a value of the target"),
    ],
)
def test_what_is_refused(train: Path, tmp_path: Path, rows: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(InputError, match=said):
        load_path(train, "y", test_data=str(written(tmp_path, "csv", rows)))


def test_no_file_and_no_table(train: Path) -> None:
    with pytest.raises(InputError, match="--test-data: there is no file"):
        load_path(train, "y", test_data="none.csv")
    with pytest.raises(InputError, match="--test-data is a second table"):
        load(DataRequest("iris", test_data="none.csv"), Silent())


def test_options_that_say_otherwise_are_refused(train: Path) -> None:
    with pytest.raises(InputError, match="--test-data and --split-column"):
        load_path(train, "y", test_data="t.csv", split_column="town")
    with pytest.raises(InputError, match="--test-data is the test"):
        RunConfig(test_data="t.csv", test_size=0.3)
    with pytest.raises(InputError, match="--test-data is the test"):
        configure({"dataset": "d.csv", "test_data": "t.csv", "test_size": "0.2"})


def test_a_second_dataset_is_refused_with_advice() -> None:
    assert configure({"dataset": ["iris"]}).dataset == "iris"
    with pytest.raises(InputError, match="--dataset is given 2 times, as `a` and `b`: give one") as refused:
        configure({"dataset": ["a", "b"]})
    assert "--test-data" in str(refused.value)
