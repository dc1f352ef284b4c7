"""Subgroups: their figures are those of their samples, intervals hold for all together, errors are tested fairly."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import fisher_exact

from reportgen.bundle.store import Bundle
from reportgen.config.gate_rules import GateError
from reportgen.config.option_errors import OptionError
from reportgen.errors import GatesFailedError, InputError
from reportgen.run.build import build
from reportgen.run.evaluate import evaluate
from reportgen.run.gates import refuse_failed
from reportgen.scoring.subgroup_values import subgroups_of
from reportgen.scoring.subgroups import adjusted_p_values
from reportgen.statistics.holm import holm
from reportgen.statistics.proportions import wilson

N = 800


def table() -> pd.DataFrame:
    random = np.random.default_rng(4)
    sex = random.choice(["F", "M"], N)
    truth = random.choice(["no", "yes"], N)
    right = random.random(N) < np.where(sex == "F", 0.7, 0.95)
    other = np.where(truth == "no", "yes", "no")
    columns = {"id": np.arange(N), "sex": sex, "age": random.integers(18, 90, N).astype(float)}
    return pd.DataFrame(columns | {"truth": truth, "rf": np.where(right, truth, other), "svc": other})


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return table()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, frame: pd.DataFrame) -> Path:
    path = tmp_path_factory.mktemp("by") / "people.csv"
    frame.to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def bundle(file: Path) -> Bundle:
    return evaluate(predictions=(str(file),), by=("sex", "age"))


def test_figures_are_those_of_the_samples(bundle: Bundle, frame: pd.DataFrame) -> None:
    own = frame[frame["sex"] == "F"]
    right = own["rf"] == own["truth"]
    (row,) = [
        row
        for row in bundle.record.analyses[0].scores
        if (row.model, row.metric, row.slice) == ("rf", "accuracy", "sex=F")
    ]
    assert row.value == pytest.approx(right.mean())
    assert row.n == len(own)
    # Two subgroups of the column, so that each has half of the 5 %.
    expected = wilson(int(right.sum()), len(own), 0.975)
    assert (row.low, row.high, row.level) == pytest.approx((expected.low, expected.high, 0.975))


def test_errors_are_tested_against_all_others(bundle: Bundle, frame: pd.DataFrame) -> None:
    found = {own.slice: own for own in bundle.record.analyses[0].subgroups}
    assert list(found)[:2] == ["sex=F", "sex=M"] and len(found) == 6
    wrong = (frame["rf"] != frame["truth"]).to_numpy()
    is_f = (frame["sex"] == "F").to_numpy()
    worse = fisher_exact(
        [[wrong[is_f].sum(), (~wrong[is_f]).sum()], [wrong[~is_f].sum(), (~wrong[~is_f]).sum()]], "greater"
    ).pvalue
    assert found["sex=F"].p_adjusted == pytest.approx(6 * worse, rel=1e-6)
    assert (found["sex=F"].errors, found["sex=F"].rest) == (wrong[is_f].sum(), wrong[~is_f].mean())


def test_the_worst_is_said_on_page_one(bundle: Bundle) -> None:
    said = {finding.id: finding.text for finding in bundle.record.analyses[0].findings}["subgroup_worse"]
    assert said.startswith("Worse for sex F: ")
    assert "more than chance explains among 6 subgroups" in said


def test_without_a_difference_hardly_anything_is_said() -> None:
    random = np.random.default_rng(0)
    false_alarms = 0
    for _ in range(400):
        wrong = random.random(300) < 0.2
        parts = random.integers(0, 4, (2, 300))
        masks = [row == part for row in parts for part in range(4)]
        false_alarms += min(adjusted_p_values(wrong, masks)) <= 0.05
    # Exact tests of counts keep below their level; 5 % of 400 are 20, of which 31 are three standard errors more.
    assert false_alarms <= 31


def test_p_values_are_adjusted_as_holm_does() -> None:
    wrong = np.arange(40) % 5 == 0
    masks = [np.arange(40) < 10, np.arange(40) >= 30]
    alone = [adjusted_p_values(wrong, [mask])[0] for mask in masks]
    assert adjusted_p_values(wrong, masks) == pytest.approx(holm(alone).tolist())


@pytest.mark.parametrize(
    ("values", "names"),
    [
        (["b"] * 20 + ["a"] * 20 + ["rare"] * 3, ["a", "b", "other values"]),
        ([1.0] * 20 + [None] * 20 + [10.0] * 20 + [2.0] * 20, ["1", "2", "10", "no value"]),
        (list(range(80)), ["up to 19", "19 to 39", "39 to 59", "over 59"]),
        ([True] * 20 + [False] * 20, ["False", "True"]),
        (pd.date_range("2024-06-01", periods=50, freq="10D"), ["2024", "2025"]),
        (pd.date_range("2024-02-01", periods=60, freq="D"), ["2024-02", "2024-03"]),
    ],
)
def test_subgroups_of_columns(values: Any, names: list[str]) -> None:
    found = subgroups_of(pd.Series(values))
    assert list(found.names) == names
    assert np.bincount(found.codes).sum() == len(values)


def test_fits_have_subgroups_too(frame: pd.DataFrame, tmp_path: Path) -> None:
    frame.drop(columns=["rf", "svc", "id"]).to_csv(tmp_path / "data.csv", index=False)
    made = evaluate(
        dataset=str(tmp_path / "data.csv"),
        target=("truth",),
        models=("nb",),
        cv=2,
        test_size=0.0,
        by=("sex",),
        cache_dir=str(tmp_path / "cache"),
    )
    found = [own for own in made.record.analyses[0].subgroups if own.column == "sex"]
    assert sum(own.n for own in found) == N
    assert {own.split for own in found} == {"cv"}


def test_gates_hold_subgroups(file: Path) -> None:
    passed = evaluate(
        predictions=(str(file),),
        by=("sex",),
        gates=("accuracy[sex=M] >= 0.9", "confident: accuracy[sex=F] >= 0.5"),
    )
    assert [gate.status for gate in passed.record.gates] == ["pass", "pass"]
    failed = evaluate(predictions=(str(file),), by=("sex",), gates=("accuracy[sex=F] >= 0.9",))
    with pytest.raises(GatesFailedError, match=r"accuracy\[sex=F\]"):
        refuse_failed(failed.record, [])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": ("sexx",)}, "Did you mean `sex`"),
        ({"by": ("sex",), "gates": ("accuracy[sex=X] >= 0.9",)}, "there is no subgroup `sex=X`"),
        ({"by": ("sex",), "gates": ("no-regression: accuracy[sex=F]",)}, "not of a subgroup"),
        ({"dataset": "digits", "by": ("age",), "predictions": ()}, "There are none"),
    ],
)
def test_wrong_names_get_one_clear_message(file: Path, options: dict[str, Any], message: str) -> None:
    with pytest.raises((InputError, OptionError, GateError)) as refused:
        evaluate(**{"predictions": (str(file),), **options})
    assert message in str(refused.value)


def test_the_report_has_a_section(file: Path, tmp_path: Path) -> None:
    from reportgen.config import RunConfig

    build(RunConfig(predictions=(str(file),), by=("sex", "age"), output=str(tmp_path)))
    page = (tmp_path / "report.html").read_text()
    assert "Where rf does better and worse" in page
    assert page.count('<table class="slices">') >= 2
