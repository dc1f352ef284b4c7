"""Look-ups in the score rows of an analysis: which split is judged on, and the one row that a page asks for."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.headline_scores import FigureKey, headline_scores
from reportgen.bundle.query import judged_split, usable_models
from reportgen.bundle.run_changes import Changes
from reportgen.bundle.schema import Analysis, Confusion, Curve, MetricInfo, ModelInfo, Score
from reportgen.bundle.threshold_records import Calibration, ModelCost, OperatingPoint


class ScoreIndex:
    """What was measured in one analysis, by model, split and metric.

    Rows of single repeats, slices, outputs and thresholds are not headlines and are left out. `arrays` are those of
    the bundle, where curves are asked for; `changes` what there is to say of a baseline run. `is_void` is set once it
    is known that the figures say nothing about new data: then how models compare is not spoken of.
    """

    def __init__(
        self,
        analysis: Analysis,
        metrics: Mapping[str, MetricInfo],
        arrays: Mapping[str, NDArray[Any]] | None = None,
        changes: Changes | None = None,
    ) -> None:
        self.analysis = analysis
        self.metrics = metrics
        self.arrays: Mapping[str, NDArray[Any]] = arrays or {}
        self.changes = changes
        self.is_void = False

    @cached_property
    def judged_on(self) -> Split:
        """The split that headline figures are of: the held-out test where there is one."""
        return judged_split(self.analysis)

    @cached_property
    def ok(self) -> list[ModelInfo]:
        """The models that were fitted, the naive baseline too."""
        return [model for model in self.analysis.models if model.status == "ok"]

    @cached_property
    def candidates(self) -> list[ModelInfo]:
        """The fitted models without the naive baseline, best first where judged: by the main metric, or by cost."""
        return self.ranked(usable_models(self.analysis))

    @cached_property
    def baseline(self) -> ModelInfo | None:
        """The naive baseline that a model has to beat: of several the best; None where none was fitted."""
        return next(iter(self.baselines), None)

    @cached_property
    def baselines(self) -> list[ModelInfo]:
        """All naive baselines that were fitted, best first."""
        return self.ranked(model for model in self.ok if model.baseline)

    @cached_property
    def chosen(self) -> ModelInfo | None:
        """The recommended model."""
        return next((model for model in self.ok if model.id == self.analysis.chosen), None)

    def ranked(self, models: Iterable[ModelInfo]) -> list[ModelInfo]:
        """Return the models best first; of equal ones the recommended comes first, then as they are listed."""
        return sorted(models, key=lambda model: self._rank(model.id))

    def cost_of(self, model: str) -> ModelCost | None:
        """Return what a model costs at its threshold; None where no rule of costs was given."""
        ranking = self.analysis.cost_ranking
        return next((own for own in ranking.models if own.model == model), None) if ranking else None

    def _rank(self, model: str) -> tuple[bool, float, bool]:
        if (priced := self.cost_of(model)) is not None:
            return False, priced.cost, model != self.analysis.chosen
        score = self.headline(model, self.analysis.main_metric)
        value = None if score is None else score.value
        if value is None:
            return True, 0.0, False
        return False, value if self.lower_is_better else -value, model != self.analysis.chosen

    @cached_property
    def lower_is_better(self) -> bool:
        """Whether less of the main metric is better."""
        return not self.metrics[self.analysis.main_metric].greater_is_better

    def headline(self, model: str, metric: str, split: Split | None = None) -> Score | None:
        """Return the row of the whole split (by default the judged one): the folds' mean where that is the rule."""
        return self._headlines.get(FigureKey(model, split or self.judged_on, metric))

    def of_class(self, model: str, metric: str, label: str, split: Split | None = None) -> Score | None:
        """Return the row of one class."""
        return self._headlines.get(FigureKey(model, split or self.judged_on, metric, label))

    def labels(self, model: str, metric: str, split: Split | None = None) -> list[str]:
        """Return the classes that have a row of this metric, in the order of the rows."""
        whole = FigureKey(model, split or self.judged_on, metric)
        classes = (key.label for key in self._headlines if key._replace(label=None) == whole)
        return [label for label in classes if label is not None]

    def folds(self, model: str, metric: str) -> list[Score]:
        """Return one row for each fold, in order."""
        return sorted(self._folds.get((model, metric), []), key=lambda row: row.fold or 0)

    def errors(self, model: str, split: Split | None = None) -> tuple[int, int] | None:
        """Return (wrong predictions, samples), which follow from accuracy; None where accuracy was not measured."""
        accuracy = self.headline(model, "accuracy", split)
        if accuracy is None or accuracy.value is None:
            return None
        return round((1 - accuracy.value) * accuracy.n), accuracy.n

    def confusion(self, model: str, split: Split | None = None) -> Confusion | None:
        """Return the confusion matrix of the whole split."""
        at = (model, split or self.judged_on, None, None)
        found = self.analysis.confusions
        return next((c for c in found if (c.model, c.split, c.label, c.output) == at), None)

    def curve(self, model: str, kind: str, label: str | None = None) -> Curve | None:
        """Return a curve of the judged split."""
        at = (model, self.judged_on, kind, label)
        return next((c for c in self.analysis.curves if (c.model, c.split, c.kind, c.label) == at), None)

    def calibration(self, model: str) -> Calibration | None:
        """Return whether a model's probabilities are met, on the judged split."""
        at = (model, self.judged_on)
        return next((c for c in self.analysis.calibrations if (c.model, c.split) == at), None)

    def operating_points(self, model: str) -> list[OperatingPoint]:
        """Return a detector's operating points on the judged split; the first is the threshold in use."""
        found = self.analysis.operating_points
        return [p for p in found if (p.model, p.label, p.output) == (model, None, None)]

    @cached_property
    def _headlines(self) -> dict[FigureKey, Score]:
        return headline_scores(self.analysis.scores)

    @cached_property
    def _folds(self) -> dict[tuple[str, str], list[Score]]:
        found: dict[tuple[str, str], list[Score]] = {}
        for row in self.analysis.scores:
            if row.fold is not None and row.label is None and row.average is None and _is_plain(row):
                found.setdefault((row.model, row.metric), []).append(row)
        return found


def _is_plain(row: Score) -> bool:
    return row.repeat is None and row.slice is None and row.output is None and row.threshold is None
