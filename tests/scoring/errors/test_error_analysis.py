"""Whole error analyses: on real fits, without samples, and whatever the number of jobs."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_digits

from reportgen import evaluate
from reportgen.bundle.redaction import without_cases
from reportgen.bundle.store import Bundle
from reportgen.scoring.errors import error_analysis
from reportgen.scoring.errors.error_analysis import samples_shown


@pytest.fixture(scope="module")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def digits(cache_dir: str) -> Bundle:
    return evaluate(dataset="digits", models=("sgd", "nb"), cache_dir=cache_dir)


def test_every_case_is_what_the_arrays_say(digits: Bundle) -> None:
    (analysis,) = digits.record.analyses
    errors, classes, arrays = analysis.errors, analysis.dataset.classes, digits.arrays
    ids = arrays["main/sample_ids"][arrays["main/rows/test"]].tolist()
    assert errors.models[0].model == analysis.chosen
    for model in errors.models:
        truth, answers = arrays["main/truth/test"], arrays[f"main/predictions/{model.model}/test"]
        assert model.errors == (truth != answers).sum()
        cases = [*model.mistakes, *(c for pair in model.pairs for block in pair.blocks for c in block.cases)]
        for case in cases:
            place = ids.index(case.sample)
            assert (case.truth, case.answer) == (classes[truth[place]], classes[answers[place]])
    assert errors.shared is not None
    assert errors.shared.matrix[0][0] == errors.models[0].errors
    assert errors.missing == {}


def test_the_pixels_of_all_samples_shown_are_there(digits: Bundle) -> None:
    shown = set(samples_shown(digits.record.analyses[0].errors))
    ids = digits.arrays["main/pixels/errors/ids"]
    assert set(ids.tolist()) == shown
    pixels = load_digits().images[ids]
    expected = np.rint(pixels * 255 / 16)
    assert (digits.arrays["main/pixels/errors/values"] == expected).all()


def test_without_samples_only_counts_are_kept(digits: Bundle, cache_dir: str) -> None:
    private = evaluate(dataset="digits", models=("sgd", "nb"), samples=False, cache_dir=cache_dir)
    errors = private.record.analyses[0].errors
    assert list(samples_shown(errors)) == []
    assert errors == without_cases(digits.record.analyses[0].errors)
    assert errors.models[0].pairs
    assert not any("pixels" in key for key in private.arrays)


def test_the_number_of_jobs_changes_nothing(digits: Bundle, tmp_path: Path) -> None:
    again = evaluate(dataset="digits", models=("sgd", "nb"), jobs=1, cache_dir=str(tmp_path))
    assert again.record.analyses[0].errors == digits.record.analyses[0].errors


def test_suspects_are_asked_of_models_with_probabilities_alone(digits: Bundle) -> None:
    (suspects,) = digits.record.analyses[0].errors.suspects
    assert suspects.model == "nb"
    assert suspects.samples == digits.record.analyses[0].dataset.splits["train"]


def test_rows_of_tables_name_no_withheld_column(tmp_path: Path, cache_dir: str) -> None:
    random = np.random.default_rng(0)
    n = 300
    frame = pd.DataFrame({"age": random.integers(1, 80, n), "sex": random.choice(["f", "m"], n)})
    frame["passenger_name"] = [f"Person {i}" for i in range(n)]
    frame["survived"] = ((frame["sex"] == "f") ^ (random.random(n) < 0.25)).astype(int)
    path = tmp_path / "people.csv"
    frame.to_csv(path, index=False)
    bundle = evaluate(dataset=str(path), target=("survived",), models=("logreg",), cache_dir=cache_dir)
    analysis = bundle.record.analyses[0]
    withheld = {column.name for column in analysis.dataset.columns if column.role != "feature"}
    assert "passenger_name" in withheld
    rows = analysis.errors.rows
    assert {row.sample for row in rows} == set(samples_shown(analysis.errors))
    assert rows
    for row in rows:
        assert not withheld & {value.column for value in row.columns}
        for value in row.columns:
            assert value.value == str(frame.loc[row.sample, value.column])
    assert analysis.errors.models[0].slices is not None


@pytest.mark.parametrize(("test_size", "split"), [(0.2, "cv"), (0.7, "test")])
def test_parts_are_searched_where_more_samples_were_judged(
    test_size: float, split: str, cache_dir: str
) -> None:
    options = {"models": ("nb",), "test_size": test_size, "cache_dir": cache_dir}
    (analysis,) = evaluate(dataset="breast_cancer", **options).record.analyses
    slices = analysis.errors.models[0].slices
    sizes = {"cv": analysis.dataset.splits["train"], "test": analysis.dataset.splits["test"]}
    assert slices is not None
    assert (slices.split, slices.samples) == (split, max(sizes.values()))


def test_a_part_that_fails_is_named_and_the_others_stay(
    cache_dir: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("no twins today")

    monkeypatch.setattr(error_analysis, "duplicates", broken)
    errors = evaluate(dataset="digits", models=("nb",), cache_dir=cache_dir).record.analyses[0].errors
    assert errors.missing == {"duplicates": "ValueError: no twins today"}
    assert errors.duplicates is None
    assert errors.models
