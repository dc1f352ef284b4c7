"""How the table of metrics is read: what intervals speak of."""

import msgspec
import pytest

from reportgen.bundle.score_index import ScoreIndex
from reportgen.rendering.tables.metric_meanings import reading
from tests.bundles import changed, make_bundle


@pytest.mark.parametrize(("estimand", "said"), [("recipe", True), ("model", False), (None, False)])
def test_intervals_of_the_recipe_are_said_to_be(estimand: str | None, said: bool) -> None:
    bundle = make_bundle()
    scores = [msgspec.structs.replace(row, estimand=estimand) for row in bundle.record.analyses[0].scores]
    record = changed(bundle, scores=scores).record
    text = reading(ScoreIndex(record.analyses[0], record.metrics))
    assert ("intervals are of the recipe" in text) == said
