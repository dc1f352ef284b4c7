"""The error analysis of one plan: every part from the answers kept, and what its samples look like."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.error_records import Errors, LabelSuspects, ModelErrors, SliceSearch
from reportgen.bundle.query import judged_split
from reportgen.bundle.redaction import without_cases
from reportgen.bundle.schema import Analysis
from reportgen.planning.splits import evaluated_rows
from reportgen.predictions.packing import Arrays
from reportgen.scoring.errors.confused_pairs import confident_mistakes, confused_pairs
from reportgen.scoring.errors.duplicates import duplicates
from reportgen.scoring.errors.error_slices import search_slices
from reportgen.scoring.errors.error_tendencies import tendencies
from reportgen.scoring.errors.label_errors import label_suspects
from reportgen.scoring.errors.model_on_split import Judged
from reportgen.scoring.errors.row_excerpts import excerpts
from reportgen.scoring.errors.sample_pictures import pack_shown
from reportgen.scoring.errors.shared_errors import shared_errors

if TYPE_CHECKING:
    from reportgen.fitting.predictions_of import ModelOutcomes
    from reportgen.planning.fit_plan import Plan

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


def find_errors(
    plan: "Plan", outcomes: Sequence["ModelOutcomes"], analysis: Analysis, arrays: Arrays
) -> Errors:
    """Return the error analysis of an analysis whose model is chosen; pixels of the samples shown go into `arrays`.

    A part that cannot be made is named in `missing`. Without `config.samples` there is nothing of single samples.
    """
    found = _Finder(plan, outcomes, analysis).errors()
    if not plan.config.samples:
        return without_cases(found)
    rows = _rows_of(plan.dataset.sample_ids, sorted(set(samples_shown(found))))
    pack_shown(plan.id, plan.dataset, rows, arrays)
    if plan.dataset.image_shape is None:
        described = excerpts(plan.dataset, plan.division.train, rows, plan.config.seed)
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


def _rows_of(sample_ids: NDArray[np.int64], samples: Sequence[int]) -> list[int]:
    order = np.argsort(sample_ids, kind="stable")
    rows: list[int] = order[np.searchsorted(sample_ids, samples, sorter=order)].tolist() if samples else []
    return rows


class _Finder:
    """The parts of one error analysis; the recommended model comes first."""

    def __init__(self, plan: "Plan", outcomes: Sequence["ModelOutcomes"], analysis: Analysis) -> None:
        self.plan = plan
        self.chosen = analysis.chosen
        self.split = judged_split(analysis)
        self.rows = evaluated_rows(plan.division)
        usable = [found for found in outcomes if found.pooled and not found.model.spec.baseline]
        self.outcomes = sorted(usable, key=lambda found: found.model.id != self.chosen)
        self.extent = ROWS if plan.dataset.image_shape is None else IMAGES
        self.missing: dict[str, str] = {}

    def errors(self) -> Errors:
        """Return all parts."""
        judged = [self._judged(found, self.split) for found in self.outcomes]
        dataset, division = self.plan.dataset, self.plan.division
        return Errors(
            models=[part for one in judged if (part := self._of_model(one)) is not None],
            suspects=self._part("suspected labels", self._suspects) or [],
            shared=self._part("errors that models share", lambda: shared_errors(judged, self.extent.listed)),
            duplicates=self._part(
                "duplicates",
                lambda: duplicates(dataset, self.plan.target, division, self.extent.short),
            ),
            missing=self.missing,
        )

    def _part(self, name: str, make: Callable[[], Made]) -> Made | None:
        try:
            return make()
        except Exception as error:  # noqa: BLE001 - the rest of the report is worth having without this part
            self.missing[name] = f"{type(error).__name__}: {error}"
            return None

    def _judged(self, found: "ModelOutcomes", split: Split) -> Judged:
        ids = self.plan.dataset.sample_ids[self.rows[split]]
        return Judged(found.model.id, split, found.pooled[split], ids, self.plan.config.seed)

    def _of_model(self, judged: Judged) -> ModelErrors | None:
        return self._part(f"errors of {judged.model}", lambda: self._model(judged))

    def _model(self, judged: Judged) -> ModelErrors:
        chosen, extent = judged.model == self.chosen, self.extent
        few = 2 if len(self.outcomes) <= FEW_MODELS else 1
        # Tests of single samples say nothing where samples of a group belong together.
        independent = self.plan.dataset.groups is None
        return ModelErrors(
            model=judged.model,
            split=judged.split,
            samples=judged.outcome.n_samples,
            errors=int(judged.wrong.sum()),
            pairs=confused_pairs(judged, extent.pairs if chosen else few, extent.block),
            mistakes=confident_mistakes(judged, extent.listed if chosen else extent.short),
            tendencies=tendencies(judged) if independent else [],
            slices=self._slices() if chosen and independent else None,
        )

    def _slices(self) -> SliceSearch | None:
        """Search the larger split, on which more can be found, whichever it is that headline figures are of."""
        found = self.outcomes[0]
        split = max(found.pooled, key=lambda name: (found.pooled[name].n_samples, name))
        rows, train = self.rows[split], self.plan.division.train
        return search_slices(self.plan.dataset, train, rows, self._judged(found, split))

    def _suspects(self) -> list[LabelSuspects]:
        """Ask every model that has probabilities; samples are named for the first one, the recommended where it can."""
        if not self.plan.division.folds:
            return []
        ranked = sorted(self.outcomes, key=lambda found: (found.model.id != self.chosen, self._wrong(found)))
        made: list[LabelSuspects] = []
        for found in ranked:
            judged = self._judged(found, "cv")
            suspects = label_suspects(judged, 0 if made else self.extent.listed)
            if suspects is not None:
                made.append(suspects)
        return made

    def _wrong(self, found: "ModelOutcomes") -> int:
        return int(np.sum(found.pooled["cv"].truth != found.pooled["cv"].answers))
