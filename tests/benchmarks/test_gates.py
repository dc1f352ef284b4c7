"""The benchmark of gates: what it simulates is what it says, and the rules are told apart."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from reportgen.metrics.metric_spec import METRICS


@pytest.fixture(scope="module")
def gates() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "gates.py"
    spec = importlib.util.spec_from_file_location("benchmark_of_gates", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def made_up(gates: ModuleType, random: np.random.Generator, n: int = 4000) -> tuple[object, np.ndarray]:
    truth = random.integers(0, 4, n)
    wrong = random.random(n) < 0.1
    return gates.Pool(("a", "b", "c", "d"), truth), np.where(wrong, (truth + 1) % 4, truth)


def test_the_loss_is_what_it_is_called(gates: ModuleType) -> None:
    random = np.random.default_rng(0)
    pool, answers = made_up(gates, random)
    worse = gates.degraded(pool, answers, 0.01, random)
    assert ((answers == pool.truth).mean() - (worse == pool.truth).mean()) == pytest.approx(0.01)
    assert ((worse == pool.truth) & (answers != pool.truth)).mean() == pytest.approx(0.01)


def test_a_loss_is_seen_and_none_is_not(gates: ModuleType) -> None:
    random = np.random.default_rng(1)
    pool, answers = made_up(gates, random)
    worse = gates.degraded(pool, answers, 0.05, random)
    assert gates.lost(pool, answers, worse, 3000, random) == (True, True, True)
    assert gates.lost(pool, answers, answers, 3000, random) == (False, False, False)
    accuracy = METRICS.get("accuracy")
    alarms = [gates.on_new_samples(pool, answers, answers, accuracy, 500, random) for _ in range(200)]
    plain, _, gate = np.mean(alarms, axis=0)
    assert 0.3 < plain < 0.7
    assert gate < 0.08  # 2.5 %, and four standard errors


def test_the_table_names_what_it_measured(gates: ModuleType) -> None:
    rows = [
        gates.Row("No change", 1000, 300, (0.5, 0.2, 0.02)),
        gates.Row("A loss", 1000, 300, (1, 1, 0.9), True),
    ]
    text = gates.page(rows, 500, 25_000, 24, "MNIST")
    assert "| No change | 1,000 | 50.0 % | 20.0 % | 2.0 % |" in text
    assert text.index("a real loss") < text.index("| A loss | 1,000 | 100.0 % | 100.0 % | 90.0 % |")
    assert "300 tests a line" in text
