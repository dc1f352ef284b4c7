"""Runs to hold against gates: a made-up bundle, its names, and changes against a baseline."""

from collections.abc import Sequence
from typing import Any

import msgspec

from reportgen.bundle.run_changes import AnalysisChanges, Changes, RunSummary, ScoreChange
from reportgen.bundle.schema import Analysis, BundleRecord, GateResult
from reportgen.bundle.store import Bundle
from reportgen.gates.gate_spec import Names, Reference
from reportgen.gates.judge import judge, names_of, understand
from reportgen.run.gates import known_findings, known_metrics
from reportgen.statistics.interval import LEVEL
from tests.bundles import make_bundle


def verdicts(
    record: BundleRecord, rules: Sequence[str], references: Sequence[Reference] = (), level: float = LEVEL
) -> list[GateResult]:
    """Judge rules on every analysis of a record."""
    gates = {one.id: understand(rules, names_for(record, one, level)) for one in record.analyses}
    return judge(record, gates, references)


def names_for(record: BundleRecord, analysis: Analysis, level: float = LEVEL) -> Names:
    """Return what rules on an analysis may name."""
    return names_of(record, analysis, known_metrics(), known_findings(), level)


def verdict(record: BundleRecord, rule: str, *references: Reference, level: float = LEVEL) -> GateResult:
    (found,) = verdicts(record, [rule], references, level)
    return found


def with_score(bundle: Bundle, model: str, metric: str, label: str | None = None, **fields: Any) -> Bundle:
    """Return the bundle with a figure of the test replaced."""
    (analysis,) = bundle.record.analyses
    wanted = (model, "test", metric, label, None)
    rows = [
        msgspec.structs.replace(row, **fields)
        if (row.model, row.split, row.metric, row.label, row.fold) == wanted
        else row
        for row in analysis.scores
    ]
    analysis = msgspec.structs.replace(analysis, scores=rows)
    return Bundle(msgspec.structs.replace(bundle.record, analyses=[analysis]), bundle.arrays)


def change(difference: float | None, low: float | None, high: float | None, **fields: Any) -> ScoreChange:
    """Return how the recommended model's accuracy changed."""
    values = {
        "model": "svc",
        "baseline_model": "svc",
        "split": "test",
        "metric": "accuracy",
        "baseline": 0.96,
        "candidate": None if difference is None else 0.96 + difference,
        "paired": True,
        "n": 1000,
    }
    return ScoreChange(**{**values, **fields}, difference=difference, low=low, high=high)


def reference(
    *rows: ScoreChange,
    name: Any = "baseline",
    record: BundleRecord | None = None,
    seed: int = 1,
    **fields: Any,
) -> Reference:
    then, now = (
        RunSummary(id="a", created="", reportgen_version="", seed=seed, git=None, results_digest="")
        for seed in (seed, 1)
    )
    values = {"id": "main", "title": "", "status": "compared", "chosen": "svc", "baseline_chosen": "svc"}
    changes = AnalysisChanges(**{**values, **fields}, scores=list(rows))
    return Reference(name, Changes(baseline=then, candidate=now, analyses=[changes]), record)


RECORD = make_bundle().record
