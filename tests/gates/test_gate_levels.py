"""Gates at another level than 95 %: over many looks, exact or scaled, told in the sentence, no stored verdict."""

import math

import msgspec
import pytest
from scipy.stats import norm, t

from reportgen.bundle.schema import BundleRecord
from reportgen.config import RunConfig
from reportgen.gates.gate_levels import level_over, stored_level
from reportgen.gates.gate_sentences import percent_told
from reportgen.run.gates import gates_for, judged_again
from reportgen.statistics.difference import unpaired
from reportgen.statistics.interval import LEVEL
from reportgen.statistics.paired_proportions import tango
from reportgen.statistics.proportions import wilson
from tests.bundles import changed, make_bundle
from tests.gates.runs import RECORD, change, reference, verdict, with_score
from tests.gates.test_judge import ACCURACY as ROWS

ACCURACY = "no-regression: accuracy"
YEAR = level_over(None, 52)


def asked(record: BundleRecord, **config: object) -> BundleRecord:
    """Return the record of a run that was asked for with these options."""
    return msgspec.structs.replace(record, run=msgspec.structs.replace(record.run, config=config))


def test_looks_share_the_error_that_the_level_leaves() -> None:
    assert level_over(None, None) == level_over(0.95, 1) == LEVEL
    assert level_over(0.9, None) == 0.9
    assert pytest.approx(1 - 0.05 / 52) == YEAR
    assert level_over(0.99, 12) == pytest.approx(1 - 0.01 / 12)
    assert pytest.approx(0.732, abs=0.0005) == 1 - (1 - (1 - LEVEL) / 2) ** 52
    assert pytest.approx(0.0247, abs=0.00005) == 1 - (1 - (1 - YEAR) / 2) ** 52


@pytest.mark.parametrize("level", [0.8, 0.99, YEAR])
def test_a_confident_gate_on_a_rate_goes_by_wilson_s_interval_at_the_level(level: float) -> None:
    known = wilson(950, 1000)
    bundle = with_score(
        make_bundle(), "svc", "accuracy", value=0.95, n=1000, low=known.low, high=known.high, method="Wilson"
    )
    own = wilson(950, 1000, level)
    found = verdict(bundle.record, f"confident: accuracy >= {own.low - 1e-6}", level=level)
    assert (found.status, found.interval_level) == ("pass", level)
    assert (found.low, found.high) == pytest.approx((own.low, own.high))
    assert f"its {percent_told(level)} interval" in (found.reason or "")
    assert verdict(bundle.record, f"confident: accuracy >= {own.low + 1e-6}", level=level).status == "fail"


def test_a_figure_by_groups_follows_student_s_t() -> None:
    bundle = with_score(
        make_bundle(), "svc", "log_loss", value=0.5, low=0.4, high=0.6, method="t, by group", reason=None
    )
    record = changed(bundle, groups={"test": 6}).record
    found = verdict(record, "confident: log_loss <= 2", level=0.99)
    growth = t.ppf(0.995, 5) / t.ppf(0.975, 5)
    assert (found.low, found.high) == pytest.approx((0.5 - 0.1 * growth, 0.5 + 0.1 * growth))
    many = verdict(bundle.record, "confident: log_loss <= 2", level=0.99)
    growth = norm.ppf(0.995) / norm.ppf(0.975)
    assert many.high == pytest.approx(0.5 + 0.1 * growth, rel=1e-2)


@pytest.mark.parametrize("level", [0.9, 0.99, YEAR])
@pytest.mark.parametrize(("gained", "lost"), [(2, 10), (10, 2), (0, 0), (0, 7), (40, 90)])
def test_paired_rates_go_by_tango_s_interval_at_the_level(gained: int, lost: int, level: float) -> None:
    known, own = tango(gained, lost, 1000), tango(gained, lost, 1000, level)
    row = change((gained - lost) / 1000, known.low, known.high, method="Tango", level=LEVEL)
    found = verdict(RECORD, ACCURACY, reference(row), level=level)
    assert (found.low, found.high) == pytest.approx((own.low, own.high))
    assert (found.status == "fail") == (own.high < 0)
    assert found.interval_level == level
    assert f"{percent_told(level)} interval" in (found.reason or "")
    assert found.smallest_loss == pytest.approx(own.high - (gained - lost) / 1000)


def test_all_models_and_looks_share_one_error() -> None:
    known = tango(2, 10, 1000)
    rows = [
        change(-0.008, known.low, known.high, method="Tango", model=model, baseline_model=model)
        for model in ("svc", "rf", "sgd")
    ]
    found = verdict(RECORD, "all: no-regression: accuracy", reference(*rows), level=YEAR)
    assert found.interval_level == pytest.approx(1 - 0.05 / 156)
    assert found.high == pytest.approx(tango(2, 10, 1000, 1 - 0.05 / 156).high)
    assert "99.97\u00a0% interval" in (found.reason or "")


def test_an_unpaired_difference_goes_by_the_two_figures_at_the_level() -> None:
    now, then = (wilson(number, 1000) for number in (930, 950))
    both = unpaired(0.93, now, 0.95, then)
    bundle = with_score(
        make_bundle(), "svc", "accuracy", value=0.93, n=1000, low=now.low, high=now.high, method="Wilson"
    )
    fields = {"baseline": 0.95, "candidate": 0.93, "paired": False, "method": both.method, "level": LEVEL}
    row = change(both.value, both.low, both.high, **fields, baseline_low=then.low, baseline_high=then.high)
    own = unpaired(0.93, wilson(930, 1000, YEAR), 0.95, wilson(950, 1000, YEAR))
    found = verdict(bundle.record, ACCURACY, reference(row), level=YEAR)
    assert (found.low, found.high) == pytest.approx((own.low, own.high))
    other = msgspec.structs.replace(row, baseline_low=then.low - 0.01)  # they no longer make what is stored
    scaled = verdict(bundle.record, ACCURACY, reference(other), level=YEAR)
    growth = norm.ppf(0.5 + YEAR / 2) / norm.ppf(0.975)
    assert scaled.high == pytest.approx((both.value or 0) + growth * ((both.high or 0) - (both.value or 0)))


def test_any_other_difference_is_scaled_as_its_errors_are() -> None:
    row = change(-0.02, -0.05, 0.01, by_t=0.03, degrees=4)
    found = verdict(RECORD, ACCURACY, reference(row), level=0.99)
    assert found.high == pytest.approx(-0.02 + 0.03 * t.ppf(0.995, 4) / t.ppf(0.975, 4))
    plain = verdict(RECORD, ACCURACY, reference(change(-0.02, -0.05, 0.01)), level=0.99)
    assert plain.low == pytest.approx(-0.02 - 0.03 * norm.ppf(0.995) / norm.ppf(0.975))


def test_of_losses_the_ends_change_sides() -> None:
    row = change(0.02, 0.004, 0.036, metric="log_loss", baseline=0.3, candidate=0.32)
    growth = norm.ppf(0.5 + YEAR / 2) / norm.ppf(0.975)
    found = verdict(RECORD, "no-regression: log_loss", reference(row), level=YEAR)
    assert (found.status, found.low) == ("pass", pytest.approx(0.02 - 0.016 * growth))
    assert verdict(RECORD, "no-regression: log_loss", reference(row)).status == "fail"


@pytest.mark.parametrize("rule", ["accuracy >= 0.5", "size_bytes <= 2e9", "no-finding: leak"])
def test_what_looks_at_no_interval_stays_as_it_is(rule: str) -> None:
    assert verdict(RECORD, rule, level=YEAR) == verdict(RECORD, rule)


def test_at_95_percent_the_stored_interval_is_taken_as_it_is() -> None:
    own = ROWS["svc"]
    found = verdict(RECORD, "confident: accuracy >= 0.1")
    assert (found.low, found.high, found.interval_level) == (own.low, own.high, LEVEL)
    known = verdict(RECORD, ACCURACY, reference(change(-0.01, -0.02, 0.001)))
    assert (known.low, known.high, known.interval_level) == (-0.02, 0.001, LEVEL)


def test_a_verdict_of_another_level_does_not_stand() -> None:
    judged = verdict(RECORD, ACCURACY, reference(change(0.0, -0.01, 0.01), name="anchor"))
    record = msgspec.structs.replace(asked(RECORD), gates=[judged])
    assert verdict(record, ACCURACY) == judged
    found = verdict(record, ACCURACY, level=YEAR)
    assert (found.status, found.against) == ("fail", "anchor")
    assert (found.reason or "").startswith(
        "It cannot be judged. The run was held against its anchor by 95\u00a0% "
    )
    assert (found.reason or "").endswith("and now 99.9\u00a0% are asked for: give it with --anchor.")
    assert verdict(asked(record, gate_looks=52), ACCURACY, level=YEAR) == judged


def levels(record: BundleRecord, **options: object) -> set[float]:
    gates = gates_for(record, RunConfig(**options))  # type: ignore[arg-type]
    return {gate.interval_level for own in gates.values() for gate in own}


def test_a_bundle_s_own_gates_have_the_bundle_s_level() -> None:
    rules = (ACCURACY,)
    record = asked(RECORD, gates=rules, gate_level=0.99, gate_looks=4)
    assert stored_level(record.run) == pytest.approx(0.9975)
    assert levels(record) == {stored_level(record.run)}
    assert levels(record, gate_looks=52) == {YEAR}
    assert levels(record, gates=rules) == {LEVEL}
    assert levels(record, gates=rules, gate_level=0.9) == {0.9}
    assert levels(asked(RECORD, gates=rules)) == {LEVEL}


def test_compared_anew_the_level_stays() -> None:
    bundle = make_bundle()
    judged = verdict(bundle.record, ACCURACY, reference(change(0.0, -0.01, 0.01)), level=YEAR)
    record = msgspec.structs.replace(
        asked(bundle.record, gates=(ACCURACY,), gate_looks=52),
        gates=[judged],
        changes=reference(change(-0.01, -0.02, -0.001)).changes,
    )
    (found,) = judged_again(type(bundle)(record, {}), bundle, "before").record.gates
    assert found.interval_level == YEAR


@pytest.mark.parametrize(
    ("level", "text"),
    [(0.95, "95"), (0.995, "99.5"), (1 - 0.05 / 3, "98.3"), (YEAR, "99.9"), (1 - 0.05 / 156, "99.97")],
)
def test_a_level_is_never_told_as_certain(level: float, text: str) -> None:
    assert percent_told(level) == f"{text}\u00a0%"
    assert "100" not in percent_told(math.nextafter(1, 0) - 1e-9)
