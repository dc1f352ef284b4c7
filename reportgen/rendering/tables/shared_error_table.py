"""Which models fail together, as a table and in words."""

from math import prod

from reportgen.bundle.error_records import SharedErrors
from reportgen.bundle.schema import Analysis
from reportgen.rendering.tables.confusion_matrix import LEVELS, MatrixCell, MatrixRow, MatrixView
from reportgen.wording.analysis_words import is_correctness, of_test, split_in_words
from reportgen.wording.grammar import capital, in_letters, label
from reportgen.wording.numbers import count, percent
from reportgen.wording.text import plural, width_of

#: Titles up to this width stand above the columns; longer ones give way to numbers.
WIDEST_HEAD = 4.0


def shared_in_words(analysis: Analysis, shared: SharedErrors) -> str:
    """Return how many samples all models get wrong, how often alike, and how many chance would give."""
    number, noun = len(shared.models), analysis.dataset.noun
    models = "both models" if number == 2 else f"all {in_letters(number)} models"
    kind, where = of_test(analysis), ""
    if shared.split == "cv":
        kind, where = "", f" {split_in_words(analysis, shared.split)}"
    if not shared.by_all:
        return f"There is no {kind}{noun} that {models} get wrong{where}."
    alike = "all" if shared.alike == shared.by_all else count(shared.alike)
    same = (
        f", {alike} of them with the same prediction"
        if shared.by_all > 1 and not is_correctness(analysis)
        else ""
    )
    return (
        f"{capital(models)} get {count(shared.by_all)} of {count(shared.samples)} {kind}{plural(noun)} wrong{where}"
        f"{same}; errors that had nothing to do with each other would meet on {_by_chance(shared)}."
    )


def _by_chance(shared: SharedErrors) -> str:
    errors = [shared.matrix[place][place] for place in range(len(shared.models))]
    expected = shared.samples * prod(error / shared.samples for error in errors)
    return "fewer than one" if expected < 1 else f"about {count(round(expected))}"


def shared_matrix(analysis: Analysis, shared: SharedErrors) -> MatrixView:
    """Return the share of each row's errors that the model of the column makes as well."""
    titles = {model.id: model.title for model in analysis.models}
    names = [titles[model] for model in shared.models]
    numbered = any(width_of(name) > WIDEST_HEAD for name in names)
    rows = tuple(
        MatrixRow(
            number=str(i + 1) if numbered else "",
            name=label(name, 12.0),
            cells=tuple(
                _cell(shared.matrix[i][i], both, right=i == j) for j, both in enumerate(shared.matrix[i])
            ),
        )
        for i, name in enumerate(names)
    )
    heads = tuple(str(i + 1) if numbered else name for i, name in enumerate(names))
    caption = "Of 100 errors of the model in the row, made by that of the column as well. Grey: its errors, in number."
    return MatrixView("Errors in common, %", caption, heads, rows, numbered)


def _cell(own: int, both: int, *, right: bool) -> MatrixCell:
    if right:
        return MatrixCell(count(own), 0, right=True)
    if not own:
        return MatrixCell("", 0, right=False)
    level = min(LEVELS, int(LEVELS * both / own)) if both else 0
    return MatrixCell(percent(both / own, 0), level, right=False)
