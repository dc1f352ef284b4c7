"""Samples newly broken and newly fixed: right in one run and wrong in the other."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.baseline.alignment import Alignment
from reportgen.baseline.compared_model import ComparedModel
from reportgen.bundle.run_changes import ChangedCase, ChangedSamples
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.several_predictions import SeveralPredictions
from reportgen.scoring.errors.certainty import predicted_scores
from reportgen.scoring.errors.model_on_split import ModelOnSplit

#: Cases named of each kind: of pictures two rows, of rows of a table fewer.
MOST_PICTURES, MOST_ROWS = 12, 8

#: Answers to several questions that a case names.
NAMED_ANSWERS = 4

Mask = NDArray[np.bool_]


def changed_samples(
    before: ComparedModel,
    after: ComparedModel,
    aligned: Alignment,
    most: int,
    pictured: Collection[int] | None = None,
) -> ChangedSamples:
    """Return which samples one run predicted correctly and the other wrongly.

    Of several labels or outputs a sample is right where all are.

    Parameters
    ----------
    most : int
        How many are named of each kind; 0 names none.
    pictured : collection of int, optional
        Ids of the samples that can be shown, which are named before others; None: all can.
    """
    then = before.first_predictions(aligned.split).take(aligned.places)
    now = after.first_predictions(aligned.split)
    was_wrong, is_wrong = _wrong(then), _wrong(now)
    broken, fixed = is_wrong & ~was_wrong, was_wrong & ~is_wrong
    scores = predicted_scores(now) if isinstance(now, ClassPredictions) else None

    def cases(chosen: Mask, predictions: Any) -> list[ChangedCase]:
        order = _most_confident_first(predictions, chosen, aligned, after.analysis.protocol.seed)
        if pictured is not None:
            order = sorted(order, key=lambda place: int(aligned.ids[place]) not in pictured)
        return [_case(place, aligned, then, now, scores) for place in order[:most]]

    return ChangedSamples(
        model=after.model,
        baseline_model=before.model,
        split=aligned.split,
        samples=len(aligned.ids),
        broken=int(broken.sum()),
        fixed=int(fixed.sum()),
        both_wrong=int((was_wrong & is_wrong).sum()),
        broken_cases=cases(broken, now) if most else [],
        fixed_cases=cases(fixed, then) if most else [],
    )


def _wrong(predictions: Any) -> Mask:
    wrong: Mask = predictions.truth != predictions.predicted
    return np.asarray(wrong.any(axis=1)) if wrong.ndim > 1 else wrong


def _most_confident_first(predictions: Any, chosen: Mask, aligned: Alignment, seed: int) -> list[int]:
    """Return the places of the samples chosen, those first on which the model was most confident when it was wrong."""
    if not isinstance(predictions, ClassPredictions):
        found: list[int] = np.flatnonzero(chosen).tolist()
        return found
    surest: list[int] = (
        ModelOnSplit("", aligned.split, predictions, aligned.ids, seed).most_confident_first(chosen).tolist()
    )
    return surest


def _case(
    place: int, aligned: Alignment, then: Any, now: Any, scores: NDArray[np.float64] | None
) -> ChangedCase:
    score = None if scores is None else scores[place]
    output, (truth, before, after) = _in_words(then, now, place)
    return ChangedCase(
        sample=int(aligned.ids[place]),
        truth=truth,
        baseline=before,
        candidate=after,
        score=None if score is None or not np.isfinite(score) else float(score),
        output=output,
    )


def _in_words(then: Any, now: Any, place: int) -> tuple[str | None, tuple[str, ...]]:
    """Return the true class, that predicted then and now; of several outputs of the one, or those, that changed."""
    if not isinstance(now, SeveralPredictions):
        codes = (now.truth[place], then.predicted[place], now.predicted[place])
        return None, tuple(now.classes[int(code)] for code in codes)
    rows = (now.truth[place], then.predicted[place], now.predicted[place])
    changed = [k for k in range(len(now.outputs)) if rows[1][k] != rows[2][k]]
    if len(changed) == 1:
        output = now.outputs[changed[0]]
        return output.name, tuple(output.classes[int(codes[changed[0]])] for codes in rows)
    return None, tuple(_joined(now, changed, codes) for codes in rows)


def _joined(predictions: SeveralPredictions, places: Sequence[int], codes: NDArray[np.int64]) -> str:
    said = [
        f"{predictions.outputs[k].name}: {predictions.outputs[k].classes[int(codes[k])]}"
        for k in places[:NAMED_ANSWERS]
    ]
    return ", ".join(said) + (", …" if len(places) > NAMED_ANSWERS else "")
