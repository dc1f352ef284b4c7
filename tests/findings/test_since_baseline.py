"""The section on what changed since a baseline, and its sentence on page one: each case says what it is."""

import re
from typing import Any

import msgspec
import numpy as np
import pytest

from reportgen import evaluate
from reportgen.baseline.changed_pictures import with_pictures_kept
from reportgen.baseline.compare_bundles import compare_bundles
from reportgen.bundle.run_changes import ScoreChange
from reportgen.bundle.schema import MetricInfo
from reportgen.bundle.store import Bundle
from reportgen.deliver.attachment import summary
from reportgen.findings.since_baseline import both, signed
from reportgen.rendering.presentation import Presentation
from reportgen.rendering.report import render_report
from reportgen.run.baseline import with_change_findings
from reportgen.wording.quantity import quantity
from tests.bundles import HOSTILE, Maker, changed, make_bundle
from tests.drawn import drawn
from tests.rendering.make_golden_since import makers

pytestmark = pytest.mark.slow


def compared(then: Bundle, now: Bundle) -> Bundle:
    return with_change_findings(with_pictures_kept(now, then, compare_bundles(then, now)))


def section(bundle: Bundle, **options: Any) -> str:
    html = render_report(bundle, drawn(bundle, samples=options.get("samples", True)), Presentation(**options))
    found = re.search(r'<section id="[^"]*-changes".*?</section>', html, re.DOTALL)
    assert found is not None
    assert "could not be made" not in found[0]
    return found[0]


def sentence(bundle: Bundle) -> str:
    (found,) = [f for f in bundle.record.analyses[0].findings if f.id == "change"]
    return f"{found.level}: {found.text}"


@pytest.fixture(scope="module")
def then() -> Bundle:
    return make_bundle(makers=makers(4.2, 1.5), n_train=40, n_test=80, folds=2)


@pytest.fixture(scope="module")
def worse() -> Bundle:
    return make_bundle(makers=makers(1.5, 1.4), n_train=40, n_test=80, folds=2)


def test_really_worse_really_better_and_the_same(then: Bundle, worse: Bundle) -> None:
    assert sentence(compared(then, worse)).startswith(
        "warning: Worse than the baseline run of 22 November 2026: "
    )
    assert sentence(compared(worse, then)).startswith(
        "good: Better than the baseline run of 22 November 2026: "
    )
    same = sentence(compared(then, then))
    assert same.startswith("note: The same as the baseline run")
    assert same.endswith("No image is newly wrong or newly right.")


def test_what_is_worse_by_less_than_matters_is_equivalent(then: Bundle, worse: Bundle) -> None:
    run = msgspec.structs.replace(worse.record.run, config={**worse.record.run.config, "margin": 0.9})
    bundle = compared(then, Bundle(msgspec.structs.replace(worse.record, run=run), worse.arrays))
    said = sentence(bundle)
    assert said.startswith("note: Equivalent to the baseline run of 22 November 2026: ")
    assert "within the margin of 90\N{NO-BREAK SPACE}points" in said
    assert "Equivalent to the baseline run: " in section(bundle)


def test_numbers_in_the_sentence_are_those_of_the_bundle(then: Bundle, worse: Bundle) -> None:
    bundle = compared(then, worse)
    assert bundle.record.changes is not None
    (found,) = bundle.record.changes.analyses
    (row,) = [
        r
        for r in found.scores
        if (r.model, r.baseline_model, r.metric, r.split) == ("svc", "svc", "accuracy", "test")
    ]
    (samples,) = [s for s in found.samples if (s.model, s.baseline_model, s.split) == ("svc", "svc", "test")]
    text = sentence(bundle)
    assert f"{100 * (row.candidate or 0):.0f}\u00a0% after" in text
    assert f"{samples.broken} images are newly wrong, {samples.fixed} newly right" in text


def test_no_difference_is_not_called_one(then: Bundle) -> None:
    nearly = make_bundle(makers=makers(3.9, 1.5), n_train=40, n_test=80, folds=2)
    text = sentence(compared(then, nearly))
    assert text.startswith(("note: No difference to the baseline run", "note: The same as"))


def test_figures_alone_are_called_unpaired(then: Bundle, worse: Bundle) -> None:
    bundle = compared(Bundle(summary(then.record), {}), worse)
    assert "not judged image by image" in sentence(bundle)
    html = section(bundle)
    assert "Unpaired: the baseline carries its figures alone, not its single predictions." in html
    assert "Newly wrong" not in html


def test_without_samples_there_are_numbers_alone(then: Bundle, worse: Bundle) -> None:
    html = section(compared(then, worse), samples=False)
    assert re.search(r"Newly wrong: \d+ images", html)
    assert "Single images are not shown." in html
    assert "<img" not in html


def test_samples_without_a_picture_are_named(then: Bundle, worse: Bundle) -> None:
    arrays = {key: worse.arrays[key] for key in worse.arrays if "/pixels/errors" not in key}
    blind = Bundle(then.record, {key: then.arrays[key] for key in then.arrays if "/pixels/errors" not in key})
    html = section(compared(blind, Bundle(worse.record, arrays)))
    assert "Neither run keeps a picture of" in html
    assert "build --baseline" in html


def test_names_from_data_stay_text() -> None:
    first, second = (
        make_bundle(
            HOSTILE, (Maker("m", HOSTILE[0], skill), Maker("d", HOSTILE[1], 0.0, baseline=True)), n_train=40
        )
        for skill in (5.0, 1.0)
    )
    html = section(compared(first, second))
    assert "<script>" not in html
    assert "{{ 7" in html


def test_another_analysis_and_another_question_say_so(then: Bundle, worse: Bundle) -> None:
    (analysis,) = worse.record.analyses
    other = msgspec.structs.replace(analysis, id="other", positive="1")
    fresh = msgspec.structs.replace(analysis, id="fresh")
    (before,) = then.record.analyses
    old = msgspec.structs.replace(before, id="other")
    study = Bundle(msgspec.structs.replace(worse.record, analyses=[analysis, other, fresh]), worse.arrays)
    past = Bundle(msgspec.structs.replace(then.record, analyses=[before, old]), then.arrays)
    bundle = compared(past, study)
    html = render_report(bundle, ())
    assert "It is not compared: it tells all classes apart, here `1` is detected." in html
    assert "The baseline run has no such analysis." in html


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"labels": ("large: >= 7", "odd: odd")}, "Label by label"),
        ({"task": "denoise", "models": ("knn",)}, "Pixel error"),
        ({"positive": "8"}, "Class by class"),
    ],
)
def test_every_kind_of_task_has_its_section(tmp_path: Any, options: dict[str, Any], said: str) -> None:
    common: dict[str, Any] = {"models": ("tree",), "limit": "300", "cv": 0, "cache_dir": str(tmp_path)}
    first = evaluate(**{**common, **options})
    changed_model = "knn" if "task" in options else "tree"
    params = {"knn": {"n_neighbors": 1}} if "task" in options else {"tree": {"max_depth": 2}}
    second = evaluate(**{**common, **options}, params=params)
    bundle = compared(first, second)
    html = section(bundle)
    assert said in html
    assert f"{'n_neighbors' if changed_model == 'knn' else 'max_depth'}" in html
    assert sentence(bundle)


def test_signs_and_decimals_say_on_which_side_of_zero() -> None:
    info = MetricInfo(
        title="F1", unit=None, greater_is_better=True, range=(0, 1), description="", source=None
    )
    row = ScoreChange(
        model="m",
        baseline_model="m",
        split="test",
        metric="f1",
        baseline=0.5,
        candidate=0.5 - 0.01,
        difference=-0.01,
        paired=True,
        n=400,
        low=-0.02,
        high=-0.00002,
    )
    how = quantity("f1", {"f1": info})
    assert [signed(value, row, how) for value in (-0.01, -0.02, -0.00002, 0.0, 0.013)] == [
        "\u22120.010",
        "\u22120.020",
        "<0",
        "0",
        "+0.013",
    ]
    then, now = both(row, {"f1": info})
    assert (then.text, now.text) == ("0.500", "0.490")


def test_a_section_is_left_out_without_a_baseline(then: Bundle) -> None:
    assert 'id="main-changes"' not in render_report(then, ())
    without = changed(then, findings=[])
    assert with_change_findings(without) is without
    assert np.all([plot.figure != "change_strips" for plot in drawn(then)])


def test_a_model_that_is_no_longer_there_keeps_its_name(then: Bundle) -> None:
    alone = (Maker("nb", "Naive Bayes", 1.0), Maker("dummy", "Naive baseline", 0.0, baseline=True))
    bundle = compared(then, make_bundle(makers=alone, n_train=40, n_test=80, folds=2))
    assert "of Support vectors on the test images" in sentence(bundle)
    html = section(bundle)
    assert "Naive Bayes now, Support vectors then" in html
    assert "New since then: Naive Bayes." in html
    assert "No longer there: Support vectors and Random &lt;forest&gt;." in html


def test_the_baseline_s_digest_is_not_taken_for_the_report_s(then: Bundle, worse: Bundle) -> None:
    html = section(compared(then, worse))
    assert f"results {then.record.run.results_digest[:8]}" in html
    assert "digest" not in html


def test_a_run_with_a_test_is_not_compared_with_one_without(worse: Bundle) -> None:
    folds = make_bundle(makers=makers(4.2, 1.5), n_train=40, n_test=0, folds=2)
    bundle = compared(folds, worse)
    assert sentence(bundle).endswith("this run was judged on a test, the baseline was not.")
    assert "It is not compared: this run was judged on a test, the baseline was not." in section(bundle)
    turned = compared(worse, make_bundle(makers=makers(4.2, 1.5), n_train=40, n_test=0, folds=2))
    assert "in 2-fold cross-validation" in sentence(turned)
