"""Failures become reasons; files on disk follow the index."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Never

import pytest

from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.figures.draw import draw_all, write_figures
from reportgen.figures.figure_spec import FIGURES, FigureSpec
from tests.bundles import make_bundle


@pytest.fixture
def broken_figure() -> Iterator[None]:
    def fail(_bundle: Bundle, _analysis: Analysis) -> Never:
        raise ZeroDivisionError("nothing to divide by")

    FIGURES.register(FigureSpec("broken", "Broken", fail))
    yield
    del FIGURES._things["broken"]


@pytest.mark.usefixtures("broken_figure")
def test_a_figure_that_fails_says_why_and_the_others_are_drawn(tmp_path: Path) -> None:
    plots = draw_all(make_bundle())
    (failed,) = [plot for plot in plots if plot.missing]
    assert failed.figure == "broken"
    assert "nothing to divide by" in failed.missing
    assert len(plots) > 3
    assert not any("broken" in path.name for path in write_figures(plots, tmp_path))


def test_the_index_names_every_file_with_what_it_shows(tmp_path: Path) -> None:
    plots = draw_all(make_bundle())
    write_figures(plots, tmp_path)
    rows = json.loads((tmp_path / "index.json").read_text())
    assert {row["file"] for row in rows} == {path.name for path in tmp_path.iterdir()} - {"index.json"}
    assert all(row.keys() >= {"id", "model", "split", "file", "alt"} for row in rows)
    roc = next(row for row in rows if row["id"] == "main-roc-test")
    assert roc["split"] == "test"
    assert roc["model"] is None


def test_files_of_an_earlier_rendering_go_and_nothing_else_does(tmp_path: Path) -> None:
    write_figures(draw_all(make_bundle()), tmp_path)
    (tmp_path / "mine.svg").write_text("kept")
    write_figures(draw_all(make_bundle(kind="table")), tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert "main-samples-1.png" not in names
    assert {"mine.svg", "main-roc-test.svg"} <= names


def test_an_index_cannot_have_other_files_removed(tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("kept")
    folder = tmp_path / "figures"
    folder.mkdir()
    (folder / "index.json").write_text(json.dumps([{"file": "../victim.txt"}]))
    write_figures([], folder)
    assert victim.exists()


def test_a_broken_index_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text("{not json")
    write_figures(draw_all(make_bundle()), tmp_path)
    assert json.loads((tmp_path / "index.json").read_text())
