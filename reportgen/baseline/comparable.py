"""Which analyses of two runs ask the same question, and why others cannot be compared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportgen.bundle.query import predicted_classes
from reportgen.bundle.schema import Analysis
from reportgen.errors import InputError, nearest
from reportgen.predictions.question import Question

#: Classes that a message names.
NAMED = 3


@dataclass(frozen=True)
class QuestionIdentity:
    """What an analysis asks: the task, the class a detector tells from the rest, and the possible classes.

    `classes` are classes, or of several labels or outputs each one's name with its classes.
    """

    id: str
    task: str
    positive: str | None
    classes: tuple[str, ...]


def identity_of(analysis: Analysis) -> QuestionIdentity:
    """Return what a stored analysis asks."""
    data = analysis.dataset
    return QuestionIdentity(
        analysis.id,
        str(analysis.task),
        analysis.positive,
        answers([(o.name, o.classes) for o in data.outputs], predicted_classes(analysis)),
    )


def asked_by(question: Question) -> QuestionIdentity:
    """Return what an analysis that is not fitted yet will ask."""
    several = answers([(output.name, output.classes) for output in question.outputs], question.classes)
    return QuestionIdentity(question.id, str(question.task), question.positive, several)


def answers(outputs: Iterable[tuple[str, Iterable[str]]], classes: Iterable[str]) -> tuple[str, ...]:
    """Return the possible classes, or of several labels or outputs each one's name with its classes."""
    several = tuple(f"{name}: {value}" for name, values in outputs for value in values)
    return several or tuple(classes)


def matched(
    baseline: Sequence[QuestionIdentity], candidate: Sequence[QuestionIdentity]
) -> list[tuple[QuestionIdentity | None, QuestionIdentity]]:
    """Return each analysis of the candidate with that of the baseline that has its id.

    Where each run has a single analysis these belong together, whatever they are called.
    """
    if len(baseline) == len(candidate) == 1:
        return [(baseline[0], candidate[0])]
    known = {question.id: question for question in baseline}
    return [(known.get(question.id), question) for question in candidate]


def refuse_incomparable(
    baseline: Sequence[QuestionIdentity], candidate: Sequence[QuestionIdentity], name: str
) -> None:
    """Raise an InputError where not a single analysis can be compared; `name` is what the baseline is called."""
    pairs = matched(baseline, candidate)
    if any(before is not None and difference(before, after) is None for before, after in pairs):
        return
    for before, after in pairs:
        if before is not None:
            where = "" if len(candidate) == 1 else f" (analysis `{after.id}`)"
            raise InputError(
                f"The baseline `{name}` cannot be compared with this run{where}: {difference(before, after)}. "
                "Give a baseline of the same question."
            )
    known = [question.id for question in baseline]
    raise InputError(
        f"The baseline `{name}` has no analysis called `{candidate[0].id}`.{nearest(candidate[0].id, known)} "
        f"It has {', '.join(known)}; analyses are matched by their ids."
    )


def difference(before: QuestionIdentity, after: QuestionIdentity) -> str | None:
    """Return what the two ask differently, for a reader; None where they ask the same."""
    if before.task != after.task:
        return f"its task is {before.task}, here it is {after.task}"
    if before.positive != after.positive:
        return f"it {_detects(before.positive)}, here {_detected(after.positive)}"
    if before.classes == after.classes:
        return None
    if set(before.classes) == set(after.classes):
        return "its classes stand in another order"
    gone = [name for name in before.classes if name not in set(after.classes)]
    new = [name for name in after.classes if name not in set(before.classes)]
    said = [f"{_named(names)} only {where}" for names, where in ((gone, "there"), (new, "here")) if names]
    return f"it has other classes ({'; '.join(said)})"


def _detects(positive: str | None) -> str:
    return "tells all classes apart" if positive is None else f"is a detector of `{positive}`"


def _detected(positive: str | None) -> str:
    return "all classes are told apart" if positive is None else f"`{positive}` is detected"


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(f"`{name}`" for name in names[:NAMED]) + more
