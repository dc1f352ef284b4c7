"""Data sets of OpenML by their number, through scikit-learn's `fetch_openml` and its folder of downloaded data."""

import gzip
import http.client
import json
import re
import socket
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError

from reportgen.datasets.openml import data_home, kept_file
from reportgen.datasets.tabular.arff_header import nominal_values
from reportgen.datasets.tabular.frame_table import FrameTable
from reportgen.datasets.tabular.place import PLACES, TablePlace
from reportgen.datasets.tabular.table_format import TableFile
from reportgen.errors import InputError
from reportgen.progress import Progress

if TYPE_CHECKING:
    import pandas as pd

PREFIX = "openml:"

#: Seconds without a byte. Of itself `fetch_openml` waits for ever.
SILENCE_SECONDS = 60

#: Where scikit-learn keeps what OpenML says of the attributes of a data set.
FEATURES = "api/v1/json/data/features/{}"


#: What OpenML calls the types of attributes that hold numbers.
NUMBERS = frozenset({"numeric", "real", "integer"})


def is_openml_number(name: str) -> bool:
    """Whether a name is meant as the number of a data set of OpenML."""
    return name.lower().startswith(PREFIX)


def fetch_openml_number(name: str, folder: Path, max_bytes: int, progress: Progress) -> TableFile:  # noqa: ARG001
    """Return a data set, downloaded unless scikit-learn has kept it; `fetch_openml` has no limit of bytes."""
    number = name[len(PREFIX) :]
    if not re.fullmatch(r"[1-9][0-9]{0,9}", number):
        raise InputError(
            f"`{name}`: give the number that OpenML has for the data set, as in `{PREFIX}61`. "
            "It is in the data set's address, and is called its ID."
        )
    progress.message(f"{name}: fetched from OpenML, unless it is in {data_home()} already.")
    try:
        return _table(name, number)
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        EOFError,
        zlib.error,
        http.client.HTTPException,
    ) as error:
        raise _refusal(name, error) from error


def _table(name: str, number: str) -> FrameTable:
    fetched = _fetched(int(number))
    details = fetched.details
    features = [each for each in _kept_features(number) if each["name"] in fetched.frame.columns]
    frame = _typed(fetched.frame, features, details["url"])
    return FrameTable(
        path=Path(name),
        title=f"OpenML data set {number}, {details['name']} (version {details['version']})",
        names=tuple(each["name"] for each in features),
        codes=frozenset(frame.select_dtypes("category").columns),
        notes=_notes(details),
        default_target=tuple(each["name"] for each in features if each["is_target"] == "true"),
        load=lambda: frame,
    )


def _fetched(number: int) -> Any:
    """What `fetch_openml` returns: all columns as text, none as the target, since it refuses targets with gaps.

    From 3.1 on pandas takes categories such as 01 for numbers, on which `fetch_openml` fails:
    https://github.com/scikit-learn/scikit-learn/issues/34892.
    """
    from sklearn.datasets import fetch_openml

    with _patience(), warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # what they say of the data is in its notes, and of the network in the error
        return fetch_openml(
            data_id=number, as_frame=True, parser="auto", target_column=None, read_csv_kwargs={"dtype": str}
        )


@contextmanager
def _patience() -> Iterator[None]:
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(SILENCE_SECONDS)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def _refusal(name: str, error: Exception) -> InputError:
    """The one message for what went wrong; scikit-learn has no public names for its errors."""
    if type(error).__name__ == "OpenMLError":
        return InputError(
            f"`{name}`: OpenML has no data set with this number. Look it up: https://www.openml.org/search?type=data."
        )
    if "Sparse ARFF" in str(error):
        return InputError(
            f"`{name}` is sparse, which reportgen does not read. "
            "Save it as a dense table, such as Parquet, and give the path of that."
        )
    return InputError(
        f"`{name}` could not be fetched from OpenML: {_reason(error)}. "
        "If you have the data as a file, give its path: --dataset FILE."
    )


def _reason(error: Exception) -> str:
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(error, HTTPError):
        return f"the server answered {error.code} {error.reason}"
    if isinstance(cause, TimeoutError):
        return f"no answer for {SILENCE_SECONDS} seconds"
    if isinstance(cause, ConnectionResetError | EOFError | zlib.error | http.client.HTTPException):
        return f"the connection broke off ({cause})"
    if isinstance(cause, OSError):
        where = f" ({cause.filename})" if cause.filename else ""
        return f"{cause.strerror or cause}{where}"
    if "checksum" in str(cause):
        return "what arrived is not what OpenML describes (its checksum differs)"
    return f"what arrived could not be understood ({cause})"


def _kept_features(number: str) -> list[dict[str, Any]]:
    """What OpenML says of each attribute, as `fetch_openml` has kept it: `name`, `data_type`, `is_target`."""
    with gzip.open(kept_file(data_home(), FEATURES.format(number))) as file:
        features: list[dict[str, Any]] = json.load(file)["data_features"]["feature"]
    return features


def _typed(frame: "pd.DataFrame", features: Sequence[dict[str, Any]], url: str) -> "pd.DataFrame":
    """Return numbers and categories from text; categories are ordered where the file declares all of them.

    The order is that of classes: of a feature models are told the categories alone.
    """
    import pandas as pd

    with gzip.open(kept_file(data_home(), url)) as lines:
        declared = nominal_values(lines)
    typed: dict[str, Any] = {}
    for each in features:
        name, kind = each["name"], each["data_type"].lower()
        if kind in NUMBERS:
            typed[name] = pd.to_numeric(frame[name])
        elif kind == "nominal":
            values = frame[name].str.strip().str.replace(r"^'(.*)'$", r"\1", regex=True)
            present = set(values.dropna().unique())
            order = [value for value in dict.fromkeys(declared.get(name, ())) if value in present]
            known = len(order) == len(present)
            typed[name] = pd.Categorical(values, order if known else sorted(present), ordered=known)
    return frame.assign(**typed)


def _notes(details: dict[str, Any]) -> tuple[str, ...]:
    """What OpenML warns of."""
    status = details.get("status", "active")
    said = {what: " ".join(str(details.get(what, "")).split()).rstrip(".") for what in ("error", "warning")}
    inactive = f"OpenML lists this data set as {status}, not as active: it may have known problems."
    return (
        *([inactive] if status != "active" else []),
        *(f"OpenML states this {what} on the data set: {text}." for what, text in said.items() if text),
    )


PLACES.register(
    TablePlace(
        "openml",
        "a data set of OpenML by its number: `--dataset openml:61`",
        is_openml_number,
        fetch_openml_number,
    )
)
