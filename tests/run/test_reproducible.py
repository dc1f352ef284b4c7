"""The same data, seed and versions: the same digest on any number of jobs, and with --reproducible the same bytes."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reportgen import build, render
from reportgen.bundle.store import load_bundle
from reportgen.config import RunConfig
from reportgen.verification.verify import verify
from tests.contract import assert_kept, needs_checker

pytestmark = pytest.mark.pdf
TEXTS = ("html", "pdf", "json")


def built(folder: Path, **options: Any) -> Path:
    config = RunConfig(
        **{
            "dataset": "iris",
            "models": ("nb", "rf"),
            # One is better than the other, so that no cost, of which a time is never the same, decides between them.
            "params": {"rf": {"n_estimators": 2}},
            "search": {"rf": {"max_depth": (2, 3)}},
            "cv": 2,
            "format": TEXTS,
            "output": str(folder / "out"),
            "cache_dir": str(folder / "cache"),
            **options,
        }
    )
    build(config, command=f"reportgen build --jobs {config.jobs} --output {config.output}")
    return folder / "out"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, writes_pdf: None) -> Path:  # noqa: ARG001 - marks what uses it
    return built(tmp_path_factory.mktemp("plain"), jobs=1)


@pytest.fixture(scope="module")
def reproducible(tmp_path_factory: pytest.TempPathFactory, writes_pdf: None) -> Path:  # noqa: ARG001 - marks what uses it
    return built(tmp_path_factory.mktemp("first"), jobs=1, reproducible=True)


def test_every_byte_is_the_same_on_any_number_of_jobs(reproducible: Path, tmp_path: Path) -> None:
    again = contents(built(tmp_path, jobs=2, reproducible=True))
    first = contents(reproducible)
    assert set(again) == set(first)
    assert {"report.html", "report.pdf", "bundle/bundle.json", "bundle/figures/index.json"} <= set(first)
    assert [name for name in first if first[name] != again[name]] == []


def test_no_time_and_no_date_is_in_it(reproducible: Path, plain: Path) -> None:
    record = json.loads((reproducible / "bundle/bundle.json").read_text())
    assert {model["timings"] and "times" for model in record["analyses"][0]["models"]} == {None}
    assert {model["search"] and model["search"]["seconds"] for model in record["analyses"][0]["models"]} == {
        None
    }
    page = (reproducible / "report.html").read_text()
    text = re.sub(r"<style>.*?</style>|<svg.*?</svg>|base64,[^\"')]*", "", page, flags=re.DOTALL)
    assert not re.search(rf"\b{datetime.now(UTC).year}\b|1970|\bµs\b|\d\s?ms\b|times faster|Fitting<", text)
    assert "Times are left out" in text
    assert "could not be made" not in text
    assert re.search(r"Fitting<", (plain / "report.html").read_text())


def test_the_digest_is_that_of_the_same_run_with_times(reproducible: Path, plain: Path) -> None:
    one, other = (load_bundle(folder).record.run.results_digest for folder in (reproducible, plain))
    assert one == other


@pytest.mark.parametrize("kind", ["plain", "reproducible"])
def test_rendering_later_gives_what_was_built(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(kind)
    formats = TEXTS if kind == "reproducible" else ("html", "json")
    render(load_bundle(folder), RunConfig(format=formats), output=tmp_path)
    for name in (f"report.{form}" for form in formats):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_rendering_leaves_times_out_of_any_bundle(plain: Path, reproducible: Path, tmp_path: Path) -> None:
    render(load_bundle(plain), RunConfig(format=("html",), reproducible=True), output=tmp_path)
    assert (tmp_path / "report.html").read_bytes() == (reproducible / "report.html").read_bytes()
    assert "Times are left out" in (tmp_path / "report.html").read_text()


def test_the_date_given_is_the_date_of_all(
    reproducible: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    config = RunConfig(format=TEXTS, reproducible=True)
    render(load_bundle(reproducible), config, output=tmp_path)
    assert "1 January 2026" in (tmp_path / "report.html").read_text()
    assert b"D:20260101000000" in (tmp_path / "report.pdf").read_bytes()
    assert json.loads((tmp_path / "report.json").read_text())["run"]["created"].startswith("2026-01-01")


@pytest.mark.process
@needs_checker
def test_a_bundle_without_times_keeps_the_contract(reproducible: Path) -> None:
    assert_kept(reproducible / "bundle")


@pytest.mark.parametrize("kind", ["plain", "reproducible"])
@pytest.mark.parametrize("name", ["report.html", "report.pdf"])
def test_what_was_built_passes_verification(kind: str, name: str, request: pytest.FixtureRequest) -> None:
    examined = verify(request.getfixturevalue(kind) / name)
    assert examined.short == ()
