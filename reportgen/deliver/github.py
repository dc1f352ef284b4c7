"""What GitHub Actions understands: annotations as workflow commands, and the summary of a job."""

from collections.abc import Sequence

from reportgen.bundle.schema import BundleRecord, GateResult
from reportgen.deliver.summary import JOB_SUMMARY_BYTES, summarise

#: GitHub keeps ten annotations of a kind in a step.
MOST_ANNOTATIONS = 10


def annotations(record: BundleRecord) -> list[str]:
    """Return a command for each of the worst failed gates, and of those that warn: ten at most of either."""
    lines = []
    for status, command in (("fail", "error"), ("warn", "warning")):
        verdicts = sorted((v for v in record.gates if v.status == status), key=shortfall, reverse=True)
        lines += [_command(command, verdict) for verdict in verdicts[:MOST_ANNOTATIONS]]
    return lines


def shortfall(verdict: GateResult) -> float:
    """Return by how much a gate was missed, as a share of its limit; one that could not be judged is the worst."""
    if verdict.value is None or verdict.limit is None:
        return float("inf")
    found = verdict.value
    if verdict.demand == "interval" and verdict.low is not None and verdict.high is not None:
        found = max((verdict.low, verdict.high), key=lambda end: abs(end - (verdict.limit or 0.0)))
    return abs(found - verdict.limit) / (abs(verdict.limit) or 1.0)


def summary(record: BundleRecord) -> str:
    """Return the Markdown of a job's summary, which GitHub drops whole above 1 MiB."""
    return summarise(record, JOB_SUMMARY_BYTES)


def _command(command: str, verdict: GateResult) -> str:
    title = f"Gate {'failed' if command == 'error' else 'warns'}: {verdict.rule}"
    return f"::{command} title={_property(title)}::{_data(verdict.reason or verdict.status)}"


def _data(text: str) -> str:
    """Escape as the runner's own toolkit does for messages."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


__all__: Sequence[str] = ("annotations", "shortfall", "summary")
