"""Figures in the sentences of gates."""

import pytest

from reportgen.gates.gate_sentences import told


@pytest.mark.parametrize("decimals", [None, 3])
def test_zero_has_no_sign(decimals: int | None) -> None:
    assert told(-0.0, decimals=decimals) == told(0.0, decimals=decimals)
