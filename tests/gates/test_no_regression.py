"""Gates against a baseline: judged on the interval of the difference, never on noise, times never across machines."""

import math
from typing import Any

import msgspec
import pytest
from scipy.stats import norm, t

from reportgen.bundle.run_changes import ModelChange
from reportgen.bundle.schema import BundleRecord
from reportgen.gates.gate_spec import Reference
from tests.bundles import changed, make_bundle
from tests.gates.runs import RECORD, change, reference, verdict, verdicts

ACCURACY = "no-regression: accuracy"


@pytest.mark.parametrize(
    ("difference", "low", "high", "rule", "status"),
    [
        (-0.01, -0.022, 0.002, ACCURACY, "pass"),  # noise explains it
        (-0.01, -0.018, -0.002, ACCURACY, "fail"),
        (-0.01, -0.018, -0.002, f"warn: {ACCURACY}", "warn"),
        (-0.01, -0.018, -0.002, f"{ACCURACY} within 0.002", "pass"),
        (-0.01, -0.018, -0.0021, f"{ACCURACY} within 0.2 %", "fail"),
        (0.01, 0.002, 0.018, ACCURACY, "pass"),
        (0.0, 0.0, 0.0, ACCURACY, "pass"),
        (-0.001, -0.004, 0.002, f"confident: {ACCURACY} within 0.005", "pass"),
        (-0.001, -0.006, 0.004, f"confident: {ACCURACY} within 0.005", "fail"),
        (0.01, 0.002, 0.018, f"confident: {ACCURACY}", "pass"),
    ],
)
def test_accuracy(difference: float, low: float, high: float, rule: str, status: str) -> None:
    found = verdict(RECORD, rule, reference(change(difference, low, high)))
    assert (found.status, found.demand, found.against) == (status, "difference", "baseline")
    assert (found.value, found.low, found.high) == (difference, low, high)
    assert found.held == (low if rule.startswith("confident") else high)
    assert not is_negative_zero(found.limit)


def is_negative_zero(value: float | None) -> bool:
    return value == 0 and math.copysign(1, value) < 0


def test_less_can_be_better() -> None:
    worse = change(0.05, 0.02, 0.08, metric="log_loss", baseline=0.3, model="rf", baseline_model="rf")
    fields = {"chosen": "rf", "baseline_chosen": "rf"}
    record = changed(make_bundle(), chosen="rf").record
    found = verdict(record, "no-regression: log_loss", reference(worse, **fields))
    assert (found.status, found.low, found.high, found.limit) == ("fail", 0.02, 0.08, 0.0)
    assert found.held == 0.02
    allowed = verdict(record, "no-regression: log_loss within 0.02", reference(worse, **fields))
    assert (allowed.status, allowed.limit) == ("pass", 0.02)
    better = msgspec.structs.replace(worse, difference=-0.05, low=-0.08, high=-0.02)
    assert verdict(record, "no-regression: log_loss", reference(better, **fields)).status == "pass"
    whole = verdict(record, "confident: no-regression: log_loss", reference(worse, **fields))
    assert (whole.status, whole.held) == ("fail", 0.08)
    same = msgspec.structs.replace(worse, difference=0.0, low=0.0, high=0.0)
    equal = verdict(record, "no-regression: log_loss", reference(same, **fields))
    for figure in (equal.value, equal.low, equal.high, equal.held, equal.limit):
        assert figure == 0
        assert not is_negative_zero(figure)


def test_no_difference_is_no_loss_but_without_an_interval_nothing_is_proved() -> None:
    equal = reference(change(0.0, None, None, reason="the difference is the same in every fold"))
    found = verdict(RECORD, ACCURACY, equal)
    assert (found.status, found.held, found.low, found.high, found.smallest_loss) == (
        "pass",
        0.0,
        None,
        None,
        None,
    )
    assert (found.reason or "").endswith(": no difference.")
    whole = verdict(RECORD, f"confident: {ACCURACY} within 0.005", equal)
    assert whole.status == "fail" and "the same in every fold" in (whole.reason or "")


def test_the_smallest_loss_that_it_could_have_seen() -> None:
    found = verdict(RECORD, f"{ACCURACY} within 0.002", reference(change(-0.001, -0.006, 0.004)))
    assert found.smallest_loss == pytest.approx(0.007)
    assert "smallest loss that this could have seen is 0.0070" in (found.reason or "")
    lost = found.smallest_loss + 1e-9
    shifted = change(-lost, -lost - 0.005, -lost + 0.005)
    failed = verdict(RECORD, f"{ACCURACY} within 0.002", reference(shifted))
    assert failed.status == "fail"
    assert "more than the 0.002 allowed. The smallest loss" in (failed.reason or "")


def test_the_recommended_model_is_compared_with_the_one_recommended_then() -> None:
    own = change(0.0, -0.001, 0.001)
    before = change(-0.02, -0.03, -0.01, baseline_model="rf", baseline=0.98)
    found = verdict(RECORD, ACCURACY, reference(own, before, baseline_chosen="rf"))
    assert (found.status, found.value) == ("fail", -0.02)
    assert "of Random forest, recommended then" in (found.reason or "")
    named = verdict(RECORD, f"svc: {ACCURACY}", reference(own, before, baseline_chosen="rf"))
    assert (named.status, named.value) == ("pass", 0.0)


def test_several_models_at_once_need_wider_intervals() -> None:
    rows = [change(-0.01, -0.0195, -0.0005, model=m, baseline_model=m) for m in ("sgd", "rf", "svc")]
    assert verdict(RECORD, f"rf: {ACCURACY}", reference(*rows)).status == "fail"
    assert verdict(RECORD, f"all: {ACCURACY}", reference(*rows)).status == "pass"
    lost = [*rows[:2], change(-0.01, -0.012, -0.008)]
    found = verdict(RECORD, f"all: {ACCURACY}", reference(*lost))
    assert (found.status, found.model) == ("fail", "svc")


@pytest.mark.parametrize(("models", "folds"), [(2, 2), (2, 3), (3, 3)])
def test_several_models_over_few_folds_have_one_chance_together(models: int, folds: int) -> None:
    """Of Student's t with few degrees of freedom the quantiles grow faster than normal ones."""
    named = ("svc", "sgd", "rf")
    reach, needed = (0.01 * float(t.ppf(1 - beyond, folds - 1)) for beyond in (0.025, 0.025 / models))
    new = [ModelChange(id=one, title=one, status="added") for one in named[models:]]
    for value, status in ((-needed - 1e-6, "fail"), (-needed + 1e-6, "pass")):
        rows = [
            change(
                gap, gap - reach, gap + reach, model=one, baseline_model=one, by_t=reach, degrees=folds - 1
            )
            for one, gap in zip(named[:models], (value, 0.0, 0.0), strict=False)
        ]
        found = verdict(RECORD, f"all: {ACCURACY}", reference(*rows, models=new))
        assert (found.status, found.model) == (status, "svc")
        assert f"({100 - 5 / models:.3g}\u00a0% interval" in (found.reason or "")


@pytest.mark.parametrize("metric", ["accuracy", "log_loss"])
def test_a_lopsided_interval_grows_on_each_side_by_its_own_reach(metric: str) -> None:
    """Three models have one chance together: each end moves out as the normal quantile of 1 - 0.05 / 3 does."""
    growth = norm.ppf(1 - 0.025 / 3) / norm.ppf(0.975)
    rows = [
        change(gap, gap - 0.04, gap + 0.006, model=m, baseline_model=m, metric=metric, baseline=0.3)
        for m, gap in (("sgd", -0.001), ("rf", -0.01), ("svc", -0.002))
    ]
    found = verdict(RECORD, f"rf: no-regression: {metric}", reference(*rows))
    several = verdict(RECORD, f"all: no-regression: {metric}", reference(*rows))
    own = next(row for row in rows if row.model == several.model)
    assert own.difference is not None
    assert several.low == pytest.approx(own.difference - growth * 0.04)
    assert several.high == pytest.approx(own.difference + growth * 0.006)
    assert found.status == several.status == ("fail" if metric == "accuracy" else "pass")


def test_a_widened_interval_stays_where_differences_can_be() -> None:
    rows = [
        change(-0.5, -0.9, -0.1, model=m, baseline_model=m, by_t=0.4, degrees=1) for m in ("sgd", "rf", "svc")
    ]
    found = verdict(RECORD, f"all: {ACCURACY}", reference(*rows))
    assert (found.low, found.status) == (-1.0, "pass")


def test_models_that_one_run_alone_has_are_named() -> None:
    rows = [change(0.0, -0.001, 0.001, model=m, baseline_model=m) for m in ("rf", "svc")]
    models = [
        ModelChange(id="knn", title="Nearest neighbours", status="removed"),
        ModelChange(id="sgd", title="Linear SGD", status="added"),
    ]
    held = reference(*rows, models=models)
    said = verdict(RECORD, f"all: {ACCURACY}", held).reason or ""
    assert said.endswith(" Not judged: Nearest neighbours (in the baseline run alone) and Linear SGD (new).")
    assert "Not judged" not in (verdict(RECORD, f"rf: {ACCURACY}", held).reason or "")


@pytest.mark.parametrize(
    ("status", "reason", "said"),
    [
        ("added", None, "The baseline run has no model rf."),
        (
            "unusable",
            "failed in the baseline: no\nmemory.",
            "Random forest failed in the baseline: no memory.",
        ),
    ],
)
def test_a_model_that_the_baseline_has_not_is_the_reason(status: Any, reason: str | None, said: str) -> None:
    models = [
        ModelChange(id="rf", title="Random forest", status=status, reason=reason),
        ModelChange(id="svc", title="Support vectors", status="compared"),
    ]
    held = reference(change(-0.001, -0.01, 0.01, baseline_model="knn"), models=models, baseline_chosen="knn")
    found = verdict(RECORD, f"rf: {ACCURACY}", held)
    assert (found.status, found.reason) == ("fail", f"It cannot be judged. {said}")
    assert verdict(RECORD, ACCURACY, held).status == "pass"


def test_what_is_not_at_hand_was_judged_before() -> None:
    rule = "no-regression: size_bytes"
    unknown = verdict(RECORD, rule, reference())
    assert (unknown.status, unknown.against) == ("fail", "baseline")
    assert "give its bundle with --baseline" in (unknown.reason or "")
    held = [reference(record=RECORD), reference(record=RECORD, name="anchor")]
    built = msgspec.structs.replace(RECORD, gates=verdicts(RECORD, [rule], held))
    assert verdicts(built, [rule], [reference()]) == built.gates
    assert verdicts(built, [rule]) == built.gates
    assert [found.status for found in verdicts(built, [f"{rule} within 5 %"])] == ["fail"]


def test_an_anchor_stands_beside_the_baseline() -> None:
    small = reference(change(-0.004, -0.009, 0.001))
    summed = reference(change(-0.02, -0.03, -0.01), name="anchor")
    last, first = verdicts(RECORD, [ACCURACY], [small, summed])
    assert (last.against, last.status) == ("baseline", "pass")
    assert (first.against, first.status) == ("anchor", "fail")
    assert "in the anchor" in (first.reason or "")


@pytest.mark.parametrize(
    ("made", "part"),
    [
        (reference(change(None, None, None, reason="undefined in one of the runs")), "undefined in one"),
        (reference(change(-0.1, None, None, reason="no answers are stored")), "no answers are stored"),
        (reference(), "was not measured in both runs"),
        (reference(id="other"), "has no analysis main"),
        (reference(status="added"), "has no analysis main"),
        (reference(status="refused", reason="it has other classes."), "other classes"),
        (reference(change(0.0, 0, 0), baseline_chosen="knn"), "against knn"),
    ],
)
def test_what_cannot_be_compared_fails_with_the_reason(made: Reference, part: str) -> None:
    found = verdict(RECORD, ACCURACY, made)
    assert (found.status, found.against) == ("fail", "baseline")
    assert part in (found.reason or "")


def machine(cpu: str | None, cores: int = 2, **timings: float) -> BundleRecord:
    """Return the record as another machine would have made it."""
    environment = msgspec.structs.replace(RECORD.run.environment, cpu=cpu, cores=cores)
    (analysis,) = RECORD.analyses
    models = [
        msgspec.structs.replace(
            model, timings=model.timings and msgspec.structs.replace(model.timings, **timings)
        )
        for model in analysis.models
    ]
    run = msgspec.structs.replace(RECORD.run, environment=environment)
    return msgspec.structs.replace(
        RECORD, run=run, analyses=[msgspec.structs.replace(analysis, models=models)]
    )


def test_times_are_compared_on_one_machine_alone() -> None:
    rule = "no-regression: fit_seconds within 50 %"
    cpu = RECORD.run.environment.cpu
    same = verdict(RECORD, rule, reference(record=machine(cpu, fit_seconds=2.0)))
    assert (same.status, same.value, same.limit) == ("fail", pytest.approx((3.4 - 2) / 2), 0.5)
    assert verdict(RECORD, rule, reference(record=machine(cpu, fit_seconds=3.0))).status == "pass"
    for other in (
        machine("Another", fit_seconds=9),
        machine(cpu, 8, fit_seconds=9),
        machine(None, fit_seconds=9),
    ):
        found = verdict(RECORD, rule, reference(record=other))
        assert found.status == "not_applicable"
        assert "never compared between machines" in (found.reason or "")
    found = verdict(RECORD, rule, reference(record=machine(cpu, fit_seconds=2.0, cores=1)))
    assert found.status == "not_applicable"


def test_sizes_are_compared_anywhere() -> None:
    (analysis,) = RECORD.analyses
    smaller = [msgspec.structs.replace(model, size_bytes=200_000) for model in analysis.models]
    before = msgspec.structs.replace(
        machine("Another"), analyses=[msgspec.structs.replace(analysis, models=smaller)]
    )
    found = verdict(RECORD, "no-regression: size_bytes within 20 %", reference(record=before))
    assert (found.status, found.value) == ("fail", pytest.approx(0.245))
    assert verdict(RECORD, "no-regression: size_bytes within 25 %", reference(record=before)).status == "pass"
    assert "give its bundle" in (verdict(RECORD, "no-regression: size_bytes", reference()).reason or "")


def test_sizes_are_compared_where_the_analyses_are() -> None:
    rule = "no-regression: size_bytes"
    for fields in ({"status": "refused", "reason": "it has other classes."}, {"status": "added"}):
        made = reference(record=RECORD, **fields)
        costs, figures = (verdict(RECORD, asked, made) for asked in (rule, ACCURACY))
        assert (costs.status, costs.reason) == (figures.status, figures.reason) == ("fail", costs.reason)
        times = verdict(RECORD, "no-regression: fit_seconds within 50 %", made)
        assert (times.status, times.reason) == ("fail", costs.reason)


def test_analyses_of_other_names_are_one_only_where_each_run_has_one() -> None:
    (analysis,) = RECORD.analyses
    detector = msgspec.structs.replace(analysis, id="detector")
    before = msgspec.structs.replace(RECORD, analyses=[detector])
    rule = "no-regression: size_bytes"
    assert verdict(RECORD, rule, reference(record=before)).status == "pass"
    study = msgspec.structs.replace(RECORD, analyses=[analysis, detector])
    own, _ = verdicts(study, [rule], [reference(record=before)])
    assert (own.analysis, own.status) == ("main", "fail")
    assert "has no analysis main" in (own.reason or "")


def test_bytes_are_whole_in_a_change_too() -> None:
    (analysis,) = RECORD.analyses
    smaller = [msgspec.structs.replace(model, size_bytes=248_999) for model in analysis.models]
    before = msgspec.structs.replace(RECORD, analyses=[msgspec.structs.replace(analysis, models=smaller)])
    reason = verdict(RECORD, "no-regression: size_bytes within 1 %", reference(record=before)).reason or ""
    assert "has 249,000 bytes, after 248,999 bytes in" in reason


def test_what_was_trained_once_with_another_seed_is_said() -> None:
    lost = change(-0.01, -0.018, -0.002)
    assert "--repeats" in (verdict(RECORD, ACCURACY, reference(lost, seed=2)).reason or "")
    assert "--repeats" not in (verdict(RECORD, ACCURACY, reference(lost)).reason or "")


def test_means_over_seeds_are_said_and_not_taken_for_single_fits() -> None:
    mean = change(-0.01, -0.018, -0.002, seeds=5, baseline_seeds=5, estimand="recipe")
    found = verdict(RECORD, ACCURACY, reference(mean, seed=2))
    assert (found.status, found.value) == ("fail", -0.01)
    assert "on the same samples, means over 5 seeds" in (found.reason or "")
    assert "one fit" not in (found.reason or "")
