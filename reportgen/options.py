"""Every option of `build`, `evaluate` and `render`: its name, flags, meaning and default.

The command line, the configuration file, the starter file of `reportgen init` and the documentation all
follow this table: an option is added by one entry here and one field of `RunConfig`. It loads nothing,
because the help text has to appear at once.
"""

from typing import Literal, NamedTuple

Kind = Literal["text", "list", "texts", "integer", "number", "choice", "switch", "limit", "params"]

EVALUATING = ("build", "evaluate")
ALL = ("build", "evaluate", "render")


class Option(NamedTuple):
    """One option.

    Attributes
    ----------
    name : str
        Field of RunConfig and key of the configuration file.
    kind : str
        `list` takes commas and repetition, `texts` repetition alone, `choice` one of `choices`.
    group : str
        Heading it stands under in the help and in the starter file.
    flags : tuple of str
        As typed, the long one first. A switch has its negative after a slash, or only the negative.
    metavar : str
        What stands for the value in the help.
    help : str
        One line.
    default : str
        As the help shows it; empty where there is none to show.
    example : str
        The right side of its line in a configuration file, where the default does not show how.
    commands : tuple of str
        The commands that take it.
    """

    name: str
    kind: Kind
    group: str
    flags: tuple[str, ...]
    metavar: str
    help: str
    default: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    commands: tuple[str, ...] = EVALUATING

    @property
    def flag(self) -> str:
        """The long flag, as messages name it."""
        return self.flags[0].partition("/")[0]


# A table reads best with each entry on two lines.
# fmt: off
OPTIONS: tuple[Option, ...] = (
    Option("dataset", "text", "Data", ("--dataset", "-d"), "NAME|PATH",
           "Built-in data (`reportgen list datasets`), or a file or folder", default="digits",
           example='"data/patients.csv"'),
    Option("target", "texts", "Data", ("--target",), "COLUMN",
           "Column of a table that holds the answer; needed for tables", example='"diagnosis"'),
    Option("groups", "text", "Data", ("--groups",), "COLUMN",
           "Column whose samples stay together, such as a patient or a writer", example='"patient"'),
    Option("time", "text", "Data", ("--time",), "COLUMN",
           "Column to order by: train on the past, test on the later", example='"visited"'),
    Option("split_column", "text", "Data", ("--split-column",), "COLUMN",
           "Column that says train or test, and the fold where it knows", example='"split"'),
    Option("limit", "limit", "Data", ("--limit",), "N|first:N",
           "Use at most N training samples, stratified, or the first N", example="2000"),
    Option("task", "choice", "Evaluation", ("--task",), "TASK",
           "auto, binary or multiclass; auto decides by the answers", default="auto",
           choices=("auto", "binary", "multiclass")),
    Option("metric", "text", "Evaluation", ("--metric",), "METRIC",
           "Main metric (`reportgen list metrics`)", default="by task", example='"balanced_accuracy"'),
    Option("cv", "integer", "Evaluation", ("--cv",), "FOLDS",
           "Folds of the cross-validation on the training data; 0 for none", default="3"),
    Option("test_size", "number", "Evaluation", ("--test-size",), "SHARE",
           "Share held out where the data has no test of its own; 0 for no test", default="0.2"),
    Option("shuffle", "switch", "Evaluation", ("--shuffle/--no-shuffle",), "",
           "Shuffle before splitting", default="unless the data brings its own split", example="true"),
    Option("folds", "choice", "Evaluation", ("--folds",), "HOW",
           "stratified or consecutive", default="stratified", choices=("stratified", "consecutive")),
    Option("seed", "integer", "Evaluation", ("--seed",), "N",
           "Seed of every random choice", default="42"),
    Option("models", "list", "Models", ("--models", "-m"), "KEYS",
           "Keys, comma separated (`reportgen list models`)", default="sgd,rf,svc",
           example='["sgd", "rf", "svc"]'),
    Option("params", "params", "Models", ("--param",), "KEY.NAME=VALUE",
           "A model's parameter, as in knn.n_neighbors=4; repeatable",
           example="[params.knn]\nn_neighbors = 4"),
    Option("jobs", "integer", "Running", ("--jobs", "-j"), "N",
           "Processes or threads in all, the models' own included", default="all cores", example="2"),
    Option("fresh", "switch", "Running", ("--fresh",), "",
           "Use no finished fits of earlier runs"),
    Option("cache_dir", "text", "Running", ("--cache-dir",), "FOLDER",
           "Where finished fits and downloads are kept", default=".reportgen_cache"),
    Option("format", "list", "Report", ("--format", "-f"), "FORMATS",
           "Comma separated (`reportgen list formats`)", default="html", example='["html", "pdf"]',
           commands=ALL),
    Option("output", "text", "Report", ("--output", "-o"), "FOLDER",
           "Folder for the reports and the bundle", default="output", commands=ALL),
    Option("title", "text", "Report", ("--title",), "TEXT",
           "Title of the report", default="from the data", example='"Who survived?"', commands=ALL),
    Option("author", "text", "Report", ("--author",), "TEXT",
           "Named on the first page", example='"The data team"', commands=ALL),
    Option("logo", "text", "Report", ("--logo",), "FILE",
           "Picture for the first page", example='"logo.png"', commands=ALL),
    Option("samples", "switch", "Report", ("--no-samples",), "",
           "Show no single sample's data, pixels or id", commands=ALL),
    Option("attach", "choice", "Report", ("--attach",), "WHAT",
           "What the PDF carries: none, summary or full", default="summary",
           choices=("none", "summary", "full"), commands=ALL),
)
# fmt: on

#: Flags that are no part of a configuration: what is said, and what happens afterwards.
COMMAND_LINE_ONLY = ("config", "quiet", "verbose", "open")


def by_name() -> dict[str, Option]:
    """Return all options by name."""
    return {option.name: option for option in OPTIONS}


def options_of(command: str) -> tuple[Option, ...]:
    """Return the options a command takes."""
    return tuple(option for option in OPTIONS if command in option.commands)
