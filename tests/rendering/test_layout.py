"""What decides how pages are filled: what stands beside what, and what is cut to fit."""

import msgspec
import pytest

from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.config.run_config import RunConfig
from reportgen.rendering.plot_pictures import Pictures
from reportgen.rendering.section_spec import SectionContext
from reportgen.rendering.sections import comparison as comparison_section
from reportgen.rendering.sections import data, errors, verdict
from reportgen.rendering.sections.method import settings
from reportgen.rendering.tables.confusion_matrix import matrices
from reportgen.rendering.tables.fold_table import fold_tables
from reportgen.rendering.tables.metric_meanings import measures
from reportgen.rendering.tables.metric_tables import metric_tables
from reportgen.rendering.tables.operating_point_table import points_table
from reportgen.rendering.tables.pairwise_table import pairwise_tables
from reportgen.wording.numbers import DASH, MINUS
from tests.bundles import MAKERS, Maker, changed, make_bundle
from tests.comparisons import comparison, with_comparisons
from tests.detectors import make_detector
from tests.drawn import drawn

pytestmark = pytest.mark.slow


def context_of(bundle: Bundle) -> SectionContext:
    (analysis,) = bundle.record.analyses
    pictures = Pictures(drawn(bundle), analysis.id, "print")
    return SectionContext(bundle, analysis, ScoreIndex(analysis, bundle.record.metrics), pictures)


def test_figures_stand_under_and_beside_a_narrow_table_of_folds_and_each_once() -> None:
    context = context_of(make_bundle())
    shown = comparison_section.view(context)
    assert len(shown.folds) == 1
    titles = [picture.title for picture in (*shown.drawn, *shown.below, *shown.beside, *shown.figures)]
    assert [*map(len, (shown.below, shown.beside))] == [1, 1]
    assert sorted(titles) == sorted(picture.title for picture in context.pictures.in_section("comparison"))
    wide = comparison_section.view(context_of(make_bundle(folds=5)))
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
    index = ScoreIndex(bundle.record.analyses[0], bundle.record.metrics)
    table = points_table(index, index.candidates[0])
    assert table is not None
    assert table.rows[-1].threshold == "99,999"


def test_errors_follow_the_leaderboard_and_every_model_has_an_entry() -> None:
    context = context_of(make_bundle(n_test=300))
    shown = errors.view(context)
    titles = [model.title for model in context.index.candidates]
    assert shown.first is not None
    assert [shown.first.title, *(model.title for model in shown.others)] == titles
    anchors = {entry.anchor for entry in errors.entries(context)}
    assert {model.anchor for model in shown.others} <= anchors


def test_pictures_of_the_classes_are_shown_however_long_the_verdict_is() -> None:
    makers = [*MAKERS[:3], *(Maker(f"m{i}", f"Model {i}", 2.0) for i in range(8)), MAKERS[-1]]
    for bundle in (make_bundle(tuple("0123456789")), make_bundle(tuple("0123456789"), makers)):
        assert verdict.view(context_of(bundle)).strip is not None


def test_the_appendix_leaves_out_what_only_repeats_other_figures() -> None:
    several = make_bundle(tuple("0123456789"), n_test=100).record
    shown = measures(ScoreIndex(several.analyses[0], several.metrics))
    titles = {row.title for row in shown.rows}
    assert "Macro F1" in titles
    assert not {"Micro F1", "Macro recall, %", "Recall, weighted, %"} & {
        t.replace("\u00a0", " ") for t in titles
    }
    assert "which are the accuracy" in shown.caption
    two = make_bundle(("no", "yes"), n_test=100).record
    shown = measures(ScoreIndex(two.analyses[0], two.metrics))
    assert "Macro F1" not in {row.title for row in shown.rows}
    assert "Averages over both classes are left out" in shown.caption


def test_measures_stand_in_lines_for_few_models_and_in_columns_for_many() -> None:
    few, many = make_bundle(), make_bundle(makers=[*MAKERS, Maker("five", "Fifth", 1.0)])
    (table,) = metric_tables(context_of(few).index, "test")
    assert table.by_measure
    assert table.heads[0].name.short == "Support vectors"
    assert [head.chosen for head in table.heads] == [True, False, False, False]
    tables = metric_tables(context_of(many).index, "test")
    assert [bool(table.title) for table in tables] == [True, False]
    assert all(len(row.cells) == len(table.heads) for table in tables for row in table.rows)
    assert all(len(table.rows) == 5 for table in tables)
    assert metric_tables(context_of(make_bundle(folds=0)).index, "cv") == ()


def test_pairs_are_seen_from_the_recommended_model_first() -> None:
    rows = [
        comparison("sgd", "svc", -0.06, -0.02),
        comparison("rf", "sgd", -0.01, 0.03, reason="with 3 folds this test can see little"),
        comparison("rf", "svc", -0.02, 0.01, reason="widened; with 3 folds this test can see little"),
        comparison("rf", "dummy", 0.4, 0.6),
        comparison("dummy", "svc", -0.6, -0.4),
    ]
    (table,) = pairwise_tables(context_of(with_comparisons(make_bundle(), rows)).index)
    pairs = [(row.first.short, row.second.short, row.verdict) for row in table.rows]
    assert pairs == [
        ("Support vectors", "Random forest", "undecided"),
        ("Support vectors", "SGD, linear", "better"),
        ("Support vectors", "Naive baseline", "better"),
        ("Random forest", "SGD, linear", "undecided"),
    ]
    assert [row.interval for row in table.rows][:2] == [f"{MINUS}1.0 to 2.0", f"2.0{DASH}6.0"]
    assert table.rows[2].bar is not None
    assert table.rows[2].bar.off == "high"
    assert "Support vectors against Random forest: widened." in table.notes
    assert "0.5\u00a0points" in table.caption
    assert float(table.band[0]) < float(table.zero) < float(table.band[0]) + float(table.band[1])


def test_what_holds_for_all_pairs_is_said_once() -> None:
    rows = [
        comparison(
            "svc", "rf", -0.06, 0.02, split="cv", estimand="recipe", reason="with 3 folds it sees little"
        )
    ]
    (table,) = pairwise_tables(context_of(with_comparisons(make_bundle(n_test=0), rows)).index)
    assert table.caption.endswith("With 3 folds it sees little.")
    assert table.notes == ""
    assert "recipes" in table.caption


def test_seeds_have_a_table_and_a_model_without_them_one_figure() -> None:
    bundle = make_bundle()
    (analysis,) = bundle.record.analyses
    first = next(
        s
        for s in analysis.scores
        if (s.model, s.split, s.metric, s.label) == ("rf", "test", "accuracy", None)
    )
    again = msgspec.structs.replace(first, repeat=1, value=0.5)
    protocol = msgspec.structs.replace(analysis.protocol, repeats=2)
    repeated = changed(bundle, protocol=protocol, scores=[*analysis.scores, again])
    table = fold_tables(context_of(repeated).index)[-1]
    assert (table.corner, table.heads) == ("Seed", ("1", "2"))
    by_model = {row.title.short: row.cells for row in table.rows}
    assert by_model["Random forest"][1] == "50"
    assert by_model["Support vectors"][1] == ""
