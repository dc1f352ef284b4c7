"""The benchmark of repeated looks: what it simulates is what it says, and the docs hold its table."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def looks() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "benchmark_of_looks", ROOT / "benchmarks" / "repeated_looks.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("loss", [0.0, 0.01])
def test_the_models_differ_and_lose_as_the_case_says(looks: ModuleType, loss: float) -> None:
    random = np.random.default_rng(0)
    case = looks.Case("", "accuracy", 200_000, 0.04, loss=loss)
    truth, before = looks.drawn(case, random)
    now = looks.trained_anew(case, truth, before, random)
    right, new = before == truth, now == truth
    assert right.mean() == pytest.approx(looks.RIGHT, abs=0.003)
    assert right.mean() - new.mean() == pytest.approx(loss, abs=0.002)
    assert (right != new).mean() == pytest.approx(0.04, abs=0.002)


@pytest.mark.slow
def test_a_loss_is_seen_and_spent_looks_fail_less(looks: ModuleType) -> None:
    random, record = np.random.default_rng(0), looks.judged_record()
    lost = looks.Case("", "accuracy", 10_000, 0.03, loss=0.02)
    assert looks.shares(lost, record, 1, random) == (1.0, 1.0)
    plain, spent = looks.shares(looks.Case("", "accuracy", 500, 0.05), record, 8, random)
    assert plain > spent


def test_the_page_holds_the_table_of_every_case(looks: ModuleType) -> None:
    page = (ROOT / "docs" / "gates.md").read_text(encoding="utf-8")
    table = page.partition(looks.BEGIN)[2].partition(looks.END)[0]
    for case in looks.CASES:
        assert f"| {case.name} | `{case.metric}` | {case.n:,} |" in table
