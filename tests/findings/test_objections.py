"""Gates that fail are the headline; that a model has become worse stands beside it."""

import msgspec
import pytest

from reportgen.baseline.compare_bundles import compare_bundles
from reportgen.bundle.store import Bundle
from reportgen.deliver.markdown_summary import summarise
from reportgen.findings.objections import objections_of, objections_of_study
from reportgen.rendering.report import render_report
from tests.bundles import make_bundle
from tests.deliver.judged import GATES, judged
from tests.rendering.make_golden_since import makers
from tests.studies import make_study


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (["pass", "warn", "not_applicable"], ""),
        (["fail"], "Do not release: the gate accuracy &gt;= 0.97 failed."),
        (["fail", "pass"], "Do not release: 1 of 2 gates failed."),
        (["fail", "fail", "warn"], "Do not release: 2 of 3 gates failed."),
    ],
)
def test_gates_that_fail(statuses: list[str], said: str) -> None:
    record = judged([msgspec.structs.replace(GATES[0], status=status) for status in statuses]).record
    assert objections_of(record, record.analyses[0]) == ()
    html = render_report(Bundle(record, judged().arrays), ())
    assert ("Do not release" in html) == bool(said) and f'<p class="headline">{said}' in html
    assert ('<div class="card bad">' in html) == bool(said)
    assert (said.rsplit(" failed", maxsplit=1)[-1] in summarise(record).split("## ")[0]) or not said


def since(then: Bundle, now: Bundle) -> Bundle:
    return Bundle(msgspec.structs.replace(now.record, changes=compare_bundles(then, now)), now.arrays)


@pytest.mark.slow
def test_worse_than_the_baseline_run() -> None:
    then, worse = (
        make_bundle(makers=makers(*skill), n_train=40, n_test=80, folds=2)
        for skill in ((4.2, 1.5), (1.5, 1.4))
    )
    record = since(then, worse).record
    said = "But worse than the baseline run of 22 November 2026."
    assert objections_of(record, record.analyses[0]) == (said,)
    assert said in summarise(record)
    back = since(worse, then).record
    assert objections_of(back, back.analyses[0]) == ()
    study = since(make_study({"a": then, "b": then}), make_study({"a": then, "b": worse})).record
    assert objections_of_study(study) == ("But worse than in the baseline run: chapter 2.",)
