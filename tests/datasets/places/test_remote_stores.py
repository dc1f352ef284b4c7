"""Tables in the stores of the great clouds: moto speaks as S3 does; Google's and Azure's few answers are made here."""

import io
import json
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import pytest
from fsspec.config import conf
from fsspec.registry import _registry
from moto.server import ThreadedMotoServer

from reportgen.datasets.dataset import DataRequest, load
from reportgen.datasets.tabular import remote_folder
from reportgen.errors import InputError
from reportgen.progress import Silent
from tests.datasets.sources import Recorder, load_path

CSV = b"a,b,y\n" + b"".join(b"%d,%d,%s\n" % (i, i * i % 7, b"uv"[i % 2 : i % 2 + 1]) for i in range(40))


def _part(start: int) -> bytes:
    content = io.BytesIO()
    rows = range(start, start + 20)
    pd.DataFrame({"a": [i * i % 7 for i in rows], "y": ["uv"[i % 2] for i in rows]}).to_parquet(content)
    return content.getvalue()


#: What is in the bucket `data`.
OBJECTS = {
    "in/t.csv": CSV,
    "hive/": b"",
    "hive/_SUCCESS": b"",
    "hive/.part.crc": b"x",
    "hive/README.md": b"x",
    "hive/year=2023/p.parquet": _part(0),
    "hive/year=2024/p.parquet": _part(20),
    "hive/year=2024/_old/p.parquet": _part(40),
    "mixed/p.parquet": _part(0),
    "mixed/t.csv": CSV,
    "marks/_SUCCESS": b"",
    "delta/_delta_log/0.json": b"{}",
    "delta/p.parquet": _part(0),
}


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """A server that speaks as S3 does."""
    import boto3

    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    own = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in own.items():
            patch.setenv(name, value)
        client = boto3.client("s3")
        client.create_bucket(Bucket="data")
        for key, content in OBJECTS.items():
            client.put_object(Bucket="data", Key=key, Body=content)
        yield "s3://data"
    server.stop()


def test_a_table_from_s3(store: str) -> None:
    for address in (f"{store}/in/t.csv", f"{store.upper()[:2]}{store[2:]}/in/t.csv"):
        data = load_path(address, "y")
        assert len(data.target) == 40
        assert data.source == f"CSV file from {address}"


def test_a_folder_of_parquet_from_s3(store: str, tmp_path: Path) -> None:
    for key, content in OBJECTS.items():
        if key.startswith("hive/") and content:
            (tmp_path / key).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / key).write_bytes(content)
    recorder = Recorder()
    data = load(DataRequest(f"{store}/hive/", target=("y",)), recorder)
    assert data.fingerprint == load_path(tmp_path / "hive", "y").fingerprint
    assert len(data.target) == 40
    assert list(data.features.columns) == ["a", "year"]
    size = sum(len(OBJECTS[f"hive/year={year}/p.parquet"]) for year in (2023, 2024))
    assert recorder.downloads[-1] == ("hive", size, size)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("/in/none.csv", "`s3://data/in/none.csv` cannot be read: there is no such file"),
        ("/mixed", r"`s3://data/mixed` is a folder, .* but it holds `t.csv`"),
        ("/marks", "`s3://data/marks` is a folder without Parquet files"),
        ("/delta", "`s3://data/delta` is a table of Delta Lake"),
        ("-not/t.csv", "there is no such file"),
        ("", "`s3://data` is a folder, which is read only where all files are Parquet"),
    ],
)
def test_what_s3_has_not(store: str, place: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        load_path(f"{store}{place}", "y")


def test_no_more_than_allowed_of_a_folder(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(OBJECTS["hive/year=2023/p.parquet"]) + 10
    with pytest.raises(InputError, match=r"`s3://data/hive` holds more than"):
        load(DataRequest(f"{store}/hive", target=("y",), max_size=str(size)), Silent())
    monkeypatch.setattr(remote_folder, "MOST_FILES", 1)
    with pytest.raises(InputError, match=r"`s3://data/hive` holds more than 1 files"):
        load_path(f"{store}/hive", "y")


class _Names:
    """A store whose names are made up by somebody else."""

    def ls(self, folder: str, *, detail: bool) -> list[dict[str, Any]]:
        assert detail
        return [{"name": f"{folder}/../../evil.parquet", "type": "file", "size": 3}]


def test_names_that_lead_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="leads elsewhere"):
        remote_folder.copy_folder(_Names(), "b/f", tmp_path / "f", 100, "s3://b/f", Silent())
    assert not list(tmp_path.iterdir())


def test_without_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AZURE_STORAGE_ACCOUNT_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    for address, needed in (
        ("s3://other/t.csv", "AWS_PROFILE"),
        ("az://c/t.csv", "AZURE_STORAGE_ACCOUNT_NAME"),
    ):
        with pytest.raises(InputError, match=f"access is denied, or credentials are missing. Set {needed}"):
            load_path(address, "y")


class _Stores(BaseHTTPRequestHandler):
    """The few answers of Google's and Azure's stores that reading one file takes."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        known = json.dumps({"name": "in/t.csv", "bucket": "data", "size": str(len(CSV))}).encode()
        blob = {
            "x-ms-blob-type": "BlockBlob",
            "ETag": '"1"',
            "Last-Modified": "Tue, 01 Dec 2026 00:00:00 GMT",
        }
        as_json = {"Content-Type": "application/json"}
        answers: dict[str, tuple[bytes, dict[str, str]]] = {
            "/storage/v1/b/data/o/in%2Ft.csv": (known, as_json),
            "/storage/v1/b/data/o": (b"{}", as_json),
            "/download/storage/v1/b/data/o/in%2Ft.csv": (CSV, {}),
            "/account/data/in/t.csv": (CSV, blob),
            "/account/data": (
                b"<List><Blobs/></List>",
                {"Content-Type": "application/xml"},
            ),
        }
        content, headers = answers.get(path, (b"", {}))
        status = 403 if "secret" in self.path else 200 if path in answers else 404
        if content == CSV and self.command == "GET":
            status, headers = 206, {**headers, "Content-Range": f"bytes 0-{len(CSV) - 1}/{len(CSV)}"}
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)


@pytest.fixture(scope="module")
def stores() -> Iterator[None]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Stores) as server, pytest.MonkeyPatch.context() as patch:
        threading.Thread(target=partial(server.serve_forever, poll_interval=0.01), daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}"
        patch.setenv("GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT", "false")  # it asks for more, and only by TLS
        patch.setenv("STORAGE_EMULATOR_HOST", here)
        patch.setitem(conf, "gs", {"token": "anon"})  # what FSSPEC_GS_TOKEN=anon sets when fsspec is loaded
        azure = (
            f"DefaultEndpointsProtocol=http;AccountName=account;AccountKey=a2V5;BlobEndpoint={here}/account;"
        )
        patch.setenv("AZURE_STORAGE_CONNECTION_STRING", azure)
        yield
        server.shutdown()


@pytest.mark.parametrize("store", ["gs://data", "az://data", "abfs://data"])
def test_tables_from_google_and_azure(stores: None, store: str) -> None:  # noqa: ARG001 - the server
    data = load_path(f"{store}/in/t.csv", "y")
    assert len(data.target) == 40
    assert data.source == f"CSV file from {store}/in/t.csv"


@pytest.mark.parametrize(
    ("store", "needed"), [("gs", "GOOGLE_APPLICATION_CREDENTIALS"), ("az", "AZURE_STORAGE_")]
)
def test_what_google_and_azure_have_not(stores: None, store: str, needed: str) -> None:  # noqa: ARG001 - the server
    with pytest.raises(InputError, match=f"`{store}://data/none.csv` cannot be read: there is no such file"):
        load_path(f"{store}://data/none.csv", "y")
    with pytest.raises(InputError, match=f"access is denied, or credentials are missing. Set {needed}"):
        load_path(f"{store}://data/secret.csv", "y")


@pytest.mark.parametrize(
    ("address", "library"), [("gs://b/t.csv", "gcsfs"), ("az://b/t.csv", "adlfs"), ("s3://b/t.csv", "s3fs")]
)
def test_without_a_library(address: str, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.delitem(_registry, address.partition(":")[0], raising=False)
    with pytest.raises(
        InputError, match=rf"needs fsspec and {library}: pip install 'reportgen-eval\[remote\]'"
    ):
        load_path(address, "y")


def test_without_aiohttp(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    with pytest.raises(InputError, match=r"needs fsspec and aiohttp: pip install 'reportgen-eval\[remote\]'"):
        load_path("https://b/t.csv", "y")
