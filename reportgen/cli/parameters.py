"""The table of options as parameters of Typer commands, and help that shows them under headings."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from reportgen.option import Option
from reportgen.options import options_of

Command = Callable[..., None]

_TYPES: dict[str, Any] = {"switch": bool | None, "list": list[str] | None, "texts": list[str] | None}
_TYPES["once"] = _TYPES["params"] = _TYPES["grid"] = _TYPES["rules"] = _TYPES["reasons"] = _TYPES["list"]

#: What every command that works takes besides its options: (name, flags, metavar, help).
_MESSAGES = (
    ("config", ("--config", "-c"), "FILE", "TOML file [reportgen.toml, or pyproject.toml]"),
    ("quiet", ("--quiet", "-q"), None, "Say nothing but errors"),
    ("verbose", ("--verbose", "-v"), None, "Say more, and show where errors came from"),
)


#: Parameters of `reportgen send`.
DryRun = Annotated[bool | None, typer.Option("--dry-run", help="Say what would go where, send nothing")]
ForceFile = Annotated[
    bool | None, typer.Option("--force", help="Replace a FILE that reportgen did not write")
]
MailFile = Annotated[str | None, typer.Option("--config", "-c", metavar="FILE", help="TOML file with [mail]")]
MessageFile = Annotated[
    str | None, typer.Option("--eml", metavar="FILE", help="Write the message, send nothing")
]
Quiet = Annotated[bool | None, typer.Option("--quiet", "-q", help="Say nothing but errors")]
Verbose = Annotated[bool | None, typer.Option("--verbose", "-v", help="Show where errors came from")]


def takes_options(name: str, *, opens: bool = False, works: bool = True) -> Callable[[Command], Command]:
    """Give a command `(..., **options)` the options of `name` as Typer parameters.

    The command receives every option by name, None where it was not given. `opens` adds `--open`; a command that
    does not work with them, but only takes them down, takes no `--config` and says nothing more or less.
    """

    def decorate(command: Command) -> Command:
        signature = inspect.signature(command)
        own = [p for p in signature.parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]
        names = {parameter.name for parameter in own}
        added = [_parameter(one, one.default_of(name)) for one in options_of(name) if one.name not in names]
        added += [_message(*message) for message in _MESSAGES] if works else []
        if opens:
            added.append(_message("open", ("--open",), None, "Open the first report in the browser"))
        parameters = [*own, *added]
        command.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
        command.__annotations__ = {p.name: p.annotation for p in parameters}
        return command

    return decorate


def _parameter(option: Option, default: str) -> inspect.Parameter:
    text = f"{option.help} [{default}]" if default else option.help
    return _declared(
        option.name, _TYPES.get(option.kind, str | None), option.flags, option.metavar, text, option.group
    )


def _message(name: str, flags: tuple[str, ...], metavar: str | None, text: str) -> inspect.Parameter:
    kind = str | None if metavar else bool | None
    return _declared(name, kind, flags, metavar, text, "General" if name != "open" else "Report")


def _declared(
    name: str, kind: object, flags: tuple[str, ...], metavar: str | None, text: str, group: str
) -> inspect.Parameter:
    # A switch that is only ever turned off is declared with its positive flag left empty.
    declared = tuple(f" /{flag}" if flag.startswith("--no-") else flag for flag in flags)
    option = typer.Option(
        *declared, metavar=metavar or None, help=text, rich_help_panel=group, show_default=False
    )
    annotation = Annotated[kind, option]  # type: ignore[valid-type]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


class GroupedCommand(TyperCommand):
    """A command whose help shows its options under the headings of the table."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments, then each group of options, in the order in which groups first appear."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            heading, record = _entry(parameter, ctx)
            groups.setdefault(heading, []).append(record)
        width = max(len(name) for records in groups.values() for name, _ in records)
        general = groups.pop("General", [])
        for heading, records in (*groups.items(), ("General", general)):
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(width), text) for name, text in records])


def _entry(parameter: Any, ctx: Any) -> tuple[str, tuple[str, str]]:
    """Return the heading, and the name and text, of one parameter in the help."""
    name, text = parameter.get_help_record(ctx)
    if parameter.param_type_name == "argument":
        return "Arguments", (parameter.name.upper(), text.removesuffix("[required]").strip())
    heading = getattr(parameter, "rich_help_panel", None) or "General"
    return heading, (name.removeprefix(" / ").strip(), text.removesuffix("."))
