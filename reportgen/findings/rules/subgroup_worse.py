"""A subgroup in which the recommended model errs more than among all others, beyond chance."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.statistics.interval import ALPHA
from reportgen.wording.analysis_words import nouns
from reportgen.wording.grammar import counted, name
from reportgen.wording.numbers import NBSP, count, percent

#: Error rates that are not so many times those of the others are not worth a sentence, however certain.
MARKED = 1.3


def subgroup_worse(index: ScoreIndex) -> Finding | None:
    """Name the subgroup with the most errors, of those that --by asked for, and how many more there are."""
    subgroups = index.analysis.subgroups
    worse = [
        own
        for own in subgroups
        if own.p_adjusted is not None
        and own.p_adjusted <= ALPHA
        and own.rest is not None
        and own.rate >= MARKED * own.rest
    ]
    if not worse:
        return None
    worst = max(worse, key=lambda own: own.rate)
    what, others = nouns(index.analysis), len(worse) - 1
    text = (
        f"Worse for {name(worst.column)} {name(worst.value)}: {percent(worst.rate, 0)}{NBSP}% of its {count(worst.n)} "
        f"{what} are wrong, of the others {percent(worst.rest or 0.0, 0)}{NBSP}%, more than chance explains among "
        f"{counted(len(subgroups), 'subgroup')}."
    )
    if others:
        text += f" {counted(others, 'other')} stand{'s' if others == 1 else ''} out too."
    return Finding(id="subgroup_worse", level="warning", text=text)


FINDINGS.register(
    FindingRule(
        id="subgroup_worse",
        levels=("warning",),
        order=170,
        says="the subgroup of `--by` with the most errors, and that of the others",
        when="its errors are more than chance explains, adjusted for all subgroups, and "
        f"{MARKED:g} times those of the others",
        speak=subgroup_worse,
    )
)
