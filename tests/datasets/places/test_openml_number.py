"""Data sets of OpenML by number, from a server on this machine that answers as OpenML's interface does."""

import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sklearn.datasets import _openml

from reportgen.datasets.dataset import DataRequest, Dataset, load
from reportgen.errors import InputError
from tests.datasets.sources import Recorder, note

N = 60

#: Name, type, declared values, and what OpenML marks it as.
ATTRIBUTES = (
    ("row", "numeric", "", "is_row_identifier"),
    ("age", "numeric", "", ""),
    ("remark", "numeric", "", "is_ignore"),
    ("home town", "nominal", "own, 'for free, really', rent", ""),
    ("level", "nominal", "3, 10, 2", ""),
    ("class", "nominal", "'very good', good, bad, absent", "is_target"),
)


def _arff(*, cut: bool = False) -> bytes:
    lines = ["% a comment", "@RELATION credit"]
    lines += [
        f"@Attribute '{name}' {'{' + values + '}' if values else kind}"
        for name, kind, values, _ in ATTRIBUTES
    ]
    lines.append("@DATA")
    for row in range(N):
        age = "?" if row == 7 else 20 + row * 7 % 31
        home = ("rent", "own", "'for free\\, really'")[row * row % 3 if row % 5 else 2]
        grade = "?" if row == 11 else ("bad", "'very good'", "good")[row % 3]
        lines.append(
            f"{row},{age},{row * row},{home},{(10, 2, 3)[row * 5 % 7 % 3]},{grade}{',1' if cut else ''}"
        )
    return "\n".join([*lines, ""]).encode()


def _features() -> list[dict[str, Any]]:
    marks = ("is_target", "is_ignore", "is_row_identifier")
    return [
        {
            "index": str(index),
            "name": name,
            "data_type": kind,
            "number_of_missing_values": str(int(name == "class")),
        }
        | {each: "true" if each == mark else "false" for each in marks}
        for index, (name, kind, _, mark) in enumerate(ATTRIBUTES)
    ]


@dataclass
class Openml:
    """What the server answers, and what it was asked for."""

    arff: bytes = field(default_factory=_arff)
    description: dict[str, Any] = field(default_factory=dict)
    features: list[dict[str, Any]] = field(default_factory=_features)
    status: int = 200
    port: int = 0
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str) -> tuple[int, bytes]:
        if path.endswith("/404404"):
            return 412, b'{"error": {"code": "111", "message": "Unknown dataset"}}'
        if path.endswith(".arff"):
            return self.status, self.arff
        if "/features/" in path:
            return 200, json.dumps({"data_features": {"feature": self.features}}).encode()
        if "/qualities/" in path:
            quality = [{"name": "NumberOfInstances", "value": f"{N}.0"}]
            return 200, json.dumps({"data_qualities": {"quality": quality}}).encode()
        return 200, json.dumps({"data_set_description": self._described()}).encode()

    def _described(self) -> dict[str, Any]:
        usual = {
            "id": "31", "name": "credit", "version": "2", "description": "Loans.", "format": "ARFF", "status": "active",
            "url": f"http://127.0.0.1:{self.port}/data/v1/download/31/credit.arff",
            "md5_checksum": hashlib.md5(self.arff).hexdigest(), "default_target_attribute": "class",
        }  # fmt: skip
        return usual | self.description


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Openml]:
    state = Openml()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            status, content = state.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path))
    monkeypatch.setattr(_openml.time, "sleep", lambda _: None)  # between attempts
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        state.port = http.server_address[1]
        _point_to(monkeypatch, state.port)
        thread = threading.Thread(target=partial(http.serve_forever, 0.01), daemon=True)
        thread.start()
        yield state
        http.shutdown()
        thread.join()


def _point_to(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """Have scikit-learn ask this machine."""
    api = f"http://127.0.0.1:{port}/api/v1/json/data"
    monkeypatch.setattr(_openml, "_DATA_INFO", f"{api}/{{}}")
    monkeypatch.setattr(_openml, "_DATA_FEATURES", f"{api}/features/{{}}")
    monkeypatch.setattr(_openml, "_DATA_QUALITIES", f"{api}/qualities/{{}}")


def _load(*target: str, progress: Recorder | None = None, **options: Any) -> Dataset:
    return load(DataRequest("openml:31", target=target, **options), progress or Recorder())


def _refused(name: str = "openml:31", **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        load(DataRequest(name, **options), Recorder())
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.usefixtures("server")
def test_the_target_is_what_openml_marks_as_one() -> None:
    progress = Recorder()
    data = _load(progress=progress)
    assert (data.name, data.target_names) == ("openml:31", ("class",))
    assert data.source == "OpenML data set 31, credit (version 2)"
    assert data.feature_names == ("age", "home town", "level")
    assert "openml:31: fetched from OpenML" in progress.messages[0]


@pytest.mark.usefixtures("server")
def test_values_gaps_and_the_order_of_classes() -> None:
    data = _load()
    assert data.class_order == ("very good", "good", "bad")
    assert data.target[:4].tolist() == ["bad", "very good", "good", "bad"]
    assert 11 not in data.sample_ids
    assert note(data, "1 row has no target value", "class")
    assert data.features["age"].isna().sum() == 1  # type: ignore[call-overload]
    assert data.features["age"][1] == 27  # type: ignore[call-overload]
    homes = data.features["home town"]  # type: ignore[call-overload]
    assert set(homes) == {"own", "for free, really", "rent"}
    assert {column.name: column.kind for column in data.columns}["level"] == "text", (
        "nominal, though in digits"
    )


@pytest.mark.usefixtures("server")
def test_another_target_keeps_its_declared_order_too() -> None:
    data = _load("level")
    assert (data.target_names, data.class_order) == (("level",), ("3", "10", "2"))
    assert "class" in data.feature_names
    assert not hasattr(data.features["class"], "cat"), "a nominal feature has no order to learn from"  # type: ignore[call-overload]


def test_a_kept_copy_needs_no_network(server: Openml, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _load()
    asked = len(server.asked)
    assert asked == 4, "description, features, qualities and data"
    _point_to(monkeypatch, 9)  # the discard port: nobody listens
    again = _load()
    assert (again.fingerprint, again.class_order, again.target_names) == (
        first.fingerprint, first.class_order, first.target_names,
    )  # fmt: skip
    assert len(server.asked) == asked


def test_without_a_target_that_openml_knows(server: Openml) -> None:
    for feature in server.features:
        feature["is_target"] = "false"
    assert "say which column is the target, with --target" in _refused()
    assert _load("class").target_names == ("class",)


def test_several_targets(server: Openml) -> None:
    server.features[4]["is_target"] = "true"
    assert _load().target_names == ("level", "class")


@pytest.mark.parametrize("number", ["abc", "", "0", "-3", "61.5", "//61", "٦١"])
def test_what_is_no_number(number: str) -> None:
    assert "give the number that OpenML has for the data set, as in `openml:61`" in _refused(
        f"openml:{number}"
    )


@pytest.mark.usefixtures("server")
def test_an_unknown_number() -> None:
    assert "`openml:404404`: OpenML has no data set with this number" in _refused("openml:404404")


def test_no_network(server: Openml, monkeypatch: pytest.MonkeyPatch) -> None:
    _point_to(monkeypatch, 9)
    message = _refused()
    assert "`openml:31` could not be fetched from OpenML: Connection refused" in message
    assert "--dataset FILE" in message
    assert server.asked == []


def test_sparse_data(server: Openml) -> None:
    server.description = {"format": "Sparse_ARFF"}
    assert "`openml:31` is sparse, which reportgen does not read" in _refused()


def test_http_error(server: Openml) -> None:
    server.status = 503
    assert "the server answered 503" in _refused()


def test_wrong_checksum(server: Openml) -> None:
    server.description = {"md5_checksum": "0" * 32}
    assert "its checksum differs" in _refused()


@pytest.mark.parametrize("arff", [b"<html>not found</html>", _arff(cut=True)])
def test_content_of_another_kind(server: Openml, arff: bytes) -> None:
    server.arff = arff
    assert "could not be fetched from OpenML: what arrived could not be understood" in _refused()


def test_silence_is_not_waited_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from reportgen.datasets.places import openml_number

    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path))
    monkeypatch.setattr(_openml.time, "sleep", lambda _: None)
    monkeypatch.setattr(openml_number, "SILENCE_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        _point_to(monkeypatch, silent.getsockname()[1])
        assert "no answer for 0.1 seconds" in _refused()
    assert socket.getdefaulttimeout() is None


def test_what_openml_warns_of(server: Openml) -> None:
    server.description = {"status": "deactivated", "warning": "The class\nis noisy."}
    data = _load()
    assert note(data, "deactivated", "may have known problems")
    assert note(data, "OpenML states this warning on the data set: The class is noisy.")


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("option", ["table", "query", "format_in"])
def test_options_on_reading_files_are_refused(option: str) -> None:
    message = _refused(**{option: "csv"})
    assert f"--{option.replace('_', '-')} says how a file is read, but `openml:31` is a table" in message


@pytest.mark.usefixtures("server")
def test_as_test_data(tmp_path: Path) -> None:
    rows = [f"{i % 30 + 20},{('own', 'rent')[i % 2]},2,{('good', 'bad')[i % 2]}" for i in range(40)]
    (tmp_path / "t.csv").write_text("\n".join(["age,home town,level,class", *rows, ""]))
    data = load(DataRequest(str(tmp_path / "t.csv"), ("class",), test_data="openml:31"), Recorder())
    assert (data.train_size, len(data.target)) == (40, 40 + N - 1)
    assert data.source == "CSV file t.csv, tested on OpenML data set 31, credit (version 2)"


def test_a_value_that_the_file_does_not_declare(server: Openml) -> None:
    server.arff = _arff().replace(b"'very good', good, bad, absent", b"'very good', bad")
    data = _load()
    assert data.class_order == ()
    assert set(data.target) == {"very good", "good", "bad"}
