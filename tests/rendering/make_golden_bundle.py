"""Makes the bundle that golden pages are rendered from: `python -m tests.rendering.make_golden_bundle`.

It is stored, so that a change in what evaluation measures does not change what the pages are compared with.
"""

from pathlib import Path

import msgspec
import numpy as np

from reportgen.bundle.store import ARRAYS_NAME, RECORD_NAME
from tests.bundles import MAKERS, Maker, make_bundle
from tests.comparisons import with_comparisons

FOLDER = Path(__file__).parent / "golden" / "bundle"


def main() -> None:
    makers = (*MAKERS, Maker("bad", "Broken <model>", 0, status="failed"))
    bundle = with_comparisons(make_bundle(("cat", "dog & co", "<bird>"), makers, n_train=90, n_test=45))
    FOLDER.mkdir(parents=True, exist_ok=True)
    (analysis,) = bundle.record.analyses
    # Only what pages show: the overall curves of the test, and of single folds the main metric.
    curves = [curve for curve in analysis.curves if curve.label is None and curve.split == "test"]
    scores = [
        row for row in analysis.scores if row.fold is None or (row.metric == "accuracy" and row.label is None)
    ]
    small = msgspec.structs.replace(analysis, curves=curves, scores=scores)
    record = msgspec.structs.replace(bundle.record, analyses=[small])
    (FOLDER / RECORD_NAME).write_bytes(msgspec.json.encode(record))
    used = {key for curve in curves for key in curve.arrays.values()}
    kept = {key: value for key, value in bundle.arrays.items() if key in used or "/pixels/" in key}
    np.savez_compressed(FOLDER / ARRAYS_NAME, **kept)


if __name__ == "__main__":
    main()
