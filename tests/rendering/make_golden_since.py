"""Makes a stored bundle that was compared with a baseline: `python -m tests.rendering.make_golden_since`.

It is stored, so that a change in what a comparison measures does not change the page.
"""

from pathlib import Path

import msgspec
import numpy as np

from reportgen.baseline.changed_pictures import with_pictures_kept
from reportgen.baseline.compare_bundles import compare_bundles
from reportgen.bundle.store import ARRAYS_NAME, RECORD_NAME, Bundle
from reportgen.run.baseline import with_change_findings
from tests.bundles import Maker, make_bundle

FOLDER = Path(__file__).parent / "golden" / "since"
CLASSES = ("cat", "dog & co", "<bird>")


def makers(svc: float, forest: float, *more: Maker) -> tuple[Maker, ...]:
    """Return the models of one of the two runs."""
    return (
        Maker("svc", "Support vectors", svc, "decision"),
        Maker("rf", "Random <forest>", forest),
        *more,
        Maker("dummy", "Naive baseline", 0.0, baseline=True),
    )


def make_since() -> Bundle:
    """Return a run with its comparison with an earlier one, in which the recommended model got worse."""
    then = make_bundle(CLASSES, makers(4.2, 1.5, Maker("sgd", "SGD, linear", 2.6)), n_train=90, n_test=90)
    now = make_bundle(CLASSES, makers(2.4, 2.2), n_train=90, n_test=90)
    (analysis,) = now.record.analyses
    models = [
        msgspec.structs.replace(model, parameters={**model.parameters, "alpha": 0.1})
        if model.id == "svc"
        else model
        for model in analysis.models
    ]
    record = msgspec.structs.replace(now.record, analyses=[msgspec.structs.replace(analysis, models=models)])
    later = Bundle(record, now.arrays)
    return with_change_findings(with_pictures_kept(later, then, compare_bundles(then, later)))


def main() -> None:
    bundle = make_since()
    FOLDER.mkdir(parents=True, exist_ok=True)
    (analysis,) = bundle.record.analyses
    scores = [row for row in analysis.scores if row.split == "test" and row.label is None]
    small = msgspec.structs.replace(analysis, curves=[], scores=scores, confusions=[])
    record = msgspec.structs.replace(bundle.record, analyses=[small])
    (FOLDER / RECORD_NAME).write_bytes(msgspec.json.encode(record))
    kept = {key: bundle.arrays[key] for key in bundle.arrays if "/pixels/changes/" in key}
    np.savez_compressed(FOLDER / ARRAYS_NAME, **kept)


if __name__ == "__main__":
    main()
