"""Files at addresses: the web and the stores of the great clouds, by fsspec and its library for each."""

import asyncio
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from reportgen.config.addresses import without_secrets
from reportgen.datasets.tabular.limited_copy import CHUNK_BYTES, write_limited
from reportgen.datasets.tabular.place import PLACES, TablePlace
from reportgen.errors import InputError
from reportgen.progress import Progress

#: Schemes, and the library that each needs besides fsspec.
LIBRARIES = {
    "http": "aiohttp", "https": "aiohttp", "s3": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "az": "adlfs", "abfs": "adlfs",
    "abfss": "adlfs",
}  # fmt: skip

#: Seconds without an answer, and without a byte more of one. How long a whole file takes is not limited.
CONNECT_SECONDS, SILENCE_SECONDS = 30, 60

#: What servers answer to those who may not read, and where there is nothing.
UNAUTHORISED, FORBIDDEN, ABSENT = 401, 403, 404


def is_remote(name: str) -> bool:
    """Whether a name is an address of a kind that can be fetched."""
    scheme, sign, _ = name.partition("://")
    return bool(sign) and scheme.lower() in LIBRARIES


def fetch_remote(name: str, folder: Path, max_bytes: int, progress: Progress) -> Path:
    """Download a file in pieces; messages show its address without user, password and query."""
    shown = without_secrets(name)
    path = folder / (_file_name(name) or "download")
    try:
        import fsspec

        with fsspec.open(name, "rb", **_options(name)) as remote:
            write_limited(_watched(remote, path.name, progress), path, max_bytes, shown)
    except ImportError:
        library = LIBRARIES[urlsplit(name).scheme.lower()]
        raise InputError(
            f"`{shown}` needs fsspec and {library}: pip install 'reportgen-eval[remote]'."
        ) from None
    except InputError:
        raise
    except Exception as error:  # each library has errors of its own, most of them without a common ancestor
        raise InputError(f"`{shown}` cannot be read: {_reason(error, name)}.") from error
    if not path.stat().st_size:
        raise InputError(f"`{shown}` is empty.")
    return path


def _file_name(name: str) -> str:
    return PurePosixPath(unquote(urlsplit(name).path)).name


def _options(name: str) -> dict[str, Any]:
    """How fsspec is to ask: of the web in one stream, with proxies as the environment names them, and not for ever."""
    if not name.lower().startswith("http"):
        return {}
    import aiohttp

    patience = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=SILENCE_SECONDS)
    return {"block_size": 0, "client_kwargs": {"timeout": patience, "trust_env": True}}


def _watched(remote: Any, name: str, progress: Progress) -> Callable[[], bytes]:
    """Reading of pieces, each of which moves the progress on."""
    size = getattr(remote, "size", None)
    done = 0

    def read() -> bytes:
        nonlocal done
        piece: bytes = remote.read(CHUNK_BYTES)
        done += len(piece)
        progress.download(name, done, size or (None if piece else done))
        return piece

    return read


def _reason(error: Exception, name: str) -> str:
    """What went wrong, in a few words and without secrets."""
    status = _status(error)
    if isinstance(error, FileNotFoundError) and status in {None, ABSENT}:
        return "there is no such file"
    if isinstance(error, PermissionError) or status in {UNAUTHORISED, FORBIDDEN}:
        return "you have no permission to, or credentials are missing"
    if isinstance(error, asyncio.TimeoutError | TimeoutError):
        return f"no answer for {SILENCE_SECONDS} seconds"
    if status is not None:
        return f"the server answered {status} {getattr(error, 'message', '')}".rstrip()
    text = without_secrets(str(error)).replace(name, without_secrets(name))
    return (text.splitlines() or [type(error).__name__])[0].rstrip(".")


def _status(error: BaseException | None) -> int | None:
    """What a server answered, by the error or by those that led to it; None where none answered."""
    while error is not None:
        if isinstance(status := getattr(error, "status", None), int):
            return status
        error = error.__cause__ or error.__context__
    return None


PLACES.register(
    TablePlace(
        "remote",
        "a table at an address: https://, s3://, gs:// or az://",
        is_remote,
        fetch_remote,
    )
)
