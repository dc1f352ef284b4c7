"""JUnit XML: the shape that Ant, Jenkins and GitLab read, with every value from data as text."""

import re
from xml.etree.ElementTree import Element, fromstring

import msgspec

from reportgen.bundle.store import Bundle
from reportgen.deliver.format_spec import FORMATS
from tests.deliver.judged import GATES, delivered, hostile, judged

#: Of the schema of Ant's reports: what an element may hold, in this order, and the attributes that it must have.
CHILDREN = {
    "testsuites": ["testsuite"],
    "testsuite": ["properties", "testcase", "system-out", "system-err"],
    "properties": ["property"],
    "testcase": ["skipped", "error", "failure"],
}
REQUIRED = {
    "testsuites": set(),
    "testsuite": {"name", "timestamp", "hostname", "tests", "failures", "errors", "time", "package", "id"},
    "property": {"name", "value"},
    "testcase": {"name", "classname", "time"},
    "failure": {"type"},
}
ALLOWED = {"testsuite": {"skipped"}, "failure": {"message"}, "skipped": {"message"}}
ONCE = ("properties", "system-out", "system-err")


def written(bundle: Bundle) -> Element:
    return fromstring(FORMATS.get("junit").write(delivered(bundle)))


def assert_valid(element: Element) -> None:
    required = REQUIRED.get(element.tag, set())
    assert required <= set(element.attrib) <= required | ALLOWED.get(element.tag, set())
    order = CHILDREN.get(element.tag, [])
    places = [order.index(child.tag) for child in element]
    assert places == sorted(places)
    if element.tag == "testsuite":
        assert [sum(child.tag == name for child in element) for name in ONCE] == [1, 1, 1]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", element.attrib["timestamp"])
        assert all(
            element.attrib[name].isdigit() for name in ("tests", "failures", "errors", "skipped", "id")
        )
    if element.tag == "testcase":
        assert len(element) <= 1
    for child in element:
        assert_valid(child)


def test_a_test_case_a_gate() -> None:
    root = written(judged())
    assert_valid(root)
    (suite,) = root
    counts = {name: suite.attrib[name] for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "4", "failures": "1", "errors": "0", "skipped": "1"}
    names = [case.attrib["name"] for case in suite.iter("testcase")]
    assert names == [GATES[0].rule, GATES[1].rule, f"{GATES[2].rule} (anchor)", GATES[3].rule]
    assert [[child.tag for child in case] for case in suite.iter("testcase")] == [
        ["failure"],
        [],
        ["skipped"],
        [],
    ]
    (failure,) = suite.iter("failure")
    assert failure.attrib["message"] == failure.text == GATES[0].reason
    assert suite.findtext("system-err") == f"{GATES[1].rule}: Not sure."
    assert (suite.findtext("system-out") or "").startswith(
        f"fail: {GATES[0].rule}: It is 0.90.\nwarn: confident: "
    )
    digest = judged().record.run.results_digest
    assert [p.attrib["value"] for p in suite.iter("property") if p.attrib["name"] == "results_digest"] == [
        digest
    ]


def test_hostile_names_and_dates() -> None:
    bundle = hostile()
    run = msgspec.structs.replace(bundle.record.run, created="yesterday")
    bundle = type(bundle)(msgspec.structs.replace(bundle.record, run=run), bundle.arrays)
    root = written(bundle)
    assert_valid(root)
    assert "<script>alert('x')</script>" in next(case.attrib["name"] for case in root.iter("testcase"))


def test_a_gate_stays_on_one_line_whatever_it_names() -> None:
    evil = "x\nfail: forged\x1b[2J"
    gate = msgspec.structs.replace(GATES[0], rule=f"recall[{evil}] >= 1", reason=f"It is {evil}.")
    (suite,) = written(judged([gate]))
    (line,) = (suite.findtext("system-out") or "").splitlines()
    assert line == "fail: recall[x fail: forged\ufffd[2J] >= 1: It is x fail: forged\ufffd[2J."
    assert suite.find("testcase/failure").text == "It is x fail: forged\ufffd[2J."  # type: ignore[union-attr]


def test_equal_rules_get_names_of_their_own() -> None:
    (suite,) = written(judged([GATES[0], GATES[0]]))
    assert [case.attrib["name"] for case in suite.iter("testcase")] == [GATES[0].rule, f"{GATES[0].rule} #2"]


def test_without_gates_the_suite_is_empty() -> None:
    root = written(judged([]))
    assert_valid(root)
    assert root[0].attrib["tests"] == "0"
