"""Questions that several readers ask a bundle: where it is judged, which models and findings count, how it was run."""

from collections.abc import Sequence
from typing import Any

from reportgen.bundle.base_record import Split
from reportgen.bundle.run_records import Run
from reportgen.bundle.schema import Analysis, Finding, ModelInfo
from reportgen.tasks import VERDICTS, Task

#: What bundles held as a finding before the headline was a record of its own.
FORMER_HEADLINE = "decision"


def judged_split(analysis: Analysis) -> Split:
    """Return the split that headline figures are judged on: the test where there is one."""
    return "test" if analysis.protocol.test is not None else "cv"


def predicted_classes(analysis: Analysis) -> Sequence[str]:
    """Return what codes of predictions stand for: the classes, or of correctness the two verdicts."""
    return VERDICTS if analysis.task == Task.CORRECTNESS else analysis.dataset.classes


def usable_models(analysis: Analysis) -> list[ModelInfo]:
    """Return the models that were fitted, the naive baseline excepted."""
    return [model for model in analysis.models if model.status == "ok" and not model.baseline]


def config_of(run: Run, analysis: str) -> dict[str, Any]:
    """Return the configuration of one analysis: its own in a study, else that of the run."""
    parts = run.config.get("analysis") or []
    return next((part for part in parts if part.get("id") == analysis), run.config)


def shown_findings(analysis: Analysis) -> dict[str, Finding]:
    """Return the findings that page one shows, by id: all but the muted ones and those that it has no room for.

    Nor the headline, which earlier versions held as a finding.
    """
    shown = (each for each in analysis.findings if each.muted is None and not each.crowded_out)
    return {finding.id: finding for finding in shown if finding.id != FORMER_HEADLINE}


def muted_findings(run: Run, analysis: Analysis) -> dict[str, str]:
    """Return the findings that are not to be shown, with the reason: as the run was asked, and as they are stored."""
    asked = config_of(run, analysis.id).get("ignore_findings")
    reasons = {name: str(reason) for name, reason in asked.items()} if isinstance(asked, dict) else {}
    return reasons | {each.id: each.muted for each in analysis.findings if each.muted is not None}


def is_muted(analysis: Analysis, finding: str) -> bool:
    """Say whether page one is not to show what a finding says."""
    return any(each.id == finding and each.muted is not None for each in analysis.findings)


def has_blocker(analysis: Analysis) -> bool:
    """Say whether a finding takes the recommendation back."""
    return any(finding.level == "blocker" for finding in shown_findings(analysis).values())
