"""How metrics are shown, and with how many digits."""

import pytest

from reportgen.bundle.schema import SHARE, MetricInfo
from reportgen.wording.quantity import honest_decimals, percent_decimals, quantity, score_decimals


def info(title: str, unit: str | None = None) -> MetricInfo:
    return MetricInfo(
        title=title, unit=unit, greater_is_better=True, range=(0.0, 1.0), description="", source=None
    )


def test_rates_are_shown_in_percent_and_areas_are_not() -> None:
    metrics = {"accuracy": info("Accuracy", SHARE), "roc_auc": info("ROC AUC")}
    assert quantity("accuracy", metrics).unit == "%"
    assert quantity("accuracy", metrics).scale == 100
    assert quantity("roc_auc", metrics).axis == "ROC AUC"


@pytest.mark.parametrize(("n", "decimals"), [(1, 0), (100, 0), (199, 0), (360, 1), (10_000, 1), (60_000, 2)])
def test_percent_decimals_follow_the_number_of_samples(n: int, decimals: int) -> None:
    assert percent_decimals(n) == decimals


@pytest.mark.parametrize(
    ("n", "half", "decimals"),
    [(360, 1.4, 1), (250, 6.0, 0), (10_000, 0.3, 1), (60_000, 0.16, 2), (60_000, 0.5, 1)],
)
def test_wide_intervals_take_decimals_away(n: int, half: float, decimals: int) -> None:
    assert percent_decimals(n, half) == decimals


def test_scores_have_two_decimals_more_than_percentages() -> None:
    assert score_decimals(100) == 2
    assert score_decimals(360) == 3
    assert score_decimals(360, 0.08) == 2


def test_only_the_whole_is_shown_as_the_whole() -> None:
    assert honest_decimals(99.97, 1, 100) == 2
    assert honest_decimals(100.0, 1, 100) == 1
    assert honest_decimals(0.9996, 3, 1) == 4
    assert honest_decimals(0.004, 2, 1) == 3
