"""Bundles, pages and mail name no folder of the machine that made them, unless they are asked to."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reportgen.cli.send_command import Asked, run_send
from reportgen.config import RunConfig, shortened_paths
from reportgen.run.build import build
from tests.written_content import pieces_in

#: Folders that nothing which goes out may name.
HOME, ELSEWHERE = "zaphod-home", "trillian-share"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / HOME
    (home / "data").mkdir(parents=True)
    (tmp_path / ELSEWHERE).mkdir()
    random = np.random.default_rng(0)
    x = random.normal(size=120)
    pd.DataFrame({"x": x, "y": np.where(x + random.normal(size=120) > 0, "a", "b")}).to_csv(
        home / "data" / "table.csv", index=False
    )
    monkeypatch.setenv("HOME", str(home))
    shortened_paths._homes.cache_clear()
    return tmp_path


def run(folder: Path, **options: Any) -> Path:
    home = folder / HOME
    out = home / "out"
    config = RunConfig(
        dataset=str(home / "data" / "table.csv"),
        target=("y",),
        models=("logreg",),
        cv=0,
        output=str(out),
        cache_dir=str(folder / ELSEWHERE / "cache"),
        format=("html", "md", "json", "csv", "junit", "openmetrics"),
        **options,
    )
    build(
        config,
        command=f"reportgen build -d {config.dataset} -o {config.output} --cache-dir {config.cache_dir}",
    )
    return out


def naming(folder: Path) -> list[str]:
    return [
        piece.where
        for piece in pieces_in(folder)
        if HOME.encode() in piece.content or ELSEWHERE.encode() in piece.content
    ]


def test_nothing_that_goes_out_names_a_folder(folder: Path) -> None:
    first = run(folder)
    out = run(folder, baseline=str(first))
    run_send(Asked(str(out), ["ada@example.org"], eml=str(out / "message.eml"), quiet=True))
    assert naming(out) == []
    assert (
        "reportgen build -d ~/data/table.csv -o ~/out --cache-dir cache" in (out / "report.html").read_text()
    )


def test_provenance_in_full_is_for_those_who_want_it(folder: Path) -> None:
    assert any("report.html" in where for where in naming(run(folder, provenance="full")))
