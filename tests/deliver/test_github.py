"""Annotations of GitHub Actions: the worst ten of a kind, and nothing in them that is a command of its own."""

import msgspec
import pytest

from reportgen.bundle.schema import GateResult
from reportgen.deliver.github import annotations, shortfall, summary
from tests.deliver.judged import GATES, judged


def test_failed_gates_are_errors_and_warnings_warnings() -> None:
    assert annotations(judged().record) == [
        "::error title=Gate failed%3A accuracy >= 0.97::It is 0.90.",
        "::warning title=Gate warns%3A warn%3A confident%3A mcc > 0.5::Not sure.",
    ]


def test_the_worst_ten() -> None:
    gates = [
        msgspec.structs.replace(GATES[0], rule=f"recall[{place}] >= 0.97", value=0.97 - place / 100)
        for place in range(20)
    ]
    lines = annotations(judged(gates).record)
    assert len(lines) == 10
    assert "recall[19]" in lines[0]
    assert "recall[10]" in lines[9]
    unjudged = msgspec.structs.replace(GATES[0], rule="mcc > 0.5", value=None)
    assert "mcc" in annotations(judged([*gates, unjudged]).record)[0]


@pytest.mark.parametrize(
    ("rule", "metric", "value", "low", "high", "limit", "missed"),
    [
        ("confident: accuracy >= 0.965", "accuracy", 0.98, 0.96, 0.999, 0.965, 0.005),
        ("confident: accuracy <= 0.965", "accuracy", 0.96, 0.9, 0.97, 0.965, 0.005),
        ("confident: no-regression: accuracy", "accuracy", 0.1, -0.02, 0.3, 0.0, 0.02),
        ("confident: no-regression: error_rate", "error_rate", -0.1, -0.3, 0.02, 0.0, 0.02),
        ("accuracy >= 0.965", "accuracy", 0.96, 0.9, 0.999, 0.965, 0.005),
    ],
)
def test_what_is_missed_is_measured_from_the_end_that_had_to_hold(
    rule: str, metric: str, value: float, low: float, high: float, limit: float, missed: float
) -> None:
    record = judged().record
    metrics = {
        **record.metrics,
        "error_rate": msgspec.structs.replace(record.metrics["accuracy"], greater_is_better=False),
    }
    verdict = GateResult(
        rule=rule,
        level="error",
        status="fail",
        value=value,
        low=low,
        high=high,
        limit=limit,
        metric=metric,
        reason=None,
    )
    assert shortfall(verdict, metrics) * (limit or 1) == pytest.approx(missed)


def test_text_stays_text() -> None:
    evil = msgspec.structs.replace(
        GATES[0], rule="recall[a,b: 5 %] > 0", reason="100 % \n::set-env name=x::y\r"
    )
    (line,) = annotations(judged([evil]).record)
    assert line == (
        "::error title=Gate failed%3A recall[a%2Cb%3A 5 %25] > 0::100 %25 %0A::set-env name=x::y%0D"
    )


def test_the_summary_keeps_below_one_mebibyte() -> None:
    bundle = judged([msgspec.structs.replace(GATES[0], reason="x" * 1000)] * 2000)
    assert len(summary(bundle.record).encode()) < 2**20
