"""The command line: verbs that parse, call, and map what happens to an exit code."""

from reportgen.cli.command_line import command_line
from reportgen.cli.entry import main

__all__ = ["command_line", "main"]
