"""Addresses where a path is needed: refused by every command with one message, before anything is read or written."""

from pathlib import Path

import pytest

from reportgen import build, compare, load_bundle, render
from reportgen.cli import main
from reportgen.errors import InputError
from tests.bundles import make_bundle

ADDRESS = "s3://ada:hunter2@bucket/x"


@pytest.mark.parametrize(
    "command",
    [
        *(f"build -d iris {option} ADDRESS" for option in ("-o", "--cache-dir", "--logo", "--templates", "--config")),
        *(f"build -d iris {option} ADDRESS" for option in ("--baseline", "--anchor")),
        "evaluate -d iris -o ADDRESS",
        "render bundle -o ADDRESS",
        "render ADDRESS",
        "compare bundle bundle -o ADDRESS",
        "compare bundle ADDRESS",
        "compare ADDRESS bundle",
        "check bundle -f html -o ADDRESS",
        "check ADDRESS",
        "explain ADDRESS --sample 1",
        "verify ADDRESS",
        "send ADDRESS --to a@b.org --eml x.eml",
        "send ADDRESS.html --to a@b.org --eml x.eml",
        "send bundle --to a@b.org --eml ADDRESS",
    ],
)  # fmt: skip
def test_addresses_for_paths(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(command.replace("ADDRESS", ADDRESS).split())
    said = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2
    assert len(said) == 1
    assert "`s3://bucket/x" in said[0]
    assert (
        "address" in said[0] or "reports are written to a folder" in said[0] or "kept in a folder" in said[0]
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("option", ["output", "cache_dir", "logo", "baseline"])
@pytest.mark.parametrize("command", ["build", "evaluate"])
def test_addresses_in_a_configuration_file(
    command: str,
    option: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("reportgen.toml").write_text(f'dataset = "iris"\n{option} = "{ADDRESS}"\n')
    with pytest.raises(SystemExit) as ended:
        main([command])
    said = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2
    assert "reportgen.toml, line 2" in said[-1]
    assert "`s3://bucket/x`" in said[-1]
    assert [path.name for path in tmp_path.iterdir()] == ["reportgen.toml"]


def test_from_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    bundle = make_bundle(n_train=40, n_test=40, folds=2)
    with pytest.raises(InputError, match="--output is `s3://bucket/x`"):
        build(dataset="iris", output=ADDRESS)
    for output in (ADDRESS, Path(ADDRESS)):
        with pytest.raises(InputError, match="--output is `s3://bucket/x`"):
            render(bundle, output=output)
    with pytest.raises(InputError, match=r"^`s3://bucket/x` is an address"):
        load_bundle(ADDRESS)
    with pytest.raises(InputError, match=r"^`s3://bucket/x` is an address"):
        compare(ADDRESS, bundle)
    assert not list(tmp_path.iterdir())
