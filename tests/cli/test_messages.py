"""Messages cannot move the cursor, whatever names in the data hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.bundle.schema import GateResult
from reportgen.cli.exit_codes import attempt
from reportgen.cli.messages import printable, tell_service
from reportgen.errors import GateRuleError, GatesFailedError, InputError, MissingLibraryError
from reportgen.run.gates import failure


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain `name`", "plain `name`"),
        ("two\nlines", "two\\nlines"),
        ("two\u2028lines", "two\\u2028lines"),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("bell\a and \r", "bell\\x07 and \\r"),
        ("right \u202e left", "right \\u202e left"),
        ("\udcff", "\\udcff"),
        ("::error::x", "\\::error::x"),
        (" ::add-mask::x", "\\::add-mask::x"),
        ("a::b c ::d", "a::b c ::d"),
        ("x ##[error]y ##vso[task.complete]", "x \\##[error]y \\##vso[task.complete]"),
        ("## no command", "## no command"),
        ("日本語 עברית 👩\u200d🔬", "日本語 עברית 👩\u200d🔬"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_nothing_controls(text: str) -> None:
    controls = [c for c in printable(text) if ord(c) < 32 or 127 <= ord(c) < 160]
    assert controls == []


EVIL = "x\n::error::y\x1b[2J"


def said(error: Exception, capsys: pytest.CaptureFixture[str], *, verbose: bool = False) -> list[str]:
    def fail() -> None:
        raise error

    attempt(fail, verbose=verbose)
    return capsys.readouterr().err.splitlines()


@pytest.mark.parametrize(
    "error",
    [
        InputError(f"There is no class `{EVIL}`."),
        FileNotFoundError(2, "No such file", EVIL),
        ValueError(EVIL),
    ],
)
def test_an_error_is_one_line_whatever_it_names(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = said(error, capsys)
    assert line.startswith(("Error: ", "Error: reportgen failed"))
    assert "\x1b" not in line


def test_messages_of_several_lines_keep_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(GatesFailedError("2 of 2 gates failed:\n  a: b\n  c: d"), capsys) == [
        "Error: 2 of 2 gates failed:",
        "  a: b",
        "  c: d",
    ]
    pointed = GateRuleError(f"there is no class `{EVIL}`:\n    recall[x]\n           ^", "recall[x]")
    first, *marked = said(pointed, capsys)
    assert first == "Error: --gate: there is no class `x\\n::error::y\\x1b[2J`:"
    assert marked == ["    recall[x]", "           ^"]
    assert said(MissingLibraryError("Install it:\n  here: so"), capsys) == [
        "Error: Install it:",
        "  here: so",
    ]


def test_a_traceback_holds_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(ValueError(EVIL), capsys, verbose=True)
    assert lines[0] == "Traceback (most recent call last):"
    assert not any(line.lstrip().startswith("::") for line in lines)


def test_a_gate_is_one_line_whatever_it_names(capsys: pytest.CaptureFixture[str]) -> None:
    rule, reason = f"recall[{EVIL}] >= 1", f"It is {EVIL}."
    verdict = GateResult(rule=rule, level="error", status="fail", value=0.5, limit=1.0, reason=reason)
    error = GatesFailedError(failure([verdict], 1, study=False))
    head, line = said(error, capsys)
    assert head == "Error: The gate failed:"
    assert line == "  recall[x ::error::y\\x1b[2J] >= 1: It is x ::error::y\\x1b[2J."


def test_what_is_meant_for_the_service_reaches_it(capsys: pytest.CaptureFixture[str]) -> None:
    tell_service("::error title=a::b %0A c\x1b")
    assert capsys.readouterr().err == "::error title=a::b %0A c\\x1b\n"
