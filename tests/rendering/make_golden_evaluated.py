"""Makes stored bundles out of evaluated ones: `python -m tests.rendering.make_golden_evaluated labels`.

Pages are rendered from them. They are stored, so that a change in what evaluation measures does not change the pages.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from reportgen import evaluate
from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.bundle.store import ARRAYS_NAME, RECORD_NAME, Bundle
from tests.detectors import make_detector
from tests.records import made_up_run, sealed

GOLDEN = Path(__file__).parent / "golden"

#: As tests are not timed, stored times are made up.
SECONDS = 0.012

OPTIONS: dict[str, dict[str, Any]] = {
    "denoised": {"task": "denoise", "models": ("knn", "ridge", "rf"), "limit": "300"},
    "labels": {
        "dataset": "digits",
        "labels": ("large: >= 7", "odd: odd", "<b>: 8"),
        "models": ("knn", "sgd"),
        "limit": "300",
    },
    "outputs": {
        "target": ("size", "<mark>"),
        "models": ("tree", "knn"),
        "search": {"tree": {"max_depth": (1, 3)}},
    },
}


def main(name: str) -> None:
    bundle = make_detector(n_train=300, n_test=200) if name == "detector" else evaluated(**OPTIONS[name])
    (analysis,) = bundle.record.analyses
    shown = analysis if name == "denoised" else _shown(analysis)
    timed = msgspec.structs.replace(shown, models=[_timed_alike(model) for model in shown.models])
    record = msgspec.structs.replace(bundle.record, run=made_up_run(), analyses=[timed])
    kept = {key: value for key, value in bundle.arrays.items() if name == "denoised" or _is_shown(key, shown)}
    folder = GOLDEN / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RECORD_NAME).write_bytes(msgspec.json.encode(sealed(Bundle(record, kept)).record))
    np.savez_compressed(folder / ARRAYS_NAME, **kept)


def _shown(analysis: Analysis) -> Analysis:
    """Keep what pages show: curves of the test, and of single folds the main metric."""
    main = analysis.main_metric
    scores = [
        row
        for row in analysis.scores
        if row.fold is None or (row.metric == main and row.label is None and row.output is None)
    ]
    curves = [curve for curve in analysis.curves if curve.split == "test"]
    points = [point for point in analysis.operating_points if point.judged_on == "test"]
    return msgspec.structs.replace(analysis, scores=scores, curves=curves, operating_points=points)


def _is_shown(key: str, analysis: Analysis) -> bool:
    used = {key for curve in analysis.curves for key in curve.arrays.values()}
    return key in used or not any(f"/{kind}/" in key for kind in ("curves", "scores", "predictions"))


def evaluated(**options: Any) -> Bundle:
    with tempfile.TemporaryDirectory() as folder:
        source = {} if "target" not in options else {"dataset": str(_table(Path(folder)))}
        return evaluate(**source, **options, cache_dir=f"{folder}/cache")


def _table(folder: Path) -> Path:
    """Write a table with an answer of three classes and one of two."""
    random = np.random.default_rng(0)
    measured = random.normal(size=(240, 3)).round(2)
    noisy = measured + random.normal(scale=0.5, size=measured.shape)
    sizes = np.array(["large", "mid & co", "small"])[np.digitize(noisy[:, 0], (-0.4, 0.4))]
    marks = np.where(noisy[:, 1] > 0, "hit", "miss")
    lines = ["p,q,r,size,<mark>"]
    lines += [
        ",".join([*map(str, row), size, mark])
        for row, size, mark in zip(measured.tolist(), sizes, marks, strict=True)
    ]
    path = folder / "answers.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _timed_alike(model: ModelInfo) -> ModelInfo:
    if model.timings is None:
        return model
    timings = msgspec.structs.replace(
        model.timings,
        fit_seconds=SECONDS,
        predict_seconds=SECONDS,
        predict_microseconds_per_sample=50.0,
        cores=1,
        taken_up=False,
    )
    search = model.search and msgspec.structs.replace(model.search, seconds=SECONDS)
    return msgspec.structs.replace(model, timings=timings, search=search)


if __name__ == "__main__":
    main(sys.argv[1])
