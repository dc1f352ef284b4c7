"""The lines below a title: what the data are, how many of them, and a limit that was set on them."""

from collections.abc import Sequence

from reportgen.rendering.protocol import image_size
from reportgen.rendering.section_spec import SectionContext
from reportgen.wording.analysis_words import nouns, of_test
from reportgen.wording.chapters import answers_counted
from reportgen.wording.grammar import counted, listed, name
from reportgen.wording.numbers import count

#: A study of more data sets than this names only the first ones below its title.
MOST_NAMED = 4


def lines_of(context: SectionContext) -> tuple[str, ...]:
    """Return the lines below the title of a report or chapter."""
    data = context.analysis.dataset
    facts = [data.name]
    if data.image_shape:
        facts.append(image_size(data.image_shape))
    targets = [name(column.name) for column in data.columns if column.role == "target"]
    if targets:
        facts.append(f"{'target' if len(targets) == 1 else 'targets'}: {listed(targets)}")
    facts.append(answers_counted(context.analysis))
    what = nouns(context.analysis)
    kinds = {"train": "training ", "test": of_test(context.analysis)}
    facts += [
        f"{count(number)} {kinds.get(split, f'{split} ')}{what}" for split, number in data.splits.items()
    ]
    lines = [" · ".join(facts)]
    protocol = context.analysis.protocol
    if protocol.limited_from is not None:
        used = count(data.splits["train"])
        lines.append(
            f"Trained on a part of the data only: {used} of {count(protocol.limited_from)} training {what}."
        )
    return tuple(lines)


def data_lines(contexts: Sequence[SectionContext]) -> tuple[str, ...]:
    """Return a line for each data set of a study."""
    found = {context.analysis.dataset.fingerprint: context.analysis.dataset for context in reversed(contexts)}
    lines = []
    for data in reversed(found.values()):
        facts = [data.name, *([image_size(data.image_shape)] if data.image_shape else [])]
        lines.append(" · ".join([*facts, counted(data.samples, data.noun)]))
    if len(lines) > MOST_NAMED:
        lines[MOST_NAMED:] = [f"and {counted(len(lines) - MOST_NAMED, 'data set')} more"]
    return tuple(lines)
