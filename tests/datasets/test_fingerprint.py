from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from reportgen.datasets.fingerprint import fingerprint_arrays, fingerprint_table


@given(
    array=hnp.arrays(
        st.sampled_from(["u1", "i8", "f4", "f8", "?"]), hnp.array_shapes(min_dims=2, max_dims=2)
    ),
    data=st.data(),
)
def test_any_changed_value_changes_it(array: np.ndarray, data: st.DataObject) -> None:
    before = fingerprint_arrays({"X": array})
    assert fingerprint_arrays({"X": array.copy()}) == before
    changed = array.copy()
    place = tuple(data.draw(st.integers(0, size - 1)) for size in array.shape)
    changed.view(np.uint8).reshape(*array.shape, -1)[place][0] ^= 1
    assert fingerprint_arrays({"X": changed}) != before


def test_same_values_in_another_layout_are_the_same() -> None:
    array = np.arange(12.0).reshape(3, 4)
    expected = fingerprint_arrays({"X": array})
    assert fingerprint_arrays({"X": np.asfortranarray(array)}) == expected
    assert fingerprint_arrays({"X": array.astype(">f8")}) == expected


def test_type_shape_and_names_count() -> None:
    array = np.arange(12, dtype=np.int64).reshape(3, 4)
    prints = [
        fingerprint_arrays({"X": array}),
        fingerprint_arrays({"X": array.astype(np.uint64)}),
        fingerprint_arrays({"X": array.reshape(4, 3)}),
        fingerprint_arrays({"Y": array}),
        fingerprint_arrays({"X": array}, ["a", "b"]),
        fingerprint_arrays({"X": array}, ["ab", ""]),
    ]
    assert len(set(prints)) == len(prints)


def test_text_counts_by_its_characters_not_by_its_storage() -> None:
    as_objects = np.array(["a", "bb"], dtype=object)
    assert fingerprint_arrays({"y": as_objects}) == fingerprint_arrays(
        {"y": np.array(["a", "bb"], dtype="<U9")}
    )
    assert fingerprint_arrays({"y": as_objects}) != fingerprint_arrays(
        {"y": np.array(["ab", "b"], dtype=object)}
    )


def _frame() -> pd.DataFrame:
    return pd.DataFrame({
        "n": [1.0, np.nan, 3.0],
        "t": ["a", None, "c"],
        "b": [True, False, True],
        "d": pd.to_datetime(pd.Series(["2024-01-01", None, "2024-01-03"])),
    })  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value"),
    [("n", 1.0000001), ("n", None), ("t", "A"), ("b", False), ("d", pd.Timestamp("2024-01-02"))],
)
def test_table_changes_with_any_value(column: str, value: Any) -> None:
    changed = _frame()
    changed.loc[0, [column]] = value
    assert fingerprint_table(changed) != fingerprint_table(_frame())


def test_table_changes_with_names_order_of_rows_and_order_of_columns() -> None:
    frame = _frame()
    prints = [
        fingerprint_table(frame),
        fingerprint_table(frame.rename(columns={"n": "m"})),
        fingerprint_table(frame.iloc[::-1]),
        fingerprint_table(frame[["t", "n", "b", "d"]]),
    ]
    assert len(set(prints)) == len(prints)


def test_table_does_not_depend_on_how_text_is_stored() -> None:
    frame = _frame()
    assert fingerprint_table(frame.astype({"t": object})) == fingerprint_table(frame)
