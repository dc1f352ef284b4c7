"""Dataset: samples, targets and what is known about them, however they were stored. And what a source must do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.bundle_files import refuse_special
from reportgen.bundle.data_records import ColumnInfo
from reportgen.datasets.tabular.place import find_place
from reportgen.errors import InputError, nearest
from reportgen.progress import Progress
from reportgen.registry import Registry
from reportgen.tasks import DataKind

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Dataset:
    """What was loaded, before any split that the data does not bring itself.

    Attributes
    ----------
    name : str
        Short name for titles: `digits`, `titanic.csv`.
    source : str
        Where it came from, for a reader: `scikit-learn's load_digits`, `folder of IDX files mnist`.
    kind : {"array", "image", "table"}
        `image`: features are pixels in C order of `image_shape`. `table`: features is a DataFrame.
    features : ndarray of shape (n_samples, n_features) or DataFrame
        Training rows first where the data brings its own split. Integers as stored (pixels stay uint8): they
        are turned into float64 where they are fitted, so that the data in memory stays small.
    target : ndarray of shape (n_samples,) or (n_samples, n_targets)
        The target as stored: text, whole numbers or booleans; never missing.
    fingerprint : str
        sha256 of the values as loaded (features, target and their names).
    train_size : int, optional
        Where the data brings its own split: the first `train_size` rows train, the others test.
    sample_ids : ndarray of shape (n_samples,)
        Position of each row in the source, training data first.
    image_shape : tuple of int, optional
        (height, width) or (height, width, 3).
    pixel_range : (float, float), optional
        Values of black and white, or of white and black where `ink_is_high` (strokes on paper, as in digits).
    feature_names : tuple of str
        One for each column of features; empty for images.
    texts : tuple of str
        Features of a table that are learnt from by their words; they have no gaps.
    target_names : tuple of str
        Names of the targets, where they have any; of several each has one.
    groups, times, split_labels : ndarray of shape (n_samples,), optional
        The columns named by --groups, --time and --split-column; they are no features. `times` is sortable
        (datetime64 or numbers) and never missing.
    own_ids : ndarray of shape (n_samples,), optional
        What the user calls each sample, as text: the column named by --show, "" where it has no value.
    codes_of : dict of str to ndarray of shape (n_samples,)
        Columns of codes that repeat, learnt from or not, by name: a number for each row's code, -1 where it has none.
    columns : tuple of ColumnInfo
        For tables: every column, its role, and for those left out why.
    notes : tuple of str
        Sentences on what was done to the data and what was noticed while loading.
    noun : str
        What one sample is called in the report: image, row, flower, sample.
    class_order : tuple of str
        Names of the classes where the data gives them an order of their own; empty where it does not.
    """

    name: str
    source: str
    kind: DataKind
    features: "NDArray[Any] | pd.DataFrame"
    target: NDArray[Any]
    fingerprint: str
    sample_ids: NDArray[np.int64]
    train_size: int | None = None
    image_shape: tuple[int, ...] | None = None
    pixel_range: tuple[float, float] | None = None
    ink_is_high: bool = False
    feature_names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()
    groups: NDArray[Any] | None = None
    times: NDArray[Any] | None = None
    split_labels: NDArray[Any] | None = None
    own_ids: NDArray[np.str_] | None = None
    codes_of: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)
    columns: tuple[ColumnInfo, ...] = ()
    notes: tuple[str, ...] = field(default=())
    noun: str = "sample"
    class_order: tuple[str, ...] = ()


@dataclass(frozen=True)
class DataRequest:
    """What a user asked for: the options that concern loading, under their names in RunConfig."""

    dataset: str = "digits"
    target: tuple[str, ...] = ()
    groups: str | None = None
    time: str | None = None
    split_column: str | None = None
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    show: str | None = None
    test_data: str | None = None
    test_table: str | None = None
    task: str = "auto"
    table: str | None = None
    query: str | None = None
    format_in: str | None = None
    max_size: str = "8 GB"


@dataclass(frozen=True)
class Source:
    """A kind of source.

    Attributes
    ----------
    id : str
        What a user types for built-in data; for files and folders the name of the format.
    title : str
        One line for `reportgen list datasets`.
    load : callable
        Turns a request into a Dataset; raises InputError with the one message a user needs.
    recognises : callable, optional
        For files and folders: whether the path holds this format, judged by content where that is cheap.
        None for data known by its id.
    takes_columns : bool
        Whether --target, --groups and other options that name columns mean something for it.
    order : int
        Sources that recognise paths are asked in this order.
    """

    id: str
    title: str
    load: Callable[[DataRequest, Progress], Dataset]
    recognises: Callable[[Path], bool] | None = None
    takes_columns: bool = False
    order: int = 0


#: Endings of spreadsheets that no format reads, of which a reader is told what to do.
SPREADSHEETS = frozenset({".xls", ".xlsb", ".numbers"})

SOURCES: Registry[Source] = Registry("datasets", "reportgen.datasets", sort=lambda source: source.order)


def load(request: DataRequest, progress: Progress) -> Dataset:
    """Load what the request names: an id of built-in data, or a path whose format is recognised."""
    source = find_source(request.dataset, request.format_in)
    refuse_table_options(source, request)
    if request.task == "denoise" and source.takes_columns:
        raise no_images(request.dataset, "a table")
    try:
        return source.load(request, progress)
    except PermissionError as error:
        raise InputError(_unreadable(error, request.dataset)) from error


def refuse_table_options(source: Source, request: DataRequest) -> None:
    """Raise an InputError where options that concern tables are given for other data."""
    columns = {
        "--target": request.target,
        "--groups": request.groups,
        "--time": request.time,
        "--split-column": request.split_column,
        "--drop": request.drop,
        "--keep": request.keep,
        "--as": request.kinds,
        "--order": request.orders,
        "--show": request.show,
    }
    given = [option for option, value in columns.items() if value]
    if given and not source.takes_columns:
        raise InputError(f"{given[0]} names a column of a table, but `{request.dataset}` is {source.title}.")
    places = {"--table": request.table, "--query": request.query, "--format-in": request.format_in}
    for option in [option for option, value in places.items() if value and not source.takes_columns]:
        raise InputError(f"{option} says how a table is read, but `{request.dataset}` is {source.title}.")
    if request.test_data is not None and not source.takes_columns:
        raise InputError(
            f"--test-data is a second table, but `{request.dataset}` is {source.title}. Leave it out."
        )


def no_images(name: str, what: str) -> InputError:
    """Return the error for a task of images on data that are none."""
    return InputError(
        f"--task denoise adds noise to images and learns to remove it, but `{name}` is {what}. "
        "Use images: digits, mnist, an NPZ file with X of shape (samples, height, width), or a folder."
    )


def find_source(name: str, format_in: str | None = None) -> Source:
    """Return the source for an id, an address or a path; an unknown name is an InputError with the nearest id.

    What is at an address, and a path whose format is given by `format_in`, is a table.
    """
    named = {source.id: source for source in SOURCES if source.recognises is None}
    if name in named:
        return named[name]
    if find_place(name) is not None:
        return SOURCES.get("table")
    path = Path(name).expanduser()
    if not _exists(path):
        known = ", ".join(named)
        raise InputError(
            f"No dataset or file is called `{name}`.{nearest(name, named)} Built in: {known}; or give a path."
        )
    refuse_special(path)
    try:
        _refuse_empty(path, name)
        if format_in is not None:
            return SOURCES.get("table")
        found = next(
            (source for source in SOURCES if source.recognises is not None and source.recognises(path)), None
        )
    except PermissionError as error:
        raise InputError(_unreadable(error, name)) from error
    if found is not None:
        return found
    formats = "; ".join(source.title for source in SOURCES if source.recognises is not None)
    advice = (
        " Open it in a spreadsheet program, and save it as .xlsx."
        if path.suffix.lower() in SPREADSHEETS
        else ""
    )
    raise InputError(f"`{name}` is none of the formats known: {formats}.{advice}")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except PermissionError:
        raise
    except OSError:  # no system has files of such a name
        return False


def _refuse_empty(path: Path, name: str) -> None:
    if path.is_dir():
        if all(inner.name.startswith(".") for inner in path.iterdir()):
            raise InputError(f"The folder `{name}` is empty.")
    elif path.is_file():
        with path.open("rb") as file:
            if not file.read(1):
                raise InputError(f"The file `{name}` is empty.")


def _unreadable(error: PermissionError, name: str) -> str:
    return f"`{error.filename or name}` cannot be read: you have no permission to."
