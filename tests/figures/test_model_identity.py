"""Models are told apart by colour, dash and marker together."""

import pytest

from reportgen.figures.model_identity import identities
from reportgen.figures.style import CATEGORICAL, VARIABLES
from tests.bundles import MAKERS, Maker, make_bundle


def test_the_baseline_has_no_colour_of_its_own() -> None:
    found = identities(make_bundle().record.analyses[0])
    assert found["dummy"].place is None
    assert found["dummy"].colour not in CATEGORICAL


@pytest.mark.slow
def test_forty_models_all_differ() -> None:
    makers = tuple(Maker(f"m{i}", f"Model {i}", 1.0) for i in range(40))
    found = identities(make_bundle(("a", "b"), (*makers, MAKERS[-1]), folds=0).record.analyses[0])
    looks = {(one.colour, one.dash, one.marker) for one in found.values()}
    assert len(looks) == 41


def test_every_categorical_colour_has_a_variable() -> None:
    assert set(CATEGORICAL) <= set(VARIABLES)
