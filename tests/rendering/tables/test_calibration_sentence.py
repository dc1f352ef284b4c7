"""Slope, intercept and test of calibration, as stored and rounded."""

from typing import Any

import msgspec
import pytest

from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.threshold_records import Calibration
from reportgen.rendering.tables.calibration_sentence import calibration_in_words
from reportgen.wording.numbers import DASH, INTERVAL, MINUS
from tests.bundles import make_bundle


def said(**fields: Any) -> str:
    bundle = make_bundle(("no", "yes"))
    (analysis,) = bundle.record.analyses
    model = next(each for each in analysis.models if each.id == "rf")
    found = Calibration(model="rf", split="test", n=45, predicted=0.5, observed=0.4, **fields)
    index = ScoreIndex(msgspec.structs.replace(analysis, calibrations=[found]), bundle.record.metrics)
    return calibration_in_words(index, model)


SLOPE = {"slope": 0.204, "slope_low": 0.13, "slope_high": 0.26}
INTERCEPT = {"intercept": -0.5, "intercept_low": -1.2, "intercept_high": 0.1}


def test_slope_and_intercept_have_their_intervals() -> None:
    text = said(**SLOPE, **INTERCEPT, p_value=0.0312, test="Spiegelhalter")
    assert text.startswith(f"Calibration slope 0.20 ({INTERVAL} 0.13{DASH}0.26; 1 where ")
    assert f"intercept {MINUS}0.50 ({INTERVAL} {MINUS}1.20 to 0.10; 0 where " in text
    assert text.endswith("Test of calibration (Spiegelhalter): p = 0.031.")


@pytest.mark.parametrize(("p_value", "shown"), [(0.0001, "p < 0.001"), (0.2, "p = 0.200")])
def test_a_small_p_is_no_zero(p_value: float, shown: str) -> None:
    assert said(reason="one class", p_value=p_value, test="S") == (
        f"No calibration slope: one class. Test of calibration (S): {shown}."
    )


def test_without_probabilities_nothing_is_said() -> None:
    bundle = make_bundle()
    (analysis,) = bundle.record.analyses
    index = ScoreIndex(msgspec.structs.replace(analysis, calibrations=[]), bundle.record.metrics)
    assert [calibration_in_words(index, model) for model in analysis.models] == [""] * len(analysis.models)
