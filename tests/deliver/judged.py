"""A bundle with gates of every status, and with names that have broken reports."""

import msgspec

from reportgen.bundle.schema import GateResult
from reportgen.bundle.store import Bundle
from reportgen.deliver.format_spec import Delivery
from tests.bundles import HOSTILE, make_bundle

GATES = [
    GateResult(
        rule="accuracy >= 0.97",
        level="error",
        status="fail",
        value=0.9,
        limit=0.97,
        reason="It is 0.90.",
        analysis="main",
    ),
    GateResult(
        rule="warn: confident: mcc > 0.5",
        level="warn",
        status="warn",
        value=0.6,
        limit=0.5,
        low=0.4,
        high=0.7,
        reason="Not sure.",
        analysis="main",
        demand="interval",
    ),
    GateResult(
        rule="no-regression: fit_seconds within 5 %",
        level="error",
        status="not_applicable",
        value=None,
        limit=None,
        reason="Another machine.",
        analysis="main",
        demand="difference",
        against="anchor",
    ),
    GateResult(
        rule="size_bytes <= 2e6",
        level="error",
        status="pass",
        value=1e5,
        limit=2e6,
        reason="Small.",
        analysis="main",
    ),
]


def judged(gates: list[GateResult] = GATES, bundle: Bundle | None = None) -> Bundle:
    bundle = bundle or make_bundle(n_train=90, n_test=45)
    return Bundle(msgspec.structs.replace(bundle.record, gates=gates), bundle.arrays)


def hostile() -> Bundle:
    """Return a bundle whose classes, title, models and gates are hostile text."""
    bundle = make_bundle(HOSTILE, n_train=90, n_test=60, title=HOSTILE[0])
    gates = [
        msgspec.structs.replace(GATES[0], rule=f"recall[{text}] > 0", reason=f"{text} is wrong")
        for text in HOSTILE
    ]
    return judged(gates, bundle)


def delivered(bundle: Bundle) -> Delivery:
    return Delivery(bundle, ())
