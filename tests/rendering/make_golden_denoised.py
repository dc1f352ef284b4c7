"""Makes the bundle of images as answers that pages are rendered from: `python -m tests.rendering.make_golden_denoised`.

It is stored, so that a change in what evaluation measures does not change what the pages are compared with.
"""

import tempfile
from pathlib import Path

import msgspec
import numpy as np

from reportgen import evaluate
from reportgen.bundle.store import ARRAYS_NAME, RECORD_NAME
from tests.records import made_up_run

FOLDER = Path(__file__).parent / "golden" / "denoised"

#: As tests are not timed, stored times are made up.
SECONDS = 0.012


def main() -> None:
    with tempfile.TemporaryDirectory() as cache:
        bundle = evaluate(task="denoise", models=("knn", "ridge", "rf"), limit="300", cache_dir=cache)
    (analysis,) = bundle.record.analyses
    models = [
        model
        if model.timings is None
        else msgspec.structs.replace(
            model,
            timings=msgspec.structs.replace(
                model.timings,
                fit_seconds=SECONDS,
                predict_seconds=SECONDS,
                predict_microseconds_per_sample=50.0,
                cores=1,
                taken_up=False,
            ),
        )
        for model in analysis.models
    ]
    record = msgspec.structs.replace(
        bundle.record, run=made_up_run(), analyses=[msgspec.structs.replace(analysis, models=models)]
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / RECORD_NAME).write_bytes(msgspec.json.encode(record))
    np.savez_compressed(FOLDER / ARRAYS_NAME, **bundle.arrays)


if __name__ == "__main__":
    main()
