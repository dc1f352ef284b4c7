"""What must hold for every registered figure, whatever the bundle."""

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from reportgen.bundle.store import load_bundle
from reportgen.figures.draw import draw_all
from reportgen.figures.figure_spec import FIGURES, Plot
from reportgen.figures.style import COLUMN_POINTS
from reportgen.rendering.section_spec import SECTIONS
from tests.bundles import HOSTILE, MAKERS, Maker, make_bundle

pytestmark = pytest.mark.slow

GOLDEN = Path(__file__).parents[1] / "rendering" / "golden"

BUNDLES = {
    "multiclass": make_bundle,
    "binary": lambda: make_bundle(("no", "yes"), kind="table", rare=0.2, n_test=200),
    "hostile": lambda: make_bundle(
        HOSTILE, tuple(Maker(f"m{i}", t, 2.0) for i, t in enumerate(HOSTILE)) + MAKERS[-1:]
    ),
    "cross-validated only": lambda: make_bundle(n_test=0),
    "test only": lambda: make_bundle(folds=0),
    "all failed": lambda: make_bundle(makers=(Maker("bad", "Broken", 0, status="failed"), MAKERS[-1])),
    "perfect": lambda: make_bundle(makers=(Maker("a", "Perfect", 90), Maker("b", "Too", 90), MAKERS[-1])),
    "images as answers": lambda: load_bundle(GOLDEN / "denoised"),
    "very many classes": lambda: make_bundle(tuple(f"c{i}" for i in range(150)), n_train=450, n_test=300),
}


@cache
def plots_of(name: str) -> tuple[Plot, ...]:
    return draw_all(BUNDLES[name]())


every_bundle = pytest.mark.parametrize("name", BUNDLES)


@every_bundle
def test_every_figure_is_drawn_or_left_out_never_broken(name: str) -> None:
    assert [plot.missing for plot in plots_of(name) if plot.missing] == []


@every_bundle
def test_plots_keep_their_promises(name: str) -> None:
    plots = plots_of(name)
    assert len({plot.id for plot in plots}) == len(plots)
    for plot in plots:
        assert re.fullmatch(r"[A-Za-z0-9._-]+", plot.id)
        assert plot.figure in FIGURES
        assert plot.alt.endswith(".")
        assert 0 < plot.width_points <= COLUMN_POINTS
        if plot.media == "svg":
            ET.fromstring(plot.content)
        else:
            assert plot.content.startswith(b"\x89PNG")


@every_bundle
def test_the_same_bundle_gives_the_same_pictures(name: str) -> None:
    assert draw_all(BUNDLES[name]()) == plots_of(name)


@every_bundle
def test_without_samples_none_is_drawn(name: str) -> None:
    drawn = {plot.figure for plot in draw_all(BUNDLES[name](), samples=False)}
    assert not any(FIGURES.get(figure).of_samples for figure in drawn)


def test_every_figure_belongs_to_a_section() -> None:
    assert {spec.section for spec in FIGURES} <= set(SECTIONS.ids())


def test_figures_apply_where_they_should() -> None:
    def kinds(name: str) -> set[str]:
        return {plot.figure for plot in plots_of(name)}

    curves = {"roc", "precision_recall", "folds", "cost", "calibration"}
    assert kinds("multiclass") >= curves | {"samples", "sample_strip"}
    assert kinds("binary") >= curves | {"threshold"}
    assert not kinds("binary") & {"samples", "sample_strip"}
    assert "threshold" not in kinds("multiclass")
    assert "folds" not in kinds("test only")
    assert not kinds("all failed") & (curves | {"threshold"})
