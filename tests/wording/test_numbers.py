"""Numbers as readers see them."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.bundle.schema import SHARE, MetricInfo, Score
from reportgen.wording import numbers
from reportgen.wording.quantity import quantity

METRICS = {
    name: MetricInfo(
        title=name,
        unit=SHARE if name == "accuracy" else None,
        greater_is_better=True,
        range=(0.0, 1.0),
        description="",
        source=None,
    )
    for name in ("accuracy", "roc_auc", "mcc")
}
SPACE = numbers.NBSP


def row(metric: str, value: float | None, n: int, **fields: Any) -> Score:
    return Score(model="m", split="test", metric=metric, value=value, n=n, **fields)


def test_a_rate_has_as_many_digits_as_its_samples_support() -> None:
    assert numbers.shown(row("accuracy", 354 / 360, 360), METRICS).full == f"98.3{SPACE}%"
    assert numbers.shown(row("accuracy", 29 / 30, 30), METRICS).text == "97"


def test_an_interval_has_the_digits_of_its_figure() -> None:
    figure = numbers.shown(row("accuracy", 0.9833, 360, low=0.964, high=0.992), METRICS)
    assert (figure.text, figure.interval) == ("98.3", f"96.4{numbers.DASH}99.2")


def test_an_interval_below_zero_is_written_with_to() -> None:
    figure = numbers.shown(row("mcc", 0.01, 360, low=-0.1, high=0.12), METRICS)
    assert figure.interval == f"{numbers.MINUS}0.10 to 0.12"


def test_undefined_is_a_dash_with_its_reason_never_zero() -> None:
    figure = numbers.shown(row("roc_auc", None, 10, reason="undefined: no positives"), METRICS)
    assert figure.text == numbers.UNDEFINED
    assert figure.reason == "undefined: no positives"
    assert numbers.shown(None, METRICS).text == numbers.UNDEFINED


def test_nearly_all_is_not_shown_as_all() -> None:
    assert numbers.shown(row("accuracy", 0.9998, 10_000), METRICS).text == "99.98"
    assert numbers.shown(row("accuracy", 1.0, 10_000), METRICS).text == "100.0"


def test_a_column_has_one_number_of_decimals() -> None:
    rows = [row("accuracy", 0.9998, 10_000), row("accuracy", 0.91, 10_000), None]
    assert numbers.common_decimals(rows, METRICS) == 2


@given(st.floats(0, 1), st.integers(1, 10**6))
def test_rates_are_shown_within_half_a_unit(value: float, n: int) -> None:
    figure = numbers.shown(row("accuracy", value, n), METRICS)
    decimals = len(figure.text.partition(".")[2])
    assert abs(float(figure.text) - 100 * value) <= 0.5 * 10**-decimals + 1e-9


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (None, numbers.UNDEFINED),
        (0.0, f"0{SPACE}µs"),
        (705e-6, f"705{SPACE}µs"),
        (0.046, f"46.0{SPACE}ms"),
        (0.46, f"460{SPACE}ms"),
        (62.4, f"62.4{SPACE}s"),
        (258, f"4.3{SPACE}min"),
        (9000, f"2.5{SPACE}h"),
    ],
)
def test_durations(seconds: float | None, expected: str) -> None:
    assert numbers.duration(seconds) == expected


@pytest.mark.parametrize(
    ("size_bytes", "expected"),
    [
        (None, numbers.UNDEFINED),
        (572, f"572{SPACE}B"),
        (83_000, f"83.0{SPACE}kB"),
        (352_000_000, f"352{SPACE}MB"),
        (1_500_000_000, f"1.5{SPACE}GB"),
    ],
)
def test_sizes(size_bytes: int | None, expected: str) -> None:
    assert numbers.size(size_bytes) == expected


def test_counts_and_days() -> None:
    assert numbers.count(60_000) == "60,000"
    assert numbers.day("2026-11-22T09:30:00+00:00") == "22 November 2026"
    assert numbers.day("some day") == "some day"


def test_no_negative_zero() -> None:
    assert numbers.fixed(-0.0004, 2) == "0.00"
    assert numbers.fixed(-1234.5, 1) == f"{numbers.MINUS}1,234.5"


def test_span_uses_the_scale_of_the_metric() -> None:
    assert numbers.span(0.5, 0.75, 0, quantity("accuracy", METRICS)) == f"50{numbers.DASH}75"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3370.0195, "3,370"),
        (0.54, "0.54"),
        (-9.2914, f"{numbers.MINUS}9.291"),
        (-260.84, f"{numbers.MINUS}260.8"),
        (0.0, "0"),
        (1e-7, "0.0000001"),
        (1.23456e-12, f"1.235e{numbers.MINUS}12"),
        (1.0000000000000002, "1"),
        (0.5700000000000001, "0.57"),
        (1.99972, "2.000"),
        (999.96, "1,000"),
        (99.999, "100.0"),
        (472376.7, "472,377"),
        (-238_233_351.0, f"{numbers.MINUS}2.382e8"),
    ],
)
def test_a_threshold_and_a_decision_score_look_the_same(value: float, text: str) -> None:
    assert numbers.score_text(value) == numbers.score_text(value, "decision") == text


def test_probabilities_are_shown_without_false_certainty() -> None:
    shown = {0.874: "0.87", 0.9973: ">0.99", 0.001: "<0.01", 1.0: "1.00", 0.0: "0.00"}
    assert {value: numbers.score_text(value, "probability") for value in shown} == shown
    assert numbers.score_text(None, "decision") == numbers.UNDEFINED


def test_the_level_of_intervals_is_worded_in_one_place() -> None:
    """No sentence of a page, a plot or a gate states the level: each takes `INTERVAL`."""
    root = Path(__file__).parents[2]
    files = [*(root / "reportgen").rglob("*.py"), *(root / "templates").rglob("*.j2")]
    stated = re.compile(r"\b95(\{NBSP\}|\\u00a0|&nbsp;|\u00a0)%")
    assert numbers.INTERVAL == "95\u00a0% interval"
    assert [file.name for file in files if stated.search(file.read_text(encoding="utf-8"))] == []
