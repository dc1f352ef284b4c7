"""Blockers: findings that take the recommendation back, called so wherever they are shown."""

from msgspec.structs import replace

from reportgen.bundle.schema import Finding


def named(finding: Finding) -> Finding:
    """Return a finding as it is shown: a blocker is called so, which a mark beside it would not say."""
    return replace(finding, text=f"Blocker: {finding.text}") if finding.level == "blocker" else finding
