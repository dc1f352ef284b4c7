"""Absolute gates: scope, split, points and whole intervals, costs, and what cannot be judged."""

import msgspec
import pytest

from reportgen.errors import InputError
from reportgen.gates.gate_sentences import told
from reportgen.gates.judge import failed
from tests.bundles import MAKERS, Maker, changed, make_bundle
from tests.gates.runs import RECORD, verdict, verdicts, with_score

(ANALYSIS,) = RECORD.analyses
ACCURACY = {
    model.id: next(
        row
        for row in ANALYSIS.scores
        if (row.model, row.split, row.metric, row.label, row.fold)
        == (model.id, "test", "accuracy", None, None)
    )
    for model in ANALYSIS.models
}


@pytest.mark.parametrize(
    ("sign", "limit", "status"),
    [
        (">=", 0.9, "pass"),
        (">", 0.9, "fail"),
        ("<=", 0.9, "pass"),
        ("<", 0.9, "fail"),
        (">=", 0.9000001, "fail"),
    ],
)
def test_the_figure_itself(sign: str, limit: float, status: str) -> None:
    bundle = with_score(make_bundle(), "svc", "accuracy", value=0.9, low=0.8, high=0.95)
    found = verdict(bundle.record, f"accuracy {sign} {limit}")
    assert (found.status, found.value, found.limit, found.demand) == (status, 0.9, limit, "point")
    assert found.held == 0.9
    assert (found.model, found.split, found.metric, found.low, found.high) == (
        "svc",
        "test",
        "accuracy",
        0.8,
        0.95,
    )


@pytest.mark.parametrize(
    ("rule", "status", "held"),
    [
        ("confident: accuracy >= 0.8", "pass", 0.8),
        ("confident: accuracy > 0.8", "fail", 0.8),
        ("confident: accuracy >= 0.81", "fail", 0.8),
        ("confident: accuracy <= 0.95", "pass", 0.95),
        ("confident: accuracy < 0.94", "fail", 0.95),
        ("warn: confident: accuracy >= 0.81", "warn", 0.8),
        ("confident: limit: accuracy >= 0.81", "fail", 0.8),
    ],
)
def test_the_whole_interval(rule: str, status: str, held: float) -> None:
    bundle = with_score(make_bundle(), "svc", "accuracy", value=0.9, low=0.8, high=0.95)
    found = verdict(bundle.record, rule)
    assert (found.status, found.demand, found.held) == (status, "interval", held)


def test_a_limit_is_never_reached_by_rounding() -> None:
    bundle = with_score(make_bundle(), "svc", "accuracy", value=0.969996, low=0.95, high=0.98)
    reason = verdict(bundle.record, "accuracy >= 0.97").reason or ""
    assert "has accuracy 0.969996" in reason
    assert "other samples could decide otherwise" in reason


def test_scopes() -> None:
    chosen = changed(make_bundle(), chosen="sgd").record
    assert verdict(chosen, "accuracy >= 0.1").model == "sgd"
    assert verdict(chosen, "recommended: accuracy >= 0.1").model == "sgd"
    assert verdict(chosen, "rf: accuracy >= 0.1").model == "rf"
    best = max((ACCURACY[key].value, key) for key in ("sgd", "rf", "svc"))[1]
    assert verdict(chosen, "best: accuracy >= 0.1").model == best
    worst = min((ACCURACY[key].value, key) for key in ("sgd", "rf", "svc"))
    found = verdict(chosen, "all: accuracy >= 0.1")
    assert (found.value, found.model) == worst
    assert verdict(chosen, "dummy: accuracy >= 0.9").status == "fail"


def test_all_names_every_model_that_falls_short() -> None:
    found = verdict(RECORD, "all: accuracy > 1e-9")
    assert found.status == "pass"
    reason = verdict(RECORD, "all: size_bytes <= 1").reason or ""
    for model in ("SGD, linear", "Random forest", "Support vectors"):
        assert model in reason
    assert "3 do not keep" in reason


def test_a_class_and_a_split() -> None:
    row = next(
        row
        for row in ANALYSIS.scores
        if (row.model, row.split, row.metric, row.label, row.fold) == ("svc", "cv", "recall", "2", None)
    )
    found = verdict(RECORD, "cv: recall[2] >= 0.1")
    assert (found.value, found.split, found.label) == (row.value, "cv", "2")


def test_without_a_test_the_cross_validation_counts() -> None:
    record = make_bundle(n_test=0).record
    assert verdict(record, "accuracy >= 0.1").split == "cv"
    assert "no held-out test" in (verdict(record, "test: accuracy >= 0.1").reason or "")


def test_the_mean_of_folds_speaks_for_what_is_not_pooled() -> None:
    rows = [r for r in ANALYSIS.scores if (r.model, r.split, r.metric) == ("svc", "cv", "roc_auc_ovr_macro")]
    mean = next(row for row in rows if row.average == "fold_mean")
    assert verdict(RECORD, "cv: roc_auc_ovr_macro >= 0.1").value == mean.value


def test_of_two_classes_the_positive_one_may_be_named() -> None:
    record = make_bundle(("no", "yes")).record
    assert verdict(record, "recall[yes] >= 0.1").value == verdict(record, "recall >= 0.1").value


def test_costs() -> None:
    svc = next(model for model in ANALYSIS.models if model.id == "svc")
    assert svc.timings is not None
    for rule, value in (
        ("size_bytes <= 2e6", svc.size_bytes),
        ("predict_microseconds_per_sample <= 50", svc.timings.predict_microseconds_per_sample),
        ("fit_seconds < 100", svc.timings.fit_seconds),
    ):
        found = verdict(RECORD, rule)
        assert (found.status, found.value, found.split) == ("pass", value, None)


def test_bytes_are_whole_and_a_limit_is_told_as_it_was_written() -> None:
    models = [msgspec.structs.replace(model, size_bytes=1_392_074) for model in ANALYSIS.models]
    record = changed(make_bundle(), models=models).record
    assert "Support vectors has 1,392,074 bytes." in (verdict(record, "size_bytes < 1392074").reason or "")
    said = verdict(record, "all: size_bytes < 1392074").reason or ""
    assert "has 1,392,074 bytes; 3 do not keep size_bytes < 1392074: " in said


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ("confident: mcc >= 0.5", "no interval"),
        ("svc: log_loss <= 2", "no probabilities"),
        ("bad: accuracy >= 0.1", "cannot take negative values"),
        ("all: accuracy >= 0.1", "cannot take negative values"),
        ("accuracy[1] >= 0.1", "was not measured"),
        ("pixel_mae <= 3", "was not measured"),
        ("no-regression: accuracy", "no baseline"),
    ],
)
def test_what_cannot_be_judged_fails_with_the_reason(rule: str, part: str) -> None:
    bundle = make_bundle(makers=(*MAKERS, Maker("bad", "Broken", 0, status="failed")))
    bundle = with_score(bundle, "svc", "mcc", low=None, high=None)
    found = verdict(bundle.record, rule)
    assert found.status == "fail"
    assert (found.reason or "").startswith("It cannot be judged. ")
    assert part in (found.reason or "")
    assert verdict(bundle.record, f"warn: {rule}").status == "warn"


def test_a_metric_of_single_classes_names_what_was_measured() -> None:
    reason = verdict(RECORD, "recall >= 0.1").reason or ""
    assert reason.endswith(
        "not measured on the test, but `recall_macro` and of one class, as in `recall[0]`."
    )
    assert ", but" not in (verdict(RECORD, "pixel_mae <= 3").reason or "")


def test_where_all_models_failed_a_gate_fails() -> None:
    record = make_bundle(makers=(Maker("rf", "Forest", 0, status="failed"), MAKERS[-1])).record
    for rule in ("accuracy >= 0.1", "best: accuracy >= 0.1"):
        assert verdict(record, rule).status == "fail"


@pytest.mark.parametrize(
    ("rule", "place", "part"),
    [
        ("acuracy >= 0.97", 0, "Did you mean `accuracy`?"),
        ("warn: all: size_byte <= 1", 11, "Did you mean `size_bytes`?"),
        ("recall[22] > 0.1", 7, "there is no class `22`. Did you mean `2`?"),
        ("recall[0][x] > 0.1", 10, "no output"),
        ("svvc: accuracy > 0.1", 0, "Did you mean `svc`?"),
        ("confidnt: accuracy > 0.1", 0, "Did you mean `confident`?"),
        ("no-regresion: accuracy", 0, "Did you mean `no-regression`?"),
        ("other/svc: accuracy > 0.1", 0, "no analysis `other`"),
        ("main/svvc: accuracy > 0.1", 5, "Did you mean `svc`?"),
        ("best: svc: accuracy > 0.1", 6, "contradicts `best`"),
        ("cv: test: accuracy > 0.1", 4, "contradicts `cv`"),
        ("accuracy >= 97", 12, "from 0 to 1"),
        ("mcc <= -1.5", 7, "from -1 to 1"),
        ("log_loss > -1", 11, "from 0 upwards"),
        ("log_loss <= 50 %", 12, "no share"),
        ("size_bytes <= 50 %", 14, "no share"),
        ("size_bytes[1] <= 5", 11, "not of a class"),
        ("confident: size_bytes <= 5", 11, "no interval"),
        ("rf: accuracy", 12, "without a limit"),
        ("rf: accuracy within 0.1", 20, "belongs to no-regression"),
        ("no-regression: accuracy >= 0.9", 27, "not with a limit"),
        ("no-regression: accuracy within -1", 31, "0 or more"),
        ("no-regression: accuracy within 2", 31, "from 0 to 1, so nothing could lose more than 2: give less"),
        ("no-regression: accuracy within 100 %", 31, "more than 100 %: give less, as in 0.005 or 0.5 %."),
        ("no-regression: recall[2] within 1", 32, "could lose more than 1"),
        ("confident: no-regression: mcc within 2", 37, "from -1 to 1"),
        ("no-regression: size_bytes within 1000", 33, "in percent, as in `within 10 %`"),
        ("no-regression: fit_seconds within 0.5", 34, "in percent, as in `within 50 %`"),
        ("no-regression: log_loss within 50 %", 31, "no share"),
        ("no-regression: fit_seconds", 26, "within 50 %"),
        ("confident: no-regression: size_bytes", 26, "no interval"),
    ],
)
def test_wrong_names_and_limits_are_pointed_at(rule: str, place: int, part: str) -> None:
    with pytest.raises(InputError) as caught:
        verdict(RECORD, rule)
    problem, shown, mark = str(caught.value).split("\n")
    assert part in problem
    assert (shown, mark.index("^")) == (f"    {rule}", place + 4)


def test_gates_stand_in_the_order_in_which_they_were_written() -> None:
    rules = ["accuracy >= 0.1", "accuracy > 0.9999999", "warn: mcc > 0.9999999"]
    found = verdicts(changed(make_bundle(), chosen="sgd").record, rules)
    assert [one.rule for one in found] == rules
    assert [one.status for one in found] == ["pass", "fail", "warn"]
    assert [one.rule for one in failed(found)] == [rules[1]]


def test_a_rule_of_one_analysis_in_a_study() -> None:
    (first,) = RECORD.analyses
    record = msgspec.structs.replace(RECORD, analyses=[first, msgspec.structs.replace(first, id="other")])
    found = verdicts(record, ["accuracy >= 0.1", "other/best: mcc > 0.1"])
    assert [(one.analysis, one.metric) for one in found] == [
        ("main", "accuracy"),
        ("other", "accuracy"),
        ("other", "mcc"),
    ]


@pytest.mark.parametrize(
    ("value", "beside", "decimals", "text"),
    [
        (0.969996, (0.97,), 2, "0.969996"),
        (0.97, (0.97,), 2, "0.97"),
        (0.123456789, (0.123456789,), 3, "0.123"),
        (0.9999, (), 2, "0.9999"),
        (0.00001, (), 2, "0.00001"),
        (1.0, (), 3, "1.000"),
        (-0.0123, (), 3, "\u22120.012"),
        (1_234_567.0, (2e6,), None, "1,235,000"),
        (1_999_999.0, (2e6,), None, "1,999,999"),
        (776.0, (), None, "776"),
    ],
)
def test_figures_are_told_on_the_right_side(
    value: float, beside: tuple[float, ...], decimals: int | None, text: str
) -> None:
    assert told(value, *beside, decimals=decimals) == text
