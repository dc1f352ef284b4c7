"""Gates on findings: by id, topic and level; muted ones, notes, those without room, old bundles, and wrong names."""

from collections.abc import Sequence
from typing import get_args

import msgspec
import pytest

from reportgen.bundle.schema import BundleRecord, Finding, FindingLevel
from reportgen.deliver.format_spec import FORMATS, Delivery
from reportgen.deliver.markdown_summary import summarise
from reportgen.errors import InputError
from reportgen.findings.key_findings import key_findings
from reportgen.gates.gate_spec import ANY
from reportgen.gates.kinds.no_finding import HARM
from reportgen.mail import message_view
from reportgen.rendering.presentation import Presentation
from reportgen.rendering.tables.gate_table import gates_of_study
from tests.bundles import changed, make_bundle
from tests.findings.registering import register
from tests.gates.runs import RECORD, verdict, verdicts

DECISION = Finding(id="decision", level="good", text="Use it.")
COPIES = Finding(id="known_test", level="blocker", text="9 of 9 test samples are copies.")
COLUMN = Finding(id="giveaway_columns", level="warning", text="The column “id” may give the target away.")
FEW = Finding(id="few_samples", level="warning", text="The test is small.")
WHY = "The copies are wanted"


def holding(*findings: Finding) -> BundleRecord:
    """Return a record whose only analysis holds these findings besides its decision."""
    return changed(make_bundle(), findings=[DECISION, *findings]).record


def muted(finding: Finding) -> Finding:
    return msgspec.structs.replace(finding, muted=WHY)


@pytest.mark.parametrize(
    ("rule", "findings", "status", "worst"),
    [
        ("no-finding: leak", [], "pass", None),
        ("no-finding: leak", [FEW], "pass", None),
        ("no-finding: leak", [COPIES], "fail", "known_test"),
        ("no-finding: leak", [FEW, COLUMN, COPIES], "fail", "known_test"),
        ("warn: no-finding: leak", [COLUMN], "warn", "giveaway_columns"),
        ("no-finding: known_test", [COLUMN], "pass", None),
        ("no-finding: known_test", [COPIES], "fail", "known_test"),
        ("no-finding: any blocker", [FEW, COLUMN], "pass", None),
        ("no-finding: any blocker", [FEW, COPIES], "fail", "known_test"),
        ("no-finding: any warning", [FEW], "fail", "few_samples"),
        ("no-finding: any warning", [FEW, COPIES], "fail", "known_test"),
        ("no-finding: any warning", [], "pass", None),
        ("no-finding: decision", [], "pass", None),
    ],
)
def test_it_fails_where_there_is_one(
    rule: str, findings: Sequence[Finding], status: str, worst: str | None
) -> None:
    found = verdict(holding(*findings), rule)
    assert (found.status, found.finding, found.demand) == (status, worst, "finding")
    assert (found.analysis, found.metric, found.model, found.value, found.limit) == ("main", *[None] * 4)


@pytest.mark.parametrize("level", get_args(FindingLevel))
@pytest.mark.parametrize("rule", ["leak", "known_test", *ANY])
def test_what_reports_no_harm_fails_nothing(rule: str, level: FindingLevel) -> None:
    found = verdict(holding(Finding(id="known_test", level=level, text="So it is.")), f"no-finding: {rule}")
    assert (found.status == "fail") == (level in ANY.get(rule, HARM))
    if found.status == "pass" and rule not in ANY:
        assert f"known_test is of level {level}" in (found.reason or "")


def test_the_reason_is_what_was_found() -> None:
    reason = verdict(holding(FEW, COPIES, COLUMN), "no-finding: leak").reason
    assert reason == (
        "The blocker known_test: 9 of 9 test samples are copies. Found as well: the warning giveaway_columns."
    )
    assert verdict(holding(), "no-finding: leak").reason == (
        "Nothing on leak (both_sides, giveaway_columns, known_test) was found."
    )
    assert verdict(holding(), "no-finding: known_test").reason == "Nothing on known_test was found."
    assert verdict(holding(), "no-finding: any warning").reason == "No warning was found."


@pytest.mark.parametrize("rule", ["leak", "known_test", *ANY])
def test_a_muted_one_fails_nothing_and_the_reason_says_why(rule: str) -> None:
    found = verdict(holding(muted(COPIES)), f"no-finding: {rule}")
    assert (found.status, found.finding) == ("pass", None)
    assert "was found but what is muted." in (found.reason or "")
    assert (found.reason or "").endswith(
        "The blocker known_test is muted and fails nothing: The copies are wanted."
    )


def test_a_muted_one_hides_no_other() -> None:
    found = verdict(holding(muted(COPIES), COLUMN), "no-finding: leak")
    assert (found.status, found.finding) == ("fail", "giveaway_columns")
    assert WHY in (found.reason or "")


def test_one_that_page_one_has_no_room_for_fails_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(8):
        register(monkeypatch, f"warning_{number}", level="warning", order=number)
    register(monkeypatch, "last", "The worst for last.", level="warning", order=5000, topic="leak")
    (analysis,) = RECORD.analyses
    made = changed(make_bundle(), findings=key_findings(analysis, RECORD.metrics)).record
    assert "The worst for last." not in summarise(made)
    assert verdict(made, "no-finding: last").finding == "last"
    assert "the warning last" in (verdict(made, "no-finding: leak").reason or "")


def test_a_finding_of_a_package_that_is_not_installed_here_can_be_named() -> None:
    foreign = Finding(id="house_rule", level="blocker", text="Not on Mondays.")
    assert verdict(holding(foreign), "no-finding: house_rule").finding == "house_rule"


def test_findings_of_old_bundles_are_read_as_they_are_stored() -> None:
    old = {"id": "known_test", "level": "warning", "text": "Some are known."}
    assert verdict(holding(msgspec.convert(old, Finding)), "no-finding: leak").status == "fail"


@pytest.mark.parametrize("rule", ["leak", "known_test", *ANY])
def test_what_could_not_be_looked_for_was_not_found_absent(rule: str) -> None:
    (analysis,) = holding().analyses
    errors = msgspec.structs.replace(analysis.errors, missing={"duplicates": "MemoryError: no room"})
    blind = changed(make_bundle(), findings=[DECISION], errors=errors).record
    found = verdict(blind, f"no-finding: {rule}")
    assert found.status == "fail"
    assert (
        found.reason == "It cannot be judged. The analysis has no part on duplicates: MemoryError: no room."
    )
    assert verdict(blind, "no-finding: few_samples").status == "pass"
    seen = changed(make_bundle(), findings=[DECISION, COPIES], errors=errors).record
    assert verdict(seen, f"no-finding: {rule}").finding == "known_test"


def test_in_a_study_each_analysis_is_held() -> None:
    (first,) = holding().analyses
    second = msgspec.structs.replace(first, id="other", findings=[DECISION, COPIES])
    found = verdicts(msgspec.structs.replace(RECORD, analyses=[first, second]), ["no-finding: leak"])
    assert [(one.analysis, one.status) for one in found] == [("main", "pass"), ("other", "fail")]


@pytest.mark.parametrize(
    ("rule", "place", "part"),
    [
        ("no-finding: leek", 12, "there is no finding or topic `leek`. Did you mean `leak`?"),
        ("no-finding: known_tset", 12, "Did you mean `known_test`?"),
        ("no-finding: any bloker", 12, "Did you mean `any blocker`?"),
        ("no-finding: accuracy", 12, "There are any blocker, any warning, leak, "),
        ("no-findings: leak", 0, "Did you mean `no-finding`?"),
        ("confident: no-finding: leak", 11, "no-finding looks at no interval: leave `confident` out."),
        ("rf: no-finding: leak", 0, "in the whole analysis: leave `rf` out."),
        ("no-finding: all: leak", 12, "leave `all` out."),
        ("main/best: no-finding: leak", 0, "leave `main/best` out."),
        ("no-finding: test: leak", 12, "leave `test` out."),
        ("no-finding: leak[2]", 17, "leave `2` out."),
        ("no-finding: leak >= 1", 20, "write `no-finding: leak` alone"),
        ("no-finding: any blocker within 1", 31, "write `no-finding: any blocker` alone"),
        ("no-regression: leak", 15, "there is no metric `leak`."),
        ("any blocker > 0", 0, "there is no metric `any blocker`."),
        ("limit: no-finding: leak", 7, "contradicts `limit`"),
    ],
)
def test_wrong_names_are_pointed_at(rule: str, place: int, part: str) -> None:
    with pytest.raises(InputError) as caught:
        verdict(RECORD, rule)
    problem, shown, mark = str(caught.value).split("\n")
    assert part in problem
    assert (shown, mark.index("^")) == (f"    {rule}", place + 4)


def test_every_reader_is_told() -> None:
    record = holding(COPIES)
    record = msgspec.structs.replace(record, gates=verdicts(record, ["no-finding: leak"]))
    view = gates_of_study(record)
    assert view is not None
    assert [(row.word, row.demand) for row in view.rows] == [("fails", "no such finding")]
    bundle = msgspec.structs.replace(make_bundle().record, gates=record.gates)
    reason = "The blocker known_test: 9 of 9 test samples are copies."
    assert f"no such finding | {reason}" in summarise(bundle).replace("\\_", "_")
    delivered = Delivery(type(make_bundle())(bundle, {}), (), Presentation(), attach="none")
    assert f'message="{reason}"' in FORMATS.get("junit").write(delivered).decode()
    assert 'rule="no-finding: leak",level="error"} 0' in FORMATS.get("openmetrics").write(delivered).decode()
    mail = message_view.summarise(type(make_bundle())(bundle, {}), Presentation(), 9)
    assert mail.gates is not None
    assert mail.gates.rows[0].reason == reason
