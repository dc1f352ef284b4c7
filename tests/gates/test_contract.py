"""What every registered kind of gate must keep to; a new one is tested by existing."""

from typing import Any, get_args

import pytest

from reportgen.bundle.schema import GateResult
from reportgen.config.gate_rules import CONFIDENT
from reportgen.errors import InputError
from reportgen.gates.gate_spec import GATES, Demand, Gate, GateKind
from reportgen.gates.judge import understand
from reportgen.gates.resolve import PLAIN
from reportgen.rendering.tables.gate_table import DEMANDS, RANK
from tests.bundles import MAKERS, Maker, changed, make_bundle
from tests.gates.runs import RECORD, change, names_for, reference, verdict

KINDS = pytest.mark.parametrize("kind", list(GATES), ids=lambda kind: kind.id)
FIGURES = pytest.mark.parametrize(
    "kind", [kind for kind in GATES if kind.about == "figures"], ids=lambda kind: kind.id
)
NAMES = names_for(RECORD, RECORD.analyses[0])
REFERENCES = (reference(change(0.001, -0.002, 0.004), record=RECORD),)


def understood(rule: str) -> Any:
    (gate,) = understand([rule], NAMES)
    return gate


@KINDS
def test_the_example_is_of_the_kind_and_documented(kind: GateKind) -> None:
    assert understood(kind.example).kind is kind
    assert kind.title
    assert not kind.title.endswith(".")


@KINDS
@pytest.mark.parametrize("references", [REFERENCES, ()], ids=["with a baseline run", "without"])
def test_a_verdict_says_what_was_demanded_and_found(kind: GateKind, references: tuple[Any, ...]) -> None:
    found = verdict(RECORD, kind.example, *references)
    assert_told(found, kind)
    if kind.about == "findings":
        assert {found.value, found.held, found.limit, found.model, found.split, found.metric} == {None}
    elif not (found.reason or "").startswith("It cannot be judged."):
        assert None not in (found.value, found.held, found.limit, found.model)
        assert (found.split is None) == understood(kind.example).is_cost
    assert verdict(RECORD, f"warn: {kind.example}", *references).status in ("pass", "warn")


CHANGES = [
    (0.001, -0.002, 0.004),
    (-0.01, -0.022, 0.002),
    (-0.03, -0.04, -0.02),
    (0.0, 0.0, 0.0),
    (0.03, 0.02, 0.04),
]


@FIGURES
@pytest.mark.parametrize("ends", CHANGES, ids=str)
@pytest.mark.parametrize("word", ["", f"{CONFIDENT}: "], ids=["plain", "confident"])
def test_what_is_held_keeps_to_the_limit_where_the_gate_passes(
    kind: GateKind, ends: tuple[float, float, float], word: str
) -> None:
    if word and not kind.confident:
        pytest.skip(f"{kind.id} looks at no interval")
    rule = kind.example if kind.id == CONFIDENT else f"{word}{kind.example}"
    found = verdict(RECORD, rule, reference(change(*ends), record=RECORD))
    assert found.held is not None, found.reason
    assert found.limit is not None
    kept = found.held >= found.limit if is_floor(understood(rule)) else found.held <= found.limit
    assert (found.status == "pass") == kept


def is_floor(gate: Gate) -> bool:
    """Whether less is worse: as the sign says, without one as the metric does; of costs less is better."""
    if gate.rule.sign is not None:
        return gate.rule.sign in (">", ">=")
    return not gate.is_cost and NAMES.metrics[gate.metric].greater_is_better


@KINDS
def test_what_cannot_be_judged_fails_with_the_reason(kind: GateKind) -> None:
    failed = make_bundle(makers=(Maker("rf", "Forest", 0, status="failed"), MAKERS[-1]))
    record = changed(failed, findings=[]).record
    found = verdict(record, kind.example, *REFERENCES)
    assert_told(found, kind)
    assert found.status == "fail"
    assert (found.reason or "").startswith("It cannot be judged.")


def assert_told(found: GateResult, kind: GateKind) -> None:
    assert (found.rule, found.demand) == (kind.example, kind.demand)
    assert found.status in RANK
    assert (found.reason or "").endswith(".")


@KINDS
def test_a_whole_interval_is_asked_for_or_refused(kind: GateKind) -> None:
    named = "" if kind.id in (PLAIN, CONFIDENT) else f"{kind.id}: "
    rule = f"{CONFIDENT}: {named}{kind.example.rpartition(': ')[2]}"
    if not kind.confident:
        with pytest.raises(InputError, match="leave `confident` out"):
            understood(rule)
        return
    gate = understood(rule)
    assert gate.whole
    assert gate.kind is GATES.get(kind.confident)


def test_a_kind_without_whole_intervals_refuses_them(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = GATES.get(PLAIN)
    monkeypatch.setattr(GATES, "_things", dict(GATES._things))
    GATES.register(GateKind("plain", limit.title, "plain: accuracy >= 0.5", limit.check, limit.judge))
    assert understood("plain: accuracy >= 0.5").kind.id == "plain"
    with pytest.raises(InputError, match="plain looks at no interval: leave `confident` out"):
        understood("confident: plain: accuracy >= 0.5")


def test_readers_are_told_of_every_demand() -> None:
    assert set(DEMANDS) == set(get_args(Demand)) >= {kind.demand for kind in GATES}
