"""The panels of measures show what the bundle holds."""

import msgspec
import pytest

from reportgen.figures.intervals import draw
from tests.bundles import MAKERS, changed, make_bundle


@pytest.mark.slow
def test_every_measure_with_an_interval_has_a_panel_and_its_figures_in_words() -> None:
    bundle = make_bundle(n_test=200)
    (analysis,) = bundle.record.analyses
    (plot,) = draw(bundle, analysis)
    accuracy = next(
        s
        for s in analysis.scores
        if (s.model, s.split, s.metric, s.label) == ("svc", "test", "accuracy", None)
    )
    assert accuracy.value is not None
    assert accuracy.low is not None
    assert f"Support vectors {100 * accuracy.value:.4g} ({100 * accuracy.low:.4g} to " in plot.alt
    assert "Naive baseline" not in plot.alt
    assert b"Macro F1" in plot.content


def test_one_model_or_no_intervals_make_no_picture() -> None:
    alone = make_bundle(makers=(MAKERS[0], MAKERS[-1]))
    assert draw(alone, alone.record.analyses[0]) == []
    bundle = make_bundle()
    scores = [msgspec.structs.replace(row, low=None, high=None) for row in bundle.record.analyses[0].scores]
    bare = changed(bundle, scores=scores)
    assert draw(bare, bare.record.analyses[0]) == []
