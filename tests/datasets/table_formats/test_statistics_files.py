"""Stata and SPSS: labels for codes, every kind of missing, dates, lengths of time, one message for broken files."""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from reportgen.datasets.table_formats import spss
from reportgen.datasets.tabular.labelled_values import labelled
from reportgen.datasets.tabular.table_format import TableChoice, TableFile, find_table_format
from reportgen.errors import InputError
from tests.datasets.sources import column, load_path, note
from tests.datasets.table_formats.fixtures.workbooks.make_workbooks import ANSWERS, HERE

each_packing = pytest.mark.parametrize("name", ["answers.sav", "answers.zsav"])


def _open(path: Path, **choice: Any) -> TableFile:
    known = find_table_format(path)
    assert known is not None
    return known.open(path, TableChoice(**choice))


def _texts(values: "pd.Series[Any]") -> list[str | None]:
    return [None if pd.isna(value) else str(value) for value in values]


AGREES = ["always", "never", "sometimes", None, "never", "sometimes", "always", "never"]


class TestSpss:
    @each_packing
    def test_values(self, name: str) -> None:
        frame = _open(HERE / name).read(frozenset())
        assert _texts(frame["agrees"]) == AGREES, "9 is what users call missing, with a label or without"
        np.testing.assert_array_equal(frame["weight"], [71.5, np.nan, 60.25, 55, np.nan, 80, 64, 58])
        assert _texts(frame["region"]) == [
            "north",
            "south",
            None,
            "north",
            "south",
            "north",
            "south",
            "north",
        ]
        assert [moment.date() for moment in frame["born"]] == ANSWERS["born"]
        assert frame["seen"].tolist() == [pd.Timestamp(moment) for moment in ANSWERS["seen"]]
        assert frame["slept"].dt.total_seconds().tolist() == ANSWERS["slept"]

    @each_packing
    def test_as_a_dataset(self, name: str) -> None:
        data = load_path(HERE / name, "y")
        assert data.class_order == ("well", "ill"), "in the order of their codes"
        assert {each.name: each.kind for each in data.columns} == {
            "agrees": "text", "weight": "number", "region": "text", "born": "date", "seen": "date", "slept": "number",
            "y": "text",
        }  # fmt: skip
        assert data.features["slept"].tolist()[-1] == 86400
        note(data, "“slept”", "urations are in seconds")

    def test_a_file_for_exchange(self) -> None:
        frame = _open(HERE / "answers.por").read(frozenset())
        assert frame["AGREES"].tolist() == ANSWERS["agrees"]
        assert [moment.date() for moment in frame["BORN"]] == ANSWERS["born"]

    def test_lengths_of_more_than_a_day(self, tmp_path: Path) -> None:
        """pyreadstat itself returns times of day: 27:46:40 as 03:46:40."""
        path = tmp_path / "t.sav"
        pyreadstat.write_sav(
            pd.DataFrame({"c": [100000.0, 5.5, np.nan]}), path, variable_format={"c": "DTIME12"}
        )
        found = _open(path).read(frozenset())["c"].dt.total_seconds()
        np.testing.assert_array_equal(found, [100000, 5.5, np.nan])

    def test_dates_that_no_calendar_has(self, tmp_path: Path) -> None:
        path = tmp_path / "t.sav"
        pyreadstat.write_sav(pd.DataFrame({"c": [1.4e10, 2e30, -5.0]}), path, variable_format={"c": "DATE11"})
        found = _open(path).read(frozenset())["c"]
        assert found.isna().tolist() == [False, True, True]
        assert found[0] == pd.Timestamp("1582-10-14") + pd.Timedelta(1.4e10, "s")

    def test_a_packed_file_of_more_than_allowed(self, tmp_path: Path) -> None:
        path = tmp_path / "t.zsav"
        pyreadstat.write_sav(pd.DataFrame({"a": np.zeros(200_000)}), path, compress=True)
        assert path.stat().st_size < 20_000
        with pytest.raises(InputError, match=r"holds more than 1 MB.*--max-size"):
            _open(path, max_bytes=10**6)
        assert len(_open(path, max_bytes=2 * 10**6).read(frozenset())) == 200_000

    def test_a_table_is_not_chosen(self) -> None:
        with pytest.raises(InputError, match="--table names one of several tables"):
            _open(HERE / "answers.sav", table="visits")

    def test_without_the_library(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pyreadstat", None)
        with pytest.raises(InputError, match=r"needs pyreadstat: pip install 'reportgen-eval\[spss\]'"):
            spss.examine(HERE / "answers.sav")


class TestStata:
    def test_values(self) -> None:
        frame = _open(HERE / "answers.dta").read(frozenset())
        assert _texts(frame["agrees"]) == AGREES
        assert frame["weight"].tolist() == ANSWERS["weight"], "only -9 has a label: it is a measurement"
        assert frame["region"].tolist() == ANSWERS["region"]
        assert [moment.date() for moment in frame["born"]] == ANSWERS["born"]
        assert frame["seen"].tolist() == [pd.Timestamp(moment) for moment in ANSWERS["seen"]]

    def test_as_a_dataset(self) -> None:
        data = load_path(HERE / "answers.dta", "y")
        assert data.class_order == ("well", "ill")
        assert column(data, "weight").kind == "number"
        note(data, "Not all values of “weight” have a label")

    def test_another_reader_agrees(self) -> None:
        theirs, _ = pyreadstat.read_dta(HERE / "answers.dta", apply_value_formats=False)
        ours = _open(HERE / "answers.dta").read(frozenset())
        np.testing.assert_array_equal(ours["weight"], theirs["weight"])
        assert [moment.date() for moment in ours["born"]] == theirs["born"].tolist()

    def test_missing_of_every_letter(self, tmp_path: Path) -> None:
        """Stata keeps .a to .z as the 26 doubles after the first missing one, 2 ** 1023."""
        path = tmp_path / "t.dta"
        letters = [float.fromhex(f"0x1.{letter:03x}p+1023") for letter in range(27)]
        pd.DataFrame({"v": [1.5] * 27, "y": [1, 2, 1] * 9}).to_stata(path, write_index=False, version=118)
        content = path.read_bytes()
        start = content.index(b"<data>") + 6
        width = (content.index(b"</data>") - start) // 27
        changed = bytearray(content)
        for row, value in enumerate(letters):
            changed[start + row * width : start + row * width + 8] = np.float64(value).tobytes()
        path.write_bytes(changed)
        assert _open(path).read(frozenset())["v"].isna().all()

    @pytest.mark.parametrize("version", [114, 117, 118, 119])
    def test_versions(self, version: int, tmp_path: Path) -> None:
        path = tmp_path / "t.dta"
        pd.DataFrame({"a": [1, 2], "y": ["u", "é"]}).to_stata(path, write_index=False, version=version)
        assert _open(path).read(frozenset()).to_dict("list") == {"a": [1, 2], "y": ["u", "é"]}


@pytest.mark.parametrize("name", ["answers.sav", "answers.zsav", "answers.dta", "answers.por"])
def test_its_content_tells(name: str, tmp_path: Path) -> None:
    path = tmp_path / "answers"
    path.write_bytes((HERE / name).read_bytes())
    known = find_table_format(path)
    assert known is not None
    assert known.id == ("stata" if name.endswith("dta") else "spss")


@pytest.mark.parametrize("name", ["answers.sav", "answers.zsav", "answers.dta", "answers.por"])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_cut_short(name: str, kept: float, tmp_path: Path) -> None:
    path, content = tmp_path / name, (HERE / name).read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(InputError, match="is damaged, cut short or no"):
        _open(path)


class TestLabels:
    def test_only_columns_whose_values_all_have_one(self) -> None:
        frame = pd.DataFrame(
            {"all": [2, 1, 2], "some": [1.0, 5, 5], "none": [7.0, 8, np.nan], "same": [1, 2, 1]}
        )
        labels = {
            "all": {1: "low", 2: "high", 3: "never met"},
            "some": {1: "low"},
            "none": {9: "refused"},
            "same": {1: "other", 2: "other"},
        }
        found, notes = labelled(frame, labels)
        assert found["all"].tolist() == ["high", "low", "high"]
        assert found["all"].cat.categories.tolist() == ["low", "high"]
        assert all(found[name].equals(frame[name]) for name in ("some", "none", "same"))
        assert notes == (
            "Not all values of “some” have a label: it keeps its values.",
            "Several codes of “same” have the same label: it keeps its codes.",
        )
