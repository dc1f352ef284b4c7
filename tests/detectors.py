"""Detectors for tests of what presents them: made-up scores, operating points as evaluation leaves them."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from reportgen.bundle.store import Bundle
from reportgen.config import RunConfig
from reportgen.metrics.metric_spec import Outcome
from reportgen.scoring.operating_points import operating_points
from tests.bundles import MAKERS, Maker, changed, make_bundle


def make_detector(
    classes: tuple[str, str] = ("not 5", "5"), makers: Sequence[Maker] = MAKERS, **options: Any
) -> Bundle:
    """Return a bundle of detectors of the second class, with operating points and counts to move along."""
    rules = {name: options.pop(name) for name in ("operating_points", "threshold") if name in options}
    bundle = make_bundle(classes, makers, **{"rare": 0.2, "n_train": 900, "n_test": 600, **options})
    (analysis,), arrays = bundle.record.analyses, bundle.arrays
    plan: Any = SimpleNamespace(id="main", config=RunConfig(**rules), target=SimpleNamespace(classes=classes))
    points, curves = [], list(analysis.curves)
    for model in analysis.models:
        if model.status != "ok" or model.baseline:
            continue
        pooled = {
            split: Outcome(
                classes,
                arrays[f"main/truth/{split}"].astype(np.int64),
                arrays[f"main/predictions/{model.id}/{split}"],
                arrays[f"main/scores/{model.id}/{split}"],
                model.score_kind,
            )
            for split in ("cv", "test")
            if f"main/truth/{split}" in arrays
        }
        folds = _parts(pooled["cv"], analysis.protocol.cv.folds) if analysis.protocol.cv else []
        operated = operating_points(model.id, plan, pooled, folds, arrays)  # type: ignore[arg-type]
        points += operated.points
        curves += operated.curves
    return changed(bundle, positive=classes[1], operating_points=points, curves=curves)


def _parts(whole: Outcome, folds: int) -> list[Outcome]:
    rows = np.array_split(np.arange(whole.n_samples), folds)
    scores = np.asarray(whole.scores)
    return [
        Outcome(whole.classes, whole.truth[part], whole.answers[part], scores[part], whole.score_kind)
        for part in rows
    ]
