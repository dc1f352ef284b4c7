"""Columns that are not learnt from, because their values are codes that repeat."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.findings.rules.both_sides import both_sides
from reportgen.wording.analysis_words import nouns
from reportgen.wording.grammar import in_letters, name


def repeated_codes(index: ScoreIndex) -> Finding | None:
    """Say which column of codes is not learnt from, and how to keep its rows together; no more where that is said."""
    analysis = index.analysis
    left_out = [own for own in analysis.dataset.columns if own.role == "withheld" and own.codes]
    if not left_out or both_sides(index) is not None:
        return None
    first, *others = left_out
    text = (
        f"“{name(first.name)}” is not learnt from: its values are codes that repeat. Where {nouns(analysis)} of "
        f"one code belong together, --groups '{first.name}' keeps them on one side."
    )
    if others:
        more = "another column" if len(others) == 1 else f"{in_letters(len(others))} other columns"
        text += f" The same holds for {more}."
    return Finding(id="repeated_codes", level="note", text=text)


FINDINGS.register(
    FindingRule(
        id="repeated_codes",
        levels=("note",),
        order=167,
        says="a column that is not learnt from, as its values are codes that repeat",
        when="values are codes of patients, devices or the like that split the samples into many small groups, and "
        "`both_sides` does not say it",
        speak=repeated_codes,
    )
)
