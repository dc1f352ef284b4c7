"""Rows of one patient, device or the like in training and test alike."""

from reportgen.bundle.error_records import SharedCodes
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
    if not found:
        return None
    first, what = found[0], nouns(index.analysis)
    roles = {column.name: column.role for column in index.analysis.dataset.columns}
    if roles.get(first.column) == "group":
        return Finding(id="both_sides", level="blocker", text=_in_both_files(first, what))
    if first.shared < SHARE * first.samples:
        return None
    how = "It is not learnt from, and still how" if roles.get(first.column) == "withheld" else "How"
    text = (
        f"{count(first.shared)} of {count(first.samples)} test {what} share their “{name(first.column)}” with training "
        f"{what}, and {what} of one “{name(first.column)}” are alike in their class. "
        f"{how} well models do on a new one the figures do not say: keep each on one side with "
        f"--groups '{first.column}'."
    )
    return Finding(id="both_sides", level="blocker", text=text)


def _in_both_files(found: SharedCodes, what: str) -> str:
    """Say that a test of its own does not keep to the groups that were named."""
    return (
        f"{count(found.shared)} of {count(found.samples)} test {what} share their “{name(found.column)}” with training "
        f"{what}, although --groups names it: the test is a file of its own. How well models do on a new "
        f"“{name(found.column)}” the figures do not say: keep the {what} of each in one of the two files."
    )


FINDINGS.register(
    FindingRule(
        id="both_sides",
        levels=("blocker",),
        order=135,
        says="rows of one patient, device or the like in training and test alike",
        when=f"a column holds codes that repeat and tell the class, and {percent(SHARE, 0)} % of the test rows have a "
        "code that a training row has; or any row of `--test-data` is of a group of `--groups` in training",
        speak=both_sides,
        needs=frozenset({"data"}),
        blocks_as="says_nothing_about_new_data",
        topic="leak",
        looks_at="shared codes",
    )
)
