"""Test samples that training knew."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.duplicate_sentences import known_samples, twins_in_words
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.wording.numbers import percent

#: In tables rows are alike by chance; below this share of the test it is not worth page one.
WORTH_SAYING = 0.05


def known_test(index: ScoreIndex) -> Finding | None:
    """Say how many test samples are also among the training samples, or nearly so."""
    analysis = index.analysis
    found = analysis.errors.duplicates
    if found is None or not known_samples(found):
        return None
    is_table = found.near is None
    if is_table and known_samples(found) < WORTH_SAYING * found.samples:
        return None
    text = f"{twins_in_words(analysis, found)} The models have seen these in training."
    if is_table:
        text = twins_in_words(analysis, found)
    return Finding(id="known_test", level="note" if is_table else "warning", text=text)


FINDINGS.register(
    FindingRule(
        id="known_test",
        levels=("warning", "note"),
        order=190,
        says="test samples that are also in the training data",
        when=f"there are any; of rows of tables {percent(WORTH_SAYING, 0)} %",
        speak=known_test,
        needs=frozenset({"data"}),
    )
)
