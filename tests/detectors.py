"""Detectors for tests of what presents them: made-up scores, operating points as evaluation leaves them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from reportgen.bundle.store import Bundle
from reportgen.predictions.analysis_predictions import ModelPredictions, Repeat
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.operating_points import operating_points
from tests.bundles import MAKERS, Maker, changed, make_bundle
from tests.predictions.plain import asked, plain_question


def make_detector(
    classes: tuple[str, str] = ("not 5", "5"), makers: Sequence[Maker] = MAKERS, **options: Any
) -> Bundle:
    """Return a bundle of detectors of the second class, with operating points and counts to move along."""
    rules = {name: options.pop(name) for name in ("operating_points", "threshold") if name in options}
    bundle = make_bundle(classes, makers, **{"rare": 0.2, "n_train": 900, "n_test": 600, **options})
    (analysis,), arrays = bundle.record.analyses, bundle.arrays
    question = plain_question(
        classes, rules=rules.get("operating_points", ()), threshold=rules.get("threshold")
    )
    points, curves = [], list(analysis.curves)
    for model in analysis.models:
        if model.status != "ok" or model.baseline:
            continue
        pooled = {
            split: ClassPredictions(
                classes,
                arrays[f"main/truth/{split}"].astype(np.int64),
                arrays[f"main/predictions/{model.id}/{split}"],
                Scores(arrays[f"main/scores/{model.id}/{split}"]),
                model.score_kind,
            )
            for split in ("cv", "test")
            if f"main/truth/{split}" in arrays
        }
        folds = _parts(pooled["cv"], analysis.protocol.cv.folds) if analysis.protocol.cv else []
        made = ModelPredictions(model, Repeat(pooled, tuple(folds)))
        operated = operating_points(made, asked(question, made), arrays)  # type: ignore[arg-type]
        points += operated.points
        curves += operated.curves
    return changed(bundle, positive=classes[1], operating_points=points, curves=curves)


def _parts(whole: ClassPredictions, folds: int) -> list[ClassPredictions]:
    return [whole.take(rows) for rows in np.array_split(np.arange(whole.n_samples), folds)]
