"""Whole tables: from a file to features, target, roles and notes."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reportgen.datasets.dataset import DataRequest, Source
from reportgen.errors import InputError
from tests.datasets.sources import column, load_path, note, write_csv

NASTY = [
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "$x$_",
    "שלום",
    "猫🙂",
    'say "hi", ok',
    "n" * 300,
    "a\tb;c|d",
]


def sample(_source: Source, folder: Path) -> DataRequest:
    rows = [
        [i * 7, "uv"[i % 2], f"2024-01-{i + 1:02d}", f"Mr. Lee {i}", "no" if i % 3 else ""] for i in range(25)
    ]
    path = write_csv(folder / "t.csv", ["n", "t", "d", "name", "y"], rows)
    return DataRequest(str(path), target=("y",), time="d")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data.csv"


def _people(path: Path, n: int = 60, **columns: list[Any]) -> Path:
    """A table of n rows with two plain features and the target `y`."""
    rng = np.random.default_rng(0)
    table: dict[str, Any] = {
        "height": rng.normal(170, 10, n).round(1).tolist(),
        "town": rng.choice(["Aachen", "Bonn", "Celle"], n).tolist(),
        **columns,
        "y": rng.choice(["no", "yes"], n).tolist(),
    }
    return write_csv(path, list(table), list(zip(*table.values(), strict=True)))


def test_features_target_and_rows(path: Path) -> None:
    write_csv(path, ["a", "b", "y"], [[1, "u", "no"], [2, "v", "yes"], [3, "u", "no"]])
    data = load_path(path, "y")
    assert (data.name, data.source, data.kind, data.noun) == ("data.csv", "CSV file data.csv", "table", "row")
    assert isinstance(data.features, pd.DataFrame)
    assert data.features.to_dict("list") == {"a": [1, 2, 3], "b": ["u", "v", "u"]}
    assert data.feature_names == ("a", "b")
    assert data.target.tolist() == ["no", "yes", "no"]
    assert data.sample_ids.tolist() == [0, 1, 2]
    assert [info.role for info in data.columns] == ["feature", "feature", "target"]


@pytest.mark.parametrize("name", NASTY)
def test_any_text_as_name_value_and_class(path: Path, name: str) -> None:
    write_csv(path, [name, "z", "y"], [["p", 1, name], ["q", 2, "other"], [name, 3, name]])
    data = load_path(path, "y")
    assert data.feature_names == (name, "z")
    assert data.target.tolist() == [name, "other", name]
    assert data.features[name].tolist() == ["p", "q", name]
    assert all(len(text) < 500 for text in data.notes)
    assert load_path(path, name).target.tolist() == ["p", "q", name]


label = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30).map(
    lambda text: "c" + text + "."  # not a number, not a mark for missing, no blanks around it
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(labels=st.lists(label, min_size=2, max_size=12), delimiter=st.sampled_from(",;\t"))
@example(labels=["c\n.", "c\r."], delimiter=",")
@example(labels=['c".', "c'."], delimiter=";")
def test_classes_and_order_survive_the_file(tmp_path: Path, labels: list[str], delimiter: str) -> None:
    path = write_csv(
        tmp_path / "round.csv",
        ["a", "y"],
        [[i * 7, text] for i, text in enumerate(labels)],
        delimiter=delimiter,
    )
    data = load_path(path, "y")
    assert data.target.tolist() == labels
    assert data.features["a"].tolist() == [7 * i for i in range(len(labels))]


def test_fingerprint_changes_with_any_value_and_with_the_order_of_rows(path: Path) -> None:
    rows: list[list[Any]] = [["Ann Lee", i, "a" if i % 2 else "b", i % 3] for i in range(30)]
    names = ["name", "n", "t", "y"]
    prints = {load_path(write_csv(path, names, rows), "y").fingerprint}
    for place, value in ((0, "Bob"), (1, 99), (2, "c"), (3, 5)):
        changed = [list(row) for row in rows]
        changed[7][place] = value
        prints.add(load_path(write_csv(path, names, changed), "y").fingerprint)
    prints.add(load_path(write_csv(path, names, rows[::-1]), "y").fingerprint)
    prints.add(load_path(write_csv(path, ["name", "n", "u", "y"], rows), "y").fingerprint)
    prints.add(load_path(write_csv(path, names, rows), "t").fingerprint)
    assert len(prints) == 8
    assert load_path(write_csv(path, names, rows), "y").fingerprint in prints


def test_every_format_holds_the_same(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "a": [1.5, np.nan, 3.0, -0.25],
            "b": ["u", None, "v", "u"],
            "c": [True, False, True, True],
            "d": pd.array([True, None, False, True], "boolean"),
            "e": [7, 2**40, -3, 0],
            "f": ["01234", "12345", "00001", "01234"],
            "g": ["2024-01-31", "2023-02-01", "2024-01-31", None],
            "y": [1, 0, 1, 0],
        }
    )
    frame.to_csv(tmp_path / "t.csv", index=False)
    frame.to_csv(tmp_path / "t.tsv", index=False, sep="\t")
    frame.to_csv(tmp_path / "t.csv.gz", index=False)
    frame.to_parquet(tmp_path / "t.parquet")
    frame.to_json(tmp_path / "t.jsonl", orient="records", lines=True)
    frame.to_json(tmp_path / "t.ndjson.gz", orient="records", lines=True)
    kinds = ("csv", "tsv", "csv.gz", "parquet", "jsonl", "ndjson.gz")
    data = [load_path(tmp_path / f"t.{kind}", "y") for kind in kinds]
    assert {each.fingerprint for each in data} == {data[0].fingerprint}
    assert all(each.columns == data[0].columns and each.notes == data[0].notes for each in data)


class TestTarget:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            (["1", "2", "1"], [1, 2, 1]),
            (["1.0", "2.0", "1.0"], [1, 2, 1]),
            (["0.5", "2", "1"], [0.5, 2.0, 1.0]),
            (["True", "FALSE", "True"], ["True", "FALSE", "True"]),
            (["01", "02", "01"], ["01", "02", "01"]),
            (["None", "Apnea", "None"], ["None", "Apnea", "None"]),
            ([" >50K", "<=50K ", ">50K"], [">50K", "<=50K", ">50K"]),
            (["+", "-", "+"], ["+", "-", "+"]),
            (["1", "2", "x"], ["1", "2", "x"]),
            (["1e5", "2e5", "1e5"], [100000, 200000, 100000]),
            (["99999999999999999999", "1", "2"], [99999999999999999999.0, 1.0, 2.0]),
            (
                ["99999999999999999998", "99999999999999999999"],
                ["99999999999999999998", "99999999999999999999"],
            ),
            (["2024-01-01", "2024-01-02", "2024-01-01"], ["2024-01-01", "2024-01-02", "2024-01-01"]),
        ],
    )
    def test_values(self, path: Path, written: list[str], read: list[Any]) -> None:
        write_csv(path, ["a", "y"], [[i * 7, value] for i, value in enumerate(written)])
        target = load_path(path, "y").target.tolist()
        assert target == read
        assert [type(value) for value in target] == [type(value) for value in read]

    @pytest.mark.parametrize("gap", ["", "NA", "nan", "NULL", "?", "  "])
    def test_rows_without_an_answer_are_dropped(self, path: Path, gap: str) -> None:
        write_csv(path, ["a", "y"], [[7, 1], [14, gap], [30, 0], [31, 1]])
        data = load_path(path, "y")
        assert data.target.tolist() == [1, 0, 1]
        assert data.target.dtype == np.int64
        assert data.features["a"].tolist() == [7, 30, 31]
        assert list(data.features.index) == [0, 1, 2]
        assert data.sample_ids.tolist() == [0, 2, 3]
        note(data, "1 row has no target value")

    def test_no_answers_at_all(self, path: Path) -> None:
        write_csv(path, ["a", "y"], [[1, ""], [2, "NA"]])
        with pytest.raises(InputError, match="`y` has no value in any row"):
            load_path(path, "y")

    def test_many_numbers_stay_what_they_are(self, path: Path) -> None:
        write_csv(path, ["a", "y"], [[i % 7, i * 1.0] for i in range(200)])
        data = load_path(path, "y")
        assert data.target.dtype == np.float64
        assert "median" in column(data, "y").summary

    def test_booleans_of_parquet(self, tmp_path: Path) -> None:
        pd.DataFrame({"a": [1, 5, 9], "y": [True, False, True]}).to_parquet(tmp_path / "t.parquet")
        assert load_path(tmp_path / "t.parquet", "y").target.tolist() == [True, False, True]

    @pytest.mark.parametrize("dtype", ["category", "Int64", "Float64", "string"])
    def test_types_of_parquet(self, tmp_path: Path, dtype: str) -> None:
        text = dtype in {"category", "string"}
        answers = pd.Series(["u", "v", None] if text else [1, 2, None]).astype(dtype)
        pd.DataFrame({"a": [1, 5, 9], "y": answers}).to_parquet(tmp_path / "t.parquet")
        assert load_path(tmp_path / "t.parquet", "y").target.tolist() == (["u", "v"] if text else [1, 2])

    def test_lists_are_no_answers(self, tmp_path: Path) -> None:
        pd.DataFrame({"a": [1, 5], "y": [[1], [2, 3]]}).to_parquet(tmp_path / "t.parquet")
        with pytest.raises(InputError, match="column `y` holds lists or other objects, not single values"):
            load_path(tmp_path / "t.parquet", "y")


class TestOptions:
    def test_target_is_required(self, path: Path) -> None:
        with pytest.raises(InputError, match=r"--target\. It has `height`, `town` and `y`"):
            load_path(_people(path))

    def test_unknown_target_suggests_and_lists(self, path: Path) -> None:
        with pytest.raises(
            InputError, match=r"no column `twon`\. Did you mean `town`\? It has `height`, `town` and `y`"
        ):
            load_path(_people(path), "twon")

    def test_a_thousand_columns_are_not_all_listed(self, path: Path) -> None:
        write_csv(path, [f"c{i}" for i in range(1000)], [range(1000), range(1000)])
        with pytest.raises(InputError, match="and 970 more"):
            load_path(path, "y")

    def test_first_line_that_is_data(self, path: Path) -> None:
        write_csv(path, ["5.1", "3.5", "setosa"], [["4.9", "3.0", "setosa"]])
        with pytest.raises(InputError, match="Its first line looks like data"):
            load_path(path, "species")

    def test_several_targets(self, path: Path) -> None:
        marks = [i % 2 for i in range(60)]
        data = load_path(_people(path, mark=marks), "mark", "y")
        assert data.target_names == ("mark", "y")
        assert data.target.shape == (60, 2)
        assert data.target[:, 0].tolist() == marks
        assert set(data.target[:, 1]) == {"no", "yes"}
        assert data.feature_names == ("height", "town")
        assert [column(data, name).role for name in ("mark", "y")] == ["target", "target"]

    def test_a_row_that_lacks_one_of_several_answers_is_left_out(self, path: Path) -> None:
        data = load_path(_people(path, mark=["", *[i % 2 for i in range(59)]]), "mark", "y")
        assert len(data.target) == len(data.features) == 59
        assert data.sample_ids[0] == 1
        assert note(data, "1 row lacks a target value and is left out") == (
            "1 row lacks a target value and is left out: values are missing in “mark”."
        )

    def test_no_row_has_all_answers(self, path: Path) -> None:
        people = _people(path, a=["1", "", "0"] * 20, b=["", "1", ""] * 20)
        with pytest.raises(InputError, match="No row has a value in all of `a` and `b`"):
            load_path(people, "a", "b")

    def test_a_target_named_twice(self, path: Path) -> None:
        with pytest.raises(InputError, match="--target names the column `y` twice"):
            load_path(_people(path), "y", "y")

    def test_one_of_several_targets_is_not_there(self, path: Path) -> None:
        with pytest.raises(InputError, match=r"--target: .*no column `twon`\. Did you mean `town`"):
            load_path(_people(path), "y", "twon")

    def test_groups_time_and_split_leave_the_features(self, path: Path) -> None:
        n = 60
        _people(
            path,
            n,
            patient=[f"p{i % 20}" for i in range(n)],
            day=[f"2024-01-{1 + i % 28:02d}" for i in range(n)],
            part=["train" if i % 3 else "test" for i in range(n)],
        )
        data = load_path(path, "y", groups="patient", time="day", split_column="part")
        assert data.feature_names == ("height", "town")
        assert data.groups is not None
        assert data.times is not None
        assert data.split_labels is not None
        assert data.groups[:2].tolist() == ["p0", "p1"]
        assert data.times.dtype.kind == "M"
        assert data.times[0] == np.datetime64("2024-01-01")
        assert data.split_labels[:2].tolist() == ["test", "train"]
        assert {info.name: info.role for info in data.columns if info.role != "feature"} == {
            "patient": "group", "day": "time", "part": "split", "y": "target",
        }  # fmt: skip
        assert column(data, "patient").summary == "20 different values"

    def test_split_labels_stay_as_written(self, path: Path) -> None:
        _people(path, 4, fold=["0", "1", "01", "test"])
        data = load_path(path, "y", split_column="fold")
        assert data.split_labels is not None
        assert data.split_labels.tolist() == ["0", "1", "01", "test"]

    def test_time_may_be_a_number(self, path: Path) -> None:
        _people(path, 4, year=[2001, 2003, 2002, 2004])
        data = load_path(path, "y", time="year")
        assert data.times is not None
        assert data.times.tolist() == [2001, 2003, 2002, 2004]

    @pytest.mark.parametrize("option", ["groups", "time", "split_column"])
    def test_named_columns_hold_no_lists(self, tmp_path: Path, option: str) -> None:
        pd.DataFrame({"a": [1, 5], "g": [[1], [2, 3]], "y": ["u", "v"]}).to_parquet(tmp_path / "t.parquet")
        flag = f"--{option.replace('_', '-')}"
        with pytest.raises(InputError, match=f"{flag}: the column `g` holds lists or other objects"):
            load_path(tmp_path / "t.parquet", "y", **{option: "g"})

    @pytest.mark.parametrize("option", ["groups", "time", "split_column"])
    def test_unknown_column(self, path: Path, option: str) -> None:
        with pytest.raises(
            InputError, match=rf"--{option.replace('_', '-')}: .* no column `hieght`. Did you mean `height`"
        ):
            load_path(_people(path), "y", **{option: "hieght"})

    @pytest.mark.parametrize("option", ["groups", "time", "split_column"])
    def test_gaps(self, path: Path, option: str) -> None:
        _people(path, 4, extra=[1, "", 3, ""])
        with pytest.raises(
            InputError, match=rf"--{option.replace('_', '-')}: .*`extra` has no value in 2 rows"
        ):
            load_path(path, "y", **{option: "extra"})

    def test_time_that_is_no_time(self, path: Path) -> None:
        with pytest.raises(
            InputError, match=r"--time: .*`town` holds neither dates nor numbers.*`Bonn`|`Aachen`|`Celle`"
        ):
            load_path(_people(path), "y", time="town")

    def test_one_column_plays_one_part(self, path: Path) -> None:
        with pytest.raises(InputError, match="--target and --groups name the same column, `y`"):
            load_path(_people(path), "y", groups="y")

    def test_gaps_in_rows_without_an_answer_do_not_matter(self, path: Path) -> None:
        write_csv(path, ["a", "g", "y"], [[7, 1, "u"], [9, "", ""], [20, 2, "v"]])
        data = load_path(path, "y", groups="g")
        assert data.groups is not None
        assert data.groups.tolist() == [1, 2]


class TestRoles:
    def test_what_is_withheld_is_not_in_the_features(self, path: Path) -> None:
        n = 60
        _people(
            path,
            n,
            PassengerId=[i * 3 + 100 for i in range(n)],
            number=list(range(n)),
            name=[f"Lee, Mr. Bruce the {i}th" for i in range(n)],
            code=[f"x{i}" for i in range(n)],
            story=[f"once upon a time there were {i} dwarfs" for i in range(n)],
            mail=[f"p{i}@example.org" for i in range(n)],
            always=["same"] * n,
            void=[""] * n,
        )
        data = load_path(path, "y")
        assert (data.feature_names, data.texts) == (("height", "town", "story"), ("story",))
        reasons = {info.name: info.note for info in data.columns if info.role == "withheld"}
        for name, word in {
            "PassengerId": "identifier", "number": "numbers the rows", "name": "names of persons",
            "code": "all different", "mail": "contact details", "always": "same value",
            "void": "every value is missing",
        }.items():  # fmt: skip
            assert word in reasons[name]
            note(data, f"“{name}” is left out", word)
        shown = " ".join(
            [*data.notes, *(info.summary for info in data.columns), *filter(None, reasons.values())]
        )
        assert not any(secret in shown for secret in ("Bruce", "example.org", "dwarfs"))

    def test_numbers_below_a_line_of_units_are_learnt_from_when_asked(self, path: Path) -> None:
        rows = [["[m]", 1, "a"], *([n / 4, n * 7 % 11, "ab"[n % 2]] for n in range(40))]
        write_csv(path, ["depth", "n", "y"], rows)
        assert note(load_path(path, "y"), "--as 'depth=number'")
        data = load_path(path, "y", kinds=("depth=number",))
        assert data.features["depth"].tolist()[1:] == [n / 4 for n in range(40)]
        assert note(data, "“depth”", "1 is no number and counts as missing: “[m]”")

    def test_columns_left_out_for_one_reason_share_a_note(self, path: Path) -> None:
        _people(path, 60, **{f"constant {i}": [1] * 60 for i in range(20)})
        text = note(load_path(path, "y"), "“constant 0”")
        assert "and 12 more are left out" in text
        assert "each has the same value in every row" in text

    def test_identifiers_that_rows_share_suggest_groups(self, path: Path) -> None:
        _people(path, 60, patient_id=[i // 2 for i in range(60)])
        note(load_path(path, "y"), "“patient_id” is left out", "--groups 'patient_id'")

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("income", [31_000 + 977 * i for i in range(60)]),  # all different, but no identifier
            ("store_id", [i % 3 for i in range(60)]),  # few values: a category
            ("product name", ["apple", "pear", "plum"] * 20),
            ("name", ["apple", "pear", "plum"] * 20),
            ("paid", [i * 3 for i in range(60)]),
            ("postcode", [f"{i % 20:05d}" for i in range(60)]),
            ("measured", [i / 7 for i in range(60)]),
            ("flag", ["yes", ""] * 30),
        ],
    )
    def test_what_is_kept(self, path: Path, name: str, values: list[Any]) -> None:
        _people(path, 60, **{name: values})
        assert column(load_path(path, "y"), name).role == "feature"

    def test_nothing_left_to_learn_from(self, path: Path) -> None:
        write_csv(path, ["id", "y"], [[i, i % 2] for i in range(50)])
        with pytest.raises(
            InputError,
            match=r"its only column is left out: “id” because .*--as 'id=number'",
        ):
            load_path(path, "y")

    def test_only_a_target(self, path: Path) -> None:
        write_csv(path, ["y"], [[1], [2]])
        with pytest.raises(InputError, match="no column to learn from besides"):
            load_path(path, "y")

    def test_a_column_that_gives_the_answer_away_is_kept_and_said(self, path: Path) -> None:
        _people(path, 60)
        frame = pd.read_csv(path)
        frame["result"] = frame["y"].map({"no": "negative", "yes": "positive"})
        frame.to_csv(path, index=False)
        data = load_path(path, "y")
        assert "result" in data.feature_names
        note(data, "“result” may give the target away", "100 %")

    def test_missing_and_infinite_values_are_said(self, path: Path) -> None:
        _people(
            path,
            60,
            a=["", *[i * 0.37 for i in range(59)]],
            b=["inf", "-inf", *[i * 0.41 for i in range(58)]],
        )
        data = load_path(path, "y")
        note(data, "“b” (2) and “a” (1)")
        note(data, "2 infinite numbers in “b”")
        assert data.features["b"].isna().sum() == 2

    def test_conversions_are_said(self, path: Path) -> None:
        n = 60
        _people(
            path,
            n,
            start=["2024-02-01"] * 30 + ["2024-03-01"] * 30,
            end=["2024-02-02"] * 30 + ["2024-03-02"] * 30,
            pay=[f"{1000 + 37 * i:,}" for i in range(n)],
        )
        data = load_path(path, "y")
        note(data, "“start” and “end”: read as dates")
        note(data, "“pay”", "“1,000” is 1,000")
        assert [data.features[name].dtype.kind for name in ("start", "pay")] == ["M", "i"]


def test_titanic_is_judged_as_one_who_knows_it_would(titanic: Path) -> None:
    data = load_path(titanic, "survived")
    assert data.feature_names == ("pclass", "sex", "age", "sibsp", "parch", "fare", "embarked")
    assert [info.name for info in data.columns if info.role == "withheld"] == ["name", "ticket", "cabin"]
    assert np.bincount(data.target).tolist() == [549, 342]
    assert column(data, "sex").summary == "male 65 %, female 35 %"
    assert column(data, "age").missing == 177
    assert column(data, "age").summary.startswith("1–79 (median ")  # noqa: RUF001
    assert column(data, "survived").summary == "0 62 %, 1 38 %"
    assert "77 %" in column(data, "cabin").note
    assert not any("give the target away" in text for text in data.notes)
    assert not any("Braund" in text for text in (*data.notes, *(info.summary for info in data.columns)))


@pytest.fixture
def titanic(tmp_path: Path) -> Path:
    """A table with the columns and the habits of the Titanic's list of passengers, made from random numbers."""
    rng = np.random.default_rng(1912)
    n = 891

    def gappy(values: Any, missing: int) -> "pd.Series[Any]":
        return pd.Series(values).mask(pd.Series(rng.permutation(n) < missing))

    sex = rng.permutation(["male"] * 577 + ["female"] * 314)
    titles = {"male": "Mr.", "female": "Miss."}
    frame = pd.DataFrame({
        "survived": rng.permutation([1] * 342 + [0] * 549),
        "pclass": rng.choice([1, 2, 3], n),
        "name": [f"Braund{i}, {titles[s]} Owen" for i, s in enumerate(sex)],
        "sex": sex,
        "age": gappy(rng.integers(1, 80, n), 177),
        "sibsp": rng.integers(0, 9, n),
        "parch": rng.integers(0, 7, n),
        "ticket": [f"A/5 {number}" for number in rng.integers(1, 1300, n)],
        "fare": rng.gamma(1, 30, n).round(2),
        "cabin": gappy([f"C{number}" for number in rng.integers(1, 300, n)], 687),
        "embarked": gappy(rng.choice(["S", "C", "Q"], n), 2),
    })  # fmt: skip
    frame.to_csv(tmp_path / "titanic.csv", index=False)
    return tmp_path / "titanic.csv"
