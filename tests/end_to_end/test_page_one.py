"""What page one has to say of small tables that invite a wrong decision: by meaning, not by wording."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reportgen import evaluate
from reportgen.bundle.sample_explanation import explain
from reportgen.bundle.schema import Analysis, Finding
from reportgen.errors import InputError

pytestmark = pytest.mark.slow


def judged(folder: Path, columns: dict[str, Any], **options: Any) -> tuple[Analysis, dict[str, Finding]]:
    """Return the analysis of a table, and its findings by id."""
    file = folder / "table.csv"
    pd.DataFrame(columns).to_csv(file, index=False)
    bundle = evaluate(dataset=str(file), target=("outcome",), cache_dir=str(folder / "cache"), **options)
    (analysis,) = bundle.record.analyses
    return analysis, {finding.id: finding for finding in analysis.findings}


def named(features: np.ndarray, **columns: Any) -> dict[str, Any]:
    return {f"x{place}": np.round(own, 4) for place, own in enumerate(features.T)} | columns


def test_a_useful_model_is_not_told_off_by_a_baseline_that_is_known(tmp_path: Path) -> None:
    random = np.random.default_rng(6)
    truth = random.permutation([0, 1] * 150)
    features = random.normal(size=(300, 3))
    features[:, 0] += 0.9 * truth
    table = named(features, outcome=np.where(truth, "b", "a"))
    analysis, _ = judged(tmp_path, table, metric="roc_auc", cv=0, models=("logreg",))
    naive = next(row for row in analysis.scores if (row.model, row.metric) == ("dummy", "roc_auc"))
    assert (naive.value, naive.low) == (0.5, None)
    own = next(row for row in analysis.scores if (row.model, row.metric) == ("logreg", "roc_auc"))
    (against,) = [row for row in analysis.comparisons if "dummy" in (row.a, row.b)]
    assert own.low is not None and own.low > 0.5
    assert against.low == pytest.approx(own.low - 0.5) and against.verdict == "a"
    assert analysis.headline is not None and analysis.headline.word == "use"


def test_the_rare_class_is_judged_and_four_of_it_tell_nothing(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    rare = np.arange(4_000) < 20
    features = random.normal(size=(4_000, 4)) + np.outer(rare, [1.2, -0.8, 0.5, 0])
    order = random.permutation(4_000)
    table = named(features[order], outcome=np.where(rare[order], "fraud", "ok"))
    analysis, found = judged(tmp_path, table, models=("logreg",))
    assert analysis.dataset.classes[-1] == "fraud"
    assert analysis.main_metric == "average_precision"
    assert analysis.headline is not None and analysis.headline.word == "says_nothing_about_new_data"
    assert found["few_positives"].level == "warning"
    area = next(
        row for row in analysis.scores if (row.model, row.split, row.metric) == ("logreg", "test", "roc_auc")
    )
    assert area.low is not None and area.high is not None and area.high - area.low > 0.2


def test_copies_in_the_test_take_the_recommendation_back(tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    features, truth = np.tile(random.normal(size=(60, 5)), (5, 1)), np.tile(random.integers(0, 2, 60), 5)
    order = random.permutation(300)
    table = named(features[order], outcome=np.where(truth[order], "b", "a"))
    analysis, found = judged(tmp_path, table, cv=0, models=("tree", "logreg"))
    assert found["known_test"].level == "blocker" and "--groups" in found["known_test"].text
    assert analysis.headline is not None and analysis.headline.word == "says_nothing_about_new_data"


def test_a_test_that_contradicts_cross_validation_blocks(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    truth = random.integers(0, 2, 400)
    features = random.normal(size=(400, 5)) + np.outer(truth, [2, -1, 1, 0, 0])
    is_test = random.random(400) < 0.25
    table = named(
        features,
        part=np.where(is_test, "test", "train"),
        outcome=np.where(np.where(is_test, 1 - truth, truth), "b", "a"),
    )
    analysis, found = judged(tmp_path, table, split_column="part", models=("logreg",))
    assert found["contradiction"].level == "blocker"
    assert analysis.p_value_against_folds is not None and analysis.p_value_against_folds < 0.001
    assert analysis.headline is not None and analysis.headline.word == "says_nothing_about_new_data"


def test_few_sites_are_what_counts(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    site = np.repeat(np.arange(10), 40)
    truth = random.permutation([0, 1] * 5)[site]
    features = random.normal(size=(400, 5)) + (2 * truth - 1)[:, None] * 0.35
    features += random.normal(size=(10, 5))[site] * 0.8
    table = named(features, site=[f"s{own}" for own in site], outcome=np.where(truth, "ill", "well"))
    analysis, found = judged(tmp_path, table, groups="site", models=("logreg", "tree"))
    assert analysis.groups["test"] == 2
    assert found["few_groups"].level == "warning" and "sites" in found["few_groups"].text
    assert "few_samples" not in found
    assert analysis.headline is not None and analysis.headline.word in (
        "says_nothing_about_new_data",
        "not_better_than_baseline",
    )
    row = next(
        row for row in analysis.scores if (row.model, row.split, row.metric) == ("logreg", "test", "accuracy")
    )
    assert row.low is not None and row.high is not None and row.high - row.low > 0.5


def test_a_winner_of_ten_on_noise_does_not_pass_a_gate_that_asks_to_be_sure(tmp_path: Path) -> None:
    random = np.random.default_rng(7)
    table = named(random.normal(size=(150, 10)), outcome=np.where(random.integers(0, 2, 150), "b", "a"))
    models = ("sgd", "logreg", "linear_svc", "nb", "knn", "tree", "rf", "extra_trees")
    analysis, _ = judged(tmp_path, table, cv=0, models=models)
    row = next(
        row
        for row in analysis.scores
        if (row.model, row.metric, row.label) == (analysis.chosen, "accuracy", None)
    )
    assert "for the best of 8" in str(row.method) and row.low is not None and row.low < 0.5
    assert analysis.optimism is not None and analysis.optimism > 0.01


@pytest.mark.parametrize("in_order", [False, True])
def test_dates_that_a_random_division_does_not_heed_are_named(tmp_path: Path, *, in_order: bool) -> None:
    random = np.random.default_rng(8)
    truth = random.integers(0, 2, 300)
    features = random.normal(size=(300, 3)) + truth[:, None]
    days = pd.Timestamp("2022-01-01") + pd.to_timedelta(np.arange(300), unit="D")
    table = {"day": days.strftime("%Y-%m-%d")} | named(features, outcome=np.where(truth, "up", "down"))
    options = {"time": "day"} if in_order else {}
    _, found = judged(tmp_path, table, models=("nb",), **options)
    assert ("unused_time" in found) != in_order
    assert in_order or "--time day" in found["unused_time"].text


def test_codes_whose_rows_are_not_alike_are_said_not_to_be_learnt_from(tmp_path: Path) -> None:
    random = np.random.default_rng(13)
    truth = random.integers(0, 2, 300)
    features = random.normal(size=(300, 3)) + truth[:, None]
    machine = [f"M-{own:03d}" for own in random.integers(0, 60, 300)]
    table = named(features, machine=machine, outcome=np.where(truth, "b", "a"))
    _, found = judged(tmp_path, table, models=("nb",), cv=0)
    assert "both_sides" not in found
    assert found["repeated_codes"].level == "note" and "--groups 'machine'" in found["repeated_codes"].text


def test_text_is_learnt_from_by_its_words(tmp_path: Path) -> None:
    random = np.random.default_rng(14)
    truth = random.integers(0, 2, 400)
    plain, good, bad = ["a", "the", "film", "with", "and", "end"], ["moving", "fresh"], ["weak", "dull"]
    told = [random.choice(good if (own == 1) != (random.random() < 0.08) else bad) for own in truth]
    texts = [" ".join(random.permutation([*random.choice(plain, 12), word])) for word in told]
    source = random.choice(["web", "print"], 400)
    table = {"review": texts, "source": source, "outcome": np.where(truth, "positive", "negative")}
    analysis, _ = judged(tmp_path, table, models=("logreg",))
    column = next(own for own in analysis.dataset.columns if own.name == "review")
    assert (column.role, column.kind) == ("feature", "free text")
    (accuracy,) = (
        row.value
        for row in analysis.scores
        if (row.model, row.split, row.metric, row.label) == ("logreg", "test", "accuracy", None)
    )
    assert accuracy is not None and accuracy >= 0.85
    assert analysis.headline is not None and analysis.headline.word == "use"
    shown = [value.value for row in analysis.errors.rows for value in row.columns if value.column == "review"]
    assert shown and all(set(good + bad) & set(text.split(", ")) for text in shown)


def test_samples_are_shown_and_found_by_what_the_user_calls_them(tmp_path: Path) -> None:
    random = np.random.default_rng(15)
    truth = random.integers(0, 2, 200)
    cases = [f"C{own:06d}" for own in range(200)]
    features = random.normal(size=(200, 2)) + truth[:, None]
    table = named(features, case=cases, outcome=np.where(truth, "b", "a"))
    analysis, _ = judged(tmp_path, table, models=("nb",), show="case")
    assert analysis.errors.rows and all(row.own_id == cases[row.sample] for row in analysis.errors.rows)
    bundle = evaluate(
        dataset=str(tmp_path / "table.csv"), target=("outcome",), models=("nb",), show="case",
        cache_dir=str(tmp_path / "cache"),
    )  # fmt: skip
    assert {row.sample for row in explain(bundle, "C000003")} == {3}
    assert {row.sample for row in explain(bundle, "3")} == {3}
    with pytest.raises(InputError, match="no sample is called `C00003x`"):
        explain(bundle, "C00003x")


def frauds(number: int, skill: float, seed: int) -> dict[str, Any]:
    """Return payments of which few are frauds, in columns so coarse that many rows are alike by chance."""
    random = np.random.default_rng(seed)
    amount, abroad = np.exp(random.normal(3.5, 1.2, number)), random.random(number) < 0.08
    odds = -5.2 + skill * (np.log(amount / 30) + 2 * abroad)
    fraud = random.random(number) < 1 / (1 + np.exp(-odds))
    return {"amount": amount.round(0), "abroad": abroad, "outcome": np.where(fraud, "fraud", "ok")}


COSTS = "cost fp=5 fn=200 unit=€ per=1000"


def test_a_model_that_does_not_pay_is_not_used_however_well_it_ranks(tmp_path: Path) -> None:
    options: dict[str, Any] = {"positive": "fraud", "operating_points": (COSTS,)}
    analysis, found = judged(tmp_path, frauds(8_000, 0.4, 9), models=("logreg", "nb"), **options)
    ranking, headline = analysis.cost_ranking, analysis.headline
    assert ranking is not None and headline is not None
    assert (ranking.unit, ranking.per, ranking.chosen_on, ranking.judged_on) == ("€", 1000, "cv", "test")
    never = next(row for row in ranking.differences if row.strategy == "never")
    assert never.low is not None and never.high is not None and never.low < 0 < never.high
    assert headline.word == "not_better_than_baseline" and "€" in headline.text
    assert found.get("known_test") is None or found["known_test"].level != "blocker"


def test_where_a_model_pays_it_is_ranked_and_used_by_cost(tmp_path: Path) -> None:
    options: dict[str, Any] = {"positive": "fraud", "operating_points": (COSTS,), "prevalence": "0.05"}
    table = frauds(8_000, 1.6, 10)
    analysis, found = judged(tmp_path, table, models=("logreg", "tree"), **options)
    ranking, headline = analysis.cost_ranking, analysis.headline
    assert ranking is not None and headline is not None and analysis.prevalence == 0.05
    costs = {own.model: own.chosen_cost for own in ranking.models}
    assert analysis.chosen == min(costs, key=lambda model: costs[model] or 0.0)
    assert all(row.high is not None and row.high < 0 for row in ranking.differences if row.strategy)
    assert headline.word in ("use", "no_clear_winner") and "€" in headline.text
    assert "Where 5\u00a0% are “fraud”" in found["operating_rates"].text


def test_a_model_is_not_recommended_at_a_threshold_at_which_it_never_finds_the_class(tmp_path: Path) -> None:
    table = frauds(8_000, 0.9, 11)
    analysis, found = judged(tmp_path, table, metric="roc_auc", models=("logreg",))
    headline, points = analysis.headline, analysis.operating_points
    (_, _), (missed, hit) = points[0].matrix or [[0, 0], [0, 0]]
    assert points[0].rule == "default" and hit <= 0.1 * (missed + hit)
    best = next(point for point in points if point.rule == "best f1")
    assert headline is not None and headline.word == "use"
    assert (
        "at a threshold of" in headline.text
        and "never predicts “fraud” at its own threshold" in headline.text
    )
    assert (
        best.recall is not None
        and f"sensitivity (recall) {100 * best.recall:.0f}" in found["operating_rates"].text
    )


@pytest.mark.parametrize("shared", [0, 2])
def test_groups_in_both_files_block(tmp_path: Path, shared: int) -> None:
    random = np.random.default_rng(15)
    patient = np.repeat(np.arange(60), 5)
    table = named(random.normal(size=(300, 3)), patient=patient, outcome=random.choice(["ill", "well"], 300))
    test = {name: values[200:] for name, values in table.items()} | {"patient": patient[200:] + 1000}
    test["patient"][:shared] = 3
    pd.DataFrame(test).to_csv(tmp_path / "test.csv", index=False)
    options: dict[str, Any] = {"groups": "patient", "test_data": str(tmp_path / "test.csv")}
    analysis, found = judged(tmp_path, table, models=("nb",), cv=0, **options)
    assert ("both_sides" in found) == bool(shared)
    if shared:
        assert found["both_sides"].level == "blocker"
        assert found["both_sides"].text.startswith(
            "2 of 100 test rows share their “patient” with training rows"
        )
        assert "--groups names it" in found["both_sides"].text
        assert analysis.headline is not None and "both_sides" in analysis.headline.reasons


@pytest.mark.parametrize("apart", [False, True])
def test_patients_in_training_and_test_say_nothing_of_new_ones(tmp_path: Path, *, apart: bool) -> None:
    random = np.random.default_rng(12)
    patient = np.repeat(np.arange(120), 5)
    ill = (random.random(120) < 0.4)[patient]
    features = random.normal(size=(600, 3)) + 0.5 * ill[:, None]
    codes = [f"PAT{own:04d}" for own in patient]
    table = named(features, patient=codes, outcome=np.where(ill, "ill", "well"))
    options: dict[str, Any] = {"groups": "patient"} if apart else {}
    analysis, found = judged(tmp_path, table, models=("logreg",), gates=("no-finding: leak",), **options)
    headline = analysis.headline
    assert headline is not None
    assert ("both_sides" in found) != apart and "giveaway_columns" not in found
    assert apart or (
        found["both_sides"].level == "blocker" and "--groups 'patient'" in found["both_sides"].text
    )
    column = next(own for own in analysis.dataset.columns if own.name == "patient")
    assert column.role == ("group" if apart else "withheld")
    assert apart or (
        "not learnt from" in found["both_sides"].text and "--groups 'patient'" in str(column.note)
    )
    assert apart or headline.word == "do_not_release"
    assert apart or set(headline.reasons) == {"no-finding: leak", "both_sides"}
