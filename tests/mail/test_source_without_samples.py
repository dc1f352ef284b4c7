"""What is sent where single samples are not to be shown: reports that show none, made anew where need be."""

from pathlib import Path

import pytest

from reportgen.bundle.store import write_bundle
from reportgen.deliver import html
from reportgen.deliver.format_spec import Delivery
from reportgen.errors import InputError
from reportgen.mail.source import find_source
from reportgen.rendering.presentation import Presentation
from tests.bundles import make_bundle

NONE = Presentation(samples=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("reports")
    bundle = make_bundle(("a", "b"), n_train=60, n_test=40)
    write_bundle(bundle, place / "bundle")
    (place / "report.html").write_bytes(html.write(Delivery(bundle, ())))
    (place / "none").mkdir()
    write_bundle(bundle, place / "none/bundle")
    (place / "none/report.html").write_bytes(html.write(Delivery(bundle, (), NONE)))
    return place


def test_a_report_with_samples_is_not_attached_but_made_anew(folder: Path) -> None:
    found = find_source(str(folder), "html", NONE)
    assert found.report is not None
    assert found.bundle.record.run.redaction is not None
    assert found.report.content != (folder / "report.html").read_bytes()
    assert found.bundle.record.run.redaction.digest.encode() in found.report.content


def test_one_that_was_named_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match="shows single samples, which `no-samples` rules out"):
        find_source(str(folder / "report.html"), None, NONE)


@pytest.mark.parametrize("name", ["none", "none/report.html"])
def test_one_without_samples_is_attached(folder: Path, name: str) -> None:
    found = find_source(str(folder / name), "html", NONE)
    assert found.report is not None
    assert found.report.content == (folder / "none/report.html").read_bytes()


def test_where_samples_may_be_shown_all_is_as_it_was(folder: Path) -> None:
    found = find_source(str(folder), "html", Presentation())
    assert found.report is not None
    assert found.report.content == (folder / "report.html").read_bytes()
    assert found.bundle.record.run.redaction is None
