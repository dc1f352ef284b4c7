"""Bundles without times and dates."""

import msgspec
import pytest

from reportgen.bundle.reproducible import UNDATED, source_date, without_times
from reportgen.bundle.schema import BundleRecord
from reportgen.bundle.search_records import Search
from reportgen.errors import InputError
from tests.bundles import make_bundle


def record(command: str = "reportgen build", **config: object) -> BundleRecord:
    made = make_bundle(n_train=40, n_test=20).record
    run = msgspec.structs.replace(made.run, command=command, config=config)
    search = Search(
        method="grid",
        metric="accuracy",
        metric_reason="",
        folds=3,
        scheme="stratified",
        samples=40,
        fits=3,
        seconds=1.5,
        parameters=[],
        candidates=[],
    )
    analysis = made.analyses[0]
    models = [msgspec.structs.replace(model, search=search) for model in analysis.models]
    analyses = [msgspec.structs.replace(analysis, models=models)]
    return msgspec.structs.replace(made, run=run, analyses=analyses)


def test_no_time_is_left_and_every_figure_is() -> None:
    before = record()
    after = without_times(before)
    assert [model.timings for model in after.analyses[0].models] == [None] * 4
    assert [model.search.seconds for model in after.analyses[0].models if model.search] == [None] * 4
    assert after.analyses[0].scores == before.analyses[0].scores
    assert after.run.created == UNDATED
    assert before.run.results_digest.startswith(after.run.id)
    assert without_times(after) == after


@pytest.mark.parametrize(
    ("command", "kept"),
    [
        ("reportgen build", "reportgen build"),
        ("reportgen build -d iris -j 2 -o out", "reportgen build -d iris"),
        ("reportgen build -j2 -oout --jobs=3 --output x", "reportgen build"),
        ("reportgen build --fresh -q --cache-dir 'a b' -v --open -m rf", "reportgen build -m rf"),
        ("reportgen build --title 'it'\"'\"'s' -f html", "reportgen build --title 'it'\"'\"'s' -f html"),
        ("reportgen (Python interface)", "reportgen (Python interface)"),
        ("it's no command", "it's no command"),
    ],
)
def test_the_command_is_kept_without_where_and_how_fast(command: str, kept: str) -> None:
    assert without_times(record(command)).run.command == kept


def test_the_configuration_too() -> None:
    part = {"id": "a", "jobs": 2, "seed": 1}
    after = without_times(record(jobs=2, output="x", cache_dir="y", fresh=True, seed=1, analysis=[part]))
    assert after.run.config == {"seed": 1, "analysis": [{"id": "a", "seed": 1}]}


def test_the_date_is_the_one_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert source_date() == UNDATED
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert source_date() == "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize("given", ["today", "1.5", "9" * 30])
def test_what_is_no_date_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    with pytest.raises(InputError, match="SOURCE_DATE_EPOCH"):
        source_date()
