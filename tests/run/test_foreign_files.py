"""What stands where reports will be: our own is replaced, somebody's is not, a torn set is named and mended."""

from pathlib import Path
from typing import Any

import msgspec
import pypdf
import pytest

from reportgen import render
from reportgen.bundle.store import Bundle, load_bundle, write_bundle
from reportgen.cli.send_command import Asked, run_send
from reportgen.config import RunConfig
from reportgen.errors import InputError
from reportgen.progress import Silent
from reportgen.run.check import check
from reportgen.run.foreign_files import is_ours
from reportgen.run.render import render_to
from tests.bundles import make_bundle

FORMATS = ("html", "md", "json", "csv", "junit", "openmetrics")


class Said(Silent):
    """Keeps the messages."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def message(self, text: str) -> None:
        self.messages.append(text)


def made(seed: int) -> Bundle:
    """Return a bundle of a run of its own."""
    bundle = make_bundle(("a", "b"), seed=seed)
    run = msgspec.structs.replace(bundle.record.run, id=f"run-{seed}")
    return Bundle(msgspec.structs.replace(bundle.record, run=run), bundle.arrays)


def rendered(folder: Path, seed: int, **options: Any) -> Path:
    bundle = made(seed)
    write_bundle(bundle, folder / "bundle")
    render(bundle, output=folder, **{"format": FORMATS, **options})
    return folder


@pytest.mark.parametrize("manifest", [True, False], ids=["noted", "by its marks"])
def test_our_own_reports_are_replaced(tmp_path: Path, manifest: bool) -> None:
    rendered(tmp_path, 1)
    if not manifest:
        (tmp_path / "bundle" / "written.json").unlink()
    rendered(tmp_path, 2)


@pytest.mark.parametrize(("creator", "ours"), [("reportgen 0.1.0", True), ("Word", False)])
def test_a_pdf_says_who_made_it_in_its_metadata(tmp_path: Path, creator: str, ours: bool) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Creator": creator})
    writer.write(tmp_path / "report.pdf")
    assert is_ours(tmp_path / "report.pdf") is ours


@pytest.mark.parametrize("name", ["report.html", "report.md", "scores.csv", "report.json"])
def test_somebodys_file_is_kept_unless_told_so(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("my own words on reportgen")
    with pytest.raises(InputError, match=r"was not written by reportgen.*--force"):
        rendered(tmp_path, 1)
    assert (tmp_path / name).read_text() == "my own words on reportgen"
    rendered(tmp_path, 1, force=True)
    assert "my own words" not in (tmp_path / name).read_text()


def test_a_message_replaces_its_own_and_no_other_file(tmp_path: Path) -> None:
    folder, eml = rendered(tmp_path, 1), tmp_path / "message.eml"
    asked: dict[str, Any] = {
        "source": str(folder),
        "to": ["ada@example.org"],
        "report": "none",
        "quiet": True,
    }
    run_send(Asked(**asked, eml=str(eml)))
    run_send(Asked(**asked, eml=str(eml)))
    eml.write_text("a letter to my aunt")
    with pytest.raises(InputError, match="was not written by reportgen"):
        run_send(Asked(**asked, eml=str(eml)))
    run_send(Asked(**asked, eml=str(eml), force=True))
    assert "ada@example.org" in eml.read_text()


def test_a_torn_set_is_named_and_mended_by_render(tmp_path: Path) -> None:
    rendered(tmp_path, 1, format=("html", "md"))
    write_bundle(made(2), tmp_path / "bundle")  # and stopped before the reports
    said = Said()
    check(str(tmp_path), RunConfig(gates=("accuracy >= 0.1",)), said)
    assert "report.html and report.md are not of the run" in said.messages[0]
    assert f"reportgen render {tmp_path}" in said.messages[0]
    render_to(str(tmp_path), RunConfig(format=("html", "md")), said)
    again = Said()
    check(str(tmp_path), RunConfig(gates=("accuracy >= 0.1",)), again)
    assert not [text for text in again.messages if "not of the run" in text]


def test_a_report_that_was_changed_later_is_named(tmp_path: Path) -> None:
    rendered(tmp_path, 1, format=("html", "md"))
    (tmp_path / "report.md").write_text("changed by hand")
    said = Said()
    check(str(tmp_path), RunConfig(gates=("accuracy >= 0.1",)), said)
    assert "report.md is not of the run" in said.messages[0]


def test_a_whole_set_is_noted(tmp_path: Path) -> None:
    from reportgen.bundle.written_files import read_written, torn

    rendered(tmp_path, 1)
    known = read_written(tmp_path)
    run = load_bundle(tmp_path).record.run
    assert known is not None and known.run == run.id
    assert set(known.files) == {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert torn(tmp_path, run, known.files) == []
