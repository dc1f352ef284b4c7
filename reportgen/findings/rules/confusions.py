"""The classes most often mixed up; of a detector its misses and false alarms."""

from reportgen.bundle.schema import Analysis, Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.confusion_pairs import Pair, most_frequent, pairs_of
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.findings.point_in_use import STANDARD, point_in_use
from reportgen.tasks import MANY_CLASSES
from reportgen.wording.analysis_words import is_binary, nouns, positive_class
from reportgen.wording.grammar import in_letters, listed, name
from reportgen.wording.numbers import count

#: Answers that say nothing without the name of their column.
BARE_ANSWERS = frozenset({"0", "1", "true", "false", "yes", "no", "y", "n", "t", "f"})


def confusions(index: ScoreIndex) -> Finding | None:
    """Name the pairs of classes that the chosen model mixes up most; ties are not broken."""
    chosen = index.chosen
    matrix = None if chosen is None else index.confusion(chosen.id)
    if chosen is None or matrix is None or matrix.matrix is None:
        return None
    classes = index.analysis.dataset.classes
    if is_binary(index.analysis):
        point = point_in_use(index, chosen)
        if point is not None and point.rule not in STANDARD:
            return None  # used at another threshold than its own, of which others tell
        return _detector(index, matrix.matrix)
    pairs = pairs_of(matrix.matrix)
    if not pairs:
        text = f"{name(chosen.title)} makes no error on the {nouns(index.analysis)} judged."
        return Finding(id="confusions", level="good", text=text)
    return Finding(id="confusions", level="note", text=_pairs_sentence(pairs, classes))


def _positive_named(analysis: Analysis) -> str:
    """Return the positive class as a sentence needs it: `survived = 1` where the class alone says nothing."""
    positive = name(positive_class(analysis))
    columns = [column.name for column in analysis.dataset.columns if column.role == "target"]
    if len(columns) == 1 and positive.lower() in BARE_ANSWERS:
        return f"{name(columns[0])} = {positive}"
    return positive


def _pairs_sentence(pairs: list[Pair], classes: list[str]) -> str:
    errors = sum(pair.errors for pair in pairs)
    most = pairs[0].errors
    named = most_frequent(pairs, 3)
    if most == 1 and errors > 1:
        return "No class is mistaken for another more than once."
    if not named:
        tied = sum(pair.errors == most for pair in pairs)
        return f"No confusion stands out: {in_letters(tied)} pairs of classes share the most errors, {most} each."
    said = [
        f"{name(classes[p.actual])} predicted as {name(classes[p.answer])} ({count(p.errors)})" for p in named
    ]
    total = sum(pair.errors for pair in named)
    share = f"all {count(total)}" if total == errors else f"{count(total)} of the {count(errors)}"
    return (
        f"Most often mixed up: {listed(said)}, {share} errors."
        if errors > 1
        else f"Its only error: {said[0].removesuffix(' (1)')}."
    )


def _detector(index: ScoreIndex, matrix: list[list[int]]) -> Finding:
    (_, false_alarms), (missed, found) = matrix
    positive = _positive_named(index.analysis)
    text = f"{_found(index, positive, missed, found)}; {_called(found, false_alarms)}."
    return Finding(id="confusions", level="note", text=text)


def _found(index: ScoreIndex, positive: str, missed: int, found: int) -> str:
    if missed + found == 1:
        return f"The only {index.analysis.dataset.noun} that is “{positive}” it {'misses' if missed else 'finds'}"
    what = f"{count(missed + found)} {nouns(index.analysis)}"
    return f"Of {what} that are “{positive}” it misses {count(missed) if missed else 'none'}"


def _called(found: int, false_alarms: int) -> str:
    if not found + false_alarms:
        return "none is predicted as such"
    if found + false_alarms == 1:
        return f"the only one predicted as such {'is' if found else 'is not'}"
    if not false_alarms:
        return f"all {count(found)} predicted as such are"
    verb = "is not" if false_alarms == 1 else "are not"
    return f"of the {count(found + false_alarms)} predicted as such, {count(false_alarms)} {verb}"


FINDINGS.register(
    FindingRule(
        id="confusions",
        levels=("note", "good"),
        order=220,
        says="the classes most often mixed up; of a detector misses and false alarms",
        when=f"up to {MANY_CLASSES} classes; ties are not broken; of a detector at its own threshold",
        speak=confusions,
    )
)
