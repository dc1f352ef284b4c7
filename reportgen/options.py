"""Every option of `build`, `evaluate`, `render` and `compare`: its name, flags, meaning and default.

The command line, the configuration file, the starter file of `reportgen init` and the documentation all
follow this table: an option is added by one entry here and one field of `RunConfig`. It loads nothing,
because the help text has to appear at once.
"""

from reportgen.option import ALL, EVALUATING, JUDGING, Option
from reportgen.prediction_options import PREDICTION_OPTIONS

#: The difference that matters in a metric that has no margin of its own, where a user gives none.
MARGIN = 0.005

# A table reads best with few lines an entry: what it is, its help, its detail, its default.
# fmt: off
OPTIONS: tuple[Option, ...] = (
    Option("dataset", "once", "Data", ("--dataset", "-d"), "NAME|PATH",
           "Built-in data, a file, or a folder",
           "Built-in data (`reportgen list datasets`), a data set of OpenML by its number such as `openml:61`, or a "
           "path with a slash or a dot in it: a table such as CSV or Parquet, an NPZ file, a folder of IDX files, or a "
           "folder of images with a subfolder for each class.",
           default="digits", example='"data/patients.csv"'),
    Option("table", "text", "Data", ("--table",), "NAME",
           "The sheet or table to read, of several",
           "The sheet of a workbook, the table of a database or the file of a zip archive to read, where there are "
           "several.",
           example='"visits"'),
    Option("query", "text", "Data", ("--query",), "SQL",
           "What to read from a database: 'SELECT ...'",
           "What to read from a SQLite or DuckDB file, as a SELECT; the file is opened for reading only.",
           example='"SELECT age, dose, outcome FROM visits WHERE age > 17"'),
    Option("format_in", "word", "Data", ("--format-in",), "FORMAT",
           "Format of the data, whatever it is called: csv",
           "The format of the data, by the ending of its files' names (`reportgen list table-formats`): for standard "
           "input, `--dataset -`, and for files with other names.",
           example='"csv"'),
    Option("max_size", "word", "Data", ("--max-size",), "SIZE",
           "Most that data unpack or download to",
           "The most that compressed data may unpack to, and that is downloaded or taken from standard input.",
           default="8 GB"),
    Option("target", "texts", "Data", ("--target",), "COLUMN",
           "The target column; required for tables",
           "The column of a table that is the target; several where there are several labels or outputs. "
           "Tables need it, other data has none.",
           example='"diagnosis"'),
    Option("labels", "texts", "Data", ("--label",), "NAME:RULE",
           "A label by a rule: 'large: >= 7'; repeatable",
           "Several labels instead of the classes, each by a rule on them: odd, even, a comparison with a number, "
           "or the names of classes with commas between them.",
           example='["large: >= 7", "odd: odd", "round: 0, 6, 8, 9"]'),
    Option("groups", "text", "Data", ("--groups",), "COLUMN",
           "Column whose samples stay together (a patient)",
           "Samples with the same value here (a patient, a writer) are never split over training and "
           "test, or over folds.",
           example='"patient"'),
    Option("time", "text", "Data", ("--time",), "COLUMN",
           "Column to order by: past trains, later tests",
           "A column to order by: models are trained on the past and tested on what came later.",
           example='"visited"'),
    Option("split_column", "text", "Data", ("--split-column",), "COLUMN",
           "Column that says train or test (and the fold)",
           "A column that says train or test and, where it knows, the number of the fold.",
           example='"split"'),
    Option("drop", "texts", "Data", ("--drop",), "COLUMN",
           "A column not to learn from; repeatable",
           "Columns that models are not to learn from.",
           example='["boat", "body"]'),
    Option("keep", "texts", "Data", ("--keep",), "COLUMN,...",
           "Learn from these columns alone; repeatable",
           "The only columns that models are to learn from, also where they would be left out by themselves.",
           example='["age", "fare"]'),
    Option("kinds", "texts", "Data", ("--as",), "COLUMN=KIND",
           "number, category, ordered, text, date or id",
           "What columns are to be taken as, whatever they look like: number, category, ordered, text (learnt from by "
           "its words), date, or id (not learnt from). A column named here is not left out by itself.",
           example='["zip=category", "remarks=text"]'),
    Option("orders", "texts", "Data", ("--order",), "COLUMN=A,B",
           "Ordered category: size=low,mid,high; repeatable",
           "Columns of categories that have an order, with their values from the lowest to the highest.",
           example='["size=low,mid,high"]'),
    Option("show", "text", "Data", ("--show",), "COLUMN",
           "Your own id of samples, shown beside them",
           "A column that names samples in your own words, such as a case number: not learnt from, shown beside "
           "samples in tables of errors, and taken by `reportgen explain --sample`.",
           example='"case"'),
    Option("test_data", "text", "Data", ("--test-data",), "FILE",
           "A table of its own that is the test",
           "A second table, of any format, whose rows are the test; its columns are matched by name.",
           example='"data/patients-2024.csv"'),
    Option("test_table", "text", "Data", ("--test-table",), "NAME",
           "The sheet or table of --test-data to read",
           "The sheet of a workbook, the table of a database or the file of a zip archive that --test-data names, "
           "where there are several. It may be the file that --dataset names.",
           example='"visits-2024"'),
    Option("limit", "limit", "Data", ("--limit",), "N|first:N",
           "Train on at most N samples, or on the first N",
           'Train on at most this many samples, drawn by class with the seed; "first:2000" takes the '
           "first.",
           example="2000"),
    *PREDICTION_OPTIONS,
    Option("task", "choice", "Evaluation", ("--task",), "TASK",
           "What to predict: multilabel, denoise, ...",
           "auto decides by the target, and refuses numbers that look like a regression. binary, multiclass, "
           "multilabel (several yes or no), multioutput (several classes), or denoise: images with noise added, "
           "the clean image as the target.",
           default="auto",
           choices=("auto", "binary", "multiclass", "multilabel", "multioutput", "denoise")),
    Option("positive", "word", "Evaluation", ("--positive",), "CLASS",
           "A detector: this class against all others",
           "Makes a detector: this class against all others.", example='"5"'),
    Option("operating_points", "texts", "Evaluation", ("--operating-point",), "RULE",
           "'recall >= 0.95 at 90 %', 'cost fp=1 fn=10'",
           "Decision thresholds of a detector to choose and judge, besides the default, the best F1 and a precision "
           "of 0.90: a precision or recall to reach, with confidence where you ask for it (`at 90 %`), or what a false "
           "alarm (fp) and a miss (fn) cost.",
           example='["recall >= 0.99", "cost fp=1 fn=10"]'),
    Option("threshold", "number", "Evaluation", ("--threshold",), "SCORE",
           "A decision threshold of your own to judge",
           "A decision threshold of your own for a detector, on the scale of the models' scores.",
           example="0.3"),
    Option("prevalence", "share", "Evaluation", ("--prevalence",), "SHARE",
           "Share of the class where it will work: 0.01",
           "The share of the positive class where the model will work, where that is not the share in the data: "
           "predictive values and costs are then of that population. `fraud=0.01` names the class.",
           example="0.01"),
    Option("metric", "text", "Evaluation", ("--metric",), "METRIC",
           "Main metric: `reportgen list metrics`",
           "The metric that models are ranked by (`reportgen list metrics`). By itself it is accuracy, "
           "or average_precision where the rarer of two classes has under 20 %.",
           default="by task", example='"balanced_accuracy"'),
    Option("margin", "number", "Evaluation", ("--margin",), "DIFFERENCE",
           "Difference in the main metric that matters",
           "The difference in the main metric that matters to you, in its unit: models that differ by less are "
           f"equivalent. By itself {MARGIN}, {100 * MARGIN:g} points of accuracy; 0.5 for pixel_mae, 0.1 for psnr.",
           default=f"{MARGIN}", example="0.01"),
    Option("by", "texts", "Evaluation", ("--by",), "COLUMN",
           "Judge its subgroups too; repeatable",
           "A column whose subgroups are judged by themselves too: main metrics with intervals that are adjusted for "
           "their number, errors against all others, a section, and gates such as 'recall[sex=F] >= 0.9'.",
           example='["sex", "age"]'),
    Option("repeats", "integer", "Evaluation", ("--repeats",), "SEEDS",
           "Fit each model with so many seeds",
           "Seeds that each model is fitted with, so that recipes are compared and not only single fits of them: "
           "for the test, or in each fold where there is none.",
           default="1"),
    Option("cv", "integer", "Evaluation", ("--cv",), "FOLDS",
           "Folds of the cross-validation; 0 for none",
           "Folds of the cross-validation on the training data, numbered from 0; 0 for none.", default="3"),
    Option("test_size", "number", "Evaluation", ("--test-size",), "SHARE",
           "Share held out as test; 0 for no test",
           "The share held out as test where the data has no split of its own; 0 for no test, even where"
           " it has one.",
           default="0.2"),
    Option("shuffle", "switch", "Evaluation", ("--shuffle/--no-shuffle",), "",
           "Shuffle first",
           "Whether to shuffle, with the seed, before splitting. Data that brings its own split keeps "
           "its order.",
           default="unless split already", example="true"),
    Option("folds", "choice", "Evaluation", ("--folds",), "HOW",
           "stratified or consecutive",
           "stratified: each fold has the classes in equal shares. consecutive: as the samples lie.",
           default="stratified", choices=("stratified", "consecutive")),
    Option("id", "text", "Evaluation", ("--id",), "NAME",
           "Name of the analysis in the bundle",
           "The name of the analysis in the bundle; in a study each has its own.", default="main"),
    Option("seed", "integer", "Evaluation", ("--seed",), "N",
           "Seed of every random choice",
           "The seed of every random choice: the same seed gives the same results.", default="42"),
    Option("models", "list", "Models", ("--models", "-m"), "KEYS",
           "Keys: `reportgen list models`",
           "Keys (`reportgen list models`); KEY_scaled puts a scaler in front. The naive baseline is "
           "always there.",
           default="sgd,rf,svc", example='["sgd", "rf", "svc"]'),
    Option("params", "params", "Models", ("--param",), "KEY.NAME=VALUE",
           "A model's parameter: knn.n_neighbors=4; repeatable",
           "Parameters of the models, one table for each model, at the end of the file.",
           example="[params.knn]\nn_neighbors = 4"),
    Option("search", "grid", "Models", ("--search",), "KEY.NAME=V,W",
           "Search parameters on training data; repeatable",
           "Parameters to be searched, one table for each model with a list of values for each parameter: by "
           "cross-validation on the training data alone, anew inside each fold.",
           example="[search.knn]\nn_neighbors = [3, 4, 5]"),
    Option("search_by", "choice", "Models", ("--search-by",), "HOW",
           "grid or halving",
           "grid tries every combination on all training samples; halving tries all on few, and the better ones on "
           "more and more.",
           default="grid", choices=("grid", "halving")),
    Option("augment", "text", "Models", ("--augment",), "shift:N",
           "Train also on shifted copies of the images",
           "Trains on four more copies of each image, moved by this many pixels each way; of training samples only.",
           example='"shift:1"'),
    Option("chain", "switch", "Models", ("--chain",), "",
           "Several labels: chain one-label models",
           "Of several labels, whether a model that takes one label at a time is told the labels before it "
           "(a classifier chain) instead of predicting each by itself."),
    Option("gates", "rules", "Gates", ("--gate",), "RULE",
           "'accuracy >= 0.97', 'warn: f1 > 0.9'; repeatable",
           "Gates: rules that the results have to keep (docs/gates.md); where one fails, the exit code is 1. One that "
           "begins with `warn:` only warns.",
           example='[gates]\nrules = ["accuracy >= 0.97", "warn: confident: f1_macro >= 0.95"]',
           commands=JUDGING),
    Option("anchor", "text", "Gates", ("--anchor",), "BUNDLE",
           "A fixed bundle that no-regression looks at too",
           "A fixed bundle that no-regression compares with besides the baseline, so that small losses cannot add up "
           "unseen. In a file it may stand in [gates].",
           example='"releases/first/bundle"', commands=JUDGING),
    Option("gate_level", "number", "Gates", ("--gate-level",), "SHARE",
           "Level of the intervals that gates go by",
           "`level` in [gates]: that of the intervals by which `confident` and `no-regression` are judged.",
           default="0.95", example="0.99", commands=JUDGING),
    Option("gate_looks", "integer", "Gates", ("--gate-looks",), "N", "Looks that this level is to hold over",
           "`looks` in [gates]: how many looks the level is to hold over, such as 52 for a year of weekly runs.",
           default="1", example="52", commands=JUDGING),
    Option("ignore_findings", "reasons", "Findings", ("--ignore-finding",), "ID",
           "Mute it (`reportgen list findings`); repeatable",
           "Findings that page one is not to show (`reportgen list findings`), each with the reason, which the report "
           "prints with it at its end.",
           example='[ignore-findings]\nsuspected_labels = "checked by hand on 2026-11-02"',
           commands=(*ALL, "check")),
    Option("jobs", "integer", "Running", ("--jobs", "-j"), "N",
           "Threads in all, the models' own too",
           "Threads in all, those of the models included. By itself all cores are used.",
           default="all cores", example="2"),
    Option("fresh", "switch", "Running", ("--fresh",), "",
           "Use no finished fits of earlier runs",
           "Whether to ignore finished fits of earlier runs, which are reused otherwise."),
    Option("cache_dir", "text", "Running", ("--cache-dir",), "FOLDER",
           "Keeps finished fits", "The folder in which finished fits are kept.",
           default=".reportgen_cache"),
    Option("format", "list", "Report", ("--format", "-f"), "FORMATS",
           "Formats: `reportgen list formats`", "What to write (`reportgen list formats`).", default="html",
           example='["html", "pdf"]', commands=(*ALL, "check"), defaults=(("check", "none"),)),
    Option("output", "text", "Report", ("--output", "-o"), "FOLDER",
           "Folder for the reports and the bundle",
           "The folder for the reports and the bundle. Nothing else in it is touched.", default="output",
           commands=(*ALL, "check"),
           defaults=(("render", "the bundle's"), ("compare", "the candidate's"), ("check", "the bundle's"))),
    Option("title", "text", "Report", ("--title",), "TEXT",
           "Title of the report", "The title of the report; by itself it follows from the data.",
           default="from the data", example='"Who survived?"', commands=ALL),
    Option("author", "text", "Report", ("--author",), "TEXT",
           "Named on the first page", "Named on the first page.", example='"The data team"', commands=ALL),
    Option("logo", "text", "Report", ("--logo",), "FILE",
           "Picture for the first page", "A picture for the first page.", example='"logo.png"', commands=ALL),
    Option("templates", "text", "Report", ("--templates",), "FOLDER",
           "Your templates, in place of ours",
           "A folder of templates that come before ours, file by file.", example='"templates"', commands=ALL),
    Option("samples", "switch", "Report", ("--no-samples",), "",
           "Show no single sample's data, pixels or id",
           "Whether reports, what is attached to them, and the bundle may tell of single samples: their data, pixels, "
           "ids, predictions and scores.",
           commands=ALL),
    Option("keep_samples", "switch", "Report", ("--keep-samples",), "",
           "With --no-samples: keep them in the bundle",
           "Whether the bundle, and the bundle alone, holds single samples' ids, predictions and scores although the "
           "reports show none: what later runs are compared with sample by sample.",
           commands=EVALUATING),
    Option("attach", "choice", "Report", ("--attach",), "WHAT",
           "In the PDF: none, summary or full",
           "What the PDF carries as an attachment: none, summary (results without single samples), or full.",
           default="summary", choices=("none", "summary", "full"), commands=ALL),
    Option("baseline", "text", "Report", ("--baseline",), "BUNDLE",
           "Bundle to compare with, or a report as PDF",
           "A bundle of an earlier run to compare with: its folder, the folder above, a zip of it, or a report as PDF "
           "that carries one (`--attach full`).",
           example='"releases/last/bundle"', commands=(*EVALUATING, "check")),
    Option("reproducible", "switch", "Report", ("--reproducible",), "",
           "No times or dates: the same bytes every time",
           "Whether to leave out times, and dates but that of SOURCE_DATE_EPOCH, so that the same data, seed and "
           "versions give the same bytes.",
           commands=ALL),
    Option("provenance", "choice", "Report", ("--provenance",), "KIND",
           "Paths of this machine: short or full",
           "How reports and the bundle name files of this machine: short, with ~ for the home folder and elsewhere by "
           "their names alone, or full.",
           "short", example='"full"', choices=("short", "full"), commands=EVALUATING),
    Option("force", "switch", "Report", ("--force",), "",
           "Replace files that reportgen did not write",
           "Whether reports may replace files of their names that reportgen did not write.",
           commands=ALL),
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
