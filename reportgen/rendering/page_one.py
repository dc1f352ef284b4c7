"""How much of a printed page the verdict takes, roughly: whether page one has room for the contents as well."""

from collections.abc import Sequence
from math import ceil

from reportgen.bundle.schema import Finding
from reportgen.rendering.tables.gate_table import GatesView, gates_length
from reportgen.rendering.tables.leaderboard import Leaderboard

#: Height of the text on a printed page, in points, and what of it title, headings and spaces take.
PAGE, FIXED = 735.0, 155.0

#: Height of a line in points, and the characters it holds: of the title, decision, running text, caption, finding.
TITLE, DECISION, TEXT, CAPTION, FINDING = (27.0, 38), (17.0, 58), (13.0, 104), (11.0, 100), (16.6, 105)

#: Heights of a model's line in the leaderboard, with intervals and without; of pictures' heads, and of a row of them.
TALL_ROW, ROW, HEADS, IMAGES = 29.0, 21.0, 32.0, 42.0

#: Rows of images where they stand noisy, cleaned and true.
IMAGE_ROWS = 3

#: The contents: their fixed part, and that for each model.
CONTENTS, CONTENTS_OF_MODEL = 85.0, 3.5


def fits_page_one(
    title: str,
    lines: int,
    findings: Sequence[Finding],
    board: Leaderboard,
    gates: GatesView | None,
    image_rows: int,
    *,
    contents: bool,
) -> bool:
    """Return whether the verdict fits, with so many lines below the title and rows of images, and `contents`."""
    row = TALL_ROW if any(row.interval for row in board.rows) else ROW
    height = FIXED + lines * CAPTION[0] + _set(title, *TITLE) + _set(board.caption, *CAPTION)
    for finding in findings:
        kind = {"decision": DECISION, "evidence": TEXT}.get(finding.id, FINDING)
        height += _set(finding.text, *kind)
    height += row * len(board.rows) + HEADS + IMAGES * image_rows + TEXT[0] * gates_length(gates) / TEXT[1]
    if contents:
        height += CONTENTS + CONTENTS_OF_MODEL * len(board.rows)
    return height <= PAGE


def _set(text: str, line: float, characters: int) -> float:
    """Return the height of a text in lines of a height and a number of characters."""
    return line * ceil(len(text) / characters)
