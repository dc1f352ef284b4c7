"""The studies of coverage, on few samples of some cells: nothing falls short by more than chance."""

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"

#: Cells and samples of each that a study is tried on here.
CELLS, REPEATS = 6, 60

#: Fewer of the studies that fit models or resample at length, which `make coverage` does in full.
FEWER = {
    "recipes_by_folds": 15,
    "confident_thresholds": 20,
    "groups": 30,
    "calibration": 30,
    "rare_labels": 30,
}

sys.path.append(str(BENCHMARKS))
try:
    study = importlib.import_module("studies.study")
    STUDIES = [
        own
        for file in sorted((BENCHMARKS / "studies").glob("*.py"))
        for own in vars(importlib.import_module(f"studies.{file.stem}")).values()
        if isinstance(own, study.Study)
    ]
finally:
    sys.path.remove(str(BENCHMARKS))


@pytest.mark.parametrize("own", STUDIES, ids=lambda own: own.id)
def test_no_cell_falls_short_by_more_than_chance(own: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["studies.recipes_by_folds"], "TRUE_FITS", 60)
    cells = list(own.cells)[:: max(1, len(own.cells) // CELLS)]
    repeats = FEWER.get(own.id, REPEATS)
    counted = [study.count(own, cell, repeats, seed=7) for cell in cells]
    assert [text for text in study.failures(own, counted) if "mean" not in text] == []
    lines = study.tables(own, counted, repeats)
    assert len(lines) > len(cells)


def test_a_cell_that_falls_short_is_named_unless_the_page_lists_it() -> None:
    series = study.Series("held", "coverage", 0.95)
    own = study.Study("made_up", "Made up", "", ("n",), [(1,), (2,)], [series], lambda *_: {}, 100)
    good, bad = (study.Counted((n,), {"held": held}, {"held": 200}) for n, held in ((1, 190), (2, 150)))
    assert study.failures(own, [good, bad]) == ["made_up, coverage, (2,): 0.750"]
    listed = study.Study(
        "made_up", "Made up", "", ("n",), [(1,), (2,)], [series], lambda *_: {}, 100, listed={(2,): 0.74}
    )
    assert study.failures(listed, [good, bad]) == []
