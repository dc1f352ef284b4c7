"""Studies from the data to the reports: shared work, failures of one part, and what leaves out samples."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reportgen import build, evaluate, render
from reportgen.bundle.store import Bundle, load_bundle
from reportgen.config import RunConfig
from reportgen.datasets import dataset
from reportgen.errors import AllModelsFailedError, InputError
from tests.fitting.test_fit_all import Heard

TOO_MANY = {"knn": {"n_neighbors": 10_000}}


def part(name: str, **options: Any) -> RunConfig:
    return RunConfig(**{"id": name, "dataset": "iris", "models": ("nb",), "cv": 2, **options})


def study(folder: Path, *parts: RunConfig, **options: Any) -> RunConfig:
    return RunConfig(
        analysis=parts,
        output=str(folder / "out"),
        cache_dir=str(folder / "cache"),
        title="A study",
        **options,
    )


def test_a_margin_that_no_difference_can_exceed_is_refused(tmp_path: Path) -> None:
    def margin_of(metric: str, margin: float) -> float:
        options = {"metric": metric, "margin": margin, "cache_dir": str(tmp_path)}
        (analysis,) = evaluate(dataset="iris", models=("nb", "tree"), cv=0, **options).record.analyses
        return analysis.comparisons[0].margin

    with pytest.raises(InputError, match=r"accuracy goes from 0 to 1, .* Two points are 0\.02\."):
        margin_of("accuracy", 1)
    with pytest.raises(InputError, match=r"mcc goes from -1 to 1, .* as in 0\.005\."):
        margin_of("mcc", 2)
    assert margin_of("mcc", 1.5) == 1.5


def test_data_is_loaded_once_and_equal_fits_are_shared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = []
    load = dataset.load
    monkeypatch.setattr(dataset, "load", lambda request, told: loaded.append(request) or load(request, told))
    heard = Heard()
    bundle = evaluate(
        study(tmp_path, part("a"), part("b", models=("nb", "knn")), part("c", dataset="wine")), heard
    )
    assert [request.dataset for request in loaded] == ["iris", "wine"]
    assert {heard.outcomes[f"{name}: nb fold 0"] for name in "ac"} == {"done"}
    assert {heard.outcomes[f"b: nb {place}"] for place in ("fold 0", "fold 1", "test")} == {"shared"}
    first, second, third = bundle.record.analyses
    assert [s.value for s in first.scores if s.model == "nb"] == [
        s.value for s in second.scores if s.model == "nb"
    ]
    assert third.dataset.name == "wine"
    assert {key.split("/")[0] for key in bundle.arrays} == {"a", "b", "c"}


def test_analyses_are_as_if_alone(tmp_path: Path) -> None:
    together = evaluate(study(tmp_path, part("a"), part("b", seed=1)))
    alone = evaluate(part("b", seed=1, cache_dir=str(tmp_path / "other")))
    assert together.record.analyses[1].scores == alone.record.analyses[0].scores
    assert together.record.analyses[1].chosen == alone.record.analyses[0].chosen


def test_what_is_wrong_with_one_analysis_is_found_before_any_fit(tmp_path: Path) -> None:
    heard = Heard()
    with pytest.raises(InputError, match="Did you mean `nb`"):
        build(study(tmp_path, part("a"), part("b", models=("nbb",))), heard)
    assert heard.order == []
    assert not (tmp_path / "out").exists()


def test_an_analysis_without_a_model_leaves_the_others_their_report(tmp_path: Path) -> None:
    heard = Heard()
    parts = part("works"), part("fails", models=("knn",), params=TOO_MANY)
    written = build(study(tmp_path, *parts), heard)
    assert "fails: every model failed; the report says why." in heard.messages
    page = written[0].read_text()
    assert "no model could be trained" in page
    assert "could not be made" not in page


def test_a_study_whose_models_all_failed_says_so(tmp_path: Path) -> None:
    parts = [part(name, models=("knn",), params=TOO_MANY) for name in "ab"]
    with pytest.raises(AllModelsFailedError, match=r"a: knn: .*; b: knn: ") as caught:
        build(study(tmp_path, *parts))
    assert [path.name for path in caught.value.written] == ["report.html", "bundle"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Bundle]:
    folder = tmp_path_factory.mktemp("built")
    parts = [part(name, dataset="digits", limit="200") for name in ("one", "two")]
    build(study(folder, *parts, format=("json", "html")))
    return folder / "out", load_bundle(folder / "out")


def test_every_format_holds_all_analyses(built: tuple[Path, Bundle]) -> None:
    folder, bundle = built
    record = json.loads((folder / "report.json").read_text())
    assert [analysis["id"] for analysis in record["analyses"]] == ["one", "two"]
    rows = json.loads((folder / "bundle" / "figures" / "index.json").read_text())
    assert {row["analysis"] for row in rows} == {"one", "two"}
    assert len({row["file"] for row in rows}) == len(rows)
    assert [analysis.id for analysis in bundle.record.analyses] == ["one", "two"]


def test_without_samples_nothing_of_any_analysis_shows_one(
    built: tuple[Path, Bundle], tmp_path: Path
) -> None:
    _, bundle = built
    render(bundle, format=("html", "json"), samples=False, output=tmp_path)
    assert "Sample images" not in (tmp_path / "report.html").read_text()
    assert not [path for path in (tmp_path / "bundle" / "figures").iterdir() if "sample" in path.name]


def test_reports_left_by_an_earlier_run_are_named(tmp_path: Path) -> None:
    options: dict[str, Any] = {"dataset": "iris", "models": ("nb",), "cv": 0, "output": str(tmp_path / "out")}
    options["cache_dir"] = str(tmp_path / "cache")
    build(RunConfig(format=("md", "json"), **options))
    heard = Heard()
    build(RunConfig(format=("json",), **options), heard)
    assert any("Of an earlier run, and left as it is: report.md." in said for said in heard.messages)


def test_a_margin_that_no_difference_can_exceed_is_refused_before_any_fit(tmp_path: Path) -> None:
    options: dict[str, Any] = {"dataset": "iris", "models": ("nb",), "cache_dir": str(tmp_path)}
    with pytest.raises(InputError, match=r"--margin 2: accuracy goes from 0 to 1.*Two points are 0\.02"):
        evaluate(RunConfig(margin=2.0, **options))


def test_one_table_in_several_formats_gives_one_result(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {"age": rng.integers(1, 80, 90), "town": rng.choice(["Aachen", "Bonn", "Celle"], 90)}
    )
    frame["fare"] = np.where(rng.random(90) < 0.2, np.nan, (rng.random(90) * 100).round(2))
    frame["y"] = np.where(rng.random(90) < 0.3, "no", np.where(frame["age"] > 40, "yes", "no"))
    frame.to_csv(tmp_path / "t.csv", index=False)
    frame.to_parquet(tmp_path / "t.parquet")
    frame.to_json(tmp_path / "t.jsonl", orient="records", lines=True)
    found = []
    for kind in ("csv", "parquet", "jsonl"):
        options = {"target": ("y",), "cache_dir": str(tmp_path / kind), "models": ("tree",), "cv": 2}
        bundle = evaluate(RunConfig(dataset=str(tmp_path / f"t.{kind}"), **options))
        found.append((bundle.record.analyses[0].dataset.fingerprint, bundle.record.run.results_digest))
    assert found == [found[0]] * 3
