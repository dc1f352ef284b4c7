"""Option: one option of the command line and of the configuration file, and the commands that take it."""

from typing import Literal, NamedTuple

OptionKind = Literal[
    "text",
    "once",
    "word",
    "share",
    "list",
    "texts",
    "integer",
    "number",
    "choice",
    "switch",
    "limit",
    "params",
    "grid",
    "rules",
    "reasons",
]

EVALUATING = ("build", "evaluate")
JUDGING = ("build", "evaluate", "check")
ALL = ("build", "evaluate", "render", "compare")


class Option(NamedTuple):
    """One option.

    Attributes
    ----------
    name : str
        Field of RunConfig and key of the configuration file.
    kind : str
        `once` is a text of which a second one is refused on the command line;
        `list` takes commas and repetition, `texts` repetition alone, `choice` one of `choices`; `word` is a text
        that a file may also give as a number, and `share` one that it may give with decimals; `params` and `grid` are
        tables by model, `rules` is a list of texts or a table, `reasons` a table of names with a reason for each.
    group : str
        Heading it stands under in the help and in the starter file.
    flags : tuple of str
        As typed, the long one first. A switch has its negative after a slash, or only the negative.
    metavar : str
        What stands for the value in the help.
    help : str
        One line of help.
    detail : str
        A sentence or two for the starter file.
    default : str
        As the help shows it; empty where there is none to show.
    example : str
        The right side of its line in a configuration file, where the default does not show how.
    commands : tuple of str
        The commands that take it.
    defaults : tuple of (command, default)
        Of commands where leaving it out means something else.
    """

    name: str
    kind: OptionKind
    group: str
    flags: tuple[str, ...]
    metavar: str
    help: str
    detail: str = ""
    default: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    commands: tuple[str, ...] = EVALUATING
    defaults: tuple[tuple[str, str], ...] = ()

    def default_of(self, command: str) -> str:
        """Return the default that the help of a command shows."""
        return dict(self.defaults).get(command, self.default)

    @property
    def flag(self) -> str:
        """The long flag, as messages name it."""
        return self.flags[0].partition("/")[0]

    @property
    def of_whole_run(self) -> bool:
        """Whether it concerns a run as a whole, so that the analyses of a study cannot differ in it."""
        whole = ("baseline", "anchor", "gate_level", "gate_looks")
        return (self.group in ("Running", "Report") and self.name != "title") or self.name in whole
