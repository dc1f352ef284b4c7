"""Columns that alone predict the target (leakage)."""

from reportgen.bundle.data_records import GIVEAWAY_GAPS, GIVEAWAY_VALUES
from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.wording.grammar import in_letters, name
from reportgen.wording.numbers import percent


def giveaway_columns(index: ScoreIndex) -> Finding | None:
    """Name the columns that alone predict the target, and how often."""
    codes = {
        one.column for one in index.analysis.errors.shared_codes
    }  # another finding says what to do about them
    columns = [
        one for one in index.analysis.dataset.columns if one.role == "feature" and one.name not in codes
    ]
    suspected = [one for one in columns if one.suspicion]
    if not suspected:
        return None
    first, *others = suspected
    reason = (first.suspicion or "").rstrip(".")
    text = f"The column “{name(first.name)}” gives the target away: {reason[:1].lower()}{reason[1:]}."
    if others:
        more = "does another column" if len(others) == 1 else f"do {in_letters(len(others))} other columns"
        text += f" So {more}."
    text += (
        f" Where it is known only after the answer is, take it out with --drop '{first.name}'; where it is not, mute "
        "this with a reason (--ignore-finding giveaway_columns)."
    )
    return Finding(id="giveaway_columns", level="blocker", text=text)


FINDINGS.register(
    FindingRule(
        id="giveaway_columns",
        levels=("blocker",),
        order=140,
        says="a column that alone predicts the target, and how often",
        when=f"it removes {percent(GIVEAWAY_VALUES, 0)} % of the errors of the majority class, or whether it is "
        f"missing removes {percent(GIVEAWAY_GAPS, 0)} %",
        speak=giveaway_columns,
        blocks_as="says_nothing_about_new_data",
        needs=frozenset({"data"}),
        topic="leak",
    )
)
