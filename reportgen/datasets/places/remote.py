"""Tables at addresses: the web and the stores of the great clouds, by fsspec and its library for each."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from reportgen.config.addresses import shown_address
from reportgen.datasets.tabular.limited_copy import CHUNK_BYTES, write_limited
from reportgen.datasets.tabular.place import PLACES, TablePlace
from reportgen.datasets.tabular.remote_errors import remote_reason
from reportgen.datasets.tabular.remote_folder import copy_folder
from reportgen.errors import InputError
from reportgen.progress import Progress

#: Schemes, and the library that each needs besides fsspec.
LIBRARIES = {
    "http": "aiohttp", "https": "aiohttp", "s3": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "az": "adlfs", "abfs": "adlfs",
    "abfss": "adlfs",
}  # fmt: skip

#: Seconds without an answer, and without a byte more of one. How long a whole file takes is not limited.
CONNECT_SECONDS, SILENCE_SECONDS = 30, 60

#: What a server may do to content on its way: gzip is undone as that of files is, with the same limits.
ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip"})

#: How long the name of a file may be here. Its end tells its format.
MOST_CHARACTERS = 60

_PAGE = re.compile(rb"\s*(<!doctype html|<html)", re.IGNORECASE)


def is_remote(name: str) -> bool:
    """Whether a name is an address of a kind that can be fetched."""
    scheme, sign, _ = name.partition("://")
    return bool(sign) and scheme.lower() in LIBRARIES


def fetch_remote(name: str, folder: Path, max_bytes: int, progress: Progress) -> Path:
    """Download a file, or a folder of Parquet files from a store; messages show its address without secrets."""
    shown = shown_address(name)
    scheme, sign, rest = name.partition("://")
    address = f"{scheme.lower()}{sign}{rest}"
    try:
        path = folder / _file_name(address)
        with _silenced_libraries():
            _fetch(address, path, max_bytes, progress)
    except ImportError:
        library = LIBRARIES[scheme.lower()]
        raise InputError(
            f"`{shown}` needs fsspec and {library}: pip install 'reportgen-eval[remote]'."
        ) from None
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - each library has errors of its own, most without a common ancestor
        # What led to it is not shown even by --verbose, since it may quote the address.
        raise InputError(f"`{shown}` cannot be read: {remote_reason(error, name)}.") from None
    if path.is_file():
        _refuse_no_table(path, shown)
    return path


@contextmanager
def _silenced_libraries() -> Iterator[None]:
    """Keep off the terminal what libraries log of each attempt, with tracebacks and addresses."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _file_name(address: str) -> str:
    """The last part of an address without its query, as a name that every file system takes."""
    parts = urlsplit(address)
    name = PurePosixPath(unquote(parts.path)).name or parts.hostname or ""
    cleaned = re.sub(r"[\x00-\x1f\\]", "_", name)[-MOST_CHARACTERS:]
    return "download" if cleaned in {"", ".", ".."} else cleaned


def _fetch(address: str, path: Path, max_bytes: int, progress: Progress) -> None:
    import fsspec

    shown = shown_address(address)
    if not urlsplit(address).netloc:
        raise InputError(
            f"`{shown}` is not complete: give an address such as s3://bucket/folder/data.parquet."
        )
    web = address.startswith("http")
    # Instances that are kept would keep lists of folders and credentials for as long as the process lives.
    store, inner = fsspec.core.url_to_fs(address, skip_instance_cache=True, **(_patience() if web else {}))
    if web:
        # A size spares the question for it, whose failure fsspec takes for a missing file whatever went wrong.
        with store.open(inner, block_size=0, size=max_bytes) as remote:
            _refuse_encoding(remote.r.headers.get("Content-Encoding", ""), shown)
            write_limited(
                _watched(remote, path.name, remote.r.content_length, progress), path, max_bytes, shown
            )
    elif store.info(inner)["type"] == "directory":
        copy_folder(store, inner, path, max_bytes, shown, progress)
    else:
        with store.open(inner, "rb") as remote:
            write_limited(_watched(remote, path.name, remote.size, progress), path, max_bytes, shown)


def _patience() -> dict[str, Any]:
    """How fsspec is to ask the web: by the proxies that the environment names, and not for ever."""
    import aiohttp

    patience = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=SILENCE_SECONDS)
    headers = {"Accept-Encoding": "gzip"}
    # aiohttp does not notice where compressed content is cut short.
    client = {"timeout": patience, "trust_env": True, "auto_decompress": False, "headers": headers}
    return {"client_kwargs": client}


def _watched(remote: Any, name: str, size: int | None, progress: Progress) -> Callable[[], bytes]:
    """Reading of pieces, each of which moves the progress on."""
    done = 0

    def read() -> bytes:
        nonlocal done
        piece: bytes = remote.read(CHUNK_BYTES)
        done += len(piece)
        progress.download(name, done, size or (None if piece else done))
        return piece

    return read


def _refuse_encoding(encoding: str, shown: str) -> None:
    if encoding.lower() not in ENCODINGS:
        raise InputError(
            f"`{shown}` cannot be read: the server sends it encoded as {encoding}, which was not asked for."
        )


def _refuse_no_table(path: Path, shown: str) -> None:
    """Raise where nothing arrived, or a page for readers: one that asks to log in, or that shows the table."""
    with path.open("rb") as file:
        beginning = file.read(256)
    if not beginning:
        raise InputError(f"`{shown}` is empty.")
    if _PAGE.match(beginning):
        raise InputError(
            f"`{shown}` is a web page, not a table. Give the address of the file itself, which such pages link to as "
            "`Download` or `Raw`."
        )


PLACES.register(
    TablePlace(
        "remote",
        "a table at an address: https://, s3://, gs:// or az://",
        is_remote,
        fetch_remote,
    )
)
