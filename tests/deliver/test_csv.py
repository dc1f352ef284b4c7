"""All scores as a table: every figure at full precision, and nothing that a spreadsheet would run."""

import csv
import io

import msgspec
import pytest

from reportgen.bundle.schema import Score
from reportgen.bundle.store import Bundle
from reportgen.deliver.csv import guarded
from reportgen.deliver.format_spec import FORMATS
from tests.bundles import changed, make_bundle
from tests.deliver.judged import delivered, hostile


def rows_of(bundle: Bundle) -> list[dict[str, str]]:
    content = FORMATS.get("csv").write(delivered(bundle)).decode()
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_every_score_at_full_precision() -> None:
    bundle = make_bundle(n_train=90, n_test=45)
    (analysis,) = bundle.record.analyses
    rows = rows_of(bundle)
    assert len(rows) == len(analysis.scores)
    for row, score in zip(rows, analysis.scores, strict=True):
        for name, value in msgspec.structs.asdict(score).items():
            if isinstance(value, float):
                assert float(row[name]) == value
            else:
                assert row[name] == ("" if value is None else str(value))
        assert row["analysis"] == "main"
        assert row["results_digest"] == bundle.record.run.results_digest


def test_hostile_labels_are_cells() -> None:
    bundle = hostile()
    labels = {row["label"] for row in rows_of(bundle)} - {""}
    assert labels == set(bundle.record.analyses[0].dataset.classes)


def test_a_spreadsheet_finds_no_formula_and_numbers_stay_numbers() -> None:
    formulas = [
        "=1+1",
        "+cmd",
        "-2+3",
        "@SUM(1)",
        "\tcmd",
        "\rcmd",
        "\ncmd",
        " =1",
        "\xa0=1",
        "\ufeff=1",
        "'=1",
    ]
    formulas += [
        "\x0b=1",
        "\x00=1",
        "\u200b=1",
        "\uff1d1+1",
        "\uff0bcmd",
        "\uff0dcmd",
        "\uff20SUM(1)",
        " \uff1d1",
    ]
    harmless = ["-1", "+1.5e3", "plain", "a=1", "5 - 2", "a;-1", "mail@example.org", ""]
    texts = [*formulas, *harmless]
    scores = [Score(model="rf", split="test", metric="recall", value=0.5, n=1, label=text) for text in texts]
    rows = rows_of(changed(make_bundle(n_train=90, n_test=45), scores=scores, findings=[]))
    assert [row["label"] for row in rows] == [*(f"'{text}" for text in formulas), *harmless]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("\t=1+1", "'\t'=1+1"),
        ("\r\n=1", "'\r\n'=1"),
        ("a;=1;b", "a;'=1;b"),
        ("a\n@SUM(1)", "a\n'@SUM(1)"),
        ("a\t=1", "a\t'=1"),
        ('a; =1";-2', "a;' =1\";-2"),
    ],
)
def test_wherever_a_region_begins_a_cell_no_formula_does(text: str, cell: str) -> None:
    assert guarded(text) == cell
