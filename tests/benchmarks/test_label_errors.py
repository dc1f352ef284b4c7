"""The benchmark of label errors: what it plants is what it says, and lists are held against it."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score


@pytest.fixture(scope="module")
def planted() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "label_errors.py"
    spec = importlib.util.spec_from_file_location("benchmark_of_label_errors", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("place", "area"), [(0, 0.98), (1, 0.85)])
def test_classes_lie_as_far_apart_as_the_page_says(planted: ModuleType, place: int, area: float) -> None:
    data = planted.DATA[place]
    features, truth = planted.drawn(data, 20_000, 0.1, np.random.default_rng(0))
    assert truth.mean() == pytest.approx(0.1)
    assert roc_auc_score(truth, features[:, :2].sum(axis=1)) == pytest.approx(area, abs=0.01)


def test_planted_errors_are_listed_and_right_labels_are_not(planted: ModuleType) -> None:
    apart = planted.Data("apart", 2.9, models=("logreg",))
    rows = [planted.measured(apart, 0.1, rate, 2_000, 2) for rate in (0.0, 0.05)]
    right, wrong = (row.tallies["logreg"] for row in rows)
    assert (right.draws, right.lists, right.planted, right.listed) == (2, 0, 0, 0)
    assert wrong.lists == 2
    assert wrong.found >= 0.7 * wrong.listed
    assert wrong.found >= 0.3 * wrong.planted
    assert wrong.planted == pytest.approx(200, abs=45)


def test_the_table_names_what_it_measured(planted: ModuleType) -> None:
    tally = planted.Tally(4, 2, 100, 40, 30, 60, 36) + planted.Tally(0, 0, 0, 0, 0, 0, 0)
    hidden = planted.DATA[2]
    text = planted.page([planted.Row(hidden, 0.1, 0.05, {"logreg": tally})], 2_000, 4)
    assert "| 10 % | 5 % | logistic regression | 50 % | 75 % | 30 % | 60 % |" in text
    assert "none of the draws" in text
    page = Path(__file__).parents[2] / "docs" / "errors.md"
    assert text.splitlines()[0] in page.read_text(encoding="utf-8")
