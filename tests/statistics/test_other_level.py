"""Intervals at another level: exact where they can be made again, close elsewhere, the same at the same level."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, norm, t
from statsmodels.stats.proportion import proportion_confint

from reportgen.metrics.metric_spec import METRICS
from reportgen.scoring.intervals import interval_or_reason
from reportgen.statistics.interval import LEVEL, Interval
from reportgen.statistics.other_level import interval_at, tango_at
from reportgen.statistics.paired_proportions import tango
from reportgen.statistics.proportions import wilson
from reportgen.statistics.simultaneous import widened_reach
from tests.scoring.outcomes import random_outcome

SHARE = (0.0, 1.0)
LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99, 0.999, 1 - 0.05 / 52])


@given(st.integers(1, 5000), st.floats(0, 1), LEVELS)
def test_wilson_s_is_exact(n: int, share: float, level: float) -> None:
    k = round(share * n)
    found = interval_at(level, k / n, wilson(k, n, LEVEL), SHARE)
    low, high = proportion_confint(k, n, 1 - level, method="wilson")
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-7)
    assert found.level == level


@given(st.integers(1, 2000), st.floats(0, 1), st.floats(0, 1), LEVELS)
def test_tango_s_is_exact_from_the_difference_the_samples_and_the_width(
    n: int, apart: float, gained: float, level: float
) -> None:
    discordant = round(apart * n)
    only_a = round(gained * discordant)
    known = tango(only_a, discordant - only_a, n)
    found = tango_at(level, (2 * only_a - discordant) / n, known, n)
    assert found is not None
    wanted = tango(only_a, discordant - only_a, n, level)
    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high), abs=1e-9)


def test_of_few_samples_that_differ_scaling_alone_would_fail_too_often() -> None:
    """The chance of a year of 52 looks to fail for nothing, exactly, as docs/gates.md has it."""
    n, level = 1000, 1 - 0.05 / 52
    by_making, by_scaling = 0.0, 0.0
    for discordant in range(1, 40):
        for gained in range(discordant // 2 + 1):
            chance = float(binom.pmf(discordant, n, 0.01) * binom.pmf(gained, discordant, 0.5))
            value, known = (2 * gained - discordant) / n, tango(gained, discordant - gained, n)
            made = tango(gained, discordant - gained, n, level)
            by_making += chance * (made.high < 0)
            by_scaling += chance * (value + widened_reach(known.high - value, LEVEL, level) < 0)
    made_again, scaled = (1 - (1 - each) ** 52 for each in (by_making, by_scaling))
    assert (made_again, scaled) == pytest.approx((0.006, 0.090), abs=0.0005)
    page = (Path(__file__).parents[2] / "docs" / "gates.md").read_text(encoding="utf-8")
    assert f"in {100 * scaled:.1f} % of years" in page
    assert f"it does in {100 * made_again:.1f} %" in page.replace("\n", " ")


@pytest.mark.parametrize(
    ("difference", "known", "n"),
    [
        (0.0105, Interval(-0.01, 0.03, LEVEL, "Tango"), 1000),  # 10.5 samples
        (0.01, Interval(-0.01, 0.02, LEVEL, "Tango"), 1000),
        (0.01, Interval(-0.9, 0.9, LEVEL, "Tango"), 1000),
        (0.01, Interval(-0.01, 0.03, LEVEL, "Tango"), 0),
    ],
)
def test_what_is_no_interval_of_tango_s_is_made_again_by_none(
    difference: float, known: Interval, n: int
) -> None:
    assert tango_at(0.99, difference, known, n) is None


def test_without_a_range_the_reach_is_scaled_as_its_errors_are() -> None:
    known = Interval(0.4, 0.8, LEVEL, "t by group")
    plain = interval_at(0.99, 0.5, known)
    growth = norm.ppf(0.995) / norm.ppf(0.975)
    assert (plain.low, plain.high) == pytest.approx((0.5 - 0.1 * growth, 0.5 + 0.3 * growth))
    few = interval_at(0.99, 0.5, known, degrees=4)
    growth = t.ppf(0.995, 4) / t.ppf(0.975, 4)
    assert (few.low, few.high) == pytest.approx((0.5 - 0.1 * growth, 0.5 + 0.3 * growth))
    assert interval_at(0.9999, 0.01, Interval(0.004, 0.02, LEVEL, ""), (0.0, None)).low == 0.0


@pytest.mark.parametrize("method", ["", "DeLong, logit"])
@pytest.mark.parametrize("ends", [(0.0, 0.9, 1.0), (0.0, 0.0, 0.2), (0.8, 1.0, 1.0), (0.7, 0.8, 0.9)])
@pytest.mark.parametrize("bounds", [(0.0, 1.0), (-1.0, 1.0)])
def test_it_stays_inside_the_range_and_grows(
    method: str, ends: tuple[float, float, float], bounds: tuple[float, float]
) -> None:
    low, value, high = ends
    known = Interval(low, high, LEVEL, method)
    wider = interval_at(0.999, value, known, bounds)
    assert bounds[0] <= wider.low <= low <= value <= high <= wider.high <= bounds[1]
    same = interval_at(LEVEL, value, known, bounds)
    assert (same.low, same.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("metric", "classes", "off"),
    [
        ("accuracy", 3, 1e-9),
        ("roc_auc_ovr_macro", 3, 1e-9),
        ("average_precision", 2, 1e-9),
        ("roc_auc", 2, 0.002),
        ("f1_macro", 3, 0.06),
        ("mcc", 3, 0.06),
        ("log_loss", 3, 0.03),
        ("brier", 3, 0.01),
    ],
)
def test_it_is_near_to_what_the_predictions_give(metric: str, classes: int, off: float) -> None:
    """`off` is the difference of the ends, as a share of the width, between it and the interval made at the level."""
    spec = METRICS.get(metric)
    for seed in range(3):
        predictions = random_outcome(classes, seed=seed)
        value = spec.figure(predictions)
        assert value is not None
        assert value.value is not None
        known, wanted = (
            interval_or_reason(spec, predictions, value, level=level) for level in (LEVEL, 0.999)
        )
        assert isinstance(known, Interval)
        assert isinstance(wanted, Interval)
        degrees = predictions.n_samples - 1 if known.method.startswith("t,") else None
        found = interval_at(0.999, value.value, known, spec.info.range, degrees)
        gap = np.abs(np.subtract(found[:2], wanted[:2])).max() / (wanted.high - wanted.low)
        assert gap <= off, f"{metric}: {gap}"
