"""Explain a sample: what it is, and what each model answered on it, looked up in a bundle."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.record import Split
from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.bundle.store import Bundle, load_bundle
from reportgen.errors import InputError, nearest
from reportgen.tasks import Task

#: Answers of a model that are named with their scores.
BEST = 3

SPLITS: tuple[Split, ...] = ("cv", "test")


@dataclass(frozen=True)
class Explained:
    """What one model answered on one sample.

    Attributes
    ----------
    analysis, sample, model, title :
        Whose answer to what: ids of analysis and model, the sample's id (position in the source), the model's name.
    split, fold : str, int or None
        Where it was judged: by the models of which fold, or on the test (fold None).
    output : str or None
        Of several labels or outputs, which one.
    truth, answer : str
        Class names.
    scores : tuple of (str, float)
        Of two classes the score of the positive one; of more the best answers, best first. Empty where the model
        has none, or none are kept.
    score_kind : str or None
        Whether they are probabilities or decision scores.
    """

    analysis: str
    sample: int
    model: str
    title: str
    split: Split
    fold: int | None
    output: str | None
    truth: str
    answer: str
    scores: tuple[tuple[str, float], ...]
    score_kind: str | None


@dataclass(frozen=True, eq=False)
class _Place:
    """Where a sample was judged: `row` of the arrays of a split."""

    split: Split
    row: int
    fold: int | None


def explain(
    bundle: Bundle | Path | str, sample: int, model: str | None = None, analysis: str | None = None
) -> list[Explained]:
    """Return what each model answered on a sample, in each analysis that has judged it.

    Parameters
    ----------
    bundle : Bundle or path
        Its folder, the folder above, or a zip of it.
    sample : int
        Position in the source, training data first.
    model, analysis : str, optional
        Ids; by default all.

    Raises
    ------
    InputError
        If the sample was not judged, something is not called so, or the bundle holds no single samples.
    """
    found = bundle if isinstance(bundle, Bundle) else load_bundle(bundle)
    if found.record.run.config.get("samples") is False:
        raise InputError("This bundle was made with --no-samples: it tells nothing of single samples.")
    analyses = _named_analyses(found, analysis)
    rows: list[Explained] = []
    problems: list[InputError] = []
    for one in analyses:
        try:
            rows += _explained(one, found.arrays, sample, _named_models(one, model))
        except InputError as error:
            problems.append(error)
    if not rows:
        raise problems[0]
    return rows


def _named_analyses(bundle: Bundle, wanted: str | None) -> list[Analysis]:
    known = {analysis.id: analysis for analysis in bundle.record.analyses}
    if wanted is None:
        return list(known.values())
    if wanted not in known:
        raise InputError(
            f"--analysis: there is none called `{wanted}`.{nearest(wanted, known)} Known: {', '.join(known)}."
        )
    return [known[wanted]]


def _named_models(analysis: Analysis, wanted: str | None) -> list[ModelInfo]:
    known = {model.id: model for model in analysis.models}
    if wanted is None:
        return [model for model in analysis.models if model.status == "ok"]
    if wanted not in known:
        raise InputError(
            f"--model: there is none called `{wanted}`.{nearest(wanted, known)} Known: {', '.join(known)}."
        )
    if known[wanted].status != "ok":
        raise InputError(f"--model: `{wanted}` has no answers: {known[wanted].reason}")
    return [known[wanted]]


def _explained(
    analysis: Analysis, arrays: Any, sample: int, models: Sequence[ModelInfo]
) -> Iterator[Explained]:
    for place in _places(analysis, arrays, sample):
        truth = arrays[f"{analysis.id}/truth/{place.split}"][place.row]
        for model in models:
            answers = arrays[f"{analysis.id}/predictions/{model.id}/{place.split}"][place.row]
            scores = _scores(analysis, arrays, model, place)
            for output, classes, at in _questions(analysis, truth):
                yield Explained(
                    analysis=analysis.id,
                    sample=sample,
                    model=model.id,
                    title=model.title,
                    split=place.split,
                    fold=place.fold,
                    output=output,
                    truth=classes[int(truth[at])],
                    answer=classes[int(answers[at])],
                    scores=_of_output(scores, classes, at) if output else scores,
                    score_kind=model.score_kind if scores else None,
                )


def _places(analysis: Analysis, arrays: Any, sample: int) -> list[_Place]:
    """Return where a sample was judged; say what is known where it was not."""
    if analysis.task == Task.DENOISE:
        raise InputError(
            f"The answers of the analysis `{analysis.id}` are images: a report shows them, `explain` cannot."
        )
    key = f"{analysis.id}/sample_ids"
    if key not in arrays:
        raise InputError(
            "This bundle holds no single samples: it is a summary, as a report carries. "
            "Give the bundle that `reportgen evaluate` or `build` wrote."
        )
    ids = arrays[key]
    (used,) = np.nonzero(ids == sample)
    places: list[_Place] = []
    judged: list[NDArray[Any]] = []
    for split in SPLITS:
        if f"{analysis.id}/rows/{split}" not in arrays:
            continue
        rows = arrays[f"{analysis.id}/rows/{split}"]
        judged.append(ids[rows])
        folds = arrays[f"{analysis.id}/folds"] if split == "cv" else None
        places += [
            _Place(split, row, None if folds is None else int(folds[row]))
            for row in np.flatnonzero(np.isin(rows, used)).tolist()
        ]
    if not places:
        raise InputError(_not_judged(analysis, sample, ids, np.concatenate(judged), trained=len(used) > 0))
    return places


def _not_judged(
    analysis: Analysis, sample: int, ids: NDArray[Any], judged: NDArray[Any], *, trained: bool
) -> str:
    data = analysis.dataset
    span = f"{judged.min():,} to {judged.max():,}"
    if trained:
        return (
            f"--sample {sample} was learnt from and judged nowhere. The {len(judged):,} samples judged have ids from "
            f"{span}."
        )
    limited = "" if len(ids) == data.samples else f", of which {len(ids):,} were used"
    return (
        f"--sample: there is no sample {sample} here. {data.name} has {data.samples:,} samples{limited}; those that "
        f"were judged have ids from {span}."
    )


def _questions(analysis: Analysis, truth: Any) -> list[tuple[str | None, Sequence[str], Any]]:
    """Return (output, its classes, index into a row of answers): one, or one for each label or output."""
    if np.ndim(truth) == 0:
        return [(None, analysis.dataset.classes, ())]
    return [(output.name, output.classes, place) for place, output in enumerate(analysis.dataset.outputs)]


def _scores(analysis: Analysis, arrays: Any, model: ModelInfo, place: _Place) -> Any:
    """Return the scores of a row: (class, score) pairs of one answer, the stored row of several."""
    key = f"{analysis.id}/scores/{model.id}/{place.split}"
    classes = analysis.dataset.classes
    if f"{key}/best" in arrays:
        best = zip(arrays[f"{key}/best_classes"][place.row], arrays[f"{key}/best"][place.row], strict=True)
        return tuple((classes[int(code)], float(score)) for code, score in best)[:BEST]
    if key not in arrays:
        return ()
    row = arrays[key][place.row]
    if analysis.dataset.outputs:
        return tuple(np.atleast_1d(row).tolist())
    if np.ndim(row) == 0:
        return ((classes[1], float(row)),)
    order = np.argsort(-row, kind="stable")[:BEST]
    return tuple((classes[code], float(row[code])) for code in order.tolist())


def _of_output(scores: Sequence[float], classes: Sequence[str], place: int) -> tuple[tuple[str, float], ...]:
    """Return the score of one label: that of its second class, yes."""
    return ((classes[1], scores[place]),) if len(scores) > place and len(classes) == 2 else ()
