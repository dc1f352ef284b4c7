"""Annotations of GitHub Actions: the worst ten of a kind, and nothing in them that is a command of its own."""

import msgspec
import pytest

from reportgen.deliver.github_annotations import annotations, summary
from reportgen.deliver.severity import shortfall
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
    ("value", "held", "limit", "missed"),
    [(0.98, 0.96, 0.965, 0.005 / 0.965), (0.96, None, 0.965, 0.005 / 0.965), (0.1, -0.02, 0.0, 0.02)],
)
def test_what_is_missed_is_measured_from_what_had_to_hold(
    value: float, held: float | None, limit: float, missed: float
) -> None:
    verdict = msgspec.structs.replace(GATES[0], value=value, held=held, limit=limit)
    assert shortfall(verdict) == pytest.approx(missed)


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


def test_what_earlier_steps_have_written_counts() -> None:
    record = judged().record
    whole = len(summary(record).encode())
    assert whole > 500
    for taken in (0, 1_040_000 - whole, 1_040_000 - whole + 1, 1_039_990, 1_040_000, 1_048_000, 2**21):
        text = summary(record, taken)
        assert not text or taken + len(text.encode()) < 2**20
    assert len(summary(record, 1_040_000 - whole).encode()) == whole
    assert summary(record, 1_040_000) == ""
