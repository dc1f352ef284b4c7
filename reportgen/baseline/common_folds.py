"""Two runs compared over the folds that both cut: by the corrected resampled t-test, as models of one run are."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import Analysis
from reportgen.predictions.from_bundle import trained_on
from reportgen.predictions.split_predictions import SplitPredictions
from reportgen.scoring.comparing.recipe_differences import Fits, over_folds
from reportgen.statistics.difference import Difference
from reportgen.statistics.interval import LEVEL

#: Why answers to the same samples are not compared sample by sample in a cross-validation.
OTHER_FOLDS = "the two runs cut other folds, so that their intervals are compared"


class Folds:
    """The folds that both runs cut, and the predictions in each.

    `numbers` is of shape (n_samples,), the fold of each sample judged; `analysis` says how many were trained on.
    """

    def __init__(self, numbers: NDArray[np.int64], analysis: Analysis) -> None:
        self.numbers, self.analysis = numbers, analysis
        self._known: dict[int, tuple[SplitPredictions, list[SplitPredictions]]] = {}

    @cached_property
    def rows(self) -> list[NDArray[np.int64]]:
        """The places of the samples of each fold."""
        return [np.flatnonzero(self.numbers == fold) for fold in np.unique(self.numbers)]

    @cached_property
    def judged_for_each_trained(self) -> float:
        """Samples judged for each training sample, the mean over folds."""
        judged = [len(rows) for rows in self.rows]
        known = trained_on(self.analysis.protocol, self.analysis.dataset.splits.get("train", 0), judged)
        return float(np.mean([own / max(before, 1) for own, before in zip(judged, known, strict=True)]))

    def of(self, predictions: SplitPredictions) -> list[SplitPredictions]:
        """Return predictions fold by fold, cut once for all their figures."""
        if id(predictions) not in self._known:
            self._known[id(predictions)] = (predictions, [predictions.take(rows) for rows in self.rows])
        return self._known[id(predictions)][1]

    def difference(self, a: Fits, b: Fits) -> Difference:
        """Return the mean of the folds' differences of a figure, a - b."""
        one, other = ([self.of(own) for own in fits.predictions] for fits in (a, b))
        return over_folds(a.metric, one, other, self.judged_for_each_trained, LEVEL, a.label).difference

    def mean(self, fits: Fits) -> float | None:
        """Return the mean over folds and seeds of a figure; None where one has none."""
        values = list(self._figures(fits))
        return None if None in values else float(np.mean([value for value in values if value is not None]))

    def _figures(self, fits: Fits) -> Iterator[float | None]:
        for predictions in fits.predictions:
            for in_fold in self.of(predictions):
                found = fits.metric.figure(in_fold, fits.label)
                yield None if found is None else found.value
