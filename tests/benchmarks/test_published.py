"""The comparison with published figures: every figure has a route, and what differs is said."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def published() -> ModuleType:
    sys.path.insert(0, str(FOLDER))
    try:
        spec = importlib.util.spec_from_file_location("published", FOLDER / "published.py")
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["published"] = module  # dataclasses look their module up
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(FOLDER))


def test_every_figure_has_a_route_and_every_route_a_run(published: ModuleType) -> None:
    figures = json.loads((FOLDER / "published.json").read_text(encoding="utf-8"))["figures"]
    assert {published.fields_of(row) for row in figures} == set(published.ROUTES)
    assert {route.run for route in published.ROUTES.values()} <= {*published.RUNS, "scaled before"}


@pytest.mark.parametrize(
    ("ours", "said", "well"),
    [
        (0.9, "same", True),
        (0.9001, "DIFFERS", False),
        (None, "DIFFERS", False),
        ([0.9, 0.9], "DIFFERS", False),
    ],
)
def test_an_exact_figure_has_to_be_met(published: ModuleType, ours: object, said: str, well: bool) -> None:
    assert published.verdict({"value": 0.9}, ours, 0.005) == (said, well)


@pytest.mark.parametrize(
    ("ours", "peer", "well"),
    [
        (0.920, None, True),  # the re-run
        (0.919, None, True),
        (0.930, None, False),  # too far from the published one
        (0.919, 0.919, True),
        (0.919, 0.920, False),  # not what the installed scikit-learn gives
        (0.930, 0.930, False),
    ],
)
def test_a_figure_that_releases_move(
    published: ModuleType, ours: float, peer: float | None, well: bool
) -> None:
    row = {"value": 0.918, "with_scikit_learn_1_9_1": 0.920}
    asked = None if peer is None else lambda: peer
    assert published.verdict(row, ours, 0.005, asked)[1] is well
