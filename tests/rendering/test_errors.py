"""The section on errors: sentences, tables and pictures, of any data, with and without single samples."""

import re
from typing import Any

import msgspec
import pytest

from reportgen.bundle.error_records import (
    Duplicates,
    Errors,
    LabelSuspects,
    ModelErrors,
    SharedErrors,
    Tendency,
)
from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.findings.duplicate_sentences import twins_in_words
from reportgen.findings.rules.known_test import known_test
from reportgen.findings.rules.suspected_labels import suspected_labels
from reportgen.rendering.plot_pictures import Pictures
from reportgen.rendering.report import render_section
from reportgen.rendering.section_spec import SECTIONS, SectionContext
from reportgen.rendering.sections import errors as section
from reportgen.rendering.tables.shared_error_table import shared_in_words, shared_matrix
from reportgen.rendering.tables.slice_table import p_text, slices_view
from reportgen.rendering.tables.tendency_sentences import by_kind, tendencies_in_words
from tests.bundles import HOSTILE, MAKERS, Maker, changed, make_bundle
from tests.drawn import drawn

pytestmark = pytest.mark.slow


def context_of(bundle: Bundle, *, samples: bool = True) -> SectionContext:
    (analysis,) = bundle.record.analyses
    pictures = Pictures(drawn(bundle, samples=samples), analysis.id, "screen")
    return SectionContext(bundle, analysis, ScoreIndex(analysis, bundle.record.metrics), pictures, samples)


def html_of(bundle: Bundle, *, samples: bool = True) -> str:
    return str(render_section(SECTIONS.get("errors"), context_of(bundle, samples=samples)).markup)


def with_errors(**parts: Any) -> Bundle:
    bundle = make_bundle()
    return changed(bundle, errors=msgspec.structs.replace(bundle.record.analyses[0].errors, **parts))


@pytest.mark.parametrize("kind", ["image", "table", "array"])
@pytest.mark.parametrize("k", [2, 10, 50])
def test_every_sample_named_is_shown_with_its_number(kind: str, k: int) -> None:
    bundle = make_bundle([f"class {i}" for i in range(k)], n_train=400, n_test=200, kind=kind)
    html = html_of(bundle)
    assert "could not be" not in html
    (analysis,) = bundle.record.analyses
    for case in analysis.errors.models[0].mistakes:
        assert f">{case.sample}<" in html
    assert ('class="strip' in html) == (kind == "image")
    assert ('class="cases"' in html) == (kind != "image")


def test_each_picture_has_a_caption_below() -> None:
    shown = section.view(context_of(make_bundle(n_test=300)))
    assert shown.first is not None
    first = shown.first.pairs[0]
    assert [block.right for block in first.blocks] == [True, False, False, True]
    for block in first.blocks:
        for row in block.samples.pictures if block.samples else ():
            assert row.markup
            assert 1 <= len(row.captions) <= 6


def test_without_samples_counts_stay_and_pictures_go() -> None:
    html = html_of(make_bundle(n_test=300), samples=False)
    assert "Errors that models share" in html
    assert "<img" not in html
    assert 'class="cases"' not in html
    assert "Most confused" not in html


def test_models_without_errors_and_a_single_model() -> None:
    perfect = Maker("svc", "Support vectors", 90.0)
    shown = section.view(context_of(make_bundle(makers=(perfect, MAKERS[-1]))))
    assert shown.heading == "No error of Support vectors in 80 test images"
    assert shown.first is None
    assert [part.title for part in shown.parts] == [
        "Possible label errors",
        "In the test and in the training data",
    ]


def test_eight_models_and_a_failed_one() -> None:
    makers = [Maker(f"m{i}", f"Model number {i}", 1.0 + i / 4) for i in range(8)]
    failed = Maker("bad", "Broken", 0, status="failed")
    html = html_of(make_bundle(makers=(*makers, failed, MAKERS[-1]), n_test=300))
    assert "could not be" not in html
    assert "all eight models" in html.lower()
    assert "Broken" not in html


def test_without_an_analysis_there_is_no_section() -> None:
    bundle = changed(make_bundle(), errors=Errors())
    assert not SECTIONS.get("errors").applies(context_of(bundle))


def test_names_of_any_kind_are_text() -> None:
    for kind in ("image", "table"):
        html = html_of(make_bundle(HOSTILE, kind=kind, n_test=300))
        assert "<script" not in html
        assert "<b>sex" not in html
        assert "could not be" not in html
        assert "{{ 7 * 7 }}" in html


def test_a_part_that_failed_says_so() -> None:
    html = html_of(with_errors(missing={"duplicates": "ValueError: <no> twins"}))
    assert "Not made: duplicates (ValueError: &lt;no&gt; twins)." in html


def test_a_table_says_that_rows_nearly_the_same_are_not_looked_for() -> None:
    bundle = make_bundle(["a", "b"], n_train=400, n_test=200, kind="table")
    twins = Duplicates(samples=200, exact=1, near=None, threshold=None, contradicting=0)
    errors = msgspec.structs.replace(bundle.record.analyses[0].errors, duplicates=twins)
    said = "only nearly the same as another is not looked for"
    assert said in html_of(changed(bundle, errors=errors))
    near = msgspec.structs.replace(twins, near=0, threshold=0.05)
    assert said not in html_of(changed(bundle, errors=msgspec.structs.replace(errors, duplicates=near)))


def test_shared_errors_in_words_and_numbers() -> None:
    (analysis,) = make_bundle().record.analyses
    shared = SharedErrors(
        split="test", samples=1000, models=["svc", "rf"], matrix=[[50, 20], [20, 100]], by_all=20, alike=20
    )
    assert shared_in_words(analysis, shared) == (
        "Both models get 20 of 1,000 test images wrong, all of them with the same prediction; errors that had nothing "
        "to do with each other would meet on about 5."
    )
    texts = [[cell.text for cell in row.cells] for row in shared_matrix(analysis, shared).rows]
    assert texts == [["50", "40"], ["20", "100"]]
    nothing = msgspec.structs.replace(shared, by_all=0, alike=0, split="cv")
    assert (
        shared_in_words(analysis, nothing)
        == "There is no image that both models get wrong in 3-fold cross-validation."
    )


def test_sentences_on_rows_and_columns() -> None:
    eight = Tendency(
        kind="attracts", label="8", rate=0.051, rest=0.02, p_adjusted=1e-9, own=0.03, own_rest=0.04
    )
    five = Tendency(
        kind="missed", label="5", rate=0.42, rest=0.15, p_adjusted=1e-9, mostly="3", mostly_share=0.6
    )
    model = ModelErrors(model="svc", split="test", samples=80, errors=9, tendencies=[eight, five])
    (analysis,) = with_errors(models=[model]).record.analyses
    assert [sentence.replace("\u00a0", " ") for sentence in tendencies_in_words(analysis, "svc")] == [
        (
            "“8” attracts errors: 5.1 % of all other images are predicted as it, 2.0 % for an average class; yet its "
            "own are recognised as well as others (3.0 % missed, 4.0 % of others)."
        ),
        (
            "“5” is missed more often: 42 % of its own are predicted as another class, 15 % of all others; 60 % of "
            "these errors name “3”."
        ),
    ]
    assert set(by_kind(analysis, "svc")) == {"attracts", "missed"}
    assert by_kind(analysis, "rf") == {}


def test_the_sentence_stands_below_its_matrix() -> None:
    missed = Tendency(kind="missed", label="2", rate=0.42, rest=0.15, p_adjusted=1e-9)
    bundle = with_errors(
        models=[ModelErrors(model="svc", split="test", samples=80, errors=9, tendencies=[missed])]
    )
    html = str(render_section(SECTIONS.get("models"), context_of(bundle)).markup)
    assert re.search(r'predicted as that of the column\. <span class="shows">“2” is missed more often', html)


def test_twins_in_words_and_on_page_one() -> None:
    def of(**fields: Any) -> Bundle:
        figures: dict[str, Any] = {
            "samples": 80,
            "exact": 0,
            "near": 0,
            "threshold": 0.05,
            "contradicting": 0,
        }
        return with_errors(duplicates=Duplicates(**figures | fields))

    def said(bundle: Bundle) -> tuple[str, bool]:
        (analysis,) = bundle.record.analyses
        assert analysis.errors.duplicates is not None
        finding = known_test(ScoreIndex(analysis, bundle.record.metrics))
        return twins_in_words(analysis, analysis.errors.duplicates), finding is not None

    same = "No test image has the same values as a training image"
    assert said(of()) == (f"{same}, or nearly the same.", False)
    assert said(of(near=None)) == (f"{same}.", False)
    assert said(of(near=1)) == ("1 of 80 test images has nearly the same values as a training image.", True)
    both = said(of(exact=2, near=1, contradicting=1))
    assert both == (
        (
            "3 of 80 test images have the same values (1 nearly the same) as a training image, 1 of them with another "
            "class."
        ),
        True,
    )
    one = "1 of 80 test images has the same values as a training image, with another class."
    assert said(of(exact=1, contradicting=1)) == (one, True)
    assert not said(of(exact=3, near=None))[1]
    assert said(of(exact=4, near=None))[1]


def test_suspects_reach_page_one_only_with_a_rate_that_can_be_checked() -> None:
    def finding(to_check: int | None) -> Finding | None:
        suspects = LabelSuspects(
            model="rf", samples=240, count=30, thresholds={}, to_check=to_check, false_discoveries=0.17
        )
        bundle = with_errors(suspects=[suspects])
        return suspected_labels(ScoreIndex(bundle.record.analyses[0], bundle.record.metrics))

    assert finding(None) is None
    assert finding(0) is None
    said = finding(23)
    assert said is not None
    assert said.text.startswith(
        "Check the labels of 23 of 240 training images first: an estimated four in five of such a list are wrong, by "
    )


@pytest.mark.parametrize(
    ("to_check", "said"),
    [
        (None, "speak for classes that overlap rather than for wrong labels."),
        (0, "How many of them are wrong cannot be told: classes that overlap may leave as many."),
        (23, "Of the 23 to check first about 4 are estimated to be right:"),
    ],
)
def test_the_section_says_how_many_suspects_are_right(to_check: int | None, said: str) -> None:
    suspects = LabelSuspects(
        model="rf",
        samples=240,
        count=30,
        thresholds={},
        to_check=to_check,
        false_discoveries=0.17 if to_check else None,
        checked_first=list(range(100, 100 + (to_check or 0))),
    )
    html = html_of(with_errors(suspects=[suspects]))
    assert said in html
    assert ("Check 23 first: an estimated four in five of such a list are wrong." in html) == bool(to_check)
    assert ("Also to check: 100, 101," in html) == bool(to_check)
    assert "Also to check" not in html_of(with_errors(suspects=[suspects]), samples=False)


def test_slices_say_how_they_were_looked_for() -> None:
    (analysis,) = make_bundle(kind="table").record.analyses
    search = analysis.errors.models[0].slices
    assert search is not None
    shown = slices_view(analysis, search)
    assert "181 parts of the data (7 columns, alone and in pairs)" in shown.sentence
    assert "2 more are significant" in shown.sentence
    (row,) = shown.rows
    assert [text.replace("\u00a0", " ") for text in row.conditions] == ["sex = female", "30 < age ≤ 44.5"]
    assert (row.support, row.rate, row.rest, row.p_adjusted) == ("64", "33", "10", "<0.001")
    nothing = slices_view(analysis, msgspec.structs.replace(search, significant=0, slices=[]))
    assert nothing.sentence.startswith("None of 181 parts")
    assert (p_text(0.0312), p_text(0.0049)) == ("0.03", "0.005")
