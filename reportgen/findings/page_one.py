"""What page one, a mail and a summary say of an analysis, each thing once and in the same order."""

from dataclasses import dataclass

from reportgen.bundle.query import shown_findings
from reportgen.bundle.schema import Analysis, BundleRecord, Finding, Headline
from reportgen.findings.blockers import named
from reportgen.findings.headline import headline_of
from reportgen.findings.objections import objections_of
from reportgen.wording.headline_words import HeadlineLevel, level_of

#: Findings that stand right below the headline, which without them would be believed of something else.
BESIDE = ("unused_time",)


@dataclass(frozen=True)
class PageOne:
    """The headline and how it is marked, what speaks against it, what it rests on, and the list of findings."""

    headline: Headline
    level: HeadlineLevel
    objections: tuple[str, ...]
    evidence: str
    findings: tuple[Finding, ...]


def page_one(record: BundleRecord, analysis: Analysis) -> PageOne:
    """Return the sentences of an analysis; a finding that the headline holds whole is not listed again."""
    found, headline = shown_findings(analysis), headline_of(record, analysis)
    evidence = found.pop("evidence", None)
    warned = tuple(found.pop(id_).text for id_ in BESIDE if id_ in found)
    objections = (*objections_of(record, analysis), *warned)
    return PageOne(
        headline=headline,
        level=level_of(headline.word, objections),
        objections=objections,
        evidence=evidence.text if evidence else "",
        findings=tuple(named(each) for each in found.values() if not _is_told(each, headline)),
    )


def _is_told(finding: Finding, headline: Headline) -> bool:
    return finding.level == "blocker" and finding.text[1:] in headline.text
