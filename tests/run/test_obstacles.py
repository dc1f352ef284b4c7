"""What can be known before the first fit is refused before it, in one message that names it."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.bundle.bundle_files import find_parts
from reportgen.bundle.store import load_bundle, write_bundle
from reportgen.config import RunConfig
from reportgen.config.config_file import read_config
from reportgen.datasets.dataset import find_source
from reportgen.errors import InputError
from reportgen.external.reading import read_predictions
from reportgen.progress import Silent
from reportgen.run.evaluate import evaluate
from reportgen.run.preflight import check_formats, check_output
from tests.bundles import make_bundle


def folder_at(*parts: str) -> Callable[[Path], None]:
    return lambda out: out.joinpath(*parts).mkdir(parents=True)


def link_at(*parts: str, to: str) -> Callable[[Path], None]:
    def make(out: Path) -> None:
        place = out.joinpath(*parts)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(to)

    return make


def file_at(*parts: str) -> Callable[[Path], None]:
    def make(out: Path) -> None:
        place = out.joinpath(*parts)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("x")

    return make


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (link_at("report.html", to="nowhere"), "report.html` is a link that leads nowhere"),
        (link_at("report.html", to="report.html"), "report.html` is a link that leads nowhere"),
        (link_at("bundle", "bundle.json", to="nowhere"), "bundle.json` is a link that leads nowhere"),
        (folder_at("report.html"), "report.html` is a folder"),
        (folder_at("bundle", "arrays.npz"), "arrays.npz` is a folder"),
        (folder_at("bundle", "written.json"), "written.json` is a folder"),
        (file_at("bundle", "figures"), "figures` is no folder"),
        (file_at("bundle"), "bundle` is no folder"),
    ],
)
def test_obstacles_in_the_output_folder(tmp_path: Path, make: Callable[[Path], None], said: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    make(out)
    with pytest.raises(InputError) as refused:
        check_output(out, ("html",))
    assert said in str(refused.value)


@pytest.mark.parametrize(("name", "said"), [("a" * 300, "too long"), ("a\0b", "no folder can be called so")])
def test_names_that_no_folder_can_have(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        check_output(tmp_path / name)
    assert said in str(refused.value)


def test_templates_that_do_not_compile_are_named_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "report.html.j2").write_text("<p>\n{% if %}\n")
    with pytest.raises(InputError, match=r"report\.html\.j2`, line 2"):
        check_formats(RunConfig(templates=str(tmp_path)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = " + "[" * 3000 + "]" * 3000, "nested too deep"),
        ("seed = " + "9" * 5000, "4300 digits"),
    ],
)
def test_odd_configuration_files(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "odd.toml").write_text(text)
    with pytest.raises(InputError) as refused:
        read_config(tmp_path / "odd.toml")
    assert said in str(refused.value)


def test_a_share_that_leaves_nothing_to_learn_from() -> None:
    with pytest.raises(InputError, match="leaves none of 150 samples to learn from"):
        evaluate(dataset="iris", models=("nb",), test_size=0.999999)


@pytest.mark.parametrize(
    "read",
    [
        find_parts,
        lambda path: find_source(str(path)),
        lambda path: read_predictions(str(path), "1 GB", None, Silent()),
    ],
    ids=["bundle", "data", "predictions"],
)
def test_pipes_and_devices_are_refused_and_not_waited_for(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for place in (tmp_path / "pipe.csv", Path("/dev/zero")):
        with pytest.raises(InputError, match="is a pipe, a socket or a device"):
            read(place)


def test_names_inside_a_zip_are_read_as_they_are_meant_and_lead_nowhere_else(tmp_path: Path) -> None:
    bundle = make_bundle(("a", "b"))
    folder = write_bundle(bundle, tmp_path / "bundle")
    with zipfile.ZipFile(tmp_path / "odd.zip", "w") as archive:
        archive.writestr("../bundle.json", "{}")
        for file in folder.iterdir():
            archive.write(file, f"./run//{file.name}")
    assert load_bundle(tmp_path / "odd.zip").record == bundle.record
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("../bundle.json", "{}")
    with pytest.raises(InputError, match=r"the zip holds no bundle\.json"):
        load_bundle(tmp_path / "evil.zip")
