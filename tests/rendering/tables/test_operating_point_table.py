"""The table of operating points: what it says of each, and of where it comes from."""

import pytest

from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.rendering.tables.operating_point_table import PointsTable, points_table, rule_text
from reportgen.wording.numbers import UNDEFINED
from tests.bundles import HOSTILE, make_bundle
from tests.detectors import make_detector


def index_of(bundle: Bundle) -> ScoreIndex:
    return ScoreIndex(bundle.record.analyses[0], bundle.record.metrics)


def table_of(bundle: Bundle, model: str = "sgd") -> PointsTable:
    index = index_of(bundle)
    table = points_table(index, next(m for m in index.ok if m.id == model))
    assert table is not None
    return table


def test_rows_are_the_points_with_their_letters() -> None:
    bundle = make_detector(operating_points=("recall >= 0.99", "cost fp=1 fn=10"), threshold=0.3)
    table = table_of(bundle)
    assert [row.letter for row in table.rows] == list("ABCDEF")
    assert [row.rule for row in table.rows] == [
        "In use",
        "Best F1",
        "Precision ≥ 0.90",
        "Recall ≥ 0.99",
        "Cost: miss 10, false alarm 1",
        "As given",
    ]
    points = index_of(bundle).operating_points("sgd")
    for row, point in zip(table.rows, points, strict=True):
        assert point.matrix is not None
        (right, alarms), (missed, found) = point.matrix
        assert [row.alarms, row.missed, row.found] == [str(n) for n in (alarms, missed, found)]
        assert float(row.rate) == pytest.approx(1000 * alarms / (alarms + right), abs=0.51)
        assert float(row.exact) == point.threshold
    assert table.remarks == ()


def test_where_it_was_chosen_and_judged_is_said() -> None:
    assert (
        "by scores of folds not trained on, and judged on the test images"
        in table_of(make_detector()).caption
    )
    assert "Each fold is judged at the threshold" in table_of(make_detector(n_test=0)).caption
    assert "same test images, so slightly optimistic" in table_of(make_detector(folds=0)).caption


def test_what_is_out_of_reach_or_outside_is_remarked() -> None:
    table = table_of(make_detector(threshold=-8000.0), "rf")
    assert table.remarks[-1].startswith("D: outside the scores, which go from ")
    assert table.remarks[-1].endswith("so it always answers yes.")
    far = table_of(make_detector(operating_points=("precision >= 0.9999",), rare=0.5), "sgd")
    row = next(row for row in far.rows if "0.9999" in row.rule)
    if row.threshold == UNDEFINED:
        assert (row.precision, row.found) == (UNDEFINED, UNDEFINED)
        assert "D: out of reach: the highest precision is" in far.remarks[0]


def test_two_classes_that_are_no_detector_and_more_have_none() -> None:
    index = index_of(make_bundle())
    assert points_table(index, index.ok[0]) is None


def test_names_from_data_stay_short() -> None:
    assert len(table_of(make_detector((HOSTILE[7], HOSTILE[0]))).caption) < 1_100


def test_every_rule_has_words() -> None:
    bundle = make_detector(operating_points=("recall >= 0.5", "cost fp=2 fn=3"), threshold=1.0)
    for point in bundle.record.analyses[0].operating_points:
        assert ">=" not in rule_text(point) and "=" not in rule_text(point)


def test_a_target_without_confidence_is_said_to_be_missed_half_of_the_time() -> None:
    table = table_of(make_detector(operating_points=("recall >= 0.8 at 90 %",)))
    assert "missed on new data about half of the time" in table.caption
    assert "“recall >= 0.95 at 90 %”" in table.caption
    confident = next(row for row in table.rows if row.rule == "Recall ≥ 0.8 at 90 %")
    (remark,) = [text for text in table.remarks if text.startswith(f"{confident.letter}: ")]
    assert "with 90 % confidence it is at least 8" in remark


def test_only_scores_on_scales_of_their_own_are_said_to_be() -> None:
    bundle = make_detector()
    kinds = {model.id: model.score_kind for model in bundle.record.analyses[0].models}
    for model in ("sgd", "rf"):
        assert ("in standard deviations" in table_of(bundle, model).caption) == (kinds[model] == "decision")
