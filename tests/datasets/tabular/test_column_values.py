"""Columns of text that hold numbers or dates, and those that only look like it."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.datasets.tabular.column import Column
from reportgen.datasets.tabular.column_values import read_column
from reportgen.datasets.tabular.dates import parse_dates
from reportgen.datasets.tabular.missing_markers import GAPS
from reportgen.datasets.tabular.numerals import parse_numerals


def _read(*values: object, comma: bool = False, code: bool = False) -> Column:
    return read_column("v", pd.Series(values, dtype=object), decimal_comma=comma, code=code)


@pytest.mark.parametrize(
    ("texts", "comma", "numbers"),
    [
        (["1,234", "12"], False, [1234, 12]),
        (["1,234", "12,5"], False, [1.234, 12.5]),
        (["1,234.50", "-7"], False, [1234.5, -7]),
        (["1.234,50", "7"], True, [1234.5, 7]),
        (["1,234", "2,5"], True, [1.234, 2.5]),
        (["1.234", "2.500"], True, [1234, 2500]),
        (["1.5", "2.25"], True, [1.5, 2.25]),
        (["$1,200", "$ 3"], False, [1200, 3]),
        (["12 %", "3.5%"], False, [12, 3.5]),
        (["12 €", "3,50 €"], True, [12, 3.5]),
        (["1e-3", "2E5"], False, [0.001, 200000]),
        (["3", "-", "4", "5"], False, [3, np.nan, 4, 5]),
        (["3", "unknown", "4.5", "N.A."], False, [3, np.nan, 4.5, np.nan]),
        (["-$620.43", "$5"], False, [-620.43, 5]),
        (["₹-620.43", "₹1"], False, [-620.43, 1]),
        (["(620.43)", "536.43"], False, [-620.43, 536.43]),
        (["($5)", "$(6)", "$7"], False, [-5, -6, 7]),
        (["\u2212620.43", "\u20131", "2"], False, [-620.43, -1, 2]),
        (["620.43-", "3"], False, [-620.43, 3]),
        (["€12.-", "-€3.\u2013", "€1.50"], False, [12, -3, 1.5]),
        (["-6'204.26", "5\u2019364.27"], False, [-6204.26, 5364.27]),
        (["-6\u202f204,26", "5\u00a0364,27", "1 000"], False, [-6204.26, 5364.27, 1000]),
        (["1 234.5", "7"], True, [1234.5, 7]),
        (["-1,62,620", "1,53,536", "99"], False, [-162620, 153536, 99]),
        (["1,23,45,678.5", "1"], False, [12345678.5, 1]),
        (["EUR 12", "EUR 1.234,5"], False, [12, 1234.5]),
        (["12 kr", "3 kr"], False, [12, 3]),
        (["CHF 1'234.50", "CHF 3"], False, [1234.5, 3]),
        (["$ -", "$3", "$4"], False, [np.nan, 3, 4]),
        (["12\u200b", "\ufeff3"], False, [12, 3]),
        (["12345678901234567", "1"], False, [12345678901234567, 1]),
        (
            ["\u0661\u0662", "\u0663\u066b\u0665", "\u0661\u0664\u066c\u0665\u0660\u0660\u066b\u0665\u0665"],
            False,
            [12, 3.5, 14500.55],
        ),
        (["-\u0967\u0968", "\u0969\u096a"], False, [-12, 34]),
        (["\uff11\uff12", "\uff15\uff0e\uff15", "\u2212\uff13"], False, [12, 5.5, -3]),
        (["\u06f1\u06f2\u066a", "\u06f3\u066a"], False, [12, 3]),
    ],
)
def test_numbers(texts: list[str], comma: bool, numbers: list[float]) -> None:
    column = _read(*texts, comma=comma)
    assert column.kind == "number"
    np.testing.assert_array_equal(column.series.to_numpy(float), numbers)


@pytest.mark.parametrize(
    "texts",
    [
        ["12 kg", "3 kg"],
        ["$5", "5"],
        ["5 %", "5"],
        ["+49 123 456", "+49 123 457"],
        ["(5", "5"],
        ["(-5)", "5"],
        ["--5", "5"],
        [".-", "5"],
        ["12 345", "12 34"],
        ["0.5", "0,5"],
        ["12345678901234567", "12345678901234568"],
        ["1,234,567,890,123,456,789", "1,234,567,890,123,456,788"],
        ["$12", "3 €"],
        ["1,2,345", "1"],
        ["1,23,45", "1"],
        ["007", "12"],
        ["12345678901234567890", "1"],
        ["-12345678901234567890", "1"],
        ["1-2", "3-4"],
        ["1.2.3", "4.5.6"],
        ["a", "1"],
        ["-", "--"],
        ["-", "--", ".", "1"],
        ["+", "-"],
        ["1/2", "3/4"],
        ["三", "四"],
        ["²", "³"],
        ["", " "],
        ["inf.", "1"],
    ],
)
def test_text_that_is_no_number(texts: list[str]) -> None:
    assert _read(*texts).kind == "text"


def test_codes_stay_text() -> None:
    assert _read("12345", "23456", code=True).kind == "text"


def test_notes_say_how_numbers_were_read() -> None:
    assert _read("1,234", "5").note == "Read as numbers: “1,234” is 1,234."
    assert _read("3", "-", "4").note == "“-” counts as missing."


@given(st.lists(st.floats(-1e12, 1e12).map(lambda value: round(value, 3)), min_size=1, max_size=20))
def test_written_with_thousands_and_read_again(values: list[float]) -> None:
    english = [f"{value:,.3f}" for value in values]
    numerals = parse_numerals(english, decimal_comma=False)
    assert numerals is not None
    np.testing.assert_allclose(numerals.values, values, rtol=1e-12)
    german = [text.translate(str.maketrans(",.", ".,")) for text in english]
    numerals = parse_numerals(german, decimal_comma=True)
    assert numerals is not None
    np.testing.assert_allclose(numerals.values, values, rtol=1e-12)


DAY = dt.datetime(2024, 1, 31)  # noqa: DTZ001  # dates of a table have no time zone


@pytest.mark.parametrize(
    "form",
    ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d-%b-%Y", "%d %B %Y",
     "%b %d, %Y", "%B %d, %Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%m/%d/%y %I:%M %p", "%d.%m.%y %H:%M"],
)  # fmt: skip
def test_dates(form: str) -> None:
    days = [DAY, DAY + dt.timedelta(days=250, hours=13, minutes=5)]
    column = _read(*[day.strftime(form) for day in days], None)
    assert column.kind == "date"
    assert (column.missing, column.distinct) == (1, 2)
    assert column.note == "Read as dates." + " Years of two digits were taken for 1969 to 2068." * (
        "%y" in form
    )
    read = pd.DatetimeIndex(column.series.iloc[:2])
    assert read.tz is None
    assert [day.date() for day in read] == [day.date() for day in days]


@pytest.mark.parametrize(
    ("texts", "seconds", "said"),
    [
        (["08:15", "21:30", "7:05"], [29700, 77400, 25500], "times of day"),
        (["00:00:00", "23:59:59.5"], [0, 86399.5], "times of day"),
        (["12:05 AM", "12:05 pm", "1:00 p.m."], [300, 43500, 46800], "times of day"),
        (["08:15", "-", "9:00", "10:00"], [29700, np.nan, 32400, 36000], "“-” counts as missing"),
        (["27:40:00", "00:00:30"], [99600, 30], "durations"),
    ],
)
def test_times(texts: list[str], seconds: list[float], said: str) -> None:
    column = _read(*texts)
    assert column.kind == "number"
    np.testing.assert_array_equal(column.series.to_numpy(float), seconds)
    assert said in str(column.note)


@pytest.mark.parametrize(
    "texts",
    [
        ["3:1", "2:2"],
        ["25:30", "12:10"],
        ["12:60", "12:10"],
        ["13:00 PM", "1:00 PM"],
        ["12:30", "noon"],
        ["00:1B:44", "00:1B:45"],
        ["12:30-13:30", "14:00-15:00"],
    ],
)
def test_text_that_is_no_time(texts: list[str]) -> None:
    assert _read(*texts).kind == "text"


def test_years_of_two_digits_are_said() -> None:
    column = _read("16-07-68", "23-10-69")
    assert [day.year for day in column.series] == [2068, 1969]
    assert str(column.note).endswith("Years of two digits were taken for 1969 to 2068.")


def test_a_few_texts_among_numbers_are_named() -> None:
    column = _read("[m]", *(f"{number / 4}" for number in range(30)))
    assert column.kind == "text"
    assert column.note == "Kept as text: 30 different values are numbers, “[m]” is none."
    assert _read(*"abc", *(f"{number}" for number in range(5))).note is None
    assert _read(*(f"x{number}" for number in range(30))).note is None


def test_dates_that_do_not_tell_day_from_month() -> None:
    column = _read("1/2/2024", "3/4/2024")
    assert column.series.tolist() == [pd.Timestamp("2024-01-02"), pd.Timestamp("2024-03-04")]
    assert "month/day" in str(column.note)
    assert "“1/2/2024”" in str(column.note)
    assert "day-month" in str(_read("1-2-2024", "3-4-2024").note)


def test_time_zones_are_brought_to_one() -> None:
    column = _read("2024-01-01T12:00:00+02:00", "2024-01-01T12:00:00-05:00")
    assert column.series.tolist() == [pd.Timestamp("2024-01-01 10:00"), pd.Timestamp("2024-01-01 17:00")]


@pytest.mark.parametrize(
    "texts",
    [
        ["2024-01-31", "soon"],
        ["2024-13-01", "2024-01-01"],
        ["31.1.2024", "1/31/2024"],
        ["1.2.3", "1.2.4"],
        ["3-4", "4-5"],
        ["12:30", "13:45"],
        ["May", "June"],
        ["192.168.1.1", "10.0.0.1"],
        ["2019-20", "2020-21"],
    ],
)
def test_text_that_is_no_date(texts: list[str]) -> None:
    assert parse_dates(texts) is None


def test_blanks_around_categories_make_no_new_ones() -> None:
    column = _read("a ", "a", " b", " ", None)
    assert column.series.dropna().tolist() == ["a", "a", "b"]
    assert (column.kind, column.missing, column.distinct) == ("text", 2, 2)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([True, None, False], "boolean"),
        ([1, 2.5, None], "number"),
        (["a", 1, None], "text"),
        ([dt.date(2024, 1, 1), None], "date"),
        ([{"a": 1}, None], "other"),
        ([b"x", b"y"], "text"),
        ([b"\xff", b"y"], "other"),
        ([1j, 2j], "other"),
        ([None, None], "text"),
        ([10**25, 10**25 + 1], "text"),
        ([float("nan"), 2.5], "number"),
    ],
)
def test_columns_of_objects(values: list[object], kind: str) -> None:
    assert _read(*values).kind == kind


def test_infinity_becomes_missing() -> None:
    column = read_column("v", pd.Series([1.0, np.inf, -np.inf, np.nan]))
    assert (column.infinite, column.missing, column.distinct) == (2, 3, 1)


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        ("u", [1], "other"),
        (1.5, {"a": 1}, "other"),
        (True, "u", "text"),
        (1.5, "u", "text"),
        ("1", "u", "text"),
    ],
)
def test_the_last_value_may_be_of_another_type(first: object, last: object, kind: str) -> None:
    assert _read(*[first] * 2000, last).kind == kind


@pytest.mark.parametrize(
    "gap", ["\\N", "#NULL!", "Null", "NAN", "(null)", " na ", "NaT", "<Null>", "NONE", "nan "]
)
@pytest.mark.parametrize(("present", "kind"), [("u", "text"), ("1.5", "number"), ("2024-01-31", "date")])
def test_gaps_in_any_case_and_padded(gap: str, present: str, kind: str) -> None:
    column = read_column("v", pd.Series([present, gap, None], dtype=object), gaps=GAPS)
    assert (column.kind, column.missing, column.distinct, column.note in {None, "Read as dates."}) == (
        kind,
        2,
        1,
        True,
    )


def test_marks_among_dates_are_missing() -> None:
    column = _read("2024-01-31", "2024-02-01", "unknown", "-")
    assert (column.kind, column.missing) == ("date", 2)
    assert column.note == "Read as dates. “unknown” and “-” count as missing."


def test_texts_that_look_the_same_are_one() -> None:
    column = _read("Zürich", "Zu\u0308rich", "Zürich\u200b", "Zürich\u00a0", "Bonn", "a\u00a0b", "a b")
    assert column.series.tolist() == ["Zürich"] * 4 + ["Bonn"] + ["a b"] * 2
    assert "2 values, such as “Zürich”, are stored in several ways" in str(column.note)
    assert _read("e\u0301t\u00e9", "x").series[0] == "e\u0301t\u00e9", (
        "one that has no other form stays as it is"
    )
    assert _read("\u200b", "x").missing == 1


@pytest.mark.parametrize("kind", ["int64", "uint64", "Int64", "object"])
def test_whole_numbers_that_floats_cannot_tell_apart(kind: str) -> None:
    column = read_column("v", pd.Series([2**53 + 1, 2**53, 5], dtype=kind))
    assert (column.kind, column.distinct) == ("text", 3)
    assert column.series.tolist() == ["9007199254740993", "9007199254740992", "5"]
    assert read_column("v", pd.Series([2**60, 2**61, 5], dtype=kind)).kind == "number"


def test_long_numbers_beside_a_gap() -> None:
    column = read_column("v", pd.Series([2**53 + 1, None, 2**53], dtype="Int64"))
    assert (column.kind, column.missing, column.distinct) == ("text", 1, 2)


@pytest.mark.parametrize("value", [1.7976931348623157e308, -1.7976931348623157e308, 3.4028234663852886e38])
def test_the_largest_numbers_stand_for_no_data(value: float) -> None:
    column = read_column("v", pd.Series([value, 1.5, 2.5]))
    assert (column.missing, column.infinite) == (1, 0)
    assert column.note == f"1 value, such as {value:.10g}, stands for no data and counts as missing."


def test_true_and_one_stay_apart() -> None:
    assert _read(True, 1, 1.0, 0).series.tolist() == ["True", "1", "1.0", "0"]


def test_true_and_false_in_several_spellings_beside_gaps() -> None:
    column = read_column("v", pd.Series(["True", "false", "NA ", "TRUE"], dtype=object), gaps=GAPS)
    assert (column.kind, column.missing) == ("boolean", 1)
    assert column.series.fillna(-1).tolist() == [1, 0, -1, 1]
