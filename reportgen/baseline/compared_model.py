"""One model of one of the two runs that are compared: its figures, its predictions, and the fits that it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from reportgen.bundle.base_record import Split
from reportgen.bundle.headline_scores import headline_scores, is_of_all
from reportgen.bundle.run_changes import UNEVEN
from reportgen.bundle.schema import Analysis, Score
from reportgen.bundle.store import Bundle
from reportgen.predictions.from_bundle import has_predictions, repeats_of, split_predictions
from reportgen.predictions.split_predictions import SplitPredictions

#: What a figure is of: its metric, and the class, label or output.
Key = tuple[str, str | None, str | None]

Fit = TypeVar("Fit")


@dataclass(frozen=True, eq=False)
class ComparedModel:
    """One model of one of the two runs."""

    bundle: Bundle
    analysis: Analysis
    model: str

    @property
    def order(self) -> tuple[str, str]:
        """Where it stands before another, whichever of them is the baseline."""
        return self.bundle.record.run.results_digest, self.model

    @property
    def is_unseeded(self) -> bool:
        """Whether its fit is known not to depend on the seed: it has one, though the run repeats its fits."""
        seeds = next((model.seeds for model in self.analysis.models if model.id == self.model), [])
        return self.analysis.protocol.repeats > 1 and len(seeds) == 1

    def rows(self, split: Split) -> dict[Key, Score]:
        """Return the row of each figure of a split: the folds' mean where that is the headline."""
        own = (row for row in self.analysis.scores if (row.model, row.split) == (self.model, split))
        return {(key.metric, key.label, key.output): row for key, row in headline_scores(own).items()}

    def by_seed(self, split: Split) -> dict[str, list[float]]:
        """Return each metric's figures of the whole, the first fit's and those of its repeats."""
        found: dict[str, list[float]] = {}
        for row in self.analysis.scores:
            headline = is_of_all(row) and (row.label, row.output, row.average) == (None, None, None)
            if (row.model, row.split) == (self.model, split) and headline and row.value is not None:
                found.setdefault(row.metric, []).append(row.value)
        return found

    def has_predictions(self, split: Split) -> bool:
        """Whether its single predictions are stored."""
        return has_predictions(self.bundle, self.analysis, self.model, split)

    def first_predictions(self, split: Split) -> Any:
        """Return what it predicted, fitted with the first seed."""
        return split_predictions(self.bundle, self.analysis, self.model, split)

    def predictions_by_seed(self, split: Split) -> list[SplitPredictions]:
        """Return what it predicted, by seed: once where it was not repeated."""
        repeats = range(repeats_of(self.bundle, self.analysis, self.model, split))
        return [
            split_predictions(self.bundle, self.analysis, self.model, split, repeat) for repeat in repeats
        ]


def common_fits(
    before: ComparedModel, after: ComparedModel, then: Sequence[Fit], now: Sequence[Fit]
) -> tuple[list[Fit], list[Fit], str | None]:
    """Return the fits of both that are compared, and why they are not all.

    A single fit has the variance that several show, unless the seed makes no difference to it. What that variance is
    cannot be told from one fit, so that then the first of each are compared as fitted, without a claim about recipes.
    """
    if min(len(then), len(now)) != 1 or max(len(then), len(now)) == 1:
        return list(then), list(now), None
    single = before if len(then) == 1 else after
    if single.is_unseeded:
        return list(then), list(now), None
    return list(then[:1]), list(now[:1]), UNEVEN
