"""GivenColumns: which column a user says is what, over what is recognised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from reportgen.errors import InputError, nearest
from reportgen.external.prediction_table import PredictionTable


@dataclass(frozen=True)
class GivenColumns:
    """What options say of columns: their names, or None where an option is not given.

    Attributes
    ----------
    predicted, scores : tuple of (model, column or pattern)
        The model is empty where the option names none.
    """

    truth: str | None = None
    id: str | None = None
    model: str | None = None
    fold: str | None = None
    repeat: str | None = None
    split: str | None = None
    groups: str | None = None
    time: str | None = None
    predicted: tuple[tuple[str, str], ...] = ()
    scores: tuple[tuple[str, str], ...] = ()
    verdict: tuple[tuple[str, str], ...] = ()

    @property
    def by_option(self) -> dict[str, str | None]:
        """The columns by the option that names them."""
        return {
            "--truth": self.truth,
            "--id": self.id,
            "--model-column": self.model,
            "--fold": self.fold,
            "--repeat-column": self.repeat,
            "--split-column": self.split,
            "--groups": self.groups,
            "--time": self.time,
        }


def pairs(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return `alpha=alpha.*` as (alpha, alpha.*), and a column alone with an empty model."""
    found = []
    for text in texts:
        model, between, column = text.partition("=")
        found.append((model.strip(), column.strip()) if between else ("", text.strip()))
    return tuple(found)


def refuse_unknown(given: GivenColumns, tables: Sequence[PredictionTable]) -> None:
    """Raise an InputError where an option names a column that no file has."""
    names = list(dict.fromkeys(name for table in tables for name in table.columns))
    wanted = [(option, name) for option, name in given.by_option.items() if name is not None]
    wanted += [("--predicted", column) for _, column in given.predicted]
    wanted += [("--verdict", column) for _, column in given.verdict]
    for option, name in wanted:
        if name not in names:
            raise InputError(
                f"{option}: there is no column `{name}`.{nearest(name, names)} {columns_in_words(names)}"
            )
    for _, pattern in given.scores:
        if not any(fnmatchcase(name, pattern) for name in names):
            raise InputError(
                f"--scores: no column is called `{pattern}`.{nearest(pattern, names)} {columns_in_words(names)}"
            )


def columns_in_words(names: Sequence[str]) -> str:
    """Return the sentence that lists the columns there are."""
    from reportgen.bundle.value_text import ticked

    return f"The columns are {ticked(names, 20)}."
