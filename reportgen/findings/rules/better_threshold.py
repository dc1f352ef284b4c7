"""What the threshold of the best F1 would change."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.findings.point_in_use import STANDARD, point_in_use
from reportgen.wording.analysis_words import judged_nouns
from reportgen.wording.grammar import counted
from reportgen.wording.numbers import count, score_text

#: A threshold that gains so much F1 is worth naming.
BETTER_F1 = 0.01


def better_threshold(index: ScoreIndex) -> Finding | None:
    """Say what the threshold of the best F1 would change, where it is clearly better than the model's predictions."""
    chosen = index.chosen
    asked = (
        chosen is not None
        and (point := point_in_use(index, chosen)) is not None
        and point.rule not in STANDARD
    )
    points = [] if chosen is None or asked or index.is_void else index.operating_points(chosen.id)
    best = next((point for point in points if point.rule == "best f1"), None)
    now = None if chosen is None else index.confusion(chosen.id)
    own = None if chosen is None else index.headline(chosen.id, "f1")
    if best is None or best.matrix is None or best.threshold is None or best.f1 is None:
        return None
    if now is None or now.matrix is None or own is None or own.value is None:
        return None
    if points[0].threshold is None or best.f1 - own.value < BETTER_F1:
        return None
    (_, alarms), (missed, _) = now.matrix
    (_, new_alarms), (new_missed, _) = best.matrix
    text = (
        f"With a threshold of {score_text(best.threshold)} instead of {score_text(points[0].threshold)} it misses "
        f"{_changed(missed, new_missed)}, with {_changed(alarms, new_alarms, 'false alarm')}: "
        f"F1 {best.f1:.2f} instead of {own.value:.2f}."
    )
    if best.chosen_on == "test":
        text += f" It was chosen on the same {judged_nouns(index.analysis)}, so this is slightly optimistic."
    return Finding(id="better_threshold", level="note", text=text)


def _changed(before: int, after: int, what: str = "") -> str:
    """Return `3 false alarms instead of 5`, or `0 false alarms as before`."""
    number = counted(after, what) if what else count(after)
    return f"{number} {'as before' if before == after else f'instead of {count(before)}'}"


FINDINGS.register(
    FindingRule(
        id="better_threshold",
        levels=("note",),
        order=240,
        says="what the threshold of the best F1 would change",
        when=f"it gains {BETTER_F1} or more",
        speak=better_threshold,
    )
)
