"""Bundles without single samples: counts are exact, thresholds short, and both digests are known."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from reportgen.bundle import keys
from reportgen.bundle.digest import results_digest
from reportgen.bundle.error_records import Condition, LabelSuspects, Slice, SliceSearch
from reportgen.bundle.redacted_bundle import may_show_samples, redacted
from reportgen.bundle.redacted_values import slices_without_values, suspects_without_rare
from reportgen.bundle.schema import Curve
from reportgen.bundle.store import Bundle, load_bundle, write_bundle
from reportgen.bundle.stored_scores import stored_scores
from reportgen.errors import InputError
from tests.bundles import changed, make_bundle
from tests.detectors import make_detector


def curves_of(bundle: Bundle, kind: str) -> list[tuple[Curve, dict[str, Any]]]:
    return [
        (curve, {name: bundle.arrays[key] for name, key in curve.arrays.items()})
        for curve in bundle.record.analyses[0].curves
        if curve.kind == kind
    ]


def test_nothing_of_single_samples_is_left_and_figures_are() -> None:
    whole = make_detector()
    left = redacted(whole)
    assert not [key for key in left.arrays if keys.tells_of_samples(key)]
    before, after = whole.record.analyses[0], left.record.analyses[0]
    assert (after.scores, after.confusions, after.comparisons) == (
        before.scores,
        before.confusions,
        before.comparisons,
    )
    assert len(after.curves) == len(before.curves)
    assert {key for curve in after.curves for key in curve.arrays.values()} == set(left.arrays)


def test_it_says_that_it_was_done_and_keeps_the_digest_of_the_run() -> None:
    whole = make_bundle()
    left = redacted(whole)
    run = left.record.run
    assert run.results_digest == whole.record.run.results_digest
    assert run.redaction is not None
    assert run.redaction.digest == results_digest(left.record.analyses, left.arrays) != run.results_digest
    assert (may_show_samples(whole), may_show_samples(left)) == (True, False)


def test_doing_it_again_changes_nothing() -> None:
    left = redacted(make_bundle())
    assert redacted(left) is left


@pytest.mark.parametrize("classes", [("no", "yes"), ("a", "b", "c")])
def test_precision_and_recall_are_those_at_the_thresholds_on_the_grid(classes: tuple[str, ...]) -> None:
    whole = make_bundle(classes)
    analysis = whole.record.analyses[0]
    seen = 0
    for curve, values in curves_of(redacted(whole), "threshold"):
        stored = stored_scores(analysis, whole.arrays, curve.model, curve.split, curve.label)
        assert stored is not None
        assert not np.isin(values["threshold"], stored.scores).any() or curve.model == "dummy"
        for place, threshold in enumerate(values["threshold"]):
            called = stored.scores >= threshold
            assert values["precision"][place] == pytest.approx(stored.is_positive[called].mean())
            assert values["recall"][place] == pytest.approx(called[stored.is_positive].mean())
        seen += 1
    assert seen >= 2 * len(classes)


def test_operating_points_stand_in_the_counts_and_give_what_they_gave() -> None:
    whole = make_detector(threshold=0.3141592653)
    left = redacted(whole)
    before, after = (one.record.analyses[0].operating_points for one in (whole, left))
    assert [point.matrix for point in after] == [point.matrix for point in before]
    stops = {curve.model: values for curve, values in curves_of(left, "operating")}
    for was, point in zip(before, after, strict=True):
        if point.threshold is None:
            continue
        (place,) = np.flatnonzero(stops[point.model]["threshold"] == point.threshold)
        found, alarms = (
            int(stops[point.model][name][place]) for name in ("true_positives", "false_positives")
        )
        assert point.matrix is not None
        assert [alarms, found] == [row[1] for row in point.matrix]
        assert (point.threshold == was.threshold) == (was.chosen_on is None)


def test_without_the_scores_curves_are_put_on_a_grid_all_the_same() -> None:
    """As of a report of before, which carried curves alone."""
    whole = make_detector()
    arrays = {key: whole.arrays[key] for key in whole.arrays if not keys.tells_of_samples(key)}
    known = np.concatenate([whole.arrays[key] for key in whole.arrays if "/scores/" in key])
    for _, values in curves_of(redacted(Bundle(whole.record, arrays)), "operating"):
        assert not np.isin(values["threshold"][values["threshold"] != 0], known).any()
        assert (np.diff(values["true_positives"]) <= 0).all()


def test_rates_are_on_a_grid_without_thresholds() -> None:
    for kind, names in (("roc", {"fpr", "tpr"}), ("precision_recall", {"recall", "precision"})):
        for _, values in curves_of(redacted(make_bundle()), kind):
            assert set(values) == names
            assert all((own == own.round(4)).all() for own in values.values())


def test_the_area_under_a_curve_hardly_moves() -> None:
    whole = make_detector()
    areas = [
        [np.trapezoid(values["tpr"], values["fpr"]) for _, values in curves_of(bundle, "roc")]
        for bundle in (whole, redacted(whole))
    ]
    assert areas[1] == pytest.approx(areas[0], abs=5e-4)


def test_bins_of_few_samples_are_left_out_of_calibration() -> None:
    for _, values in curves_of(redacted(make_detector(n_test=60)), "calibration"):
        assert values["count"].min() >= 5


def test_a_curve_of_an_unknown_kind_is_left_out() -> None:
    whole = make_bundle()
    first = whole.record.analyses[0].curves[0]
    strange = changed(whole, curves=[replace(first, kind="strange"), *whole.record.analyses[0].curves[1:]])
    assert "strange" not in {curve.kind for curve in redacted(strange).record.analyses[0].curves}


def test_it_is_read_by_the_digest_of_what_is_left(tmp_path: Path) -> None:
    left = redacted(make_bundle())
    folder = write_bundle(left, tmp_path / "bundle")
    assert load_bundle(folder).record.run == left.record.run
    key = next(key for key in left.arrays if key.endswith("/tpr"))
    write_bundle(Bundle(left.record, {**left.arrays, key: left.arrays[key] / 2}), folder)
    with pytest.raises(InputError, match="was changed after it was made"):
        load_bundle(folder)


def test_of_images_quantiles_of_the_errors_are_left() -> None:
    whole = make_bundle()
    losses = np.random.default_rng(3).gamma(2.0, size=400)
    arrays = {**whole.arrays, "main/losses/rf/test/pixel_mae": losses, "main/losses/rf/cv/psnr": losses[:99]}
    left = redacted(Bundle(whole.record, arrays)).arrays
    assert left["main/loss_quantiles/rf/test/pixel_mae"] == pytest.approx(
        np.percentile(losses, (5, 25, 50, 75, 95)), rel=5e-3
    )
    assert not [key for key in left if "/cv/psnr" in key], "five images or more have to lie beyond the ends"


def test_failures_name_their_kind_and_quote_no_data() -> None:
    whole = make_bundle()
    analysis = whole.record.analyses[0]
    reason = "ValueError in fold 1: could not convert string to float: '4711: Elm Street'"
    models = [replace(analysis.models[0], status="failed", reason=reason), *analysis.models[1:]]
    errors = replace(
        analysis.errors, missing={"slices": "KeyError: '4711 Elm Street'", "x": "needs the features"}
    )
    left = redacted(changed(whole, models=models, errors=errors)).record.analyses[0]
    said = "(its message is left out, as it may quote data)"
    assert left.models[0].reason == f"ValueError in fold 1 {said}"
    assert left.errors.missing == {"slices": f"KeyError {said}", "x": "needs the features"}


def test_bounds_of_slices_have_three_digits() -> None:
    conditions = [Condition(column="age", above=12345.678, upto=None), Condition(column="sex", value="male")]
    one = Slice(
        conditions=conditions, support=30, errors=9, rate=0.3, rest=0.1, p_value=0.01, p_adjusted=0.02
    )
    found = SliceSearch(
        split="cv", samples=99, tested=2, columns=2, least_support=20, significant=1, slices=[one]
    )
    left = slices_without_values(found)
    assert left is not None
    assert left.slices[0].conditions == [Condition(column="age", above=12300.0, upto=None), conditions[1]]
    assert slices_without_values(None) is None


def test_thresholds_that_are_the_probability_of_a_few_samples_are_left_out() -> None:
    suspects = LabelSuspects(
        model="rf", samples=90, count=2, thresholds={"a": 0.81, "b": 0.7654321, "c": None}
    )
    left = suspects_without_rare(suspects, {"a": 80, "b": 4})
    assert left.thresholds == {"a": 0.81, "b": None, "c": None}
