"""Reports on predictions that other programs made: what pages say, and what `--no-samples` keeps out of them."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reportgen import load_bundle
from reportgen.bundle.sample_explanation import explain
from reportgen.config import RunConfig
from reportgen.errors import GatesFailedError
from reportgen.progress import Silent
from reportgen.run.build import build
from tests.end_to_end.test_no_samples import Listening, Written, marks_of
from tests.written_content import pieces_in

ROWS = 240
CASES = [f"CASE-{6151 * place % 100_003:06}" for place in range(ROWS)]
TOWNS = [f"Rare-place-{place}" for place in range(3)]


def predictions() -> pd.DataFrame:
    random = np.random.default_rng(8)
    truth = random.choice(["cat", "dog", "owl"], ROWS, p=[0.5, 0.3, 0.2])
    merits = random.normal(size=(ROWS, 3)) + 1.5 * (truth[:, None] == np.array(["cat", "dog", "owl"]))
    proba = np.exp(merits) / np.exp(merits).sum(axis=1, keepdims=True)
    town = random.choice(["North", "South"], ROWS).astype(object)
    town[[5, 60, 200]] = TOWNS
    columns: dict[str, Any] = {"case_id": CASES, "town": town, "weight": random.gamma(3.0, size=ROWS) * 17.3}
    columns |= {"truth": truth, "rf": np.array(["cat", "dog", "owl"])[proba.argmax(axis=1)]}
    columns |= {f"rf.{name}": proba[:, place] for place, name in enumerate(("cat", "dog", "owl"))}
    return pd.DataFrame(columns | {"svc": random.permutation(truth)})


def verdicts() -> pd.DataFrame:
    random = np.random.default_rng(9)
    hard = np.repeat(random.random(120) < 0.4, 2)
    one, two = random.random(240) < np.where(hard, 0.5, 0.95), random.random(240) < np.where(hard, 0.2, 0.8)
    parts = [
        pd.DataFrame(
            {"sample_id": np.repeat(np.arange(120), 2), "epoch": np.tile([1, 2], 120), "model": name}
            | {"topic": np.where(hard, "logic", "facts"), "score": np.where(right, "C", "I")}
        )
        for name, right in (("large", one), ("small", two))
    ]
    return pd.concat(parts)


def built(folder: Path, frame: pd.DataFrame, name: str, **options: Any) -> Path:
    """Write a file of predictions and a report on it; return the folder of the report."""
    folder.mkdir(exist_ok=True)
    frame.to_csv(folder / name, index=False)
    out = folder / "out"
    build(RunConfig(predictions=(str(folder / name),), output=str(out), **options), Silent())
    return out


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("judge"), verdicts(), "judge.csv", format=("html", "md"))


def test_verdicts_make_a_report_without_classes(judged: Path) -> None:
    page = (judged / "report.html").read_text().partition("<body")[2].partition("<script")[0]
    assert "Two models compared on judge.csv" in page
    assert "of the 240 answers right" in page
    assert "only whether each answer is right" in page
    for word in (
        "Confusion",
        "baseline",
        "True class",
        "Predicted class",
        "Calibration",
        "as fitted",
        "test answers",
    ):
        assert word not in page, word
    assert "Use large: it gets" in (judged / "report.md").read_text()


def test_verdicts_are_explained_by_the_files_own_id(judged: Path) -> None:
    rows = explain(judged / "bundle", "17")
    assert {(row.model, row.truth) for row in rows} == {("large", "right"), ("small", "right")}
    assert len(rows) == 4  # two models, two epochs
    assert {row.answer for row in rows} <= {"right", "wrong"}


def test_gates_hold_verdicts_to_their_limits(tmp_path: Path) -> None:
    with pytest.raises(GatesFailedError):
        built(tmp_path, verdicts(), "judge.csv", gates=("accuracy >= 0.99",), format=("json",))


def test_cases_newly_broken_are_named_against_a_baseline(tmp_path: Path) -> None:
    before = verdicts()
    first = built(tmp_path / "first", before, "judge.csv", format=("json",))
    after = before.copy()
    is_mine = (
        (after["model"] == "large").to_numpy()
        & (after["topic"] == "facts").to_numpy()
        & (after["epoch"] == 1)
    )
    after.loc[is_mine, "score"] = "I"
    out = built(tmp_path / "second", after, "judge.csv", format=("json",), baseline=str(first))
    (changes,) = load_bundle(out).record.changes.analyses
    broken = {own.model: own for own in changes.samples}["large"]
    assert broken.broken == int(((before["score"] == "C") & is_mine).sum())
    assert broken.fixed == 0


def test_no_samples_leaves_nothing_of_a_row_of_predictions(tmp_path: Path) -> None:
    frame = predictions()
    whole = built(tmp_path / "whole", frame, "pets.csv", format=("html", "json"), attach="full")
    numbers = np.unique(np.concatenate([marks_of(load_bundle(whole)), frame["weight"]]))
    texts = (*CASES, *TOWNS)
    assert list(Written(tuple(pieces_in(whole)), numbers, texts, whole).leaks())
    progress, out = Listening(), tmp_path / "none"
    config = RunConfig(
        predictions=(str(tmp_path / "whole" / "pets.csv"),),
        samples=False,
        output=str(out),
        format=("html", "md", "json", "csv", "junit", "openmetrics"),
        attach="full",
    )
    build(config, progress)
    assert not list(Written(tuple(pieces_in(out)), numbers, texts, out, progress.said).leaks())
