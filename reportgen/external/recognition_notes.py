"""What was recognised as what, in words: printed, and kept in the report."""

from reportgen.bundle.value_text import listed
from reportgen.external.layout import LAYOUTS
from reportgen.external.name_parts import words
from reportgen.external.prediction_table import PredictionTable
from reportgen.external.roles import Roles


def recognised_in_words(table: PredictionTable, roles: Roles) -> list[str]:
    """Return sentences on the columns of a file that have a part, and on an id that cannot be one."""
    return [_parts_in_words(table, roles), *_repeated_id(table, roles)]


def _parts_in_words(table: PredictionTable, roles: Roles) -> str:
    """Say which column was taken as what."""
    layout = LAYOUTS.get(roles.layout)
    title = f"layout of {layout.title}" if layout.of_program else layout.title
    said = [
        ("true class", roles.truth),
        ("id", roles.id),
        ("model", roles.model_column),
        ("fold", roles.fold),
    ]
    said += [("repeat", roles.repeat), ("split", roles.split), ("group", roles.groups)]
    words = [f"{what} “{name}”" for what, name in said if name is not None]
    for model in roles.models:
        whose = f" of {model.name}" if model.name else ""
        if model.predicted is not None:
            words.append(f"predicted class{whose} “{model.predicted}”")
        if model.scores:
            columns = list(model.scores.values())
            shown = f"“{columns[0]}” to “{columns[-1]}”" if len(columns) > 1 else f"“{columns[0]}”"
            words.append(f"scores{whose} {shown}")
        if model.score is not None:
            words.append(f"score{whose} “{model.score}”")
        if model.verdict is not None:
            words.append(f"whether it is right{whose} “{model.verdict}”")
    return f"{table.name}: {title}; {listed(words, 12)}."


def _repeated_id(table: PredictionTable, roles: Roles) -> list[str]:
    """Say so where a column is called an id but several rows have the same, so that it names no single samples."""
    if roles.id is not None or not roles.models:
        return []
    called = [
        name
        for name, column in table.columns.items()
        if words(name)[-1:] == ("id",) and name not in roles.columns and not column.missing
    ]
    return [
        f"{table.name}: “{name}” repeats, so that it is not taken as the id of a row. If rows with the same one belong "
        f"together, say so with --groups {name}."
        for name in called
    ]
