"""The command line: verbs that parse, call, and map what happens to an exit code."""

from reportgen.cli.program import command_line, main

__all__ = ["command_line", "main"]
