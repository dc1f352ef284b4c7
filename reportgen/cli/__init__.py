"""The command line: verbs that parse, call, and map what happens to an exit code."""

from reportgen.cli.entry import main
from reportgen.cli.program import command_line

__all__ = ["command_line", "main"]
