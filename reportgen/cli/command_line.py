"""The command that makes a run again, as it was typed."""

from collections.abc import Sequence


def command_line(arguments: Sequence[str]) -> str:
    """Return the command that makes a run again, quoted for a shell, without what is secret in addresses."""
    import shlex

    return shlex.join(["reportgen", *map(_shown, arguments)])


def _shown(argument: str) -> str:
    from reportgen.config.addresses import all_without_secrets

    option, sign, value = argument.partition("=") if argument.startswith("--") else ("", "", argument)
    return f"{option}{sign}{all_without_secrets(value)}"
