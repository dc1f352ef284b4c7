"""What the tests of data sources share: loading with a record of what was said, and writing small files."""

import csv
import gzip
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.datasets.dataset import DataRequest, Dataset, load
from reportgen.progress import Silent


class Recorder(Silent):
    """Progress that remembers."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.details: list[str] = []
        self.downloads: list[tuple[str, int, int | None]] = []

    def message(self, text: str) -> None:
        self.messages.append(text)

    def detail(self, text: str) -> None:
        self.details.append(text)

    def download(self, name: str, done_bytes: int, total_bytes: int | None) -> None:
        self.downloads.append((name, done_bytes, total_bytes))


def load_path(path: Path | str, *target: str, **options: Any) -> Dataset:
    return load(DataRequest(str(path), target=target, **options), Recorder())


def write_csv(path: Path, names: Sequence[str], rows: Sequence[Sequence[object]], **options: Any) -> Path:
    with path.open("w", newline="", encoding=options.pop("encoding", "utf-8")) as file:
        writer = csv.writer(file, **options)
        writer.writerow(names)
        writer.writerows(rows)
    return path


def write_idx(path: Path, values: NDArray[Any]) -> Path:
    """Write an IDX file, gzipped where the name says so."""
    codes = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}
    kind = values.dtype.str[1:]
    header = struct.pack(f">BBBB{values.ndim}I", 0, 0, codes[kind], values.ndim, *values.shape)
    content = header + values.astype(values.dtype.newbyteorder(">")).tobytes()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def note(dataset: Dataset, *words: str) -> str:
    """Return the only note that holds all the words."""
    found = [text for text in dataset.notes if all(word in text for word in words)]
    assert len(found) == 1, dataset.notes
    return found[0]


def column(dataset: Dataset, name: str) -> Any:
    return next(info for info in dataset.columns if info.name == name)


def random_images(n: int, shape: tuple[int, ...] = (5, 4), seed: int = 0) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (n, *shape), dtype=np.uint8)
