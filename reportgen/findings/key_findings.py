"""Key findings: the sentences of page one, in plain English, each from a rule and from numbers of the bundle alone."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace
from numpy.typing import NDArray

from reportgen.bundle.query import FORMER_HEADLINE
from reportgen.bundle.run_changes import Changes
from reportgen.bundle.schema import Analysis, Finding, MetricInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule, Place
from reportgen.wording.headline_words import VOID

#: Page one shows no more than these besides what stands with the headline and what opens the list, but all blockers.
MOST = 6

#: The finding on what changed since the baseline run, which can be made anew by itself.
CHANGE = "change"

#: What stands first in the list; other levels follow in the order of their rules.
FIRST = ("blocker", "warning")


def key_findings(
    analysis: Analysis,
    metrics: Mapping[str, MetricInfo],
    arrays: Mapping[str, NDArray[Any]] | None = None,
    changes: Changes | None = None,
    muted: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Return what the headline rests on, and up to six further sentences on an analysis; the others at the end.

    Blockers come first, then warnings, then the others in the order of their rules. What the figures do not cover is
    never crowded out. At the end stand those that are muted, and warnings that there is no room for. Findings that the
    analysis holds of rules that are not installed here are kept.

    Parameters
    ----------
    arrays : mapping of str to array, optional
        Those of the bundle; without them nothing is said about predicted probabilities.
    changes : Changes, optional
        What changed since the baseline run.
    muted : mapping of str to str, optional
        Findings that page one does not show, by id, with the reason.
    """
    index = ScoreIndex(analysis, metrics, arrays, changes)
    reasons = muted or {}
    said: dict[Place, list[Finding]] = {"headline": [], "opening": [], "list": [], "closing": []}
    silenced: list[Finding] = []
    blocking_rules = [rule for rule in FINDINGS if "blocker" in rule.levels]
    known = _observed(blocking_rules, index)
    index.is_void = any(_is_void(finding) for _, finding in known if finding.id not in reasons)
    others = _observed([rule for rule in FINDINGS if "blocker" not in rule.levels], index)
    in_order = sorted([*known, *others], key=lambda one: FINDINGS.ids().index(one[1].id))
    for place, finding in [*in_order, *_foreign(analysis)]:
        if place == "headline" or finding.id not in reasons:
            said[place].append(finding)
        else:
            silenced.append(replace(finding, muted=reasons[finding.id]))
    listed = sorted(said["list"], key=_urgency)
    blocking = sum(finding.level == "blocker" for finding in listed)
    room = max(MOST - len(said["closing"]), blocking)
    return [
        *said["headline"],
        *listed[:blocking],
        *said["opening"],
        *listed[blocking:room],
        *said["closing"],
        *silenced,
        *(replace(finding, crowded_out=True) for finding in listed[room:] if finding.level in FIRST),
    ]


def _is_void(finding: Finding) -> bool:
    """Say whether a finding makes the figures void."""
    return finding.level == "blocker" and FINDINGS.get(finding.id).blocks_as == VOID


def _urgency(finding: Finding) -> int:
    return FIRST.index(finding.level) if finding.level in FIRST else len(FIRST)


def _observed(rules: Iterable[FindingRule], index: ScoreIndex) -> list[tuple[Place, Finding]]:
    found = ((rule, _spoken(rule, index)) for rule in rules)
    return [(rule.place, finding) for rule, finding in found if finding is not None]


def _foreign(analysis: Analysis) -> list[tuple[Place, Finding]]:
    """Return what the analysis holds of rules that are not installed here: nobody can say whether it still holds."""
    foreign = (kept for kept in analysis.findings if kept.id not in (*FINDINGS.ids(), FORMER_HEADLINE))
    return [("list", replace(kept, muted=None, crowded_out=False)) for kept in foreign]


def _spoken(rule: FindingRule, index: ScoreIndex) -> Finding | None:
    """Return what a rule says; one that fails says so, as the fits must not be lost for a sentence."""
    try:
        found = rule.speak(index)
        if found is not None and (found.id != rule.id or found.level not in rule.levels):
            raise ValueError(f"it returned a {found.level} called {found.id}")  # noqa: TRY301 - said as any other failure
    except Exception as error:  # noqa: BLE001 - whatever a rule stumbles over
        why = " ".join(f"{type(error).__name__}: {error}".split())
        return Finding(id=rule.id, level="warning", text=f"The finding {rule.id} could not be made ({why}).")
    return found


def with_change(known: Sequence[Finding], index: ScoreIndex, muted: Mapping[str, str]) -> list[Finding]:
    """Return the findings of an analysis with what changed since the baseline run, instead of since another."""
    rule = FINDINGS.get(CHANGE)
    kept = [finding for finding in known if finding.id not in (CHANGE, FORMER_HEADLINE)]
    said = [finding for _, finding in _observed([rule], index)]
    if CHANGE in muted:
        return [*kept, *(replace(finding, muted=muted[CHANGE]) for finding in said)]
    headline = {each.id for each in FINDINGS if each.place == "headline"}
    first = sum(finding.id in headline for finding in kept)
    return [*kept[:first], *said, *kept[first:]]
