"""Test samples that training knew."""

from reportgen.bundle.error_records import Duplicates
from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.duplicate_sentences import known_samples, twins_in_words
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.wording.numbers import percent

#: In tables rows are alike by chance; below this share of the test it is not worth page one.
WORTH_SAYING = 0.05

#: From this share of the test on, copies of training samples take the recommendation back.
COPIES = 0.05

#: Samples that are alike by chance differ in their class more often than this.
ALIKE_BY_CHANCE = 0.05

#: Where chance alone would give more than this share of those that are alike, they are no copies.
BY_CHANCE = 0.1

#: Where chance would give so few of them they are copies, whatever their classes are.
HARDLY_BY_CHANCE = 0.001

#: So many have another class by chance that it tells something where none has.
TELLING = 5

WAY_OUT = "Drop the copies, or keep those that belong together on one side with --groups."


def known_test(index: ScoreIndex) -> Finding | None:
    """Say how many test samples are also among the training samples, or nearly so."""
    analysis = index.analysis
    found = analysis.errors.duplicates
    if found is None or not known_samples(found):
        return None
    is_table = found.near is None
    if is_table and known_samples(found) < WORTH_SAYING * found.samples:
        return None
    if _are_copies(found):
        text = f"{twins_in_words(analysis, found)} {WAY_OUT}"
        return Finding(id="known_test", level="blocker", text=text)
    text = f"{twins_in_words(analysis, found)} The models have seen these in training."
    if is_table:
        text = twins_in_words(analysis, found)
    return Finding(id="known_test", level="note" if is_table else "warning", text=text)


def _are_copies(found: Duplicates) -> bool:
    """Say whether so many have the same values, and as good as none of them another class, that chance is no reason.

    Of a rare class nearly all rows that are alike by chance have the same class: then the values have to be the proof.
    """
    if found.exact < COPIES * found.samples or found.contradicting > ALIKE_BY_CHANCE * found.exact:
        return False
    if found.by_chance is None or found.contradicting_by_chance is None:
        return True
    if found.by_chance > BY_CHANCE * found.exact:
        return False
    return found.contradicting_by_chance >= TELLING or found.by_chance <= HARDLY_BY_CHANCE * found.exact


FINDINGS.register(
    FindingRule(
        id="known_test",
        levels=("blocker", "warning", "note"),
        order=190,
        says="test samples that are also in the training data",
        when=f"there are any; of rows of tables {percent(WORTH_SAYING, 0)} %; a blocker where {percent(COPIES, 0)} % "
        f"of the test are copies, of which no more than {percent(ALIKE_BY_CHANCE, 0)} % have another class and "
        f"chance explains no more than {percent(BY_CHANCE, 0)} %",
        speak=known_test,
        blocks_as="says_nothing_about_new_data",
        needs=frozenset({"data"}),
        topic="leak",
        looks_at="duplicates",
    )
)
