"""The error analysis: every part from the predictions, and what its samples look like from the data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from reportgen.bundle.base_record import Split
from reportgen.bundle.error_records import (
    Duplicates,
    Errors,
    LabelSuspects,
    ModelErrors,
    SharedCodes,
    SliceSearch,
)
from reportgen.bundle.query import judged_split
from reportgen.bundle.redaction import without_cases
from reportgen.bundle.schema import Analysis
from reportgen.predictions.analysis_predictions import ModelPredictions, Predictions
from reportgen.predictions.packing import Arrays
from reportgen.predictions.sample_data import SampleData
from reportgen.scoring.errors.confused_pairs import confident_mistakes, confused_pairs
from reportgen.scoring.errors.duplicates import duplicates
from reportgen.scoring.errors.error_slices import search_slices
from reportgen.scoring.errors.error_tendencies import tendencies
from reportgen.scoring.errors.label_errors import label_suspects
from reportgen.scoring.errors.model_on_split import ModelOnSplit
from reportgen.scoring.errors.row_excerpts import excerpts
from reportgen.scoring.errors.sample_pictures import pack_shown
from reportgen.scoring.errors.shared_codes import shared_codes
from reportgen.scoring.errors.shared_errors import shared_errors
from reportgen.tasks import Task

Made = TypeVar("Made")


@dataclass(frozen=True)
class Extent:
    """How much is shown: pairs of the recommended model, samples of a block, of a list, and of a short list."""

    pairs: int
    block: int
    listed: int
    short: int


IMAGES = Extent(pairs=4, block=6, listed=12, short=6)
ROWS = Extent(pairs=4, block=3, listed=8, short=4)

#: Pairs of each other model: two, or one where there are more models than this.
FEW_MODELS = 4


#: Why a part that looks into the samples is left out where there are predictions alone.
NEEDS_DATA = "it needs the features of the samples, which are not at hand"


def find_errors(
    predictions: Predictions, data: SampleData | None, analysis: Analysis, arrays: Arrays
) -> Errors:
    """Return the error analysis of an analysis whose model is chosen; pixels of the samples shown go into `arrays`.

    A part that cannot be made is named in `missing`, and so is what looks into the samples where their features are
    not at hand. Where samples are not to be named there is nothing of single ones.
    """
    found = _Finder(predictions, data, analysis).errors()
    if not predictions.question.names_samples:
        return without_cases(found)
    if data is None:
        return found
    rows = data.rows_of(sorted(set(samples_shown(found))))
    pack_shown(predictions.question.id, data, rows, arrays)
    if data.image_shape is None:
        described = excerpts(data, rows, predictions.question.protocol.seed)
        return msgspec.structs.replace(found, rows=described)
    return found


def samples_shown(errors: Errors) -> Iterator[int]:
    """Yield the id of every sample that an error analysis names, some more than once."""
    for model in errors.models:
        yield from (case.sample for case in model.mistakes)
        for pair in model.pairs:
            yield from (case.sample for block in pair.blocks for case in block.cases)
    yield from (case.sample for suspects in errors.suspects for case in suspects.cases)
    yield from (case.sample for case in (errors.shared.cases if errors.shared else ()))
    for twin in errors.duplicates.twins if errors.duplicates else ():
        yield from (twin.test, twin.train)


class _Finder:
    """The parts of one error analysis; the recommended model comes first."""

    def __init__(self, predictions: Predictions, data: SampleData | None, analysis: Analysis) -> None:
        self.predictions = predictions
        self.data = data
        self.chosen = analysis.chosen
        self.split = judged_split(analysis)
        usable = [model for model in predictions.usable if not model.is_baseline]
        self.models = sorted(usable, key=lambda model: model.id != self.chosen)
        self.extent = ROWS if predictions.question.dataset.image_shape is None else IMAGES
        self.has_classes = predictions.question.task is not Task.CORRECTNESS
        self.missing: dict[str, str] = {}

    def errors(self) -> Errors:
        """Return all parts."""
        judged = [self._judged(model, self.split) for model in self.models]
        return Errors(
            models=[part for one in judged if (part := self._of_model(one)) is not None],
            suspects=self._part("suspected labels", self._suspects) or [],
            shared=self._part("errors that models share", lambda: shared_errors(judged, self.extent.listed)),
            duplicates=self._from_data("duplicates", self._duplicates),
            shared_codes=self._from_data("shared codes", self._shared_codes) or [],
            missing=self.missing,
        )

    def _part(self, name: str, make: Callable[[], Made]) -> Made | None:
        try:
            return make()
        except Exception as error:  # noqa: BLE001 - the rest of the report is worth having without this part
            self.missing[name] = f"{type(error).__name__}: {error}"
            return None

    def _from_data(self, name: str, make: Callable[[SampleData], Made | None]) -> Made | None:
        """Return a part that looks into the samples; without their features say that it is missing."""
        data = self.data
        if data is None:
            self.missing[name] = NEEDS_DATA
            return None
        return self._part(name, lambda: make(data))

    def _judged(self, model: ModelPredictions, split: Split) -> ModelOnSplit:
        ids, seed = self.predictions.samples.ids_on(split), self.predictions.question.protocol.seed
        return ModelOnSplit(model.id, split, model.whole[split], ids, seed)

    def _of_model(self, judged: ModelOnSplit) -> ModelErrors | None:
        return self._part(f"errors of {judged.model}", lambda: self._model(judged))

    def _model(self, judged: ModelOnSplit) -> ModelErrors:
        chosen, extent = judged.model == self.chosen, self.extent
        few = 2 if len(self.models) <= FEW_MODELS else 1
        # Tests of single samples say nothing where samples of a group belong together.
        independent = self.predictions.samples.groups is None
        return ModelErrors(
            model=judged.model,
            split=judged.split,
            samples=judged.predictions.n_samples,
            errors=int(judged.wrong.sum()),
            pairs=confused_pairs(judged, extent.pairs if chosen else few, extent.block)
            if self.has_classes
            else [],
            mistakes=confident_mistakes(judged, extent.listed if chosen else extent.short),
            tendencies=tendencies(judged) if independent and self.has_classes else [],
            slices=self._from_data("slices", self._slices) if chosen and independent else None,
        )

    def _duplicates(self, data: SampleData) -> Duplicates | None:
        return duplicates(data, self.predictions.question.classes, self.extent.short)

    def _shared_codes(self, data: SampleData) -> list[SharedCodes]:
        """Look for codes on both sides; of --groups, which a test of the data's own may not keep apart, any."""
        return shared_codes(data, belong_together=self.predictions.samples.groups is not None)

    def _slices(self, data: SampleData) -> SliceSearch | None:
        """Search the larger split, on which more can be found, whichever it is that headline figures are of."""
        model = self.models[0]
        split = max(model.whole, key=lambda name: (model.whole[name].n_samples, name))
        return search_slices(data, self._judged(model, split))

    def _suspects(self) -> list[LabelSuspects]:
        """Ask every model that has probabilities; samples are named for the first one, the recommended where it can."""
        if not self.predictions.samples.fold_sizes or not self.has_classes:
            return []
        ranked = sorted(
            self.models, key=lambda model: (model.id != self.chosen, int(model.whole["cv"].wrong.sum()))
        )
        made: list[LabelSuspects] = []
        for model in ranked:
            judged = self._judged(model, "cv")
            suspects = label_suspects(judged, 0 if made else self.extent.listed)
            if suspects is not None:
                made.append(suspects)
        return made
