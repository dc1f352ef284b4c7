"""Where bundles are read from: zips and reports as PDF, whole, with figures alone, damaged, or out to do harm."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfWriter

from reportgen.bundle import bundle_files
from reportgen.bundle.store import encode, load_baseline, load_bundle, write_bundle
from reportgen.deliver.attachment import summary
from reportgen.errors import InputError
from tests.bundles import make_bundle

BUNDLE = make_bundle(n_train=30, n_test=20, folds=2)


def packed() -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **dict(BUNDLE.arrays))
    return buffer.getvalue()


def pdf(path: Path, **files: bytes) -> Path:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for name, content in files.items():
        writer.add_attachment(name.replace("_", "."), content)
    writer.write(path)
    return path


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_report_that_carries_everything_is_a_bundle(tmp_path: Path) -> None:
    report = pdf(tmp_path / "r.pdf", bundle_json=encode(BUNDLE.record), arrays_npz=packed())
    for load in (load_bundle, load_baseline):
        again = load(report)
        assert again.record == BUNDLE.record
        np.testing.assert_array_equal(again.arrays["main/truth/test"], BUNDLE.arrays["main/truth/test"])


def test_figures_alone_are_a_baseline_but_no_bundle(tmp_path: Path) -> None:
    content = encode(summary(BUNDLE.record))
    report = pdf(tmp_path / "r.pdf", bundle_json=content)
    (tmp_path / "report.json").write_bytes(content)
    (tmp_path / "bundle.json").write_bytes(content)
    for place in (report, tmp_path / "report.json", tmp_path):
        assert len(load_baseline(place).arrays) == 0
        with pytest.raises(InputError, match="it is a summary as reports carry"):
            load_bundle(place)


def test_a_record_that_lost_its_arrays_is_not_taken_for_a_summary(tmp_path: Path) -> None:
    write_bundle(BUNDLE, tmp_path)
    (tmp_path / "arrays.npz").unlink()
    with pytest.raises(InputError, match=r"lacks arrays\.npz, which it refers to"):
        load_baseline(tmp_path)


@pytest.mark.parametrize("name", ["report.json", "bundle.json", "last week.JSON"])
def test_the_record_as_a_file_of_its_own_is_a_baseline_of_figures_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(encode(BUNDLE.record))
    loaded = load_baseline(tmp_path / name)
    assert len(loaded.arrays) == 0
    assert all(analysis.curves == [] for analysis in loaded.record.analyses)
    (analysis,), (whole,) = loaded.record.analyses, BUNDLE.record.analyses
    assert (analysis.scores, analysis.errors) == (whole.scores, whole.errors)
    with pytest.raises(InputError, match=r"lacks arrays\.npz"):
        load_bundle(tmp_path / name)


def test_the_record_of_a_bundle_stands_for_it(tmp_path: Path) -> None:
    write_bundle(BUNDLE, tmp_path)
    for load in (load_bundle, load_baseline):
        found = load(tmp_path / "bundle.json")
        assert found.record == BUNDLE.record
        assert set(found.arrays) == set(BUNDLE.arrays)
    np.savez(tmp_path / "arrays.npz", other=np.zeros(1))
    with pytest.raises(InputError, match="different runs"):
        load_baseline(tmp_path / "bundle.json")


@pytest.mark.parametrize(
    ("given", "there"),
    [
        ("out", "out"),
        ("out/bundle", "out"),
        ("out/bundle/bundle.json", "out"),
        ("out/all.zip", "out"),
        ("kept/bundle.json", "kept"),
    ],
)
def test_reports_lie_above_the_folder_of_a_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, there: str
) -> None:
    for name in ("out/bundle/bundle.json", "out/all.zip", "kept/bundle.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    assert bundle_files.beside(given) == Path(there)
    monkeypatch.chdir(tmp_path / "out/bundle")
    assert bundle_files.beside(".") == bundle_files.beside("bundle.json") == tmp_path / "out"


@pytest.mark.parametrize("prefix", ["", "bundle/", "output/bundle/"])
def test_a_zip_of_the_bundle_or_of_a_folder_above_it(tmp_path: Path, prefix: str) -> None:
    files = {f"{prefix}bundle.json": encode(BUNDLE.record), f"{prefix}arrays.npz": packed(), "readme": b""}
    assert load_bundle(zipped(tmp_path / "any name.zip", files)).record == BUNDLE.record


def _pdf_without(path: Path) -> Path:
    return pdf(path / "r.pdf", other_txt=b"")


def _cut_pdf(path: Path) -> Path:
    whole = pdf(path / "w.pdf", bundle_json=encode(BUNDLE.record)).read_bytes()
    (path / "r.pdf").write_bytes(whole[: len(whole) // 3])
    return path / "r.pdf"


def _encrypted_pdf(path: Path) -> Path:
    writer = PdfWriter(pdf(path / "w.pdf", bundle_json=b"{}"))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path / "r.pdf")
    return path / "r.pdf"


def _cut_zip(path: Path) -> Path:
    whole = zipped(
        path / "w.zip", {"bundle.json": encode(BUNDLE.record), "arrays.npz": packed()}
    ).read_bytes()
    (path / "r.zip").write_bytes(whole[: len(whole) // 2])
    return path / "r.zip"


def _changed_zip(path: Path) -> Path:
    place = zipped(path / "r.zip", {"bundle.json": encode(BUNDLE.record), "arrays.npz": packed()})
    content = bytearray(place.read_bytes())
    content[200:220] = bytes(20)
    place.write_bytes(content)
    return place


def _newer(path: Path) -> Path:
    record = {**json.loads(encode(BUNDLE.record)), "schema_version": 2}
    return zipped(path / "r.zip", {"bundle.json": json.dumps(record).encode(), "arrays.npz": packed()})


def _deep(path: Path) -> Path:
    return zipped(path / "r.zip", {"bundle.json": b"[" * 200_000, "arrays.npz": packed()})


def _pickled(path: Path) -> Path:
    buffer = io.BytesIO()
    np.savez(buffer, **{**dict(BUNDLE.arrays), "main/truth/test": np.array([{}], dtype=object)})
    return zipped(path / "r.zip", {"bundle.json": encode(BUNDLE.record), "arrays.npz": buffer.getvalue()})


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_pdf_without, "carries no bundle.*--attach full"),
        (_cut_pdf, "cannot be read as a PDF|carries no bundle"),
        (_encrypted_pdf, "is encrypted"),
        (_cut_zip, "neither a zip that is whole"),
        (_changed_zip, "damaged"),
        (_newer, "newer than the 1"),
        (_deep, "is no bundle"),
        (lambda path: _named(path, "r.html", b"<!doctype html>"), "HTML report, which carries no bundle"),
        (lambda path: _named(path, "r.bin", b"\x00\x01"), "neither a zip"),
        (lambda path: _named(path, "r.json", b"[1]"), "is no bundle: it has no schema_version"),
        (lambda path: _named(path, "r.pdf", b"%PDF-1.7 nothing more"), "cannot be read as a PDF"),
        (lambda path: path / "none", "nothing is there"),
    ],
)
def test_what_cannot_be_read_gets_one_message(
    tmp_path: Path, make: Callable[[Path], Path], said: str
) -> None:
    with pytest.raises(InputError, match=said) as raised:
        load_baseline(make(tmp_path))
    assert "\n" not in str(raised.value)


def _named(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def test_arrays_that_are_pickles_are_never_loaded(tmp_path: Path) -> None:
    bundle = load_baseline(_pickled(tmp_path))
    with pytest.raises(InputError, match=r"`main/truth/test` .* is damaged"):
        bundle.arrays["main/truth/test"]


def test_what_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_files, "MOST_RECORD_BYTES", 10_000)
    bomb = zipped(tmp_path / "record.zip", {"bundle.json": bytes(20_000), "arrays.npz": packed()})
    with pytest.raises(InputError, match="would be 20,000 bytes"):
        load_baseline(bomb)
    monkeypatch.undo()
    monkeypatch.setattr(bundle_files, "MOST_ARRAYS_BYTES", 500_000)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, zeros=np.zeros(100_000))
    report = pdf(tmp_path / "r.pdf", bundle_json=encode(BUNDLE.record), arrays_npz=buffer.getvalue())
    with pytest.raises(InputError, match=r"arrays in .* would be 8"):
        load_baseline(report)


@pytest.mark.slow
def test_a_stream_that_grows_beyond_bounds_is_not_unpacked(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="larger than"):
        load_baseline(_compressed(tmp_path, 80_000_000))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["zip", "pdf", "json"])
def test_whatever_is_damaged_is_read_or_refused_never_a_crash(tmp_path: Path, kind: str) -> None:
    files = {"bundle.json": encode(summary(BUNDLE.record)), "arrays.npz": packed()}
    whole = {
        "zip": lambda: zipped(tmp_path / "whole", files).read_bytes(),
        "pdf": lambda: pdf(tmp_path / "whole", bundle_json=files["bundle.json"]).read_bytes(),
        "json": lambda: files["bundle.json"],
    }[kind]()
    random = np.random.default_rng(0)
    refused = 0
    for _ in range(40):
        spoilt = bytearray(whole)
        start = int(random.integers(len(spoilt)))
        end = start + int(random.integers(1, 60)) if random.random() < 0.7 else len(spoilt)
        spoilt[start:end] = b"" if random.random() < 0.5 else random.bytes(min(end, len(spoilt)) - start)
        (tmp_path / f"spoilt.{kind}").write_bytes(bytes(spoilt))
        try:
            bundle = load_baseline(tmp_path / f"spoilt.{kind}")
            _ = [bundle.arrays[key] for key in bundle.arrays]
        except InputError:
            refused += 1
    assert refused > 10


def _compressed(folder: Path, size: int) -> Path:
    """Write a PDF whose attachment is a few kilobytes that unpack to `size` bytes."""
    import zlib

    packed_stream = zlib.compress(bytes(size), 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(bundle.json) 4 0 R] >> >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        b"<< /Type /Filespec /F (bundle.json) /UF (bundle.json) /EF << /F 5 0 R >> >>",
        b"<< /Type /EmbeddedFile /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (len(packed_stream), packed_stream),
    ]
    content, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    content += b"xref\n0 6\n0000000000 65535 f \n%s" % table
    content += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % content.rindex(b"xref\n")
    (folder / "bomb.pdf").write_bytes(content)
    return folder / "bomb.pdf"
