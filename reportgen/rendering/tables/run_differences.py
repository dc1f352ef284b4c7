"""What differs between two runs besides their results, as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.bundle.run_changes import Altered
from reportgen.rendering.section_spec import SectionContext
from reportgen.wording.grammar import capital, counted, label
from reportgen.wording.numbers import UNDEFINED, size

#: Rows of what else differs; the rest is in comparison.json.
MOST_ALTERED = 24

KINDS = {
    "data": "Data",
    "protocol": "Protocol",
    "parameter": "Parameter",
    "option": "Option",
    "seed": "Seed",
    "version": "Version",
    "machine": "Machine",
    "code": "Code",
    "size": "Size",
}


@dataclass(frozen=True)
class AlteredRow:
    """Something else that differs."""

    kind: str
    name: str
    then: str
    now: str


@dataclass(frozen=True)
class AlteredTable:
    """All rows that are shown, and how many are not."""

    rows: tuple[AlteredRow, ...]
    left_out: str


def altered_table(context: SectionContext, altered: Sequence[Altered]) -> AlteredTable:
    """Return what differs; of very much the first MOST_ALTERED."""
    rows = tuple(_altered(context, one) for one in altered[:MOST_ALTERED])
    more = len(altered) - len(rows)
    verb = "is" if more == 1 else "are"
    left_out = f"{capital(counted(more, 'more difference'))} {verb} in comparison.json." if more else ""
    return AlteredTable(rows, left_out)


def _altered(context: SectionContext, one: Altered) -> AlteredRow:
    titles = {model.id: model.title for model in context.analysis.models}
    of = f"{label(titles.get(one.model, one.model), 16).short}: " if one.model else ""
    then, now = one.baseline, one.candidate
    what = one.name
    if one.kind == "size":
        what = "fitted model"
        then, now = (None if text is None else size(int(text.replace(",", ""))) for text in (then, now))
    return AlteredRow(KINDS[one.kind], f"{of}{what}", then or UNDEFINED, now or UNDEFINED)
