"""Bundles: round trip, atomic writing, and what is said of those that cannot be read."""

import errno
import json
import os
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.bundle.data_records import DatasetInfo, Protocol
from reportgen.bundle.digest import results_digest, stored_digest
from reportgen.bundle.run_records import Environment, Run
from reportgen.bundle.schema import SCHEMA_VERSION, Analysis, BundleRecord, Curve, Score
from reportgen.bundle.store import (
    Bundle,
    decode,
    encode,
    load_baseline,
    load_bundle,
    read_arrays,
    write_atomically,
    write_bundle,
)
from reportgen.cli.exit_codes import describe
from reportgen.errors import InputError
from tests.bundles import overstated
from tests.records import sealed


def make_bundle(value: float | None = 0.5, text: str = "a") -> Bundle:
    dataset = DatasetInfo(
        name=text,
        source=text,
        fingerprint="0",
        samples=2,
        features=1,
        classes=[text, "b"],
        image_shape=None,
        splits={"train": 2},
        class_counts={"train": {text: 1, "b": 1}},
        notes=[text],
    )
    score = Score(
        model="m", split="cv", metric="accuracy", value=value, n=2, reason=None if value is not None else text
    )
    curve = Curve(model="m", split="cv", kind="roc", label=None, arrays={"fpr": "main/x"})
    analysis = Analysis(
        id="main",
        title=text,
        task="binary",
        positive=None,
        dataset=dataset,
        protocol=Protocol(cv=None, test=None, seed=1),
        models=[],
        scores=[score],
        confusions=[],
        curves=[curve],
        main_metric="accuracy",
        main_metric_reason=text,
        chosen=None,
        chosen_on=None,
    )
    environment = Environment(python="3", platform="p", cpu=None, cores=1, packages={})
    run = Run(
        id="1",
        created="2026-01-01T00:00:00+00:00",
        reportgen_version="0",
        command=text,
        seed=1,
        config={},
        git=None,
        environment=environment,
        results_digest="d",
    )
    record = BundleRecord(schema_version=SCHEMA_VERSION, run=run, metrics={}, analyses=[analysis])
    return sealed(Bundle(record, {"main/x": np.linspace(0, 1, 5)}))


@settings(max_examples=40, deadline=None)
@given(st.none() | st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=30))
def test_record_survives_the_round_trip(value: float | None, text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    record = make_bundle(value, text).record
    assert decode(encode(record), "x") == record


def test_folder_folder_above_and_zip_give_the_same(tmp_path: Path) -> None:
    bundle = make_bundle()
    folder = write_bundle(bundle, tmp_path / "bundle")
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path, "bundle")
    for place in (folder, tmp_path, Path(packed)):
        again = load_bundle(place)
        assert again.record == bundle.record
        np.testing.assert_array_equal(again.arrays["main/x"], bundle.arrays["main/x"])


def test_unknown_fields_are_ignored_and_nan_is_null() -> None:
    plain = json.loads(encode(make_bundle(float("nan")).record))
    assert plain["analyses"][0]["scores"][0]["value"] is None
    plain["later"] = plain["analyses"][0]["later"] = 1
    assert decode(json.dumps(plain).encode(), "x").analyses[0].id == "main"


def _record(**changes: object) -> bytes:
    return json.dumps({**json.loads(encode(make_bundle().record)), **changes}).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not the JSON"),
        (b'{"schema_version": 1', "not the JSON"),
        (b"[]", "has no schema_version"),
        (b"{}", "no schema_version"),
        (_record(schema_version=99), "newer than"),
        (_record(analyses=[{"id": 3}]), r"\$\.analyses\[0\]"),
    ],
)
def test_what_is_no_bundle_gets_one_message(tmp_path: Path, content: bytes, said: str) -> None:
    write_bundle(make_bundle(), tmp_path)
    (tmp_path / "bundle.json").write_bytes(content)
    with pytest.raises(InputError, match=said):
        load_bundle(tmp_path)


def test_missing_places_and_arrays_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing is there"):
        load_bundle(tmp_path / "none")
    with pytest.raises(InputError, match=r"holds no bundle\.json"):
        load_bundle(tmp_path)
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("readme", "no bundle")
    with pytest.raises(InputError, match="zip holds no"):
        load_bundle(tmp_path / "other.zip")
    write_bundle(make_bundle(), tmp_path)
    (tmp_path / "arrays.npz").write_bytes(b"PK")
    with pytest.raises(InputError, match="no readable arrays"):
        load_bundle(tmp_path)
    (tmp_path / "arrays.npz").unlink()
    with pytest.raises(InputError, match="lacks"):
        load_bundle(tmp_path)


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    write_atomically(file, b"old")
    with pytest.raises(TypeError):
        write_atomically(file, "text, not bytes")  # type: ignore[arg-type]
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_cannot_be_written_is_said_by_the_names_that_users_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: int) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("reportgen.bundle.store.os.open", refuse)
    with pytest.raises(PermissionError) as raised:
        write_atomically(tmp_path / "reportgen.toml", b"cv = 4")
    said = describe(raised.value)
    assert said.startswith(f"Access is denied: `{tmp_path / 'reportgen.toml'}` (Permission denied).")
    with pytest.raises(PermissionError) as raised:
        write_bundle(make_bundle(), tmp_path)
    assert raised.value.filename == str(tmp_path / "arrays.npz")


def test_a_full_disk_leaves_no_half_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = write_bundle(make_bundle(), tmp_path / "kept")
    before = {file.name: file.read_bytes() for file in kept.iterdir()}

    def full(_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reportgen.bundle.store.encode", full)  # the arrays are written by then
    for name in ("new", "kept"):
        with pytest.raises(OSError, match="No space left"):
            write_bundle(make_bundle(0.1), tmp_path / name)
    assert not (tmp_path / "new").exists()
    assert {file.name: file.read_bytes() for file in kept.iterdir()} == before


@pytest.mark.parametrize("moved", ["arrays.npz", "bundle.json"])
def test_what_goes_wrong_between_the_two_files_leaves_both_of_the_old_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: str
) -> None:
    write_bundle(make_bundle(), tmp_path / "kept")
    before = {file.name: file.read_bytes() for file in (tmp_path / "kept").iterdir()}
    replace = Path.replace

    def broken(self: Path, target: Path) -> Path:
        if Path(target).name == moved and not self.name.endswith(".old"):
            raise OSError(5, "Input/output error")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", broken)
    other = Bundle(make_bundle(0.1).record, {"main/x": np.zeros(9)})
    for name in ("new", "kept"):
        with pytest.raises(OSError, match="Input/output"):
            write_bundle(other, tmp_path / name)
    assert not (tmp_path / "new").exists()
    assert {file.name: file.read_bytes() for file in (tmp_path / "kept").iterdir()} == before


def test_arrays_of_another_run_are_refused(tmp_path: Path) -> None:
    write_bundle(make_bundle(), tmp_path)
    np.savez(tmp_path / "arrays.npz", other=np.zeros(1))
    with pytest.raises(InputError, match="different runs"):
        load_bundle(tmp_path)


def test_arrays_that_claim_more_than_there_is_are_damaged(tmp_path: Path) -> None:
    folder = write_bundle(make_bundle(), tmp_path / "bundle")
    arrays = folder / "arrays.npz"
    arrays.write_bytes(overstated(arrays.read_bytes()))
    with pytest.raises(InputError, match=r"is damaged \(it claims to be larger"):
        load_bundle(folder).arrays.refuse_damaged()  # type: ignore[attr-defined]


def test_memory_that_is_really_exhausted_is_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhaust(*_given: object) -> None:
        raise MemoryError

    arrays = read_arrays(write_bundle(make_bundle(), tmp_path / "bundle") / "arrays.npz", "a bundle")
    monkeypatch.setattr(np.lib.npyio.NpzFile, "__getitem__", exhaust)
    with pytest.raises(MemoryError):
        arrays["main/x"]


def test_files_get_the_rights_that_the_umask_leaves(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    write_atomically(tmp_path / "atomic", b"")
    assert (tmp_path / "atomic").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_one_and_what_it_leads_to_is_written(tmp_path: Path, there: bool) -> None:
    target, link = tmp_path / "elsewhere" / "target", tmp_path / "link"
    target.parent.mkdir()
    link.symlink_to(target)
    if there:
        target.write_bytes(b"old")
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["elsewhere", "link", "target"]


def test_links_that_lead_in_a_circle_are_said_by_name(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError, match="symbolic links") as raised:
        write_atomically(tmp_path / "a", b"new")
    assert Path(raised.value.filename).name == "a"
    assert (tmp_path / "a").is_symlink()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize("linked", [False, True])
def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path, linked: bool) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(tmp_path / "link" if linked else pipe, b"new")
        assert os.read(reader, 10) == b"new"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "pipe"]


def test_files_of_a_bundle_that_are_links_stay_links(tmp_path: Path) -> None:
    first, second = make_bundle(0.5), make_bundle(0.75)
    write_bundle(first, tmp_path / "kept")
    (tmp_path / "bundle").mkdir()
    for name in ("bundle.json", "arrays.npz"):
        (tmp_path / "bundle" / name).symlink_to(tmp_path / "kept" / name)
    write_bundle(second, tmp_path / "bundle")
    assert (tmp_path / "bundle/bundle.json").is_symlink()
    assert load_bundle(tmp_path / "kept").record == second.record
    assert not list((tmp_path / "bundle").glob(".*"))
    assert len(list((tmp_path / "kept").iterdir())) == len(list((tmp_path / "bundle").iterdir())) == 2


@pytest.mark.parametrize("part", ["record", "arrays"])
@pytest.mark.parametrize("load", [load_bundle, load_baseline])
def test_results_that_were_changed_are_refused(
    tmp_path: Path, part: str, load: Callable[[Path], Bundle]
) -> None:
    write_bundle(make_bundle(0.9916666666666667), tmp_path)
    if part == "record":
        record = (tmp_path / "bundle.json").read_text()
        (tmp_path / "bundle.json").write_text(record.replace("0.9916666666666667", "0.5"))
    else:
        np.savez(tmp_path / "arrays.npz", **{"main/x": np.linspace(0, 1.5, 5)})
    with pytest.raises(
        InputError, match=r"was changed after it was made: the digest of its results is"
    ) as raised:
        load(tmp_path)
    assert "\n" not in str(raised.value)


def test_a_later_schema_does_not_change_the_digest_of_what_is_stored(tmp_path: Path) -> None:
    bundle = make_bundle()
    stored = json.loads(encode(bundle.record))
    assert stored_digest(json.dumps(stored).encode(), bundle.arrays) == bundle.record.run.results_digest
    del stored["analyses"][0]["scores"][0]["low"]
    older = sealed_json(stored, bundle)
    write_bundle(bundle, tmp_path)
    (tmp_path / "bundle.json").write_bytes(older)
    assert load_bundle(tmp_path).record.analyses == bundle.record.analyses
    del stored["analyses"][0]["comparisons"]
    (tmp_path / "bundle.json").write_text(json.dumps(stored))
    assert load_bundle(tmp_path).record.analyses == bundle.record.analyses


def sealed_json(stored: dict[str, Any], bundle: Bundle) -> bytes:
    stored["run"]["results_digest"] = stored_digest(json.dumps(stored).encode(), bundle.arrays)
    return json.dumps(stored).encode()


def test_digest_follows_results_and_nothing_else() -> None:
    bundle = make_bundle(0.5)
    analysis = bundle.record.analyses[0]
    digest = results_digest([analysis], bundle.arrays)
    same = msgspec.structs.replace(analysis, title="other", findings=[])
    assert results_digest([same], bundle.arrays) == digest
    nearly = make_bundle(0.5 + 1e-13).record.analyses[0]
    assert results_digest([nearly], bundle.arrays) == digest
    other = make_bundle(0.5 + 1e-9).record.analyses[0]
    assert results_digest([other], bundle.arrays) != digest
    assert results_digest([analysis], {"main/x": np.linspace(0, 1.1, 5)}) != digest
