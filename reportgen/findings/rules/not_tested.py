"""What the figures do not cover."""

from reportgen.bundle.pairwise import compared
from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.wording.analysis_words import is_made_elsewhere, nouns


def not_tested(index: ScoreIndex) -> Finding | None:
    """Say what the figures do not cover."""
    if index.chosen is None:
        return None
    of_recipes = any(row.estimand == "recipe" for row in compared(index))
    anew = "" if of_recipes else " and other training runs of the same models"
    text = f"Limits of this evaluation: {nouns(index.analysis)} from other sources{anew} were not tested."
    if is_made_elsewhere(index.analysis):
        what = nouns(index.analysis)
        text += (
            f" Whether the models were trained on these {what} is not known: if so, the figures are too good."
        )
    return Finding(id="not_tested", level="note", text=text)


FINDINGS.register(
    FindingRule(
        id="not_tested",
        levels=("note",),
        order=910,
        says="other sources; without `--repeats` other training runs",
        when="a model was recommended",
        speak=not_tested,
        place="closing",
    )
)
