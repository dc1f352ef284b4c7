"""Messages cannot move the cursor, whatever names in the data hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.cli.messages import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain `name`", "plain `name`"),
        ("two\nlines", "two\nlines"),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("bell\a and \r", "bell\\x07 and \\r"),
        ("right \u202e left", "right \\u202e left"),
        ("\udcff", "\\udcff"),
        ("日本語 עברית 👩\u200d🔬", "日本語 עברית 👩\u200d🔬"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_nothing_but_line_ends_controls(text: str) -> None:
    controls = [c for c in printable(text) if (ord(c) < 32 or 127 <= ord(c) < 160) and c != "\n"]
    assert controls == []
