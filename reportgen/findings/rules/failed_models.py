"""The models that are not in the comparison."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.wording.grammar import name


def failed_models(index: ScoreIndex) -> Finding | None:
    """Name the models that are not in the comparison, with the reason."""
    failed = [model for model in index.analysis.models if model.status != "ok"]
    if not failed:
        return None
    named = "; ".join(f"{name(model.title)} ({_trimmed(model.reason)})" for model in failed)
    verb = "is" if len(failed) == 1 else "are"
    return Finding(id="failed_models", level="warning", text=f"Not in the comparison {verb} {named}.")


def _trimmed(reason: str | None, longest: int = 160) -> str:
    text = " ".join((reason or "no reason given").split()).rstrip(".")
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


FINDINGS.register(
    FindingRule(
        id="failed_models",
        levels=("warning",),
        order=110,
        says="models that are not in the comparison, and why",
        when="one failed or was skipped",
        speak=failed_models,
        needs=frozenset({"fits"}),
    )
)
