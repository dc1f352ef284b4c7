"""The summary in Markdown, read back by GitHub's own parser."""

import re
from typing import Any

import cmarkgfm
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from reportgen.bundle.schema import Finding
from reportgen.deliver.format_spec import FORMATS
from reportgen.deliver.markdown_summary import COMMENT_BYTES, JOB_SUMMARY_BYTES, summarise
from reportgen.deliver.markdown_text import code, escaped, table
from reportgen.wording.text import printable
from tests.bundles import HOSTILE, MAKERS, Maker, changed, make_bundle
from tests.deliver.judged import GATES, delivered, hostile, judged

#: Machines that run tests may be busy.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

#: Tags of our own; anything else in the page came out of data.
OURS = {
    "div",
    "h1",
    "h2",
    "h3",
    "p",
    "strong",
    "em",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "ul",
    "li",
    "code",
    "sub",
    "span",
}


def page(markdown: str) -> Any:
    """Render as GitHub does, raw HTML included."""
    rendered = cmarkgfm.github_flavored_markdown_to_html(markdown, cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE)
    return html.fromstring(f"<div>{rendered}</div>")


def text_of(element: Any) -> str:
    return " ".join(element.text_content().split())


def shown(text: str) -> str:
    return " ".join(printable(text).split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_show_as_they_are(text: str) -> None:
    assert text_of(page(escaped(text))) == shown(text)
    assert text_of(page(code(text))) == shown(text)


PIECES = st.sampled_from(
    [
        *"*_`[]()#+-.!|~$@<>&\\{}:=^'\" \n1a",
        "http://a.b",
        "www.a.b",
        "@user",
        "#12",
        "&amp;",
        "<b>",
        "- ",
        "1. ",
        ":x:",
    ]
)


@PATIENT
@given(st.lists(PIECES, min_size=1, max_size=14).map("".join))
def test_any_text_shows_as_it_is(text: str) -> None:
    made = page(escaped(text))
    assert text_of(made) == shown(text)
    assert {element.tag for element in made.iter() if isinstance(element.tag, str)} <= {"div", "p", "span"}


@PATIENT
@given(st.lists(PIECES, min_size=1, max_size=14).map("".join), st.lists(PIECES, max_size=14).map("".join))
def test_a_cell_stays_a_cell(text: str, rule: str) -> None:
    made = page(table(["a", "b"], [[escaped(text), code(rule)]]))
    cells = made.xpath("//tbody/tr/td")
    assert [text_of(cell) for cell in cells] == [shown(text), shown(rule)]


@pytest.mark.parametrize(
    "text", ["@user", "a #12", "GH-12", "https://a.b/c", "www.a.b", ":tada: is", "x@y.z"]
)
def test_nobody_is_notified_and_nothing_linked(text: str) -> None:
    made = escaped(text)
    assert not re.search(r"@\w|#\d|GH-\d|://|www\.|:tada:", made)
    assert page(made).xpath("//a") == []


def test_a_hostile_bundle() -> None:
    made = page(FORMATS.get("md").write(delivered(hostile())).decode())
    assert {element.tag for element in made.iter() if isinstance(element.tag, str)} <= OURS
    assert {name for element in made.iter() for name in element.attrib} <= {"align"}
    found = [text_of(cell) for cell in made.xpath("//table[1]//td[2]")]
    assert found == [shown(f"recall[{text}] > 0") for text in HOSTILE]


@pytest.mark.parametrize("reason", [*HOSTILE, "@user: see #12 on www.a.b | *now*"])
def test_why_a_model_failed_shows_as_it_is(reason: str) -> None:
    bundle = make_bundle(makers=(*MAKERS, Maker("bad", "Broken", 0, status="failed")), n_train=90, n_test=45)
    (analysis,) = bundle.record.analyses
    models = [
        msgspec.structs.replace(model, reason=reason) if model.id == "bad" else model
        for model in analysis.models
    ]
    text = summarise(changed(bundle, models=models, findings=[]).record)
    made = page(text)
    (row,) = [row for row in made.xpath("//tbody/tr") if "Broken" in text_of(row)]
    assert text_of(row.xpath("td[3]")[0]) == f"Failed: {shown(reason)}"
    assert len(row.xpath("td")) == len(made.xpath("//thead//th"))
    assert {element.tag for element in made.iter() if isinstance(element.tag, str)} <= OURS
    assert not re.search(r"@\w|www\.", text)


def test_what_is_in_it() -> None:
    bundle = judged()
    text = FORMATS.get("md").write(delivered(bundle)).decode()
    made = page(text)
    assert [text_of(head) for head in made.xpath("//h2")] == ["Gates", "Leaderboard", "Key findings"]
    statuses = [text_of(cell).split(maxsplit=1)[1] for cell in made.xpath("//table[1]/tbody/tr/td[1]")]
    assert statuses == ["fail", "warning", "not applicable", "pass"]
    models = made.xpath("//table[2]/tbody/tr/td[2]")
    assert len(models) == len(bundle.record.analyses[0].models)
    assert bundle.record.run.results_digest in text
    for finding in bundle.record.analyses[0].findings:
        assert shown(finding.text) in text_of(made)


def test_without_gates_there_is_no_such_section() -> None:
    assert "## Gates" not in summarise(judged([]).record)


def test_whole_sections_are_left_out_with_a_note() -> None:
    long = [Finding(id=f"f{place}", level="note", text="word " * 4000) for place in range(5)]
    bundle = judged(bundle=changed(make_bundle(n_train=90, n_test=45), findings=long))
    text = summarise(bundle.record)
    assert len(text.encode()) <= COMMENT_BYTES < 65_536
    assert "Key findings" not in text
    assert "## Gates" in text
    assert "## Leaderboard" in text
    assert "Left out because it would be too long here: the findings" in text
    assert bundle.record.run.results_digest in text
    assert "Key findings" in summarise(bundle.record, JOB_SUMMARY_BYTES)


def test_of_ever_so_many_gates_the_worst_are_shown_and_nothing_else_is_lost() -> None:
    wide = [
        msgspec.structs.replace(
            GATES[0], rule=f"recall[{place}] >= 1", value=0.9 - place / 1000, reason="é" * 500
        )
        for place in range(300)
    ]
    bundle = judged([*wide, GATES[1], GATES[3]])
    text = summarise(bundle.record)
    assert len(text.encode()) <= COMMENT_BYTES
    assert "Left out because it would be too long here: most of the gates." in text
    made = page(text)
    assert "Of 302 gates 300 fail and one warns." in text_of(made)
    assert "The worst ten:" in text_of(made)
    rules = [text_of(cell) for cell in made.xpath("//table[1]/tbody/tr/td[2]")]
    assert rules == [f"recall[{place}] >= 1" for place in range(299, 289, -1)]
    assert [text_of(head) for head in made.xpath("//h2")] == ["Gates", "Leaderboard", "Key findings"]
    for finding in bundle.record.analyses[0].findings:
        assert shown(finding.text) in text_of(made)


@pytest.mark.parametrize(("most_bytes", "number"), [(JOB_SUMMARY_BYTES, 3000), (3000, 10)])
def test_what_is_too_long_in_short_as_well_is_left_out(most_bytes: int, number: int) -> None:
    bundle = judged([msgspec.structs.replace(GATES[0], reason="é" * 500)] * number)
    text = summarise(bundle.record, most_bytes)
    assert len(text.encode()) <= most_bytes < 2**20
    assert ("## Gates" in text, "## Leaderboard" in text) == (number == 3000, True)


def test_gates_that_all_hold_are_counted_where_their_table_is_too_long() -> None:
    text = summarise(judged([msgspec.structs.replace(GATES[3], reason="é" * 500)] * 300).record)
    assert "All 300 gates hold." in text
    assert "The worst" not in text


def test_a_study_has_a_part_for_each_analysis() -> None:
    bundle = judged()
    (first,) = bundle.record.analyses
    second = msgspec.structs.replace(first, id="other", title="Another question")
    record = msgspec.structs.replace(bundle.record, analyses=[first, second])
    heads = [text_of(head) for head in page(summarise(record)).xpath("//h2")]
    assert heads == ["Gates", first.title, "Another question"]
