"""Words about data that hold no value of a single row."""

import numpy as np
import pytest
from msgspec.structs import replace

from reportgen.bundle.data_records import ColumnInfo
from reportgen.bundle.redacted_values import data_without_values, point_on_grid, unquoted
from reportgen.bundle.threshold_grid import grid_of
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.operating_points import points_of
from tests.predictions.plain import plain_question
from tests.records import made_up_dataset

NAMES = {"age", "lab"}


@pytest.mark.parametrize(
    ("note", "left"),
    [
        (None, None),
        ("Read as dates.", "Read as dates."),
        ("“age” is left out.", "“age” is left out."),
        ("“lab”: of the values 1 is no number: “4711 Elm”.", "“lab”: of the values 1 is no number: …"),
        ("Such as “a ” b”, one value. “age” too.", "Such as …"),
        ("“4711 Elm” counts as missing.", None),
        ("“age” and a stray ” mark", "…"),
    ],
)
def test_a_note_ends_where_it_quotes_a_value(note: str | None, left: str | None) -> None:
    assert unquoted(note, NAMES) == left


def test_columns_tell_their_aggregate_or_only_how_many_values_they_have() -> None:
    column = ColumnInfo(
        name="age",
        kind="number",
        role="feature",
        missing=0,
        distinct=88,
        summary="0.42–80",  # noqa: RUF001
        aggregate="90 % within 4 to 62",
    )
    data = replace(
        made_up_dataset(("a", "b"), {"train": np.zeros(9, dtype=int)}, "table"),
        columns=[column, replace(column, aggregate=None)],
        notes=["“age”: “0.42” is odd.", "“a” is the positive class."],
    )
    left = data_without_values(data)
    assert [one.summary for one in left.columns] == ["90 % within 4 to 62", "88 different values"]
    assert all(one.aggregate is None for one in left.columns)
    assert left.notes == ["“age”: …", "“a” is the positive class."]


def test_reasons_of_operating_points_name_no_score() -> None:
    random = np.random.default_rng(2)
    truth = np.arange(200) % 4 == 0
    scores = random.normal(truth, 1.0) * 7.654321
    predicted = (scores > 0).astype(int)
    whole = ClassPredictions(("no", "yes"), truth.astype(int), predicted, Scores(scores), "decision")
    rules = ("precision >= 0.999999", "recall >= 0.99 at 99 %")
    question = plain_question(("no", "yes"), rules=rules, threshold=1e6)
    points = points_of("m", question, "main", {"test": whole}, [], {}).points
    said = " ".join(point.reason or "" for point in points)
    assert "outside the scores" in said
    assert "from a score of" in said
    left = " ".join(point_on_grid(point, grid_of([scores])).reason or "" for point in points)
    assert "outside the scores, so it never answers yes" in left
    assert "out of reach" in left
    assert not [score for score in scores if f"{score:.6g}" in left]
