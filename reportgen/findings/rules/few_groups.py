"""So few groups that they, not their samples, are what was judged."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.wording.analysis_words import group_noun, group_nouns, nouns
from reportgen.wording.grammar import capital, in_letters

#: With fewer groups judged than this, page one warns.
FEW_GROUPS = 10


def few_groups(index: ScoreIndex) -> Finding | None:
    """Say how many groups were judged, where they are few."""
    analysis = index.analysis
    number = analysis.groups.get(index.judged_on)
    if number is None or number >= FEW_GROUPS:
        return None
    many = group_nouns(analysis)
    judged = f"{capital(in_letters(number))} {group_noun(analysis) if number == 1 else many}"
    verb, what = "was" if number == 1 else "were", nouns(analysis)
    text = (
        f"{judged} {verb} judged: that is the number that counts, as {what} of one {group_noun(analysis)} go together. "
        f"More {many}, not more {what}, would make the figures more certain."
    )
    return Finding(id="few_groups", level="warning", text=text)


FINDINGS.register(
    FindingRule(
        id="few_groups",
        levels=("warning",),
        order=165,
        says="how few groups of samples were judged",
        when=f"samples belong to groups, and fewer than {in_letters(FEW_GROUPS)} groups are judged",
        speak=few_groups,
    )
)
