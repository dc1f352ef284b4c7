"""A folder that one only stands in runs no code: neither its modules and plug-ins nor what its configuration names."""

from pathlib import Path

import pytest

from reportgen.config import RunConfig, configure, read_config
from reportgen.errors import InputError
from tests.cli.process import reportgen

MARK = "from pathlib import Path\nPath('ran').write_text(__name__)\n"


@pytest.mark.process
def test_neither_plug_ins_nor_modules_are_taken_from_it(tmp_path: Path) -> None:
    information = tmp_path / "evil-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text("[reportgen.models]\nevil = evil\n")
    for name in ("evil", "typer", "msgspec", "numpy", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(MARK)
    done = reportgen("list", "models", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "ran").exists()


def _write(folder: Path, text: str) -> Path:
    path = folder / "reportgen.toml"
    path.write_text(text)
    return path


def test_templates_of_a_file_that_was_only_found_are_refused(tmp_path: Path) -> None:
    path = _write(tmp_path, 'cv = 3\ntemplates = "mine"\n')
    read = read_config(folder=tmp_path)
    with pytest.raises(InputError) as raised:
        configure({}, read)
    assert str(raised.value) == (
        f"{path}, line 2: templates can run code, and nobody named this file, which was only found here. "
        f"If you trust it, name it, with `--config {path}` or in REPORTGEN_CONFIG; `--templates` takes its place."
    )


def test_templates_of_a_named_file_and_of_a_flag_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _write(tmp_path, 'templates = "mine"\n')
    mine = str(tmp_path / "mine")
    assert configure({}, read_config(path)) == RunConfig(templates=mine)
    assert configure({"templates": "own"}, read_config(folder=tmp_path)) == RunConfig(templates="own")
    monkeypatch.setenv("REPORTGEN_CONFIG", str(path))
    assert configure({}, read_config(folder=tmp_path / "elsewhere")) == RunConfig(templates=mine)
    monkeypatch.setenv("REPORTGEN_CONFIG", "")
    assert read_config(folder=tmp_path / "elsewhere") is None


def test_what_the_variable_names_has_to_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_CONFIG", str(tmp_path / "none.toml"))
    with pytest.raises(InputError, match=r"There is no configuration file .*none\.toml"):
        read_config()
