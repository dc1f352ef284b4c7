"""Confusion matrices as coloured tables, and the list of top confusions where there are too many classes for one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportgen.findings.confusion_pairs import Pair
from reportgen.wording.grammar import Name, label
from reportgen.wording.numbers import count, percent
from reportgen.wording.text import width_of

Matrix = Sequence[Sequence[int]]

#: Matrices of more classes than this are not readable on a page; of more than COMPACT, one instead of three.
MOST_CLASSES = 24
COMPACT = 12

#: Steps of the colour scale, and the share of a row or column that has at least to be reached for the darkest: each
#: matrix shows where its own errors go, and a handful among thousands stays pale.
LEVELS = 8
DARKEST = 0.01

#: Class names up to these widths (in text sizes) stand above the columns of matrices of up to so many classes;
#: longer ones give way to numbers.
HEAD_WIDTHS = ((3, 8.0), (6, 4.0), (MOST_CLASSES, 2.4))

#: Widths of half a page without the number of a row, of a cell, and of a letter of a row's name, in text sizes; a
#: name has what the cells leave.
HALF_PAGE, CELL, LABEL_SIZE = 25.6, 1.9, 0.72

#: Sizes of a cell's text and of what stands around it, and the width of the number before a row.
CELL_TEXT, AROUND, NUMBER = 0.82, 0.28, 2.5
LEAST_LABEL, MOST_LABEL = 4.0, 12.0


@dataclass(frozen=True)
class MatrixCell:
    """A cell: its text, its step of the colour scale (0 is paper), and whether it is a correct prediction."""

    text: str
    level: int
    right: bool


@dataclass(frozen=True)
class MatrixRow:
    """A row: the number of the class where columns are numbered, its name, its cells."""

    number: str
    name: Name
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True)
class MatrixView:
    """A matrix with its title, what its rows, columns and colours mean, and one sentence on what it shows.

    `fits_half` says whether half a page is wide enough.
    """

    title: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    numbered: bool
    sentence: str = ""
    fits_half: bool = True


@dataclass(frozen=True)
class PairRow:
    """A line of the list of top confusions."""

    actual: Name
    answer: Name
    count: str
    share: str


def matrices(matrix: Matrix, classes: Sequence[str], noun: str) -> list[MatrixView]:
    """Return counts, then, of few classes, shares by row and by column without the correct predictions.

    Of more than MOST_CLASSES classes there is none.
    """
    if len(classes) > MOST_CLASSES:
        return []
    views = [_counts(matrix, classes, noun)]
    if 2 < len(classes) <= COMPACT:
        views += [_by_row(matrix, classes), _by_column(matrix, classes)]
    return views


def _counts(matrix: Matrix, classes: Sequence[str], noun: str) -> MatrixView:
    shares = _row_shares(matrix)
    caption = f"In {noun}. Rows: the true class. Columns: the predicted class."
    return _view(
        "Counts",
        caption,
        classes,
        lambda i, j: count(matrix[i][j]) if matrix[i][j] else "",
        shares,
        matrix,
        diagonal=True,
    )


def _by_row(matrix: Matrix, classes: Sequence[str]) -> MatrixView:
    shares = _row_shares(matrix)
    caption = "Of 100 of the class in the row, predicted as that of the column."
    return _view(
        "Errors by true class, %", caption, classes, lambda i, j: _share(shares[i][j]), shares, matrix
    )


def _by_column(matrix: Matrix, classes: Sequence[str]) -> MatrixView:
    transposed = _row_shares([list(column) for column in zip(*matrix, strict=True)])
    shares = [list(row) for row in zip(*transposed, strict=True)]
    caption = "Of 100 predicted as the class in the column, those of the row's class."
    return _view(
        "Errors by predicted class, %", caption, classes, lambda i, j: _share(shares[i][j]), shares, matrix
    )


def together(title: str, caption: str, names: Sequence[str], matrix: Matrix) -> MatrixView:
    """Return how many samples have both labels of each pair; the diagonal holds how many have each."""
    most = max((cell for row, cells in enumerate(matrix) for cell in cells[:row]), default=0) or 1
    shares = [[cell / most for cell in cells] for cells in matrix]
    return _view(title, caption, names, lambda i, j: count(matrix[i][j]), shares, matrix, diagonal=True)


def _view(
    title: str,
    caption: str,
    classes: Sequence[str],
    text: Callable[[int, int], str],
    shares: list[list[float]],
    matrix: Matrix,
    *,
    diagonal: bool = False,
) -> MatrixView:
    widest = next(width for most, width in HEAD_WIDTHS if len(classes) <= most)
    numbered = any(width_of(name) > widest for name in classes)
    texts = [
        [text(i, j) if diagonal or i != j else "" for j in range(len(row))] for i, row in enumerate(matrix)
    ]
    room = _label_room(texts, numbered=numbered)
    fits_half = len(classes) <= COMPACT and room >= min(LEAST_LABEL, max(map(width_of, classes), default=0.0))
    room = max(LEAST_LABEL, room) if fits_half else MOST_LABEL
    errors = [share for i, row in enumerate(shares) for j, share in enumerate(row) if i != j]
    darkest = max(DARKEST, max(errors, default=0.0))
    rows = [
        MatrixRow(
            number=str(i + 1) if numbered else "",
            name=label(name, min(room, MOST_LABEL)),
            cells=tuple(
                MatrixCell(
                    texts[i][j],
                    0 if i == j else _level(shares[i][j], darkest),
                    i == j,
                )
                for j in range(len(matrix[i]))
            ),
        )
        for i, name in enumerate(classes)
    ]
    heads = tuple(str(i + 1) if numbered else name for i, name in enumerate(classes))
    return MatrixView(title, caption, heads, tuple(rows), numbered, fits_half=fits_half)


def _label_room(texts: list[list[str]], *, numbered: bool) -> float:
    """Return the width that the cells leave for the name of a row in half a page, in its own text sizes."""
    columns = [max(map(width_of, column), default=0.0) for column in zip(*texts, strict=True)]
    cells = sum(max(CELL, CELL_TEXT * width + AROUND) for width in columns)
    return (HALF_PAGE - cells - (NUMBER if numbered else 0.0)) / LABEL_SIZE


def _row_shares(matrix: Matrix) -> list[list[float]]:
    return [[cell / (sum(row) or 1) for cell in row] for row in matrix]


def _share(share: float) -> str:
    return percent(share, 0 if share >= 0.1 else 1) if share else ""


def _level(share: float, darkest: float) -> int:
    return 0 if share <= 0 else min(LEVELS, 1 + int(LEVELS * share / darkest))


def pair_rows(pairs: Sequence[Pair], classes: Sequence[str], most: int) -> tuple[PairRow, ...]:
    """Return the most frequent confusions with their share of all errors."""
    errors = sum(pair.errors for pair in pairs) or 1
    return tuple(
        PairRow(
            label(classes[p.actual], 9),
            label(classes[p.answer], 9),
            count(p.errors),
            percent(p.errors / errors, 1),
        )
        for p in pairs[:most]
    )
