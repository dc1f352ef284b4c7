"""Tables at addresses, from real servers: Python's own for the web, and moto's for S3."""

import os
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fsspec.registry import _registry
from moto.server import ThreadedMotoServer

from reportgen.config.addresses import all_without_secrets, without_secrets
from reportgen.datasets.dataset import DataRequest, load
from reportgen.errors import InputError
from reportgen.progress import Silent
from tests.datasets.sources import Recorder, load_path

CSV = b"a,b,y\n" + b"".join(b"%d,%d,%s\n" % (i, i * i % 7, b"uv"[i % 2 : i % 2 + 1]) for i in range(40))


class _Pages(BaseHTTPRequestHandler):
    """A server with a page for each way in which a download can go."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == "/moved.csv":
            self.send_response(302)
            self.send_header("Location", "/t.csv")
            self.end_headers()
            return
        if path == "/to-a-file.csv":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()
            return
        status = {"/t.csv": 200, "/cut.csv": 200, "/secret.csv": 403, "/broken.csv": 500}.get(path, 404)
        content = CSV if status == 200 else b"no"
        self.send_response(status)
        self.send_header("Content-Length", str(len(content) + (100 if path == "/cut.csv" else 0)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)


@pytest.fixture(scope="module")
def web() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        threading.Thread(target=partial(server.serve_forever, poll_interval=0.01), daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_table_from_the_web(web: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(CSV)
    data = load_path(f"http://{web}/t.csv", "y")
    assert data.fingerprint == load_path(tmp_path / "t.csv", "y").fingerprint
    assert (data.name, data.source) == ("t.csv", f"CSV file from http://{web}/t.csv")


def test_redirects_are_followed_to_other_places_of_the_web_alone(web: str) -> None:
    assert len(load_path(f"http://{web}/moved.csv", "y").target) == 40
    with pytest.raises(InputError, match="cannot be read"):
        load_path(f"http://{web}/to-a-file.csv", "y")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("none.csv", "there is no such file"),
        ("secret.csv", "no permission"),
        ("broken.csv", "the server answered 500"),
        ("cut.csv", "cannot be read"),
    ],
)
def test_what_goes_wrong_is_one_message_without_secrets(web: str, path: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as error:
        load_path(f"http://ada:hunter2@{web}/{path}?sig=topsecret", "y")
    text = str(error.value)
    assert f"`http://{web}/{path}`" in text
    assert "hunter2" not in text
    assert "topsecret" not in text
    assert "\n" not in text


def test_no_server() -> None:
    with pytest.raises(InputError, match=r"`http://127.0.0.1:9/t.csv` cannot be read"):
        load_path("http://127.0.0.1:9/t.csv", "y")


def test_no_more_than_allowed(web: str) -> None:
    with pytest.raises(InputError, match=r"t.csv` holds more than 10 bytes"):
        load(DataRequest(f"http://{web}/t.csv", target=("y",), max_size="10"), Silent())


def test_progress(web: str) -> None:
    recorder = Recorder()
    load(DataRequest(f"http://{web}/t.csv", target=("y",)), recorder)
    assert recorder.downloads[-1] == ("t.csv", len(CSV), len(CSV))


def test_what_the_file_holds_is_said_of_its_address(web: str) -> None:
    with pytest.raises(InputError, match=rf"`http://{web}/t.csv` has no column `outcome`"):
        load_path(f"http://{web}/t.csv?token=x", "outcome")


def test_test_data_from_the_web(web: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(CSV)
    data = load_path(tmp_path / "t.csv", "y", test_data=f"http://{web}/t.csv")
    assert data.train_size == 40


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """A server that speaks as S3 does, with one file in it."""
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
        client.put_object(Bucket="data", Key="in/t.csv", Body=CSV)
        yield "s3://data"
    server.stop()


def test_a_table_from_s3(store: str) -> None:
    data = load_path(f"{store}/in/t.csv", "y")
    assert len(data.target) == 40
    assert data.source == "CSV file from s3://data/in/t.csv"


def test_what_s3_has_not(store: str) -> None:
    with pytest.raises(InputError, match=r"`s3://data/in/none.csv` cannot be read: there is no such file"):
        load_path(f"{store}/in/none.csv", "y")
    assert os.environ["AWS_ENDPOINT_URL"]


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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://ada:pw@host/t.csv?sig=abc#x", "https://host/t.csv"),
        (
            "reportgen build -d 's3://b/t.csv?versionId=1' --target y",
            "reportgen build -d 's3://b/t.csv' --target y",
        ),
        ("az://c/t.parquet", "az://c/t.parquet"),
        ("no address: a@b.org?", "no address: a@b.org?"),
    ],
)
def test_secrets_in_addresses_are_not_shown(text: str, shown: str) -> None:
    assert without_secrets(text) == shown
    assert all_without_secrets({"a": [text, 1, None]}) == {"a": [shown, 1, None]}
