"""Rules that a test registers, and that are gone after it."""

from collections.abc import Callable
from typing import Any

import pytest

from reportgen.bundle.schema import Finding, FindingLevel
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule


def saying(finding: str, text: str, level: FindingLevel = "blocker") -> Callable[[ScoreIndex], Finding]:
    """Return a function that says the same of every analysis."""
    return lambda index: Finding(id=finding, level=level, text=text)


def register(
    patch: pytest.MonkeyPatch,
    finding: str,
    text: str = "It is not to be used.",
    level: FindingLevel = "blocker",
    **fields: Any,
) -> FindingRule:
    """Register a rule until the end of the test."""
    FINDINGS.ids()  # built-in ones are registered first, and stay
    patch.setattr(FINDINGS, "_things", dict(FINDINGS._things))
    given = {"order": 1000, "says": "what it says", "when": "always", "speak": saying(finding, text, level)}
    return FINDINGS.register(FindingRule(id=finding, levels=(level,), **{**given, **fields}))
