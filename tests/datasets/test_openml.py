"""Against a real server on this machine, which serves a small stand-in for OpenML's files."""

import gzip
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from reportgen.datasets import openml
from reportgen.datasets.dataset import DataRequest, Dataset, Source
from reportgen.datasets.download import DownloadError
from reportgen.datasets.openml import OpenmlImages, load_images
from reportgen.errors import InputError
from tests.datasets.sources import Recorder, random_images

N, N_TRAIN = 12, 9
SET = OpenmlImages("mnist", "stand-in", 554, samples=N, train_size=N_TRAIN)
PIXELS = random_images(N, (784,))
CODES = np.arange(N, dtype=np.uint8) % 10


def sample(source: Source, folder: Path) -> DataRequest:
    """Leave in the folder what a download would have left."""
    (folder / "reportgen").mkdir()
    pixels = np.zeros((70_000, 784), dtype=np.uint8)
    np.savez_compressed(folder / "reportgen" / f"{source.id}.npz", pixels=pixels, codes=pixels[:, 0])
    return DataRequest(source.id)


def _arff(pixels: np.ndarray = PIXELS, codes: np.ndarray = CODES) -> bytes:
    head = ["% a comment", "@RELATION mnist_784", *(f"@ATTRIBUTE pixel{i} real" for i in range(1, 785))]
    rows = [",".join(map(str, [*row, code])) for row, code in zip(pixels, codes, strict=True)]
    return "\n".join([*head, "@ATTRIBUTE class {0,1,2,3,4,5,6,7,8,9}", "@DATA", *rows, ""]).encode()


@dataclass
class Openml:
    """What the server answers, and what it was asked for."""

    arff: bytes = field(default_factory=_arff)
    md5: str | None = None
    zipped: bool = True
    status: int = 200
    cut: int = 0
    description: bytes | None = None
    file_url: str | None = None
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1/json/data/"

    def describe(self) -> bytes:
        if self.description is not None:
            return self.description
        url = self.file_url or f"http://127.0.0.1:{self.port}/data/v1/download/52667/mnist_784.arff"
        md5 = self.md5 or hashlib.md5(self.arff).hexdigest()
        return json.dumps({"data_set_description": {"id": "554", "url": url, "md5_checksum": md5}}).encode()


@pytest.fixture
def server() -> Iterator[Openml]:
    state = Openml()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            is_file = self.path.endswith(".arff")
            content = state.arff if is_file else state.describe()
            if is_file and state.zipped:
                content = gzip.compress(content)
            self.send_response(state.status)
            self.send_header("Content-Length", str(len(content)))
            if is_file and state.zipped:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(content[: len(content) - state.cut] if is_file else content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        state.port = http.server_address[1]
        thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield state
        http.shutdown()
        thread.join()


def _load(
    server: Openml, home: Path, progress: Recorder | None = None, images: OpenmlImages = SET
) -> Dataset:
    return load_images(images, progress or Recorder(), home, server.api)


@pytest.mark.parametrize("zipped", [True, False])
def test_download_with_progress_then_from_the_cache(server: Openml, tmp_path: Path, zipped: bool) -> None:
    server.zipped = zipped
    progress = Recorder()
    data = _load(server, tmp_path, progress)
    np.testing.assert_array_equal(data.features, PIXELS)
    assert data.target.tolist() == CODES.tolist()
    assert isinstance(data.features, np.ndarray)
    assert data.features.dtype == np.uint8
    assert (data.train_size, data.image_shape, data.ink_is_high) == (N_TRAIN, (28, 28), True)
    name, done, total = progress.downloads[-1]
    assert (name, done) == ("mnist", total)
    assert len(server.asked) == 2

    again = Recorder()
    cached = _load(server, tmp_path, again)
    assert (cached.fingerprint, again.downloads, len(server.asked)) == (data.fingerprint, [], 2)
    assert [path.name for path in (tmp_path / "reportgen").iterdir()] == ["mnist.npz"]


def test_named_classes(server: Openml, tmp_path: Path) -> None:
    fashion = OpenmlImages("fashion_mnist", "stand-in", 40996, tuple("abcdefghij"), N, N_TRAIN)
    data = _load(server, tmp_path, images=fashion)
    assert data.target.tolist() == list("abcdefghijab")
    assert "0 to 9" in data.notes[0]


@pytest.mark.parametrize("damage", ["cut", "changed", "other"])
def test_damaged_cache_is_downloaded_again(server: Openml, tmp_path: Path, damage: str) -> None:
    _load(server, tmp_path)
    path = tmp_path / "reportgen" / "mnist.npz"
    content = bytearray(path.read_bytes())
    if damage == "changed":
        content[2000] ^= 0xFF
    path.write_bytes({"cut": bytes(content[:1000]), "changed": bytes(content), "other": b"<html>"}[damage])
    np.testing.assert_array_equal(_load(server, tmp_path).features, PIXELS)
    assert len(server.asked) == 4


def _refused(server: Openml, home: Path) -> str:
    with pytest.raises(InputError) as caught:
        _load(server, home)
    message = str(caught.value)
    assert "`mnist` could not be downloaded" in message
    assert "--dataset FOLDER" in message
    assert not list(home.rglob("*.npz")), "a failed download leaves nothing behind"
    return message


def test_no_network(tmp_path: Path) -> None:
    message = _refused(Openml(port=9), tmp_path)  # the discard port: nobody listens
    assert "refused" in message.lower()


def test_unknown_host(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="could not be downloaded"):
        load_images(SET, Recorder(), tmp_path, "http://openml.invalid/")


@pytest.mark.parametrize("zipped", [True, False])
def test_truncated_download(server: Openml, tmp_path: Path, zipped: bool) -> None:
    server.zipped, server.cut = zipped, 100
    message = _refused(server, tmp_path)
    assert "bytes arrived" in message


def test_http_error(server: Openml, tmp_path: Path) -> None:
    server.status = 503
    assert "the server answered 503" in _refused(server, tmp_path)


def test_wrong_checksum(server: Openml, tmp_path: Path) -> None:
    server.md5 = "0" * 32
    assert "checksum" in _refused(server, tmp_path)


@pytest.mark.parametrize(
    "description", [b"<html>down for maintenance</html>", b"{}", b"[]", b'{"data_set_description": 1}']
)
def test_description_of_another_kind(server: Openml, tmp_path: Path, description: bytes) -> None:
    server.description = description
    assert "could not be understood" in _refused(server, tmp_path)


@pytest.mark.parametrize(
    "arff",
    [
        b"<html>not found</html>",
        _arff(PIXELS[:5], CODES[:5]),
        _arff(PIXELS[:, :700]),
        _arff(codes=CODES + 10),
        _arff().replace(b"@DATA\n", b"@DATA\nx"),
    ],
)
def test_content_of_another_kind(server: Openml, tmp_path: Path, arff: bytes) -> None:
    server.arff = arff
    assert "what arrived is" in _refused(server, tmp_path)


def test_addresses_that_are_no_web_addresses_are_not_opened(server: Openml, tmp_path: Path) -> None:
    secret = tmp_path / "secret.arff"
    secret.write_bytes(_arff())
    server.file_url = secret.as_uri()
    assert "no web address" in _refused(server, tmp_path)


def test_what_fetch_openml_has_kept_needs_no_network(tmp_path: Path) -> None:
    server = Openml(port=9)
    kept = tmp_path / "openml" / "openml.org"
    for name, content in {
        "api/v1/json/data/554.gz": server.describe(),
        "data/v1/download/52667/mnist_784.arff.gz": server.arff,
    }.items():
        (kept / name).parent.mkdir(parents=True, exist_ok=True)
        (kept / name).write_bytes(gzip.compress(content))
    progress = Recorder()
    np.testing.assert_array_equal(_load(server, tmp_path, progress).features, PIXELS)
    assert progress.downloads == []
    assert "taken from" in progress.details[-1]


def test_a_cache_that_cannot_be_written_is_no_failure(server: Openml, tmp_path: Path) -> None:
    (tmp_path / "reportgen").write_text("a file where the folder should be")
    progress = Recorder()
    np.testing.assert_array_equal(_load(server, tmp_path, progress).features, PIXELS)
    assert "could not be kept" in progress.messages[-1]


def test_data_home_follows_scikit_learn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from sklearn.datasets import get_data_home

    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path / "data"))
    assert str(openml.data_home()) == get_data_home()
    monkeypatch.delenv("SCIKIT_LEARN_DATA")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert str(openml.data_home()) == get_data_home()


def test_the_registered_sets_are_wired_to_openml(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = []

    def fetch(url: str, *_: object) -> bytes:
        asked.append(url)
        raise DownloadError("off")

    monkeypatch.setattr(openml, "fetch", fetch)
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path))
    for name in ("mnist", "fashion_mnist"):
        with pytest.raises(InputError, match=name):
            openml.load_openml(DataRequest(name), Recorder())
    assert asked == [f"https://www.openml.org/api/v1/json/data/{number}" for number in (554, 40996)]
