"""Rows of one patient, device or the like in training and test alike."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.wording.analysis_words import nouns
from reportgen.wording.grammar import name
from reportgen.wording.numbers import count, percent

#: From this share of the test on it takes the recommendation back.
SHARE = 0.05


def both_sides(index: ScoreIndex) -> Finding | None:
    """Say how many test rows are of a code that training rows have too, and how to keep them apart."""
    found = index.analysis.errors.shared_codes
    if not found or found[0].shared < SHARE * found[0].samples:
        return None
    first, what = found[0], nouns(index.analysis)
    roles = {column.name: column.role for column in index.analysis.dataset.columns}
    how = "It is not learnt from, and still how" if roles.get(first.column) == "withheld" else "How"
    text = (
        f"{count(first.shared)} of {count(first.samples)} test {what} share their “{name(first.column)}” with training "
        f"{what}, and {what} of one “{name(first.column)}” are alike in their class. "
        f"{how} well models do on a new one the figures do not say: keep each on one side with "
        f"--groups '{first.column}'."
    )
    return Finding(id="both_sides", level="blocker", text=text)


FINDINGS.register(
    FindingRule(
        id="both_sides",
        levels=("blocker",),
        order=135,
        says="rows of one patient, device or the like in training and test alike",
        when=f"a column holds codes that repeat and tell the class, and {percent(SHARE, 0)} % of the test rows have a "
        "code that a training row has",
        speak=both_sides,
        needs=frozenset({"data"}),
        blocks_as="says_nothing_about_new_data",
        topic="leak",
        looks_at="shared codes",
    )
)
