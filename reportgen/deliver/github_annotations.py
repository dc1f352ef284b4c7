"""What GitHub Actions understands: annotations as workflow commands, and the summary of a job."""

from reportgen.bundle.schema import BundleRecord, GateResult
from reportgen.deliver.markdown_summary import JOB_SUMMARY_BYTES, summarise
from reportgen.deliver.severity import missed_most

#: GitHub keeps ten annotations of a kind in a step.
MOST_ANNOTATIONS = 10


def annotations(record: BundleRecord) -> list[str]:
    """Return a command for each of the worst failed gates, and of those that warn: ten at most of either."""
    lines = []
    for status, command in (("fail", "error"), ("warn", "warning")):
        verdicts = missed_most(record.gates, status)
        lines += [_command(command, verdict) for verdict in verdicts[:MOST_ANNOTATIONS]]
    return lines


def summary(record: BundleRecord, taken_bytes: int = 0) -> str:
    """Return the Markdown of a job's summary, which GitHub drops whole above 1 MiB; empty where there is no room.

    `taken_bytes` is what earlier steps have written to it.
    """
    room = JOB_SUMMARY_BYTES - taken_bytes
    text = summarise(record, room) if room > 0 else ""
    return text if len(text.encode()) <= room else ""


def _command(command: str, verdict: GateResult) -> str:
    title = f"Gate {'failed' if command == 'error' else 'warns'}: {verdict.rule}"
    return f"::{command} title={_property(title)}::{_data(verdict.reason or verdict.status)}"


def _data(text: str) -> str:
    """Escape as the runner's own toolkit does for messages."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
