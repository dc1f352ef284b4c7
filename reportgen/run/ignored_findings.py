"""Findings that page one is not to show: refused before any work where there are none such, muted in a bundle."""

import msgspec

from reportgen.bundle.query import muted_findings
from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.config import RunConfig
from reportgen.config.run_config import NO_REASON
from reportgen.errors import IgnoredFindingError, nearest
from reportgen.run.record import found_anew, with_headlines


def refuse_unknown_findings(config: RunConfig) -> None:
    """Raise where a finding to be ignored does not exist, or stands with the headline that every report has.

    Raises
    ------
    IgnoredFindingError
        With the nearest id that exists.
    """
    from reportgen.findings.finding_rule import FINDINGS

    for asked in dict.fromkeys(name for part in (config, *config.analysis) for name in part.ignore_findings):
        if asked not in FINDINGS:
            problem = f"there is no finding `{asked}`.{nearest(asked, FINDINGS.ids())}"
            raise IgnoredFindingError(f"{problem} `reportgen list findings` shows all.", asked)
        if FINDINGS.get(asked).place == "headline":
            problem = f"`{asked}` stands with the headline, which every report has: it cannot be ignored."
            raise IgnoredFindingError(problem, asked)


def without_ignored(bundle: Bundle, config: RunConfig) -> Bundle:
    """Return a bundle with the findings muted that are to be ignored, besides those that are already.

    Sentences are made anew where one of them is newly muted, or for another reason: others may take its place.
    """
    analyses = [_muted(analysis, bundle, config) for analysis in bundle.record.analyses]
    if all(now is then for now, then in zip(analyses, bundle.record.analyses, strict=True)):
        return bundle
    return with_headlines(Bundle(msgspec.structs.replace(bundle.record, analyses=analyses), bundle.arrays))


def _muted(analysis: Analysis, bundle: Bundle, config: RunConfig) -> Analysis:
    known = muted_findings(bundle.record.run, analysis)
    parts = {part.id: part.ignore_findings for part in config.analysis}
    asked = parts.get(analysis.id, config.ignore_findings)
    new = {name: why for name, why in asked.items() if why not in (NO_REASON, known.get(name))}
    new |= {name: why for name, why in asked.items() if name not in known}
    if new.keys().isdisjoint(finding.id for finding in analysis.findings):
        return analysis
    return found_anew(analysis, bundle.record, bundle.arrays, {**known, **new})
