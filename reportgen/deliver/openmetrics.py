"""Scores, costs and gates as OpenMetrics text, which GitLab's metrics report and Prometheus read.

GitLab compares values as texts, so their decimals are fixed. An undefined figure is left out: there is no text for it.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reportgen.bundle.headline_scores import FOLD_MEAN, is_whole
from reportgen.bundle.schema import Analysis, BundleRecord, Score
from reportgen.deliver.format_spec import FORMATS, Delivery, Format
from reportgen.wording.text import printable

#: OpenMetrics 1.0, section 3: the last line.
_END = "# EOF"


class Sample(NamedTuple):
    """One line: labels and the value as text."""

    labels: dict[str, str]
    value: str


def write(delivery: Delivery) -> bytes:
    """Return the text in UTF-8, each family once, ending in its `# EOF`."""
    record = delivery.bundle.record
    lines = [line for family in _families(record) for line in family]
    return "\n".join([*lines, _END, ""]).encode()


def _families(record: BundleRecord) -> Iterator[list[str]]:
    run = record.run
    info = {"results_digest": run.results_digest, "version": run.reportgen_version, "run": run.id}
    if run.git:
        info["commit"] = run.git.commit
    yield _family("reportgen_run", "info", "The run that this is of.", [Sample(info, "1")], suffix="_info")
    scores = [
        (analysis, score) for analysis in record.analyses for score in analysis.scores if is_whole(score)
    ]
    for name, field, help_ in (
        ("reportgen_score", "value", "A figure of a model."),
        ("reportgen_score_low", "low", "The lower end of its interval."),
        ("reportgen_score_high", "high", "The upper end of its interval."),
    ):
        yield _family(name, "gauge", help_, list(_figures(scores, field)))
    for cost, unit in (
        ("size_bytes", "bytes"),
        ("fit_seconds", "seconds"),
        ("predict_microseconds_per_sample", ""),
    ):
        yield _family(f"reportgen_{cost}", "gauge", "What a model costs.", list(_costs(record, cost)), unit)
    yield _family("reportgen_gate_holds", "gauge", "1 where a gate holds, else 0.", list(_gates(record)))


def _figures(scores: Iterable[tuple[Analysis, Score]], field: str) -> Iterator[Sample]:
    for analysis, score in scores:
        value = getattr(score, field)
        if value is None:
            continue
        labels = {"analysis": analysis.id, "model": score.model, "split": score.split, "metric": score.metric}
        if score.average:
            labels["average"] = "fold mean" if score.average == FOLD_MEAN else score.average
        labels |= {"output": score.output} if score.output is not None else {}
        labels |= {"label": score.label} if score.label is not None else {}
        yield Sample(labels, f"{value:.6f}")


def _costs(record: BundleRecord, cost: str) -> Iterator[Sample]:
    for analysis in record.analyses:
        for model in analysis.models:
            holder = model if cost == "size_bytes" else model.timings
            value = getattr(holder, cost, None)
            if value is not None:
                labels = {"analysis": analysis.id, "model": model.id}
                yield Sample(labels, f"{value:.0f}" if cost == "size_bytes" else f"{value:.6f}")


def _gates(record: BundleRecord) -> Iterator[Sample]:
    for verdict in record.gates:
        if verdict.status == "not_applicable":
            continue
        labels = {"analysis": verdict.analysis or "", "rule": verdict.rule, "level": verdict.level}
        if verdict.against:
            labels["against"] = verdict.against
        yield Sample(labels, "1" if verdict.status == "pass" else "0")


def _family(
    name: str, kind: str, help_: str, samples: list[Sample], unit: str = "", suffix: str = ""
) -> list[str]:
    """Return the lines of a family; none where it has no samples."""
    if not samples:
        return []
    lines = _distinct([f"{name}{suffix}{{{_labels(sample.labels)}}}" for sample in samples])
    head = [f"# TYPE {name} {kind}", *([f"# UNIT {name} {unit}"] if unit else []), f"# HELP {name} {help_}"]
    return [*head, *(f"{line} {sample.value}" for line, sample in zip(lines, samples, strict=True))]


def _distinct(lines: list[str]) -> list[str]:
    """Number what differs only in characters that no text may hold: a series must not be there twice."""
    seen: dict[str, int] = {}
    numbered = []
    for line in lines:
        seen[line] = seen.get(line, 0) + 1
        numbered.append(line if seen[line] == 1 else f'{line[:-1]},number="{seen[line]}"}}')
    return numbered


def _labels(labels: dict[str, str]) -> str:
    return ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())


def _escaped(text: str) -> str:
    return printable(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


FORMATS.register(
    Format("openmetrics", "scores, costs and gates for GitLab or Prometheus", "report.openmetrics.txt", write)
)
