"""Downloading a file: with progress, complete or not at all."""

import http.client
import zlib
from dataclasses import dataclass
from typing import Protocol
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

CHUNK_BYTES = 1 << 18
TIMEOUT_SECONDS = 30


class DownloadError(Exception):
    """A download failed; the text says how, in a few words."""


class _Report(Protocol):
    def __call__(self, name: str, done_bytes: int, total_bytes: int | None) -> None:
        """Take note of how far the download is."""


@dataclass
class _Inflater:
    """Undoes the gzip encoding that a server may use on the way."""

    encoded: bool

    def __post_init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)

    def feed(self, chunk: bytes) -> bytes:
        return self._stream.decompress(chunk) if self.encoded else chunk

    @property
    def complete(self) -> bool:
        return not self.encoded or self._stream.eof


def fetch(url: str, name: str, report: _Report, timeout: float = TIMEOUT_SECONDS) -> bytes:
    """Return the content of `url`, reporting progress under `name` in bytes on the wire.

    Raises
    ------
    DownloadError
        If the server cannot be reached or refuses, or if less arrives than it announced.
    """
    if not url.startswith(("https://", "http://")):
        raise DownloadError(f"{url} is no web address")
    try:
        with urlopen(Request(url, headers={"Accept-Encoding": "gzip"}), timeout=timeout) as response:  # noqa: S310
            return _read(response, name, report)
    except HTTPError as error:
        raise DownloadError(f"the server answered {error.code} {error.reason}") from error
    except URLError as error:
        raise DownloadError(str(getattr(error.reason, "strerror", None) or error.reason)) from error
    except TimeoutError as error:
        raise DownloadError(f"no answer for {timeout:.0f} seconds") from error
    except (OSError, http.client.HTTPException, zlib.error) as error:
        raise DownloadError(f"the connection broke off ({error})") from error


def _read(response: http.client.HTTPResponse, name: str, report: _Report) -> bytes:
    announced = response.headers.get("Content-Length", "")
    total = int(announced) if announced.isdigit() else None
    inflater = _Inflater(response.headers.get("Content-Encoding", "") == "gzip")
    parts, done = [], 0
    report(name, 0, total)
    while chunk := response.read(CHUNK_BYTES):
        parts.append(inflater.feed(chunk))
        done += len(chunk)
        report(name, done, total)
    if (total is not None and done < total) or not inflater.complete:
        raise DownloadError(
            f"only {done:,} of {total or 'unknown':,} bytes arrived" if total else "the end is missing"
        )
    return b"".join(parts)
