"""`reportgen doctor` and the examination behind it."""

from importlib import metadata
from pathlib import Path

import pytest

from reportgen import doctor
from reportgen.cli.doctor_command import examine
from reportgen.deliver import pango
from tests.cli.process import reportgen


@pytest.fixture(autouse=True)
def _forget_libraries() -> None:
    pango.missing_libraries.cache_clear()


@pytest.mark.process
def test_here_all_is_well(tmp_path: Path) -> None:
    done = reportgen("doctor", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"ok      weasyprint {metadata.version('weasyprint')}" in done.stdout
    assert "ok      Pango" in done.stdout
    assert "All well" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_missing_pango_is_found_by_trying_and_comes_with_packages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(pango.LIBRARIES, "Pango", ("libno-such-pango.so.9", "no-such-pango"))
    assert examine() == 2
    shown = capsys.readouterr().out
    assert "missing PDF needs the system library Pango, and Pango cannot be loaded here." in shown
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in shown
    assert "1 thing is missing" in shown


def test_the_message_names_the_package_of_every_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pango.LIBRARIES, "PangoFT2", ("libnone.so.9",))
    message = pango.missing_pango()
    assert message is not None
    for command in ("apt-get install", "dnf install pango", "brew install pango", "ucrt-x86_64-pango"):
        assert command in message


def test_a_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    known = metadata.version

    def version(name: str) -> str:
        if name in ("weasyprint", "pyarrow"):
            raise metadata.PackageNotFoundError(name)
        return "0.1" if name == "rich" else known(name)

    monkeypatch.setattr(metadata, "version", version)
    found = {finding.text: finding for finding in doctor.examine({})}
    assert found["weasyprint is not installed"].status == "missing"
    assert found["weasyprint is not installed"].remedy.startswith("pip install 'weasyprint")
    assert found["pyarrow is not installed; it is optional"].status == "note"
    assert [finding.status for text, finding in found.items() if text.startswith("rich 0.1 is outside")] == [
        "note"
    ]


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    findings = list(
        doctor.examine({"--output": str(tmp_path / "file" / "out"), "--cache-dir": str(tmp_path / "new")})
    )
    statuses = {
        finding.text.split()[0]: finding.status for finding in findings if finding.text.startswith("--")
    }
    assert statuses == {"--output": "missing", "--cache-dir": "ok"}


@pytest.mark.process
def test_a_broken_configuration_is_found_too(tmp_path: Path) -> None:
    (tmp_path / "reportgen.toml").write_text("cv = 1", encoding="utf-8")
    done = reportgen("doctor", cwd=tmp_path)
    assert done.returncode == 2
    assert "missing Configuration: reportgen.toml, line 1: cv is 1" in done.stdout
