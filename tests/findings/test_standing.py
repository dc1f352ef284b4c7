"""Page one says of models what their verdicts say, and nothing more."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from reportgen.bundle.data_records import ColumnInfo
from reportgen.bundle.schema import Comparison, Headline
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.findings.finding_rule import FINDINGS
from reportgen.findings.recommendation import recommendation
from reportgen.findings.standing import would_decide
from reportgen.metrics.metric_spec import METRICS
from reportgen.rendering.tables.leaderboard import leaderboard
from reportgen.wording.numbers import DASH, INTERVAL, MINUS, NBSP
from tests.bundles import MAKERS, Maker, changed, make_bundle
from tests.comparisons import comparison, of_all, with_comparisons


def said(*rows: Comparison, bundle: Bundle | None = None) -> dict[str, str]:
    """Return what the rules say, each by itself: what else is found here crowds nothing out."""
    compared = with_comparisons(bundle or make_bundle(), rows)
    (analysis,) = compared.record.analyses
    index = ScoreIndex(analysis, compared.record.metrics, compared.arrays)
    findings = [rule.speak(index) for rule in FINDINGS]
    texts = {each.id: each.text.replace(NBSP, " ") for each in findings if each is not None}
    return texts | {"headline": recommendation(index).text.replace(NBSP, " ")}


BETTER = comparison("svc", "rf", 0.012, 0.034)
MUCH_BETTER = comparison("sgd", "svc", -0.08, -0.02)
EQUAL = comparison("svc", "rf", -0.003, 0.004)
OPEN = comparison("svc", "rf", -0.012, 0.034)
WORSE = comparison("svc", "rf", -0.034, -0.012)


def test_a_model_better_than_all_is_called_so_with_the_margin() -> None:
    texts = said(BETTER, MUCH_BETTER)
    assert texts["headline"].endswith(
        " correctly, and is better, beyond chance, than Random forest and SGD, linear."
    )
    assert "Better than Random forest, with " in texts["evidence"]
    assert ": between 1.2 and 3.4 points (95 % interval, adjusted for 3 pairs)." in texts["evidence"]
    assert "models as fitted here" in texts["evidence"]


def costing(**microseconds: float) -> Bundle:
    bundle = make_bundle()
    models = []
    for model in bundle.record.analyses[0].models:
        cost = microseconds.get(model.id, 5.0)
        timings = msgspec.structs.replace(model.timings, predict_microseconds_per_sample=cost)
        models.append(msgspec.structs.replace(model, timings=timings))
    return changed(bundle, models=models)


def test_equivalent_names_the_margin_and_cheaper_only_where_it_is() -> None:
    dear = said(EQUAL, MUCH_BETTER, bundle=costing(svc=9.0, rf=1.0))
    assert dear["headline"].endswith(
        "better, beyond chance, than SGD, linear, and equivalent to Random forest."
    )
    assert f"the difference lies between {MINUS}0.3 and 0.4 points" in dear["evidence"]
    assert "within the margin of 0.5 points" in dear["evidence"]
    cheap = said(EQUAL, MUCH_BETTER, bundle=costing(svc=1.0, rf=9.0))
    assert cheap["headline"].endswith("equivalent to Random forest but cheaper.")
    assert "9.0 µs for one image against 1.0 µs" in cheap["evidence"]


def test_without_times_sizes_are_told() -> None:
    bundle, sizes = make_bundle(), {"svc": 2_000, "rf": 90_000}
    models = [
        msgspec.structs.replace(model, timings=None, size_bytes=sizes.get(model.id, 5_000))
        for model in bundle.record.analyses[0].models
    ]
    texts = said(EQUAL, MUCH_BETTER, bundle=changed(bundle, models=models, best="rf"))
    assert texts["headline"].endswith("equivalent to Random forest but smaller.")
    assert "Equivalent to Random forest, with" in texts["evidence"]
    assert "and a size of 90.0 kB against 2.0 kB: the difference lies" in texts["evidence"]
    assert "as equivalent to Random forest and much smaller, and judged on" in texts["evidence"]


def test_undecided_claims_nothing_and_says_what_would_decide() -> None:
    texts = said(OPEN, MUCH_BETTER)
    assert texts["headline"].endswith("; whether it is better than Random forest is undecided.")
    assert "Undecided against Random forest" in texts["evidence"]
    assert "about 1,200 test images would decide" in texts["evidence"]


def test_a_model_that_is_really_better_than_the_chosen_one_is_named() -> None:
    texts = said(WORSE, MUCH_BETTER)
    assert texts["headline"].endswith("; but Random forest is better here, beyond chance.")
    assert "Worse than Random forest" in texts["evidence"]
    assert "between 1.2 and 3.4 points" in texts["evidence"]


def test_what_is_open_beside_the_runner_up_is_a_finding() -> None:
    texts = said(OPEN, comparison("svc", "sgd", -0.01, 0.02))
    assert texts["undecided_models"].startswith("Undecided also against SGD, linear (between ")
    texts = said(BETTER, comparison("svc", "sgd", -0.001, 0.002))
    assert texts["equivalent_models"].startswith("Within the margin of 0.5 points of it is SGD, linear")


@pytest.mark.parametrize("needed", [(800, 61_000), (61_000, 800)])
def test_as_many_samples_decide_all_of_it_as_the_closest_pair_needs(needed: tuple[int, int]) -> None:
    bundle = make_bundle(makers=(*MAKERS, Maker("knn", "Neighbours", 2.0)))
    pairs = zip(("sgd", "knn"), needed, strict=True)
    rows = [comparison("svc", other, -0.01, 0.02, samples_needed=samples) for other, samples in pairs]
    texts = said(OPEN, *rows, bundle=bundle)
    assert texts["undecided_models"].endswith("; about 61,000 test images would decide all of these.")


def test_a_difference_that_is_not_zero_is_not_shown_as_zero() -> None:
    assert "between 0.02 and 3.40 points" in said(comparison("svc", "rf", 0.0002, 0.034))["evidence"]


def test_recipes_are_called_recipes() -> None:
    texts = said(msgspec.structs.replace(BETTER, estimand="recipe"))
    assert "holds for the recipes" in texts["evidence"]
    assert "other training runs" not in texts["not_tested"]


def test_no_better_than_the_naive_baseline_is_judged_by_the_pair() -> None:
    texts = said(comparison("svc", "dummy", -0.01, 0.02), BETTER)
    assert texts["headline"].startswith("Not better than the baseline: ")
    assert f"may be as good: the difference lies between {MINUS}1.0 and 2.0 points" in texts["headline"]
    assert "Better than the naive baseline" in said(comparison("svc", "dummy", 0.5, 0.6))["baseline_gain"]


def test_without_comparisons_nothing_is_claimed() -> None:
    texts = said()
    assert "Whether the difference is more than chance was not tested." in texts["evidence"]
    assert "really" not in " ".join(texts.values())


@pytest.mark.parametrize("number", [3, 4])
def test_many_models_are_counted(number: int) -> None:
    makers = (MAKERS[2], *(Maker(f"m{i}", f"Model {i}", 1.0) for i in range(number)))
    texts = said(
        *(comparison("svc", f"m{i}", 0.01, 0.02) for i in range(number)), bundle=make_bundle(makers=makers)
    )
    word = {3: "three", 4: "four"}[number]
    assert texts["headline"].endswith(f"and is better, beyond chance, than each of the other {word}.")


def test_verdicts_of_made_up_pairs_agree_with_their_sentences() -> None:
    bundle = make_bundle(n_test=400)
    rows = {frozenset((row.a, row.b)): row for row in of_all(bundle)}
    texts = said(*rows.values(), bundle=bundle)
    verdict = rows[frozenset(("svc", "sgd"))].verdict
    assert (verdict in ("a", "b")) == ("better, beyond chance, than" in texts["headline"])


def test_a_cheaper_equal_model_is_said_to_be_chosen_as_such() -> None:
    much, hardly = (
        said(bundle=changed(costing(svc=cost, rf=3.1), best="rf"))["evidence"] for cost in (1.0, 2.9)
    )
    assert "training images, as equivalent to Random forest and much cheaper, and judged on" in much
    assert "training images, as equivalent to Random forest and cheaper, and judged on" in hardly


@pytest.mark.parametrize(
    ("low", "high", "named"), [(0.005, 0.02, True), (0.005, 0.021, False), (0.001, 0.3, False)]
)
def test_a_faster_model_is_named_where_even_the_worse_end_is_hardly_worse(
    low: float, high: float, *, named: bool
) -> None:
    texts = said(comparison("svc", "rf", low, high), MUCH_BETTER, bundle=costing(svc=50.0, rf=1.0, sgd=50.0))
    assert ("faster_model" in texts) is named
    if named:
        assert "Random forest is 50 times faster" in texts["faster_model"]
        assert texts["faster_model"].endswith("; it is worse by between 0.5 and 2.0 points.")


@pytest.mark.parametrize(("high", "named"), [(0.4, True), (0.41, False)])
def test_hardly_worse_is_what_the_metric_s_own_margin_says(high: float, *, named: bool) -> None:
    bundle = costing(svc=50.0, rf=1.0, sgd=50.0)
    metrics = {**bundle.record.metrics, "accuracy": METRICS.get("psnr").info}
    record = msgspec.structs.replace(bundle.record, metrics=metrics)
    texts = said(comparison("svc", "rf", 0.2, high), MUCH_BETTER, bundle=Bundle(record, bundle.arrays))
    assert ("faster_model" in texts) is named
    if named:
        assert texts["faster_model"].endswith("; it is worse by between 0.2 and 0.4 dB.")


@pytest.mark.parametrize(("cost", "named"), [(3.0, False), (3.1, True)])
def test_a_faster_model_is_named_by_the_rule_of_costs(cost: float, *, named: bool) -> None:
    texts = said(EQUAL, bundle=costing(svc=cost, rf=1.0, sgd=cost))
    assert ("faster_model" in texts) is named


def test_with_groups_it_is_groups_that_would_decide() -> None:
    rows = [comparison("svc", "rf", -0.01, 0.02, n=400, samples_needed_low=1_000, samples_needed_high=4_000)]
    index = index_with(rows, groups={"test": 8})
    assert would_decide(index, index.analysis.comparisons) == "roughly 20 to 80 test groups would decide"
    column = ColumnInfo(name="Site", kind="text", role="group", missing=0, distinct=8, summary="")
    assert would_decide(index_with(rows, [column], groups={"test": 8}), rows).endswith(
        "80 test sites would decide"
    )
    assert would_decide(index_with(rows), rows) == "roughly 1,000 to 4,000 test images would decide"


def index_with(rows: list[Comparison], columns: Sequence[ColumnInfo] = (), **fields: Any) -> ScoreIndex:
    bundle = with_comparisons(make_bundle(), rows)
    (analysis,) = bundle.record.analyses
    dataset = msgspec.structs.replace(analysis.dataset, columns=list(columns))
    return ScoreIndex(msgspec.structs.replace(analysis, dataset=dataset, **fields), bundle.record.metrics)


@pytest.mark.parametrize(
    ("number", "said"),
    [(2, "Two groups were judged"), (1, "One group was judged"), (9, "Nine groups"), (10, None)],
)
def test_few_groups_are_the_number_that_counts(number: int, said: str | None) -> None:
    found = FINDINGS.get("few_groups").speak(index_with([], groups={"test": number}))
    assert (found is None) == (said is None)
    assert found is None or (found.level == "warning" and found.text.startswith(str(said)))
    assert FINDINGS.get("few_groups").speak(index_with([])) is None
    assert FINDINGS.get("few_samples").speak(index_with([], groups={"test": number})) is None
    assert FINDINGS.get("few_samples").speak(index_with([])) is not None


def detector_index(positives: int, **row: Any) -> ScoreIndex:
    """Return a detector of which so many positives are judged, with a changed row of its main figure."""
    bundle = changed(make_bundle(("ok", "fraud"), n_test=200), main_metric="average_precision")
    (analysis,) = bundle.record.analyses
    confusions = [
        msgspec.structs.replace(own, matrix=[[190, 0], [0, positives]]) if own.split == "test" else own
        for own in analysis.confusions
    ]
    at = (analysis.chosen, "test", "average_precision", None)
    scores = [
        msgspec.structs.replace(own, **row) if (own.model, own.split, own.metric, own.label) == at else own
        for own in analysis.scores
    ]
    changed_analysis = msgspec.structs.replace(analysis, confusions=confusions, scores=scores)
    return ScoreIndex(changed_analysis, bundle.record.metrics)


@pytest.mark.parametrize(("number", "said"), [(4, "Only 4 images judged are “fraud”"), (10, None)])
def test_few_samples_of_the_positive_class_tell_nothing(number: int, said: str | None) -> None:
    found = FINDINGS.get("few_positives").speak(detector_index(number))
    assert (found is None) == (said is None)
    assert found is None or found.text.startswith(str(said))


def test_nothing_is_decided_by_a_figure_of_too_few() -> None:
    row = {"low": None, "high": None, "reason": "no interval: fewer than 5 positive samples"}
    found = recommendation(detector_index(4, **row))
    assert found.word == "says_nothing_about_new_data"
    assert found.text.startswith(
        "These figures say nothing about new data: fewer than 5 positive samples were judged, too few to tell."
    )


def test_the_leaderboard_recommends_nothing_that_page_one_does_not() -> None:
    bundle = with_comparisons(make_bundle())
    (analysis,) = bundle.record.analyses
    recommended = ScoreIndex(analysis, bundle.record.metrics)
    assert {"best", "recommended"} & set(verdicts(recommended))
    headline = Headline(word="do_not_release", model=analysis.chosen, text="Do not release: it leaks.")
    taken_back = ScoreIndex(msgspec.structs.replace(analysis, headline=headline), bundle.record.metrics)
    assert "chosen" in verdicts(taken_back)
    assert not {"best", "recommended"} & set(verdicts(taken_back))


def verdicts(index: ScoreIndex) -> list[str]:
    return [row.standing for row in leaderboard(index).rows]


def test_of_an_interval_that_is_all_of_the_range_nothing_is_said() -> None:
    found = recommendation(detector_index(30, value=0.6, low=0.02, high=0.99))
    assert found.word == "says_nothing_about_new_data"
    assert found.text.startswith(
        "These figures say nothing about new data: nothing can be said from these images."
    )
    assert found.text.endswith(f"but it could be anything ({INTERVAL} 0.02{DASH}0.99).")
    narrower = recommendation(detector_index(30, value=0.6, low=0.2, high=0.9))
    assert "nothing can be said" not in narrower.text
