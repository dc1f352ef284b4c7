"""What decides how pages are filled: what stands beside what, and what is cut to fit."""

import pytest

from reportgen.bundle.readings import Readings
from reportgen.bundle.store import Bundle
from reportgen.config.run import RunConfig
from reportgen.figures.draw import draw_all
from reportgen.rendering.matrix import matrices
from reportgen.rendering.pictures import Pictures
from reportgen.rendering.points import points_table
from reportgen.rendering.sections import comparison, data, errors
from reportgen.rendering.sections.method import settings
from reportgen.rendering.spec import SectionContext
from tests.bundles import make_bundle
from tests.detectors import make_detector


def context_of(bundle: Bundle) -> SectionContext:
    (analysis,) = bundle.record.analyses
    pictures = Pictures(draw_all(bundle), analysis.id, "print")
    return SectionContext(bundle, analysis, Readings(analysis, bundle.record.metrics), pictures)


def test_figures_stand_under_and_beside_a_narrow_table_of_folds_and_each_once() -> None:
    context = context_of(make_bundle())
    shown = comparison.view(context)
    assert len(shown.folds) == 1
    titles = [picture.title for picture in (*shown.below, *shown.beside, *shown.figures)]
    assert [*map(len, (shown.below, shown.beside))] == [1, 1]
    assert sorted(titles) == sorted(picture.title for picture in context.pictures.in_section("comparison"))
    wide = comparison.view(context_of(make_bundle(folds=5)))
    assert (wide.below, wide.beside) == ((), ())


def test_long_names_of_classes_are_cut_in_the_data_and_kept_in_full_beside() -> None:
    long = "n" * 300
    shown = data.view(context_of(make_bundle(["sandals", "ankle boots", long])))
    assert shown.balance is not None
    name = shown.balance.rows[-1].name
    assert len(name.short) < 60
    assert name.full == long


@pytest.mark.parametrize(
    ("right", "named", "fits"), [(980, True, True), (1142, True, False), (1142, False, True)]
)
def test_a_matrix_says_whether_half_a_page_is_enough(right: int, named: bool, fits: bool) -> None:
    names = ["ankle boots", "sneakers"] * 5 if named else list("0123456789")
    counts = matrices([[right if i == j else 5 for j in range(10)] for i in range(10)], names, "images")[0]
    assert counts.fits_half == fits


def test_only_options_chosen_and_the_core_ones_are_settings() -> None:
    config = {"id": "main", "dataset": "digits", "models": ["sgd", "rf", "svc"], "chain": False, "cv": 3}
    assert settings(config) == (("dataset", "digits"), ("models", "sgd, rf, svc"), ("cv", "3"))
    assert settings({"chain": True, "search_by": "halving"}) == (("chain", "yes"), ("search_by", "halving"))
    assert RunConfig().search_by == "grid"


def test_a_threshold_is_shown_as_it_was_given() -> None:
    bundle = make_detector(threshold=99999)
    readings = Readings(bundle.record.analyses[0], bundle.record.metrics)
    table = points_table(readings, readings.candidates[0])
    assert table is not None
    assert table.rows[-1].threshold == "99,999"


def test_errors_follow_the_leaderboard_and_every_model_has_an_entry() -> None:
    context = context_of(make_bundle(n_test=300))
    shown = errors.view(context)
    titles = [model.title for model in context.readings.candidates]
    assert shown.first is not None
    assert [shown.first.title, *(model.title for model in shown.others)] == titles
    anchors = {entry.anchor for entry in errors.entries(context)}
    assert {model.anchor for model in shown.others} <= anchors
