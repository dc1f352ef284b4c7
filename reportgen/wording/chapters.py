"""The analyses of a study as chapters: their numbers, titles and anchors, and what each asks, in words."""

from dataclasses import dataclass

from reportgen.bundle.schema import Analysis, BundleRecord
from reportgen.tasks import Task
from reportgen.wording.analysis_words import nouns
from reportgen.wording.grammar import capital, counted, in_letters, name
from reportgen.wording.text import slug


@dataclass(frozen=True)
class Chapter:
    """A chapter as other pages name it."""

    number: int
    title: str
    anchor: str


def chapter_of(record: BundleRecord, analysis: Analysis) -> Chapter:
    """Return the chapter of an analysis; one without a title of its own is named by its data and its task."""
    ids = [other.id for other in record.analyses]
    title = analysis.title
    if title == analysis.dataset.name:
        title = f"{title}: {task_in_words(analysis)}"
    return Chapter(ids.index(analysis.id) + 1, title, f"{slug(analysis.id)}-chapter")


def task_in_words(analysis: Analysis) -> str:
    """Say what is asked of a sample: `5 against the rest`, `ten classes`, `three labels a row`."""
    classes, noun = analysis.dataset.classes, analysis.dataset.noun
    a_noun = f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"
    without_classes = {
        Task.DENOISE: f"noise removed from {nouns(analysis)}",
        Task.CORRECTNESS: "right or wrong answers",
        Task.MULTILABEL: f"{_so_many(len(classes), 'label')} {a_noun}",
        Task.MULTIOUTPUT: f"several outputs {a_noun}",
    }
    if analysis.task in without_classes:
        return without_classes[Task(analysis.task)]
    if analysis.positive is not None:
        return f"{name(analysis.positive)} against the rest"
    if analysis.task == Task.BINARY and len(classes) == 2:
        return f"{name(classes[0])} or {name(classes[1])}"
    return _so_many(len(classes), "class")


def answers_counted(analysis: Analysis) -> str:
    """Say how many classes, labels or outputs there are: `10 classes`, `2 labels`; of a detector, both."""
    if analysis.task == Task.DENOISE:
        return "images as targets"
    if analysis.task == Task.CORRECTNESS:
        return "right or wrong"
    if analysis.positive is not None:
        return f"“{name(analysis.positive)}” or “{name(analysis.dataset.classes[0])}”"
    nouns_of = {Task.MULTILABEL: "label", Task.MULTIOUTPUT: "output"}
    return counted(len(analysis.dataset.classes), nouns_of.get(Task(analysis.task), "class"))


def chapters_named(numbers: list[int]) -> str:
    """Return `chapter 2`, `chapters 2 and 4`, `chapters 1 to 4`."""
    if len(numbers) == 1:
        return f"chapter {numbers[0]}"
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"chapters {numbers[0]} to {numbers[-1]}"
    return f"chapters {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def analyses_counted(number: int) -> str:
    """Return `Nine analyses`."""
    return capital(f"{in_letters(number)} analyses")


def _so_many(number: int, noun: str) -> str:
    return counted(number, noun).replace(str(number), in_letters(number), 1)
