"""Excel and OpenDocument: files as LibreOffice saves them, and sheets with every oddity, in both formats alike."""

import datetime as dt
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from reportgen.datasets.tabular.sheet_cells import place_name
from reportgen.datasets.tabular.table_format import TableChoice, TableFile, find_table_format
from reportgen.errors import InputError
from tests.datasets.sources import column, load_path, note
from tests.datasets.table_formats.fixtures.workbooks.make_workbooks import HERE, rows

both = pytest.mark.parametrize("name", ["visits.xlsx", "visits.ods"])


def _open(path: Path, table: str | None = None, max_bytes: int = 8 * 10**9) -> TableFile:
    known = find_table_format(path)
    assert known is not None
    return known.open(path, TableChoice(table, None, max_bytes))


def _excel(path: Path, *sheets: list[list[Any]], names: tuple[str, ...] = ("one", "two", "three")) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in zip(names, sheets, strict=False):
        sheet = book.create_sheet(name)
        for row, values in enumerate(cells, start=1):
            for place, value in enumerate(values, start=1):
                sheet.cell(row, place, value)
    book.save(path)
    return path


def _ods(path: Path, rows: str, styles: str = "", table: str = 'table:name="one"') -> Path:
    """A spreadsheet of one sheet with these rows."""
    spaces = " ".join(
        f'xmlns:{part}="urn:oasis:names:tc:opendocument:xmlns:{part}:1.0"'
        for part in ("office", "table", "text", "style")
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet><table:table {table}>{rows}</table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", content)
    return path


def _row(*values: object, times: int = 1) -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        if isinstance(value, int | float)
        else f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        for value in values
    )
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


class TestFilesOfLibreOffice:
    @both
    def test_values(self, name: str) -> None:
        frame = _open(HERE / name).read(frozenset())
        made = list(zip(*rows(), strict=True))
        assert frame["ward"].tolist() == ["north"] * 6 + ["south"] * 6
        assert frame["zip"].tolist() == list(made[1])
        np.testing.assert_array_equal(frame["weight"], [np.nan if one is None else one for one in made[2]])
        halves = [np.nan if i == 3 else (made[2][i] or 0) / 2 for i in range(12)]
        np.testing.assert_array_equal(frame["half"], halves)
        assert [moment.date() for moment in frame["born"]] == list(made[4])
        assert frame["seen"].tolist() == [pd.Timestamp(moment) for moment in made[5]]
        assert frame["slept"].tolist() == [pd.Timedelta(length) for length in made[7]]
        assert frame["smoker"].tolist() == list(made[8])
        assert frame["smoker"].dtype == bool
        assert frame["town"].tolist() == list(made[9])
        np.testing.assert_allclose(frame["share"], made[10])

    @both
    def test_as_a_dataset(self, name: str) -> None:
        data = load_path(HERE / name, "outcome")
        kinds = {each.name: each.kind for each in data.columns}
        assert kinds == {
            "ward": "text", "zip": "text", "weight": "number", "half": "number", "born": "date", "seen": "date",
            "woke": "number", "slept": "number", "smoker": "boolean", "town": "text", "share": "number",
            "outcome": "text",
        }  # fmt: skip
        assert data.features["woke"].tolist() == [6 * 3600 + 300 * i for i in range(12)]
        assert data.features["slept"].tolist()[-1] == 39.5 * 3600
        assert data.source.endswith(f"{name}, sheet visits")
        note(data, "the names stand in row 4")
        note(data, "Merged cells", "10 rows")
        note(data, "1 cell holds an error", "#DIV/0!")

    def test_another_reader_agrees(self) -> None:
        """pandas reads the same from Excel's file; of the other one it cannot read lengths of more than a day."""
        theirs = pd.read_excel(HERE / "visits.xlsx", header=3, usecols="C:E,G,L", dtype={"zip": str})
        ours = _open(HERE / "visits.xlsx").read(frozenset())
        for each in theirs:
            pd.testing.assert_series_equal(ours[each], theirs[each], check_dtype=False)

    @both
    def test_a_hidden_sheet_is_read_where_it_is_named(self, name: str) -> None:
        assert _open(HERE / name, "codes").read(frozenset())["meaning"].tolist() == ["well", "ill"]

    @both
    def test_other_names_are_refused(self, name: str) -> None:
        with pytest.raises(
            InputError, match=r"no sheet called `visit`. Did you mean `visits`\? Its sheets are"
        ):
            _open(HERE / name, "visit")
        with pytest.raises(InputError, match="the sheet `empty` is empty"):
            _open(HERE / name, "empty")

    @both
    def test_its_content_tells(self, name: str, tmp_path: Path) -> None:
        path = tmp_path / "visits.bin"
        path.write_bytes((HERE / name).read_bytes())
        assert len(load_path(path, "outcome").target) == 12

    def test_dates_since_1904(self) -> None:
        found = _open(HERE / "since_1904.xlsx").read(frozenset())["born"]
        assert [moment.date() for moment in found] == [dt.date(1910, 5, 4), dt.date(2024, 2, 29)]

    @pytest.mark.parametrize("name", ["visits.xls", "visits.xlsx", "visits"])
    def test_the_old_format(self, name: str, tmp_path: Path) -> None:
        path = tmp_path / name
        path.write_bytes((HERE / "visits.xls").read_bytes())
        with pytest.raises(InputError, match=r"before 2007 \(.xls\). Open it in a .* save it as .xlsx"):
            load_path(path, "outcome")

    @both
    @pytest.mark.parametrize("kept", [0.3, 0.9, 0.99])
    def test_cut_short(self, name: str, kept: float, tmp_path: Path) -> None:
        path, content = tmp_path / name, (HERE / name).read_bytes()
        path.write_bytes(content[: int(len(content) * kept)])
        with pytest.raises(InputError, match="is damaged, or not what its name says"):
            _open(path)

    @both
    def test_more_than_allowed(self, name: str) -> None:
        with pytest.raises(InputError, match=r"holds more than 5 KB.*--max-size"):
            _open(HERE / name, max_bytes=5000)


class TestSheets:
    @pytest.mark.parametrize(
        ("cells", "columns"),
        [
            ([["a", "y"], [1, "u"], [2, "v"]], {"a": [1, 2], "y": ["u", "v"]}),
            ([["title"], [], ["a", "b", "y"], [1, 3, "u"]], {"a": [1], "b": [3], "y": ["u"]}),
            (
                [["from", "Bonn"], ["a", "b", "c", "y"], [1, 2, 3, "u"]],
                {"a": [1], "b": [2], "c": [3], "y": ["u"]},
            ),
            ([[None, "a"], ["r1", 1], ["r2", 2]], {"column 1": ["r1", "r2"], "a": [1, 2]}),
            ([[None, None, "a", None, "y"], [None, None, 1, None, "u"]], {"a": [1], "y": ["u"]}),
            ([["a", "y"], [1, "u"], [None, " "], [2, "v"], ["", ""]], {"a": [1, 2], "y": ["u", "v"]}),
            ([["a", "gap", "y"], [1, None, "u"]], {"a": [1], "gap": [None], "y": ["u"]}),
            ([[2019, 2020.0, "y"], [1, 2, "u"]], {"2019": [1], "2020": [2], "y": ["u"]}),
            ([["two\nlines", " y "], [1, "u"]], {"two lines": [1], "y": ["u"]}),
        ],
    )
    def test_where_the_table_is(
        self, tmp_path: Path, cells: list[list[Any]], columns: dict[str, Any]
    ) -> None:
        frame = _open(_excel(tmp_path / "t.xlsx", cells)).read(frozenset())
        assert {str(name): [None if pd.isna(v) else v for v in frame[name]] for name in frame} == columns

    @pytest.mark.parametrize(
        ("values", "kind", "read"),
        [
            (["007", "7", "12", "8"], "text", ["007", "7", "12", "8"]),
            ([True, False, None, True], "boolean", [1.0, 0.0, None, 1.0]),
            ([1, 2.5, None, 4], "number", [1, 2.5, None, 4]),
            (["NA", "x", "y", "z"], "text", [None, "x", "y", "z"]),
            ([dt.date(2024, 1, 2), "soon", 5, True], "text", ["2024-01-02", "soon", "5", "true"]),
            (["#N/A", 1, 2, 4], "number", [None, 1, 2, 4]),
            ([dt.time(1, 30), dt.time(0, 0, 5), None, dt.time(2)], "number", [5400, 5, None, 7200]),
        ],
    )
    def test_types(self, tmp_path: Path, values: list[Any], kind: str, read: list[Any]) -> None:
        cells = [["v", "z", "y"], *([v, i * 1.5, "ab"[i % 2]] for i, v in enumerate(values))]
        data = load_path(_excel(tmp_path / "t.xlsx", cells), "y")
        assert column(data, "v").kind == kind
        assert [None if pd.isna(v) else v for v in data.features["v"]] == read

    def test_numbers_shown_as_codes(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        for row in (["zip", "y"], [1067, "u"], [10115, "v"]):
            book.active.append(row)
        for place in ("A2", "A3"):
            book.active[place].number_format = "00000"
        book.save(tmp_path / "t.xlsx")
        assert _open(tmp_path / "t.xlsx").read(frozenset())["zip"].tolist() == ["01067", "10115"]

    def test_several_sheets(self, tmp_path: Path) -> None:
        cells = [["a", "y"], [1, "u"]]
        path = _excel(tmp_path / "t.xlsx", cells, [["Made by hand"]], cells)
        with pytest.raises(
            InputError, match=r"has several sheets: `one` and `three`. Name one: --table NAME"
        ):
            _open(path)
        assert _open(path, "three").part == "sheet three"

    @pytest.mark.parametrize(
        ("cells", "message"),
        [
            ([["a", "y", "a"], [1, "u", 2]], "several columns called `a`, in `A1` and `C1`"),
            ([["a", "y"]], "has no sheet with rows"),
            ([], "has no sheet with rows"),
            (
                [["a", "y"], [1, "=A2"], [2, "=A3"]],
                r"2 formulas have no result in the file \(the first in B2\)",
            ),
            ([["a", "y"], [1, "u"], [2, "=A3"]], r"1 formula has no result in the file \(B3\)"),
        ],
    )
    def test_what_is_refused(self, tmp_path: Path, cells: list[list[Any]], message: str) -> None:
        with pytest.raises(InputError, match=message):
            _open(_excel(tmp_path / "t.xlsx", cells))

    def test_names_of_cells(self) -> None:
        assert [place_name(7, column) for column in (1, 26, 27, 702, 703)] == [
            "A7",
            "Z7",
            "AA7",
            "ZZ7",
            "AAA7",
        ]


class TestOpenDocumentCells:
    @pytest.mark.parametrize(
        ("cell", "value"),
        [
            ('office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p>', True),
            ('office:value-type="time" office:time-value="PT30H00M01.5S"><text:p>x</text:p>',
             pd.Timedelta(108001.5, "s")),
            ('office:value-type="date" office:date-value="2024-02-29T10:00:00"><text:p>x</text:p>',
             pd.Timestamp("2024-02-29 10:00")),
            ('office:value-type="percentage" office:value="0.5"><text:p>50 %</text:p>', 0.5),
            ('office:value-type="string"><text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p>', "a  b\nc"),
            ('office:value-type="string"><office:annotation><text:p>n</text:p></office:annotation><text:p>v</text:p>',
             "v"),
            ('office:value-type="float" office:value="9007199254740993">', 9007199254740993),
        ],
    )  # fmt: skip
    def test_values(self, tmp_path: Path, cell: str, value: object) -> None:
        rows = f"{_row('v')}<table:table-row><table:table-cell {cell}</table:table-cell></table:table-row>"
        found = _open(_ods(tmp_path / "t.ods", rows)).read(frozenset())["v"].tolist()
        assert found == [value]
        assert type(found[0]) is type(value)

    def test_what_is_repeated(self, tmp_path: Path) -> None:
        twice = (
            '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="3"/>'
        )
        rows = f'{_row("a", "b")}<table:table-row table:number-rows-repeated="4">{twice}</table:table-row>'
        frame = _open(_ods(tmp_path / "t.ods", rows)).read(frozenset())
        assert frame.to_dict("list") == {"a": [3] * 4, "b": [3] * 4}

    def test_a_hidden_sheet(self, tmp_path: Path) -> None:
        style = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
        path = _ods(tmp_path / "t.ods", _row("a") + _row(1), style, 'table:name="one" table:style-name="ta1"')
        with pytest.raises(InputError, match="no sheet with rows, but for hidden ones"):
            _open(path)
        assert _open(path, "one").names == ("a",)

    def test_a_formula_without_a_result(self, tmp_path: Path) -> None:
        formula = '<table:table-row><table:table-cell table:formula="of:=1+1"/></table:table-row>'
        with pytest.raises(InputError, match=r"1 formula has no result in the file \(A2\)"):
            _open(_ods(tmp_path / "t.ods", _row("a") + formula))

    def test_encrypted(self, tmp_path: Path) -> None:
        path = _ods(tmp_path / "t.ods", _row("a") + _row(1))
        with zipfile.ZipFile(path, "a") as parts:
            parts.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
        with pytest.raises(InputError, match=r"is encrypted. Open it with its password"):
            _open(path)


class TestBombs:
    """A few bytes that stand for far more: refused before they are held, with a limit that shows it."""

    def test_repeated_rows(self, tmp_path: Path) -> None:
        path = _ods(tmp_path / "t.ods", _row("a", "b") + _row(1, 2, times=10_000_000))
        with pytest.raises(InputError, match="holds more than 100 MB"):
            _open(path, max_bytes=10**8)

    def test_repeated_beyond_any_sheet(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="damaged: the sheet `one` ends in row"):
            _open(_ods(tmp_path / "t.ods", _row("a") + _row(1, times=10**12)))

    def test_rows_without_anything_are_free(self, tmp_path: Path) -> None:
        path = _ods(
            tmp_path / "t.ods", _row("a") + _row(1) + "<table:table-row/>" + _row(times=10**6) + _row(2)
        )
        assert _open(path, max_bytes=10**6).read(frozenset())["a"].tolist() == [1, 2]

    def test_a_cell_far_away(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        for place, value in {"A1": "a", "A2": 1, "XFD1048576": 2}.items():
            book.active[place] = value
        book.save(tmp_path / "t.xlsx")
        assert _open(tmp_path / "t.xlsx", max_bytes=10**5).read(frozenset()).shape == (2, 2)

    def test_cells_far_from_each_other(self, tmp_path: Path) -> None:
        cells: list[list[Any]] = [[None] * i + [i] for i in range(300)]
        cells[0] = [f"c{i}" for i in range(300)]
        path = _excel(tmp_path / "t.xlsx", cells)
        assert _open(path, max_bytes=10**6).read(frozenset()).shape == (299, 300)
        with pytest.raises(InputError, match="holds more than 500 KB"):
            _open(path, max_bytes=500_000)

    def test_a_merge_of_the_whole_sheet(self, tmp_path: Path) -> None:
        book = openpyxl.load_workbook(_excel(tmp_path / "t.xlsx", [["a", "b"], [1, 2], [None, 3]]))
        book.active.merge_cells("A2:A5")
        book.save(tmp_path / "t.xlsx")
        content = {}
        with zipfile.ZipFile(tmp_path / "t.xlsx") as parts:
            content = {name: parts.read(name) for name in parts.namelist()}
        with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as parts:
            for name, data in content.items():
                parts.writestr(name, data.replace(b"A2:A5", b"A2:A1048576"))
        assert _open(tmp_path / "t.xlsx").read(frozenset()).to_dict("list") == {"a": [1, 1], "b": [2, 3]}

    def test_a_part_that_unpacks_to_more_than_it_declares(self, tmp_path: Path) -> None:
        """The sizes that a zip file declares are checked; what lies about them is not unpacked beyond them."""
        path = _excel(tmp_path / "t.xlsx", [["a", "y"], *([i, "u" * 50] for i in range(2000))])
        content = bytearray(path.read_bytes())
        with zipfile.ZipFile(path) as parts:
            sheet = parts.getinfo("xl/worksheets/sheet1.xml")
        size = sheet.file_size.to_bytes(4, "little")
        at = content.rfind(size)
        assert at > 0
        content[at : at + 4] = (1000).to_bytes(4, "little")
        path.write_bytes(content)
        with pytest.raises(InputError, match="is damaged"):
            _open(path, max_bytes=150_000)

    def test_entities(self, tmp_path: Path) -> None:
        path = _ods(tmp_path / "t.ods", _row("a") + _row(1))
        with zipfile.ZipFile(path) as parts:
            content = parts.read("content.xml")
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        with zipfile.ZipFile(path, "w") as parts:
            parts.writestr("content.xml", bomb + content)
        with pytest.raises(InputError, match="is damaged"):
            _open(path)


@pytest.mark.parametrize(
    ("name", "library", "reader", "extra"),
    [
        ("visits.xlsx", "openpyxl", "excel_cells", "excel"),
        ("visits.ods", "defusedxml.ElementTree", "open_document_cells", "ods"),
    ],
)
def test_without_the_library(
    name: str, library: str, reader: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.delitem(sys.modules, f"reportgen.datasets.tabular.{reader}", raising=False)
    with pytest.raises(
        InputError,
        match=rf"needs {library.split('.', maxsplit=1)[0]}: pip install 'reportgen-eval\[{extra}\]'",
    ):
        _open(HERE / name)


def test_an_encrypted_excel_file(tmp_path: Path) -> None:
    """Such files are kept in the container of old ones, which names their parts in UTF-16."""
    path = tmp_path / "t.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage\0".encode("utf-16-le")
    )
    with pytest.raises(InputError, match=r"is encrypted. Open it with its password, and save it as .xlsx"):
        _open(path)


def test_other_old_documents_are_no_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "letter.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument\0".encode("utf-16-le"))
    assert find_table_format(path) is None


def test_the_same_fingerprint_in_both() -> None:
    first, second = (load_path(HERE / name, "outcome") for name in ("visits.xlsx", "visits.ods"))
    assert first.fingerprint == second.fingerprint


def test_dates_of_which_some_are_text_are_said(tmp_path: Path) -> None:
    """As a spreadsheet reads 27/9/2024 where it expects the month first."""
    days = [dt.date(2024, 9, 3), "27/9/2024", dt.date(2024, 1, 2), "n/a"]
    table = _open(_excel(tmp_path / "t.xlsx", [["seen", "y"], *([day, "a"] for day in days)]))
    (note,) = table.notes
    assert note.startswith("“seen” holds 2 dates and 1 text such as “27/9/2024”, and is read as text.")
    assert table.read(frozenset())["seen"].tolist()[:2] == ["2024-09-03", "27/9/2024"]
    clean = _open(_excel(tmp_path / "u.xlsx", [["seen", "y"], [days[0], "a"], ["n/a", "b"]]))
    assert clean.notes == ()
