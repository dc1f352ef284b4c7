"""What counts as cheaper is one rule: never both equally cheap and cheaper."""

import msgspec
import pytest

from reportgen.bundle.model_costs import CHEAPER, are_timed, cheapest, is_cheaper
from reportgen.bundle.schema import ModelInfo, Timings
from tests.bundles import make_bundle

FORM = make_bundle(n_train=20, n_test=10, folds=0).record.analyses[0].models[0]


def model(name: str, microseconds: float | None, size_bytes: int | None = 1000) -> ModelInfo:
    timings = Timings(fit_seconds=1.0, predict_seconds=1.0, predict_microseconds_per_sample=microseconds)
    own = None if microseconds is None else timings
    return msgspec.structs.replace(FORM, id=name, timings=own, size_bytes=size_bytes)


@pytest.mark.parametrize("factor", [0.1, 0.9, 1.0, 2.9, CHEAPER, 3.1, 30.0])
@pytest.mark.parametrize("timed", [True, False])
def test_another_model_is_as_cheap_or_dearer(factor: float, *, timed: bool) -> None:
    cost = (100.0, 100.0 * factor) if timed else (None, None)
    one, other = model("one", cost[0], 1000), model("other", cost[1], 1000 if timed else int(1000 * factor))
    if one in cheapest([one, other]):
        assert (other in cheapest([one, other])) is not is_cheaper(one, [other])
    else:
        assert is_cheaper(other, [one])
    assert are_timed([one, other]) is timed


def test_what_costs_are_not_known_is_never_called_cheaper() -> None:
    known, unknown = model("known", 1.0), model("unknown", None)
    assert cheapest([unknown, known]) == [known]
    assert not is_cheaper(known, [unknown])
    nothing = [model("a", None, None), model("b", None, None)]
    assert cheapest(nothing) == nothing
    assert not is_cheaper(nothing[0], nothing[1:])
    assert not is_cheaper(known, [])
