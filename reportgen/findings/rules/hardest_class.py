"""The class that the model finds least of."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.wording.analysis_words import is_several, nouns
from reportgen.wording.grammar import in_letters, listed, name
from reportgen.wording.numbers import INTERVAL, count, shown

#: Fewer classes than this have no hardest one worth naming.
SEVERAL_CLASSES = 3


def hardest_class(index: ScoreIndex) -> Finding | None:
    """Name the class that the chosen model finds least of; classes that share the lowest recall are named together."""
    chosen = index.chosen
    too_few = len(index.analysis.dataset.classes) < SEVERAL_CLASSES
    if chosen is None or too_few or is_several(index.analysis):
        return None
    rows = [index.of_class(chosen.id, "recall", label) for label in index.labels(chosen.id, "recall")]
    known = [row for row in rows if row is not None and row.value is not None]
    if not known:
        return None
    lowest = min(row.value or 0.0 for row in known)
    worst = [row for row in known if row.value == lowest]
    if lowest == 1 or len(worst) > SEVERAL_CLASSES:
        return None
    figure = shown(worst[0], index.metrics)
    what = nouns(index.analysis)
    if len(worst) == 1:
        interval = f", {INTERVAL} {figure.interval}" if figure.interval else ""
        of = f"{figure.full} of its {count(worst[0].n)} {what}"
        text = f"The hardest class is {name(worst[0].label or '')}: {of} are recognised{interval}."
    else:
        named = listed([name(row.label or "") for row in worst])
        text = f"The hardest classes are {named}: {figure.full} of the {what} of each are recognised."
    return Finding(id="hardest_class", level="note", text=text)


FINDINGS.register(
    FindingRule(
        id="hardest_class",
        levels=("note",),
        order=250,
        says="the class with the lowest recall, with its interval",
        when=f"there are {in_letters(SEVERAL_CLASSES)} classes or more",
        speak=hardest_class,
    )
)
