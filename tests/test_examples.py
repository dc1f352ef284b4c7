"""Every example runs, in a short version: small images, few of them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_digits

from reportgen.bundle.store import load_bundle
from reportgen.config import load_config
from reportgen.run.build import build

EXAMPLES = Path(__file__).parents[1] / "examples"
FILES = sorted(EXAMPLES.glob("*.toml"))

#: No report of a whole study may be larger.
MOST_BYTES = 3_000_000

OF_DIGITS = [file for file in FILES if file.name.startswith("mnist")]


def build_example(file: Path, folder: Path, dataset: str) -> str:
    config = load_config(
        file,
        dataset=dataset,
        limit="300",
        format=["html"],
        output=str(folder / "out"),
        cache_dir=str(folder / "cache"),
    )
    written = build(config)
    page = written[0].read_text(encoding="utf-8")
    assert all(report.stat().st_size < MOST_BYTES for report in written if report.is_file())
    assert "could not be made" not in page
    for analysis in load_bundle(folder / "out").record.analyses:
        assert [model.reason for model in analysis.models if model.status != "ok"] == []
    return page


def test_each_chapter_has_a_file_of_its_own() -> None:
    study = load_config(EXAMPLES / "mnist-study.toml")
    assert [part.id for part in study.analyses] == [
        "detector",
        "always-no",
        "classes",
        "svc",
        "one-or-rest",
        "labels",
        "denoise",
        "search",
        "over-97",
    ]
    own = {file.stem.removeprefix("mnist-") for file in OF_DIGITS}
    assert {part.id for part in study.analyses} - {"search", "over-97"} <= own  # mnist-97 has both


def test_files_say_how_they_are_run() -> None:
    for file in FILES:
        assert f"reportgen build --config examples/{file.name}" in file.read_text(encoding="utf-8"), file


@pytest.mark.slow
@pytest.mark.parametrize(
    "file",
    OF_DIGITS,
    ids=lambda file: file.stem,
)
def test_on_digits(file: Path, tmp_path: Path) -> None:
    page = build_example(file, tmp_path, "digits")
    title = load_config(file).title
    assert title is None or title in page


@pytest.mark.slow
def test_a_table(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    n = 160
    table = pd.DataFrame(
        {
            "age": random.integers(1, 80, n).astype(float),
            "sex": random.choice(["male", "female"], n),
            "ticket": [f"T{i // 2}" for i in range(n)],
        }
    )
    table["survived"] = (table["age"] + 30 * (table["sex"] == "female") + random.normal(0, 9, n) > 50) * 1
    table.loc[::9, "age"] = np.nan
    table.to_csv(tmp_path / "titanic.csv", index=False)
    assert "Who survived?" in build_example(EXAMPLES / "table.toml", tmp_path, str(tmp_path / "titanic.csv"))


@pytest.mark.slow
def test_a_folder_of_images(tmp_path: Path) -> None:
    from PIL import Image

    images, classes = load_digits(return_X_y=True)
    for place in range(150):
        folder = tmp_path / "photos" / f"digit {classes[place]}"
        folder.mkdir(parents=True, exist_ok=True)
        pixels = (images[place] * 15.9).astype(np.uint8).reshape(8, 8)
        Image.fromarray(pixels).save(folder / f"{place}.png")
    assert "digit 3" in build_example(EXAMPLES / "images.toml", tmp_path, str(tmp_path / "photos"))
