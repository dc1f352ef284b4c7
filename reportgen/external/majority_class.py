"""The naive baseline of predictions made elsewhere: the most frequent class of the truth itself."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import ModelInfo
from reportgen.models.model_spec import BASELINE
from reportgen.predictions.analysis_predictions import ModelPredictions, Repeat
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.predictions.split_predictions import join

Codes = NDArray[np.int64]


def majority_class(classes: Sequence[str], test: Codes | None, folds: Sequence[Codes]) -> ModelPredictions:
    """Return the predictions of the class that is most frequent in the truth.

    In each fold it is that of the other folds, as a model would have learnt it. The test is its own yardstick, as the
    samples that models were trained on are not known, unless there are folds.
    """
    in_folds = [
        _prediction(
            classes, own, np.concatenate([other for place, other in enumerate(folds) if place != fold])
        )
        for fold, own in enumerate(folds)
    ]
    whole: dict[Split, ClassPredictions] = {"cv": join(in_folds)} if in_folds else {}
    if test is not None:
        whole["test"] = _prediction(classes, test, np.concatenate(folds) if folds else test)
    info = ModelInfo(
        id=BASELINE,
        title="Majority class (baseline)",
        estimator="the most frequent true class",
        parameters={},
        baseline=True,
        status="ok",
        reason=None,
        timings=None,
        size_bytes=None,
        score_kind="probability",
        description="Predicts for every sample the class that is most frequent in the truth of the samples judged.",
        seeds=[],
    )
    return ModelPredictions(info, Repeat(whole, tuple(in_folds)))


def _prediction(classes: Sequence[str], truth: Codes, learnt_from: Codes) -> ClassPredictions:
    shares = np.bincount(learnt_from, minlength=len(classes)) / max(1, len(learnt_from))
    predicted = np.full(len(truth), int(shares.argmax()))
    values = np.full(len(truth), shares[1]) if len(classes) == 2 else np.tile(shares, (len(truth), 1))
    return ClassPredictions(classes, truth, predicted, Scores(values), "probability")
