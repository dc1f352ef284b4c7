"""The report of a study: page one over all, a chapter each, what is shared said once."""

import io
import re
from typing import Any

import msgspec
import pypdf
import pytest

from reportgen.baseline.compare_bundles import compare_bundles
from reportgen.bundle.store import Bundle
from reportgen.deliver import pdf
from reportgen.deliver.format_spec import Delivery
from reportgen.findings.headline import headline_of
from reportgen.rendering.report import Presentation, render_report, report_title
from reportgen.rendering.section_spec import SECTIONS
from reportgen.wording.chapters import chapters_named, task_in_words
from tests.bundles import HOSTILE, MAKERS, Maker, changed, make_bundle
from tests.drawn import drawn
from tests.rendering.make_golden_since import makers
from tests.rendering.test_report import Page
from tests.studies import make_study

pytestmark = pytest.mark.slow

FAILED = (Maker("bad", "Broken", 0, status="failed"), MAKERS[-1])


def titled(title: str, **options: Any) -> Bundle:
    return make_bundle(title=title, **options)


#: No report of a whole study may be larger.
MOST_BYTES = 3_000_000


@pytest.fixture(scope="module")
def study() -> Bundle:
    other = titled("Yes or no", classes=("no", "yes"), kind="table", seed=3, makers=(MAKERS[0], MAKERS[-1]))
    return make_study(
        {
            "digits": titled("All digits"),
            "again": titled("The same once more", makers=MAKERS[1:]),
            "table": changed(
                other,
                dataset=msgspec.structs.replace(
                    other.record.analyses[0].dataset, fingerprint="f" * 64, name="table"
                ),
            ),
            "folds": titled("made-up", n_test=0),
            "failed": titled("Nothing works", makers=FAILED),
        },
        title="A study of everything",
    )


@pytest.fixture(scope="module")
def page(study: Bundle) -> Page:
    return Page(render_report(study, drawn(study)))


def section(html: str, anchor: str) -> str:
    return html.split(f'<section id="{anchor}"')[1].split("</section>", maxsplit=1)[0]


def test_every_section_is_made_and_ids_are_unique(page: Page) -> None:
    assert "could not be made" not in page.text
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {a["href"][1:] for tag, a in page.tags if tag == "a" and "href" in a}
    assert targets <= set(ids)


def test_page_one_says_what_each_analysis_recommends(study: Bundle) -> None:
    html = render_report(study, drawn(study))
    text = Page(section(html, "overview")).text
    assert "Four of the five analyses have a model to recommend; chapter 5 none." in text
    assert "On held-out test data" in text
    assert "In cross-validation, without a test" in text
    for analysis in study.record.analyses:
        headline = headline_of(study.record, analysis).text
        assert " ".join(headline.split()) in text
    assert "Chapter 4 chose and judged on the same predictions" in text
    rows = [row for row in html.split("<tr>") if 'class="asked"><a' in row]
    assert [Page(row).text.split()[0] for row in rows] == ["1", "2", "3", "5", "4"]
    assert "Support vectors" in rows[0]
    assert "none" in rows[3]


def test_page_one_says_what_became_of_each_analysis_since_the_baseline_run() -> None:
    then = titled("The same", makers=makers(4.2, 1.5), n_train=40, n_test=80, folds=2)
    worse = titled("The same", makers=makers(1.5, 1.4), n_train=40, n_test=80, folds=2)
    before = make_study({"a": then, "b": then})
    now = make_study({"a": worse, "b": then, "new": worse})
    changes = compare_bundles(before, now)
    now = Bundle(msgspec.structs.replace(now.record, changes=changes), now.arrays)
    says = re.findall(r'<li class="[^"]*" data-chapter.*?</li>', render_report(now, drawn(now)), re.DOTALL)
    assert "Worse than the baseline run of 22 November 2026." in says[0]
    assert "The same as the baseline run of 22 November 2026." in says[1]
    assert "baseline run" not in says[2]


def test_held_out_and_cross_validated_figures_share_no_table() -> None:
    one = make_study({name: make_bundle() for name in ("a", "b")})
    html = section(render_report(one, drawn(one)), "overview")
    assert "On held-out test data" in html
    assert "without a test" not in html


def test_errors_and_naive_figures_are_those_of_the_bundle(study: Bundle) -> None:
    (first, *_) = study.record.analyses
    wrong = {
        row.model: round((1 - row.value) * row.n)
        for row in first.scores
        if (row.metric, row.split, row.fold, row.label) == ("accuracy", "test", None, None)
    }
    row = render_report(study, drawn(study)).split('class="asked"><a')[1].split("</tr>")[0]
    assert first.chosen is not None
    assert f"{wrong[first.chosen]} of 80" in row
    assert f"{100 * (1 - wrong['dummy'] / 80):.0f}\u00a0%" in row


def test_each_chapter_has_its_sections_and_the_method_stands_once_at_the_end(page: Page) -> None:
    sections = [a["id"] for tag, a in page.tags if tag == "section"]
    assert sections[0] == "overview"
    assert sections[-1] == "method"
    assert "again-comparison" in sections
    assert not [anchor for anchor in sections if anchor.endswith("-method")]
    chapters = [a["id"] for tag, a in page.tags if a.get("class") == "chapter"]
    assert chapters == [f"{name}-chapter" for name in ("digits", "again", "table", "folds", "failed")]


def test_data_that_was_shown_is_not_shown_again(study: Bundle) -> None:
    html = render_report(study, drawn(study))
    first, second, third = (section(html, f"{name}-data") for name in ("digits", "again", "table"))
    assert "<img" in first
    assert "The same 320 images as in chapter" in Page(second).text
    assert 'href="#digits-chapter"' in second
    assert "<img" not in second
    assert "<table" not in second
    assert "The same" not in Page(third).text
    assert "Columns" in third
    assert "What the images look like" not in section(html, "again-verdict")
    assert "What the images look like" in section(html, "digits-verdict")


def test_other_classes_of_the_same_data_are_shown() -> None:
    two = make_study({"all": make_bundle(), "two": make_bundle(("not 5", "5"))})
    html = render_report(two, drawn(two))
    assert "The same 320 images" in section(html, "two-data")
    assert "<img" in section(html, "two-data")
    assert "<table" in section(html, "two-data")


def test_the_chapter_named_for_the_data_is_the_one_with_the_same_classes() -> None:
    parts = {"two": make_bundle(("not 5", "5")), "all": make_bundle(), "again": make_bundle()}
    three = make_study(parts)
    html = render_report(three, drawn(three))
    assert 'href="#two-chapter"' in section(html, "all-data")
    assert 'href="#all-chapter"' in section(html, "again-data")


def test_how_it_was_made_says_what_is_shared_and_what_is_not(study: Bundle) -> None:
    html = section(render_report(study, drawn(study)), "method")
    text = Page(html).text
    shared, own = html.split("Of single chapters")
    assert "<dt>seed</dt><dd>42</dd>" in shared
    assert "cv" not in Page(shared).text.split("Of every chapter")[1]
    assert [f"cv</span> {folds}" in own for folds in (3, 4, 5, 6, 7)] == [True] * 5
    assert text.count("Estimator_svc(random_state=42)") == 1
    assert "Chapters 1, 2 and 4" in text
    assert "The share of samples that were predicted correctly." in text
    assert html.count("<table") == 4
    assert "ValueError: it cannot take negative values" in text


def test_a_limit_of_one_analysis_stands_in_its_chapter() -> None:
    two = make_study({"a": make_bundle(), "b": make_bundle()})
    second = two.record.analyses[1]
    limited = msgspec.structs.replace(
        second, protocol=msgspec.structs.replace(second.protocol, limited_from=9000)
    )
    record = msgspec.structs.replace(two.record, analyses=[two.record.analyses[0], limited])
    html = render_report(Bundle(record, two.arrays), drawn(two))
    said = "Trained on a part of the data only: 240 of 9,000 training images."
    assert html.count(said) == 1
    assert html.index(said) > html.index('id="b-chapter"')


def test_titles(study: Bundle) -> None:
    assert report_title(study) == "A study of everything"
    assert report_title(study, "Mine") == "Mine"
    assert report_title(make_study({"a": make_bundle(), "b": make_bundle()})) == "Two analyses of made-up"
    assert "made-up: four classes" in render_report(study, drawn(study))


def test_a_section_that_fails_in_one_chapter_or_at_the_end_says_why(
    study: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_contexts: object) -> None:
        raise LookupError("nothing to see")

    method = SECTIONS.get("method")
    monkeypatch.setitem(SECTIONS._things, "method", type(method)(**{**vars(method), "joint": fail}))
    page = Page(render_report(study, drawn(study)))
    assert "This section could not be made: LookupError: nothing to see" in page.text
    assert "Each model" in page.text


@pytest.mark.parametrize("name", HOSTILE)
def test_titles_of_chapters_are_text_whatever_they_hold(name: str) -> None:
    bundle = make_study({"a": titled(name), "b": make_bundle(HOSTILE, n_test=60, title=name)})
    html = render_report(bundle, drawn(bundle))
    assert "<script" not in html
    assert "could not be made" not in html


def test_without_samples_no_chapter_shows_one(study: Bundle) -> None:
    page = Page(render_report(study, drawn(study), Presentation(samples=False)))
    assert not any("Sample images" in (a.get("alt") or "") for _, a in page.tags)


@pytest.fixture(scope="module")
def document(study: Bundle, writes_pdf: None) -> pypdf.PdfReader:  # noqa: ARG001 - marks what uses it
    content = pdf.write(Delivery(study, drawn(study)))
    assert len(content) < MOST_BYTES
    return pypdf.PdfReader(io.BytesIO(content))


def outline(entries: Any, depth: int = 0) -> list[tuple[int, str]]:
    found = []
    for entry in entries:
        found += outline(entry, depth + 1) if isinstance(entry, list) else [(depth, entry.title)]
    return found


def test_bookmarks_are_nested(document: pypdf.PdfReader) -> None:
    found = outline(document.outline)
    assert found[:8] == [
        (0, "Verdict"),
        (0, "1 All digits"),
        (1, "Verdict"),
        (1, "Data"),
        (1, "Comparison"),
        (1, "Each model"),
        (2, "Support vectors"),
        (2, "Random forest"),
    ]
    assert [title for depth, title in found if depth == 0] == [
        "Verdict",
        "1 All digits",
        "2 The same once more",
        "3 Yes or no",
        "4 made-up: four classes",
        "5 Nothing works",
        "How this was made",
    ]


def test_pages_name_their_chapter(document: pypdf.PdfReader) -> None:
    texts = [page.extract_text() for page in document.pages]
    heads = [text for text in texts if "2 · The same once more · A study of everything" in text]
    assert heads
    assert "A study of everything · evaluation report" not in texts[0]
    assert not [text for text in heads if "How this was made" in text]


def test_page_numbers_lead_to_the_chapters(document: pypdf.PdfReader) -> None:
    texts = [page.extract_text() for page in document.pages]
    start = next(number for number, text in enumerate(texts, 1) if "CHAPTER 3" in text)
    assert f"Page\u00a0{start}." in texts[0] or f"Page {start}." in texts[0]


@pytest.mark.parametrize(
    ("numbers", "text"), [([2], "chapter 2"), ([2, 4], "chapters 2 and 4"), ([1, 2, 3], "chapters 1 to 3")]
)
def test_chapters_named(numbers: list[int], text: str) -> None:
    assert chapters_named(numbers) == text


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "four classes"),
        ({"task": "binary", "positive": "5"}, "5 against the rest"),
        ({"task": "multilabel"}, "four labels an image"),
        ({"task": "multioutput"}, "several outputs an image"),
        ({"task": "denoise"}, "noise removed from images"),
    ],
)
def test_task_in_words(fields: dict[str, Any], text: str) -> None:
    (analysis,) = make_bundle().record.analyses
    assert task_in_words(msgspec.structs.replace(analysis, **fields)) == text
