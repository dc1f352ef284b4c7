"""A blocker takes the recommendation back, wherever the decision is shown."""

import msgspec
import pytest

from reportgen.bundle.query import has_blocker
from reportgen.bundle.schema import Finding, Headline
from reportgen.bundle.store import Bundle
from reportgen.deliver.markdown_summary import summarise
from reportgen.findings.finding_rule import FINDINGS
from reportgen.findings.headline import headline_of
from reportgen.findings.key_findings import MOST, key_findings
from reportgen.findings.page_one import page_one
from reportgen.mail import message_view
from reportgen.rendering.presentation import Presentation
from reportgen.rendering.report import render_report
from tests.bundles import MAKERS, Maker, changed, make_bundle
from tests.comparisons import comparison, with_comparisons
from tests.deliver.judged import GATES
from tests.findings.registering import register
from tests.studies import make_study

LEAK = "Train and test share <patients>."


def found_anew(bundle: Bundle, **muted: str) -> Bundle:
    """Return the bundle with its findings made anew by the rules that are registered now."""
    record = bundle.record
    analyses = [
        msgspec.structs.replace(one, findings=key_findings(one, record.metrics, muted=muted))
        for one in record.analyses
    ]
    return Bundle(msgspec.structs.replace(record, analyses=analyses), bundle.arrays)


def findings_of(bundle: Bundle) -> dict[str, Finding]:
    return {finding.id: finding for finding in bundle.record.analyses[0].findings}


def headline(bundle: Bundle) -> Headline:
    return headline_of(bundle.record, bundle.record.analyses[0])


def test_the_headline_recommends_nothing_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = make_bundle()
    assert headline(bundle).text.startswith("Use Support vectors: ")
    register(monkeypatch, "leak", f"{LEAK} Keep them apart.")
    blocked = found_anew(bundle)
    said = headline(blocked)
    assert said.text.startswith(f"Do not release: {LEAK} Support vectors predicts ")
    assert (said.word, said.reasons, said.model) == ("do_not_release", ["leak"], "svc")
    found = findings_of(blocked)
    assert found["evidence"] == findings_of(bundle)["evidence"]
    assert list(found)[1] == "leak"


def test_a_rule_says_what_its_blockers_make_of_the_headline(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, "leak", LEAK, blocks_as="says_nothing_about_new_data")
    said = headline(found_anew(make_bundle()))
    assert said.word == "says_nothing_about_new_data"
    assert said.text == f"These figures say nothing about new data: {LEAK}"


@pytest.mark.parametrize(("with_blocker", "more"), [(False, ""), (True, f" {LEAK}")])
def test_gates_that_fail_come_before_all_else(
    with_blocker: bool, more: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if with_blocker:
        register(monkeypatch, "leak", LEAK)
    bundle = found_anew(make_bundle())
    gates = [msgspec.structs.replace(GATES[0], status=status) for status in ("fail", "pass")]
    said = headline(Bundle(msgspec.structs.replace(bundle.record, gates=gates), bundle.arrays))
    assert said.text.startswith(f"Do not release: 1 of 2 gates failed.{more} Support vectors predicts ")
    assert said.reasons == [GATES[0].rule, *(["leak"] if with_blocker else [])]


def test_several_are_counted_in_the_headline(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, "leak", LEAK)
    register(monkeypatch, "policy", "We do not.")
    assert f"{LEAK} One more blocker was found." in headline(found_anew(make_bundle())).text
    register(monkeypatch, "law", "Nobody does.")
    assert "Two more blockers were found." in headline(found_anew(make_bundle())).text


def test_where_nothing_was_trained_that_is_the_headline(monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = make_bundle(makers=(Maker("bad", "Broken", 0, status="failed"), MAKERS[-1]))
    register(monkeypatch, "leak", LEAK)
    assert headline(found_anew(bundle)) == headline(bundle)


def test_what_blocks_comes_before_a_figure_that_is_no_better(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, "leak", LEAK)
    bundle = found_anew(make_bundle(makers=(Maker("a", "Useless", -9.0), MAKERS[-1])))
    assert headline(bundle).text.startswith(f"Do not release: {LEAK} Useless, ")


def test_blockers_come_first_and_are_never_crowded_out(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"policy_{number}" for number in range(MOST + 2)]
    for name in names:
        register(monkeypatch, name)
    found = findings_of(found_anew(make_bundle(n_test=60)))
    crowded = [name for name, finding in found.items() if finding.crowded_out]
    assert list(found) == ["evidence", *names, "not_tested", *crowded]
    assert {found[name].level for name in crowded} == {"warning"}


def test_a_blocker_outside_of_the_list_blocks_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, "leak", LEAK, place="closing")
    bundle = found_anew(make_bundle())
    assert list(findings_of(bundle))[-1] == "leak"
    assert has_blocker(bundle.record.analyses[0])
    assert headline(bundle).text.startswith("Do not release: ")


def test_a_muted_one_blocks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = make_bundle()
    register(monkeypatch, "leak", LEAK)
    muted = found_anew(bundle, leak="looked into")
    assert findings_of(muted)["leak"].muted == "looked into"
    assert headline(muted) == headline(bundle)
    assert not has_blocker(muted.record.analyses[0])


def test_what_stands_with_the_headline_is_never_muted() -> None:
    bundle = make_bundle()
    assert findings_of(found_anew(bundle, evidence="x")) == findings_of(bundle)


def test_a_warning_blocks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, "leak", LEAK, "warning")
    assert headline(found_anew(make_bundle())).text.startswith("Use ")


def test_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        comparison("svc", "rf", -0.003, 0.004),
        comparison("svc", "sgd", 0.02, 0.08),
        comparison("svc", "dummy", 0.4, 0.8),
    ]
    bundle = with_comparisons(make_bundle(), rows)
    before = render_report(bundle, ())
    assert '<span class="standing">recommended</span>' in before
    register(monkeypatch, "leak", f"{LEAK} Keep them apart.")
    html = render_report(found_anew(bundle), ())
    said = LEAK.replace("<", "&lt;").replace(">", "&gt;")
    assert f'<p class="headline">Do not release: {said} Support vectors predicts' in html
    assert '<div class="card bad">' in html
    assert f'<li class="blocker">Blocker: {said} Keep them apart.</li>' in html
    assert '<span class="standing">recommended</span>' not in html


def test_markdown_and_mail_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, "leak", "Train and test share patients. Keep them apart.")
    bundle = found_anew(make_bundle(n_train=90, n_test=45))
    text = summarise(bundle.record)
    assert "**Do not release: Train and test share patients. Support vectors predicts" in text
    assert "- Blocker: Train and test share patients. Keep them apart." in text
    view = message_view.summarise(bundle, Presentation(), 9)
    assert view.level == "bad"
    assert view.headline.startswith("Do not release: ")
    assert ("blocker", "Blocker: Train and test share patients. Keep them apart.") in [
        (n.level, n.text) for n in view.notes
    ]


def test_a_study_counts_it_among_those_without_a_recommendation(monkeypatch: pytest.MonkeyPatch) -> None:
    fine = make_bundle(n_train=60, n_test=30)
    register(monkeypatch, "leak", LEAK)
    html = render_report(make_study({"a": fine, "b": found_anew(fine)}), ())
    overview = html[html.index('<section id="overview"') :].partition("</section>")[0]
    assert "One of the two analyses has a model to recommend; chapter 2 none." in overview
    assert overview.count("not recommended") == 1
    assert '<div class="card bad">' in overview


def test_what_the_headline_holds_whole_is_not_listed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, "leak", f"{LEAK} Keep them apart.", blocks_as="says_nothing_about_new_data")
    bundle = found_anew(make_bundle(n_train=90, n_test=45))
    page = page_one(bundle.record, bundle.record.analyses[0])
    assert page.headline.text.endswith("Keep them apart.")
    assert "leak" not in {finding.id for finding in page.findings}


def test_where_figures_say_nothing_no_model_is_called_better(monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = with_comparisons(make_bundle(n_test=400), [comparison("svc", "rf", 0.02, 0.08)])
    assert "Better than Random forest" in findings_of(found_anew(bundle))["evidence"].text
    register(monkeypatch, "leak", LEAK, blocks_as="says_nothing_about_new_data")
    found = findings_of(found_anew(bundle))
    assert "better" not in found["evidence"].text.lower()
    assert {"baseline_gain", "confidence", "few_samples"}.isdisjoint(found)


def failing(_: object) -> Finding:
    raise ZeroDivisionError("a reason\nwith <lines>")


def test_a_rule_that_fails_says_so_and_the_others_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    before = findings_of(make_bundle(n_test=400))
    register(monkeypatch, "broken", level="note", speak=failing)
    found = findings_of(found_anew(make_bundle(n_test=400)))
    assert found["broken"].level == "warning"
    assert found["broken"].text == (
        "The finding broken could not be made (ZeroDivisionError: a reason with <lines>)."
    )
    assert {name: finding for name, finding in found.items() if name != "broken"}.items() <= before.items()


@pytest.mark.parametrize(
    ("finding", "why"),
    [
        (Finding(id="other", level="note", text="x"), "it returned a note called other"),
        (Finding(id="broken", level="good", text="x"), "it returned a good called broken"),
    ],
    ids=["another id", "another level"],
)
def test_a_rule_that_says_what_it_may_not_is_told_so(
    finding: Finding, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(monkeypatch, "broken", level="note", speak=lambda index: finding)
    assert why in findings_of(found_anew(make_bundle()))["broken"].text


def test_what_a_rule_that_is_not_here_has_said_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        register(patch, "leak", LEAK)
        made = found_anew(make_bundle())
    assert "leak" not in FINDINGS
    assert findings_of(found_anew(made)) == findings_of(made)
    assert "leak" not in findings_of(changed(made, findings=[]))
