"""The classes of an analysis, and what each model predicted as codes and scores of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import counted, quoted
from reportgen.errors import InputError
from reportgen.external.class_names import NamedValues, as_codes, translated
from reportgen.external.sample_parts import Part, Rows
from reportgen.external.score_meaning import ScoreReading, binary_scores, class_scores
from reportgen.planning.target import encode_target
from reportgen.predictions.scores import ScoreKind, Scores
from reportgen.tasks import DEFAULT_THRESHOLDS, MANY_CLASSES, positive_of


@dataclass(frozen=True, eq=False)
class Answers:
    """What a model predicted: codes of shape (n_samples,), scores and their kind, and notes for its page."""

    predicted: NDArray[np.int64]
    scores: Scores | None
    score_kind: ScoreKind | None
    notes: tuple[str, ...] = ()


def find_classes(truth: NamedValues, parts: Sequence[Part]) -> tuple[str, ...]:
    """Return the classes in their order; of two the positive one last.

    Raises
    ------
    InputError
        If there is only one.
    """
    names = dict.fromkeys(truth.names[code] for code in np.unique(truth.codes) if code >= 0)
    for part in parts:
        names.update(dict.fromkeys(_predicted_names(part, names)))
        names.update(dict.fromkeys(part.columns.scores if part.columns else ()))
    names.pop("", None)
    if len(names) < 2:
        raise InputError(
            f"A classifier needs two classes or more, but truth and predictions hold only {quoted(list(names))}."
        )
    ordered = encode_target(np.array(list(names), dtype=object), "multiclass").classes
    if len(ordered) > 2:
        return ordered
    place, _ = positive_of(ordered, np.bincount(as_codes(truth, ordered), minlength=2).tolist())
    return ordered if place == 1 else ordered[::-1]


def _predicted_names(part: Part, truth: Iterable[str]) -> list[str]:
    if part.columns is None or part.columns.predicted is None:
        return []
    own = part.named(part.columns.predicted)
    found = [own.names[code] for code in np.unique(own.codes) if code >= 0]
    return list(translated(found, set(truth)))


@dataclass(frozen=True, eq=False)
class AnswerReader:
    """Reads the answers of parts; `threshold` decides where there are scores of two classes alone."""

    classes: tuple[str, ...]
    threshold: float | None = None
    logits: bool = False

    def read(self, part: Part, rows: Rows) -> Answers:
        """Return what a model predicted for samples, given the position of each among the part's rows."""
        predicted = self._predicted(part, rows)
        reading = self._scores(part, rows, predicted)
        if predicted is None:
            if reading is None:
                raise InputError(_no_classes(part))
            predicted = self._by_scores(reading)
        notes = [] if reading is None else [*reading.notes, *self._disagreeing(predicted, reading)]
        if reading is None:
            return Answers(predicted, None, None, tuple(self._unused(part)))
        values = reading.values
        scores = Scores(values) if values.ndim == 1 or len(self.classes) <= MANY_CLASSES else None
        return Answers(predicted, scores, reading.kind if scores else None, tuple(notes))

    def _predicted(self, part: Part, rows: Rows) -> NDArray[np.int64] | None:
        if part.columns is None or part.columns.predicted is None:
            return None
        own = part.named(part.columns.predicted)
        named = NamedValues(own.codes, tuple(translated(own.names, self.classes)))
        return as_codes(named, self.classes)[rows]

    def _scores(self, part: Part, rows: Rows, predicted: NDArray[np.int64] | None) -> ScoreReading | None:
        columns, own = part.columns, part.table.columns
        if columns is None:
            return None
        at = part.rows[rows]
        given = {name: own[column].numbers for name, column in columns.scores.items()}
        numbers = {name: values[at] for name, values in given.items() if values is not None}
        if len(self.classes) == 2:
            single = own[columns.score].numbers if columns.score else None
            return binary_scores(
                self.classes, numbers, None if single is None else single[at], predicted, logits=self.logits
            )
        return class_scores(self.classes, numbers, logits=self.logits) if numbers else None

    def _unused(self, part: Part) -> list[str]:
        """Say so where there is a single score although there are more than two classes."""
        columns = part.columns
        if columns is None or columns.score is None or columns.scores or len(self.classes) == 2:
            return []
        return [
            f"“{columns.score}” is not used: a single score says nothing of the other {len(self.classes) - 1} classes."
        ]

    def _by_scores(self, reading: ScoreReading) -> NDArray[np.int64]:
        if reading.values.ndim > 1:
            return np.asarray(reading.values.argmax(axis=1), dtype=np.int64)
        threshold = DEFAULT_THRESHOLDS[reading.kind] if self.threshold is None else self.threshold
        return (reading.values >= threshold).astype(np.int64)

    def _rule(self, reading: ScoreReading) -> str:
        threshold = DEFAULT_THRESHOLDS[reading.kind] if self.threshold is None else self.threshold
        return f"the score at a threshold of {threshold:g}"

    def _disagreeing(self, predicted: NDArray[np.int64], reading: ScoreReading) -> list[str]:
        """Say where the predicted class is not the one that has the highest score."""
        other = int((predicted != self._by_scores(reading)).sum())
        if not other:
            return []
        what = (
            "the one with the highest score"
            if reading.values.ndim > 1
            else f"what {self._rule(reading)} gives"
        )
        note = f"In {counted(other, 'row')} the predicted class is not {what}; it counts as the file has it."
        return [note]


def _no_classes(part: Part) -> str:
    return (
        f"`{part.table.name}`: nothing says which classes “{part.model}” predicted. Name the column with "
        "--predicted COLUMN, "
        "or those of scores with --scores 'PATTERN'."
    )
