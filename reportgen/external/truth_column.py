"""Which column of a file is the truth, where no layout and no option says so."""

from collections.abc import Collection

from reportgen.bundle.value_text import ticked
from reportgen.errors import InputError
from reportgen.external.layout import truths_like
from reportgen.external.name_parts import (
    PREDICTED,
    SCORED,
    STRONG_TRUTH,
    VERDICT,
    WEAK_TRUTH,
    is_just,
    speaks_of,
)
from reportgen.external.prediction_table import PredictionTable


def find_truth(table: PredictionTable, taken: Collection[str]) -> str | None:
    """Return the column of the true classes; None where the file has none.

    Raises
    ------
    InputError
        If several may be it: the message names them.
    """
    free = {
        name: column for name, column in table.columns.items() if name not in taken and not column.is_scored
    }
    strong = [name for name in free if speaks_of(name, STRONG_TRUTH) and not _is_predicted(name)]
    if strong:
        return _one_of(strong, table)
    weak = [name for name in free if is_just(name, WEAK_TRUTH) and free[name].may_be_label]
    certain = [
        name for name in weak if not is_just(name, ("correct", "answer")) or _is_class(table, name, weak)
    ]
    if certain:
        return _one_of(certain, table)
    named = [name for name in free if speaks_of(name, PREDICTED) and free[name].may_be_label]
    alike = dict.fromkeys(
        own for name in named for own in truths_like(table, name) if own in free and own not in named
    )
    for name in alike:
        _refuse_yes_no(name, table)
    return _one_of(list(alike), table) if alike else None


def _refuse_yes_no(name: str, table: PredictionTable) -> None:
    """Refuse a column such as `correct` whose yes and no may be the true class, and may say that it was predicted."""
    if is_just(name, VERDICT) and table.columns[name].is_verdict:
        raise InputError(
            f"`{table.name}`: `{name}` may be the true class, or say whether the prediction is right. Say which: "
            f"--truth {name} or --verdict {name}."
        )


def _is_predicted(name: str) -> bool:
    return speaks_of(name, PREDICTED | SCORED - {"p"})


def _is_class(table: PredictionTable, name: str, weak: Collection[str]) -> bool:
    """Whether a column called `correct` or `answer` holds classes: it is alone, and says more than right or wrong."""
    others = [own for own in weak if own != name]
    return not others and not table.columns[name].is_verdict


def _one_of(names: list[str], table: PredictionTable) -> str:
    """Return the only one, or the first of several that say the same; others are asked about."""
    first = table.columns[names[0]]
    texts = first.named.texts
    differing = [name for name in names[1:] if (table.columns[name].named.texts != texts).any()]
    if differing:
        raise InputError(
            f"`{table.name}`: the truth may be {ticked([names[0], *differing]).replace(' and ', ' or ')}. "
            f"Say which: --truth {names[0]}."
        )
    return names[0]
