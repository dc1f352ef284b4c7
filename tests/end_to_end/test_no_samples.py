"""`--no-samples` means it: nothing that is written holds a value, an id, a pixel or a score of a single sample."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from reportgen import load_bundle
from reportgen.bundle import keys
from reportgen.bundle.store import Bundle
from reportgen.cli.send_command import Asked, run_send
from reportgen.config import RunConfig
from reportgen.progress import Silent
from reportgen.run.build import build
from reportgen.verification.verify import verify
from tests.written_content import Piece, pieces_in, shared_numbers

ROWS = 140

#: Texts that stand in one row each: what no output may hold.
IDS = [f"PATIENT-{7919 * place % 100_003:06}" for place in range(ROWS)]
RARE = [f"Rare-town-{place}" for place in range(4)]
UNREADABLE = "4711 Elm Street"
DAYS = [f"{day:%Y-%m-%d}" for day in pd.date_range("1931-01-05", periods=ROWS, freq="11D")]

EVERYTHING = ("html", "md", "json", "csv", "junit", "openmetrics", "pdf")


class Listening(Silent):
    """Keeps what a run says."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def message(self, text: str) -> None:
        self.said.append(text)

    detail = message


def table() -> pd.DataFrame:
    random = np.random.default_rng(5)
    truth = np.arange(ROWS) % 3 == 0
    lab = [f"{value:.9f}" for value in random.gamma(2.0, size=ROWS)]
    lab[7] = UNREADABLE
    town = random.choice(["North", "South"], ROWS).astype(object)
    town[[3, 50, 71, 100]] = RARE
    return pd.DataFrame(
        {
            "patient": IDS,
            "pressure": 1234.5 + 100 * random.normal(truth, 1.3),
            "ratio": random.normal(truth, 2.0),
            "lab": lab,
            "town": town,
            "seen": DAYS,
            "ill": np.where(truth, "yes", "no"),
        }
    )


@dataclass(frozen=True, eq=False)
class Written:
    """What a run wrote, and what marks single samples in it."""

    pieces: tuple[Piece, ...]
    numbers: NDArray[np.float64]
    texts: tuple[str, ...]
    folder: Path
    said: list[str] = field(default_factory=list)

    def leaks(self) -> Iterator[str]:
        for piece in (*self.pieces, Piece("messages", "\n".join(self.said).encode())):
            yield from (f"{piece.where}: {text}" for text in self.texts if text.encode() in piece.content)
            yield from (f"{piece.where}: {value}" for value in shared_numbers(piece, self.numbers))


def options(data: Path, **more: Any) -> dict[str, Any]:
    return {
        "dataset": str(data),
        "target": ("ill",),
        "show": "patient",
        "kinds": ("lab=number",),
        "models": ("logreg", "linear_svc"),
        "operating_points": ("cost fp=1 fn=10", "precision >= 0.999"),
        "cache_dir": str(data.parent / "cache"),
        **more,
    }


def marks_of(bundle: Bundle) -> NDArray[np.float64]:
    """Return all scores of single samples; those of the naive baseline are shares of classes, alike for all."""
    found = [
        bundle.arrays[key] for key in bundle.arrays if f"/{keys.SCORES.name}/" in key and "dummy" not in key
    ]
    return np.unique(np.concatenate([values.ravel() for values in found]))


def run(
    folder: Path, config: dict[str, Any], numbers: NDArray[np.float64], texts: tuple[str, ...]
) -> Written:
    progress = Listening()
    build(RunConfig(output=str(folder), **config), progress)
    run_send(Asked(str(folder), ["ada@example.org"], eml=str(folder / "message.eml"), quiet=True))
    return Written(tuple(pieces_in(folder)), numbers, texts, folder, progress.said)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory, writes_pdf: None) -> dict[str, Written]:
    """A run that shows samples, and one that does not, compared with it."""
    del writes_pdf
    home = tmp_path_factory.mktemp("table")
    rows = table()
    data = home / "patients.csv"
    rows.to_csv(data, index=False)
    config = options(data)
    build(RunConfig(output=str(home / "whole"), format=("html", "json", "pdf"), attach="full", **config))
    numbers = np.unique(
        np.concatenate(
            [
                marks_of(load_bundle(home / "whole")),
                rows["pressure"],
                rows["ratio"],
                pd.to_numeric(rows["lab"], errors="coerce").dropna(),
            ]
        )
    )
    texts = (*IDS, *RARE, UNREADABLE, *DAYS)
    whole = Written(tuple(pieces_in(home / "whole")), numbers, texts, home / "whole")
    config |= {"models": ("logreg", "linear_svc", "knn"), "baseline": str(home / "whole"), "samples": False}
    config |= {"format": EVERYTHING, "attach": "full"}
    return {"whole": whole, "none": run(home / "none", config, numbers, texts)}


def test_the_search_finds_samples_where_they_are_shown(tables: dict[str, Written]) -> None:
    found = "\n".join(tables["whole"].leaks())
    for place in ("report.html", "report.json", "report.pdf/", "bundle/bundle.json", "bundle/arrays.npz/"):
        assert place in found
    for mark in (UNREADABLE, "main/curves/", "main/scores/", "attached arrays.npz"):
        assert mark in found


def test_nothing_that_is_written_tells_of_a_single_row(tables: dict[str, Written]) -> None:
    assert len(tables["none"].pieces) > 100
    assert list(tables["none"].leaks()) == []


def test_a_stored_run_is_rendered_as_if_it_had_been_made_so(
    tables: dict[str, Written], tmp_path: Path
) -> None:
    from reportgen.run.render import render

    whole = tables["whole"]
    formats = ("html", "json", "pdf")
    render(load_bundle(whole.folder), output=tmp_path, samples=False, attach="full", format=formats)
    found = Written(tuple(pieces_in(tmp_path)), whole.numbers, whole.texts, tmp_path)
    assert list(found.leaks()) == []
    assert not verify(tmp_path / "report.pdf").short
    carried = load_bundle(tmp_path / "report.pdf").record.run
    assert carried.redaction is not None
    assert carried.results_digest == load_bundle(whole.folder).record.run.results_digest


def test_both_digests_are_checked(tables: dict[str, Written]) -> None:
    folder = tables["none"].folder
    redaction = load_bundle(folder).record.run.redaction
    assert redaction is not None
    for name in ("report.html", "report.pdf"):
        assert not verify(folder / name).short
    assert redaction.digest.encode() in (folder / "report.html").read_bytes()


def test_no_array_of_single_samples_is_left(tables: dict[str, Written]) -> None:
    arrays = load_bundle(tables["none"].folder).arrays
    assert len(arrays)
    assert not [key for key in arrays if keys.tells_of_samples(key)]
    for key in arrays:
        assert len(arrays[key]) < ROWS * 3


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> tuple[Written, NDArray[np.uint8]]:
    home = tmp_path_factory.mktemp("images")
    random = np.random.default_rng(8)
    pixels = random.integers(0, 200, (ROWS, 8, 8)).astype(np.uint8)
    truth = np.arange(ROWS) % 3
    pixels[np.arange(ROWS), truth, :] //= 3
    np.savez(home / "images.npz", X=pixels, y=truth)
    config = {"dataset": str(home / "images.npz"), "models": ("logreg",), "cache_dir": str(home / "cache")}
    kept = home / "kept"
    build(RunConfig(output=str(kept), samples=False, keep_samples=True, format=("json",), **config))
    numbers = marks_of(load_bundle(kept))
    config |= {"samples": False, "format": ("html", "md", "json", "csv")}
    return run(home / "none", config, numbers, ()), pixels


def test_no_picture_of_a_single_sample_is_written(images: tuple[Written, NDArray[np.uint8]]) -> None:
    written, pixels = images
    assert list(written.leaks()) == []
    assert not [piece.where for piece in written.pieces if piece.content.startswith(b"\x89PNG")]
    rows = {image.tobytes() for image in pixels}
    assert not [piece.where for piece in written.pieces if any(row in piece.content for row in rows)]
