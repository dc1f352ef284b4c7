"""The gates as JUnit XML: a suite an analysis, a test case a gate, as CI services show them."""

from collections.abc import Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from reportgen.bundle.schema import Analysis, BundleRecord, GateResult
from reportgen.deliver.format_spec import FORMATS, Delivery, Format
from reportgen.wording.text import printable


def write(delivery: Delivery) -> bytes:
    """Return the XML: gates that fail are failures, those that only warn pass, with the warning in the output."""
    record = delivery.bundle.record
    root = Element("testsuites")
    for place, analysis in enumerate(record.analyses):
        verdicts = [verdict for verdict in record.gates if verdict.analysis in (analysis.id, None)]
        root.append(_suite(record, analysis, verdicts, place))
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _suite(record: BundleRecord, analysis: Analysis, verdicts: Sequence[GateResult], place: int) -> Element:
    failures = sum(verdict.status == "fail" for verdict in verdicts)
    skipped = sum(verdict.status == "not_applicable" for verdict in verdicts)
    suite = Element(
        "testsuite",
        {
            "name": printable(f"reportgen gates: {analysis.title}"),
            "package": "reportgen",
            "id": str(place),
            "hostname": "localhost",
            "timestamp": _moment(record.run.created),
            "tests": str(len(verdicts)),
            "failures": str(failures),
            "errors": "0",
            "skipped": str(skipped),
            "time": "0",
        },
    )
    properties = SubElement(suite, "properties")
    facts = {"results_digest": record.run.results_digest, "analysis": analysis.id, "run": record.run.id}
    for name, value in facts.items():
        SubElement(properties, "property", {"name": name, "value": printable(value)})
    for name, verdict in _named(verdicts):
        _case(suite, f"reportgen.{analysis.id}", name, verdict)
    SubElement(suite, "system-out").text = "\n".join(_line(verdict) for verdict in verdicts)
    warned = [_line(verdict) for verdict in verdicts if verdict.status == "warn"]
    SubElement(suite, "system-err").text = "\n".join(warned)
    return suite


def _named(verdicts: Sequence[GateResult]) -> list[tuple[str, GateResult]]:
    """Return each gate with a name that no other of its suite has, as services follow cases by their names."""
    seen: dict[str, int] = {}
    named = []
    for verdict in verdicts:
        name = f"{verdict.rule} (anchor)" if verdict.against == "anchor" else verdict.rule
        seen[name] = seen.get(name, 0) + 1
        named.append((name if seen[name] == 1 else f"{name} #{seen[name]}", verdict))
    return named


def _case(suite: Element, classname: str, name: str, verdict: GateResult) -> None:
    case = SubElement(
        suite, "testcase", {"classname": printable(classname), "name": printable(name), "time": "0"}
    )
    reason = printable(verdict.reason or "")
    if verdict.status == "fail":
        SubElement(case, "failure", {"type": "gate", "message": reason}).text = reason
    if verdict.status == "not_applicable":
        SubElement(case, "skipped", {"message": reason})


def _line(verdict: GateResult) -> str:
    said = printable(f"{verdict.rule}: {verdict.reason or ''}")
    return said if said.startswith(f"{verdict.status}:") else f"{verdict.status}: {said}"


def _moment(created: str) -> str:
    """Return a time as the schema has it, without a zone; what is no time becomes one that claims nothing."""
    try:
        return datetime.fromisoformat(created).strftime("%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return "1970-01-01T00:00:00"


FORMATS.register(Format("junit", "the gates as test cases, in JUnit XML", "report.junit.xml", write))
