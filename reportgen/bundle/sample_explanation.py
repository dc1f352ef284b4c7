"""Explain a sample: what it is, and what each model predicted for it, looked up in a bundle."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle import keys
from reportgen.bundle.base_record import Split
from reportgen.bundle.query import predicted_classes
from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.bundle.single_outputs import score_columns
from reportgen.bundle.store import Bundle, load_bundle
from reportgen.errors import InputError, nearest
from reportgen.tasks import Task

#: Of so many classes the scores of all are given; of more those of the best few.
MOST_SHOWN, BEST = 20, 5

SPLITS: tuple[Split, ...] = ("cv", "test")


@dataclass(frozen=True)
class Explained:
    """What one model predicted for one sample.

    Attributes
    ----------
    analysis, sample, model, title :
        Whose prediction for what: ids of analysis and model, the sample's id (position in the source), the model's
        name.
    split, fold : str, int or None
        Where it was judged: by the models of which fold, or on the test (fold None).
    output : str or None
        Of several labels or outputs, which one.
    truth, answer : str
        Class names.
    scores : tuple of (str, float)
        Of two classes the score of the positive one; of more those of all classes, best first; of very many those
        of the best few. Empty where the model has none, or none are kept.
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


@dataclass(frozen=True)
class _Asked:
    """A sample's number, and how it was asked for: by that, or by what the user calls it."""

    number: int
    asked: int | str

    def __str__(self) -> str:
        return (
            str(self.asked) if str(self.number) == str(self.asked) else f"{self.asked} (number {self.number})"
        )


@dataclass(frozen=True, eq=False)
class _Place:
    """Where a sample was judged: `row` of the arrays of a split."""

    split: Split
    row: int
    fold: int | None


def explain(
    bundle: Bundle | Path | str, sample: int | str, model: str | None = None, analysis: str | None = None
) -> list[Explained]:
    """Return what each model predicted for a sample, in each analysis that has judged it.

    Parameters
    ----------
    bundle : Bundle or path
        Its folder, the folder above, or a zip of it.
    sample : int or str
        Position in the source, training data first; or as text what the user calls it, where a column says so
        (`--show`), and else the position.
    model, analysis : str, optional
        Ids; by default all.

    Raises
    ------
    InputError
        If the sample was not judged, something is not called so, or the bundle holds no single samples.
    """
    found = bundle if isinstance(bundle, Bundle) else load_bundle(bundle)
    _refuse_redacted(found)
    analyses = _named_analyses(found, analysis)
    rows: list[Explained] = []
    problems: list[InputError] = []
    for one in analyses:
        try:
            for number in _numbers(one, found.arrays, sample):
                rows += _explained(one, found.arrays, _Asked(number, sample), _named_models(one, model))
        except InputError as error:
            problems.append(error)
    if not rows:
        raise problems[0]
    return rows


def _refuse_redacted(bundle: Bundle) -> None:
    run = bundle.record.run
    if run.redaction is not None or (
        run.config.get("samples") is False and not run.config.get("keep_samples")
    ):
        raise InputError(
            "This bundle was made with --no-samples: it tells nothing of single samples. With --keep-samples beside it "
            "the bundle alone keeps them."
        )


def _numbers(analysis: Analysis, arrays: Any, sample: int | str) -> list[int]:
    """Return the positions of the samples that are called so; several may share what the user calls them."""
    if isinstance(sample, int):
        return [sample]
    own = arrays.get(keys.OWN_IDS.key(analysis.id))
    if own is not None:
        called = own == sample
        if not called.any():  # several answers to the same case are numbered: `q004 #1`
            called = np.char.startswith(own, f"{sample} #")
        if called.any():
            found: list[int] = arrays[keys.SAMPLE_IDS.key(analysis.id)][called].tolist()
            return found
    if sample.strip().isdecimal():
        return [int(sample)]
    if own is None:
        raise InputError(
            f"--sample is `{sample}`: give the number of a sample, as in 0: its position in the data."
        )
    close = nearest(sample, own.tolist()) or f" They are called as in `{own[0]}`."
    raise InputError(f"--sample: no sample is called `{sample}`.{close}")


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
        raise InputError(f"--model: `{wanted}` has no predictions: {known[wanted].reason}")
    return [known[wanted]]


def _explained(
    analysis: Analysis, arrays: Any, sample: _Asked, models: Sequence[ModelInfo]
) -> Iterator[Explained]:
    for place in _places(analysis, arrays, sample):
        truth = arrays[keys.TRUTH.key(analysis.id, place.split)][place.row]
        for model in models:
            answers = arrays[keys.PREDICTIONS.key(analysis.id, model.id, place.split)][place.row]
            key = keys.SCORES.key(analysis.id, model.id, place.split)
            for output, classes, at, columns in _questions(analysis, truth):
                scores = _scores(arrays, key, place.row, classes, columns)
                yield Explained(
                    analysis=analysis.id,
                    sample=sample.number,
                    model=model.id,
                    title=model.title,
                    split=place.split,
                    fold=place.fold,
                    output=output,
                    truth=classes[int(truth[at])],
                    answer=classes[int(answers[at])],
                    scores=scores,
                    score_kind=model.score_kind if scores else None,
                )


def _places(analysis: Analysis, arrays: Any, sample: _Asked) -> list[_Place]:
    """Return where a sample was judged; say what is known where it was not."""
    if analysis.task == Task.DENOISE:
        raise InputError(
            f"The predictions of the analysis `{analysis.id}` are images: a report shows them, `explain` cannot."
        )
    key = keys.SAMPLE_IDS.key(analysis.id)
    if key not in arrays:
        raise InputError(
            "This bundle holds no single samples: it is a summary, as a report carries. "
            "Give the bundle that `reportgen evaluate` or `build` wrote."
        )
    ids = arrays[key]
    (used,) = np.nonzero(ids == sample.number)
    places: list[_Place] = []
    judged: list[NDArray[Any]] = []
    for split in SPLITS:
        if keys.ROWS.key(analysis.id, split) not in arrays:
            continue
        rows = arrays[keys.ROWS.key(analysis.id, split)]
        judged.append(ids[rows])
        folds = arrays[keys.FOLDS.key(analysis.id)] if split == "cv" else None
        places += [
            _Place(split, row, None if folds is None else int(folds[row]))
            for row in np.flatnonzero(np.isin(rows, used)).tolist()
        ]
    if not places:
        raise InputError(_not_judged(analysis, sample, ids, np.concatenate(judged), trained=len(used) > 0))
    return places


def _not_judged(
    analysis: Analysis, sample: _Asked, ids: NDArray[Any], judged: NDArray[Any], *, trained: bool
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


def _questions(analysis: Analysis, truth: Any) -> list[tuple[str | None, Sequence[str], Any, slice]]:
    """Return (output, its classes, index into a row of predictions, columns of its scores) of each label or output."""
    if np.ndim(truth) == 0:
        return [(None, predicted_classes(analysis), (), slice(None))]
    outputs = analysis.dataset.outputs
    columns = score_columns(len(output.classes) for output in outputs)
    return [(output.name, output.classes, place, columns[place]) for place, output in enumerate(outputs)]


def _scores(
    arrays: Any, key: str, row: int, classes: Sequence[str], columns: slice
) -> tuple[tuple[str, float], ...]:
    """Return the scores of one answer by class, best first; of two classes that of the second."""
    best = keys.best_scores(key)
    if best.best in arrays:
        codes, found = arrays[best.best_classes][row], arrays[best.best][row]
    elif key in arrays:
        found = np.atleast_1d(arrays[key][row])[columns]
        codes = np.array([1]) if len(found) == 1 else np.arange(len(found))
    else:
        return ()
    most = BEST if len(classes) > MOST_SHOWN else len(classes)
    order = np.argsort(-found, kind="stable")[:most]
    return tuple((classes[int(codes[place])], float(found[place])) for place in order)
