"""Tables on the web, from a real server that goes wrong in every way; stores are in test_remote_stores.py."""

import gzip
import io
import json
import logging
import ssl
import threading
import time
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from reportgen import build
from reportgen.cli.command_line import command_line
from reportgen.cli.exit_codes import attempt
from reportgen.config import RunConfig
from reportgen.datasets.dataset import DataRequest, load
from reportgen.datasets.places import remote
from reportgen.errors import InputError
from reportgen.progress import Silent
from tests.datasets.sources import Recorder, load_path

CSV = b"a,b,y\n" + b"".join(b"%d,%d,%s\n" % (i, i * i % 7, b"uv"[i % 2 : i % 2 + 1]) for i in range(40))
PACKED = gzip.compress(CSV)
PAGE = b"\n<!DOCTYPE html><html><body>Please log in</body></html>"


def _zip() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("t.csv", CSV)
    return content.getvalue()


#: What is at each path: status, headers, content, and how many bytes more are announced than come.
GZIP = {"Content-Encoding": "gzip"}
PAGES: dict[str, tuple[int, dict[str, str], bytes, int]] = {
    "/t.csv": (200, {}, CSV, 0),
    "/a%20b.csv": (200, {}, CSV, 0),
    "/": (200, {}, CSV, 0),
    "/packed.csv": (200, GZIP, PACKED, 0),
    "/packed.csv.gz": (200, GZIP, PACKED, 0),
    "/twice.zip": (200, GZIP, gzip.compress(_zip()), 0),
    "/packed-cut.csv": (200, GZIP, PACKED[: len(PACKED) // 2], 0),
    "/brotli.csv": (200, {"Content-Encoding": "br"}, CSV, 0),
    "/cut.csv": (200, {}, CSV, 100),
    "/empty.csv": (200, {}, b"", 0),
    "/page.csv": (200, {}, PAGE, 0),
    "/moved.csv": (302, {"Location": "/t.csv"}, b"", 0),
    "/circle.csv": (302, {"Location": "/circle.csv"}, b"", 0),
    "/to-a-file.csv": (302, {"Location": "file:///etc/passwd"}, b"", 0),
    "/to-nothing.csv": (302, {"Location": "/none.csv?sig=othersecret"}, b"", 0),
    "/private.csv": (401, {}, b"no", 0),
    "/secret.csv": (403, {}, b"no", 0),
    "/gone.csv": (410, {}, b"no", 0),
    "/broken.csv": (503, {}, b"no", 0),
}


class _Pages(BaseHTTPRequestHandler):
    """A server with a page for each way in which a download can go; it answers to GET alone, as signed addresses do."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == "/slow.csv":
            self._send(200, {}, CSV[:10], 100)
            time.sleep(1)
        elif path == "/netrc.csv":
            self._send(200 if self.headers["Authorization"] else 401, {}, CSV, 0)
        else:
            self._send(*PAGES.get(path, (404, {}, b"no", 0)))

    def _send(self, status: int, headers: dict[str, str], content: bytes, missing: int) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content) + missing)}.items():
            self.send_header(name, value)
        self.end_headers()
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


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/moved.csv", "moved.csv"),
        ("/a%20b.csv", "a b.csv"),
        ("/a b.csv", "a b.csv"),
        ("/packed.csv", "packed.csv"),
        ("/packed.csv.gz", "packed.csv.gz"),
        ("/twice.zip", "twice.zip"),
    ],
)
def test_moved_encoded_and_packed(web: str, tmp_path: Path, path: str, name: str) -> None:
    (tmp_path / "t.csv").write_bytes(CSV)
    data = load_path(f"HTTP://{web}{path}", "y")
    assert data.fingerprint == load_path(tmp_path / "t.csv", "y").fingerprint
    assert data.name == name


def test_a_name_that_leads_elsewhere_is_not_followed(web: str) -> None:
    data = load_path(f"http://{web}/%2e%2e", "y", format_in="csv")
    assert (data.name, len(data.target)) == ("download", 40)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("none.csv", "there is no such file"),
        ("gone.csv", "there is no such file"),
        ("to-nothing.csv", "there is no such file"),
        ("private.csv", "access is denied, or credentials are missing. Keep user and password in ~/.netrc"),
        ("secret.csv", "access is denied, or credentials are missing. Keep user and password in ~/.netrc"),
        ("broken.csv", r"the server answered 503 \(Service Unavailable\)"),
        ("cut.csv", "the connection broke off"),
        ("packed-cut.csv", "is damaged or cut short"),
        ("brotli.csv", "the server sends it encoded as br"),
        ("empty.csv", "is empty"),
        ("page.csv", "is a web page, not a table"),
        ("circle.csv", "leads on from address to address without end"),
        ("to-a-file.csv", "leads on to an address that is not on the web"),
    ],
)
def test_what_goes_wrong_is_one_message_without_secrets(
    web: str, path: str, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    address = f"http://ada:hunter2@{web}/{path}?sig=topsecret"
    with pytest.raises(InputError, match=words) as error:
        load_path(address, "y")
    assert f"`http://{web}/{path}`" in str(error.value)

    def work() -> None:
        load_path(address, "y")

    assert attempt(work, verbose=True) == 2  # with its traceback
    said = capfd.readouterr().err
    assert said.splitlines()[-1] == f"Error: {error.value}"
    assert not [secret for secret in ("hunter2", "topsecret", "othersecret") if secret in said]


def test_a_server_that_falls_silent(web: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "SILENCE_SECONDS", 0.2)
    with pytest.raises(InputError, match="there was no answer in time"):
        load_path(f"http://{web}/slow.csv", "y")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://127.0.0.1:9/t.csv", "the server cannot be reached"),
        ("https://nobody.invalid/t.csv", "there is no such host"),
        ("http:///t.csv", "is not complete"),
        ("s3://", "is not complete"),
        ("http://127.0.0.1:99999/t.csv", "cannot be read"),
        ("http://[::1/t.csv", "cannot be read"),
    ],
)
def test_no_server(address: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as error:
        load_path(address, "y")
    assert f"`{address}`" in str(error.value)


def test_a_certificate_that_nobody_vouches_for() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=partial(server.serve_forever, poll_interval=0.01), daemon=True).start()
        with pytest.raises(InputError, match="the server's certificate cannot be trusted"):
            load_path(f"https://localhost:{server.server_port}/t.csv", "y")
        server.shutdown()


@pytest.mark.parametrize("address", ["ftp://ada:pw@host/t.csv", "file:///etc/passwd", "memory://t.csv"])
def test_addresses_of_other_kinds(address: str, tmp_path: Path) -> None:
    words = f"`{address.replace('ada:pw@', '')}` is an address of a kind that is not read"
    with pytest.raises(InputError, match=words):
        load_path(address, "y")
    (tmp_path / "t.csv").write_bytes(CSV)
    with pytest.raises(InputError, match=words):
        load_path(tmp_path / "t.csv", "y", test_data=address)


def test_passwords_kept_for_hosts_are_used(web: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login ada password hunter2\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    assert len(load_path(f"http://{web}/netrc.csv", "y").target) == 40


def test_no_more_than_allowed(web: str) -> None:
    for name in ("t.csv", "packed.csv"):
        with pytest.raises(InputError, match=rf"{name}` holds more than 200 bytes"):
            load(DataRequest(f"http://{web}/{name}", target=("y",), max_size="200"), Silent())


def test_progress(web: str) -> None:
    for name, size in (("t.csv", len(CSV)), ("packed.csv", len(PACKED))):
        recorder = Recorder()
        load(DataRequest(f"http://{web}/{name}", target=("y",)), recorder)
        assert recorder.downloads[-1] == (name, size, size)


def test_what_the_file_holds_is_said_of_its_address(web: str) -> None:
    with pytest.raises(InputError, match=rf"`http://{web}/t.csv` has no column `outcome`"):
        load_path(f"http://{web}/t.csv?token=x", "outcome")


def test_test_data_from_the_web(web: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(CSV)
    data = load_path(tmp_path / "t.csv", "y", test_data=f"http://{web}/t.csv")
    assert data.train_size == 40


def test_logging_is_as_before(web: str) -> None:
    load_path(f"http://{web}/t.csv", "y")
    assert logging.root.manager.disable == logging.NOTSET


def test_nothing_that_a_run_leaves_behind_holds_secrets(
    web: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    address = f"http://ada:hunter2@{web}/t.csv?sig=top'secret x"
    config = RunConfig(
        dataset=address, target=("y",), test_data=address, models=("nb",), cv=2, jobs=1,
        format=("html", "json", "csv", "md"), output=str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"),
    )  # fmt: skip
    command = command_line(["build", "-d", address, f"--test-data={address}"])
    build(config, command=command)
    files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    files[Path("terminal")] = "".join(capfd.readouterr()).encode()
    assert not [
        path for path, content in files.items() for word in (b"hunter2", b"secret") if word in content
    ]
    run = json.loads((tmp_path / "out/bundle/bundle.json").read_bytes())["run"]
    assert run["command"] == f"reportgen build -d http://{web}/t.csv --test-data=http://{web}/t.csv"
    assert run["config"]["dataset"] == f"http://{web}/t.csv"
