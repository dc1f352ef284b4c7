"""Thresholds chosen on one part of the scores and judged on another.

Chosen on the out-of-fold scores of the training data and judged on the test; without a test each fold is judged at the
threshold that the other folds give; without folds both happen on the test, which makes them slightly optimistic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.config import ThresholdRule
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.scoring.choosing_grounds import Grounds, ScoreScale, grounds_of, mean_scale, scale_of
from reportgen.scoring.confident_choice import choose_with_confidence
from reportgen.scoring.threshold_choice import Choice, choose_threshold
from reportgen.scoring.threshold_rates import Decided

#: Which samples belong together, by split, each of shape (n_judged,).
GroupsBySplit: TypeAlias = Mapping[Split, NDArray[np.int64]]


class Chosen(NamedTuple):
    """A threshold on the scale of the judged scores, what it decides, and fields of the record; None out of reach."""

    threshold: float | None
    decided: Decided | None
    fields: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Choosing:
    """The scores that a detector's thresholds are chosen and judged on; kept, as every rule asks for them.

    Attributes
    ----------
    whole : mapping of split to ClassPredictions
    folds : sequence of ClassPredictions
    groups : mapping of split to ndarray
    prevalence : float, optional
        The share of positives where the model will work, which costs depend on.
    """

    whole: Mapping[Split, ClassPredictions]
    folds: Sequence[ClassPredictions]
    groups: GroupsBySplit
    prevalence: float | None = None

    @property
    def judged_on(self) -> Split:
        """The split that thresholds are judged on."""
        return "test" if "test" in self.whole else "cv"

    @property
    def chosen_on(self) -> Split:
        """The split that they are chosen on."""
        return "cv" if "cv" in self.whole else "test"

    @cached_property
    def grounds(self) -> Grounds:
        """All samples to choose on."""
        if self.chosen_on == "test":
            return grounds_of([self.whole["test"]], [self.groups.get("test")], for_another=False)
        return grounds_of(self.folds or [self.whole["cv"]], self._fold_groups, for_another=True)

    @cached_property
    def grounds_without(self) -> list[Grounds]:
        """For each fold the samples of all others to choose on."""
        places = range(len(self.folds))
        return [
            grounds_of(
                [self.folds[place] for place in places if place != own],
                [self._fold_groups[place] for place in places if place != own],
                for_another=True,
            )
            for own in places
        ]

    @cached_property
    def _fold_groups(self) -> list[NDArray[np.int64] | None]:
        groups = self.groups.get("cv")
        if groups is None or not self.folds:
            return [groups] * max(1, len(self.folds))
        ends = np.cumsum([fold.n_samples for fold in self.folds])[:-1]
        return [*np.split(groups, ends)]

    def by(self, rule: ThresholdRule) -> Chosen:
        """Return the threshold that a rule gives, and what it decides where it is judged."""
        judged, cross_fitted = self.whole[self.judged_on], self.judged_on == "cv"
        scores = np.asarray(judged.scores)
        scale = mean_scale(self.folds) if cross_fitted and self.folds else scale_of(scores)
        choice, threshold = _choose(rule, self.grounds, scale, scores, self.prevalence)
        fields: dict[str, Any] = {
            "chosen_on": self.chosen_on,
            "cross_fitted": cross_fitted,
            "chosen_precision": choice.precision,
            "chosen_recall": choice.recall,
            "best_reachable": choice.best_reachable,
            "reason": choice.reason,
            "confidence": rule.confidence,
            "chosen_low": choice.low,
            "rescaled": self.grounds.rescaled,
        }
        if threshold is None:
            return Chosen(None, None, fields)
        if cross_fitted:
            return self._cross_fitted(rule, threshold, fields)
        return Chosen(threshold, self._decided(judged.truth == 1, scores >= threshold), fields)

    def _cross_fitted(self, rule: ThresholdRule, threshold: float, fields: dict[str, Any]) -> Chosen:
        """Judge each fold at the threshold that the scores of the others give."""
        choices = self._choices_without(rule)
        thresholds = [own for _, own in choices if own is not None]
        if len(thresholds) < len(choices):
            fold = next(place for place, (_, own) in enumerate(choices) if own is None)
            lacking = choices[fold][0]
            reason = f"without fold {fold} {lacking.reason}"
            fields |= {"reason": reason, "best_reachable": lacking.best_reachable}
            return Chosen(threshold, None, fields)
        truth = np.concatenate([fold.truth == 1 for fold in self.folds])
        called = [np.asarray(fold.scores) >= own for fold, own in zip(self.folds, thresholds, strict=True)]
        decided = self._decided(truth, np.concatenate(called))
        return Chosen(threshold, decided, fields | {"fold_thresholds": thresholds})

    def _choices_without(self, rule: ThresholdRule) -> list[tuple[Choice, float | None]]:
        if len(self.folds) < 2:
            return [(Choice(None, reason="there is no other fold to choose on"), None)]
        own = [np.asarray(fold.scores) for fold in self.folds]
        return [
            _choose(rule, grounds, scale_of(scores), scores, self.prevalence)
            for grounds, scores in zip(self.grounds_without, own, strict=True)
        ]

    def _decided(self, positive: NDArray[np.bool_], called: NDArray[np.bool_]) -> Decided:
        return Decided(positive, called, self.groups.get(self.judged_on), self.prevalence)


def _choose(
    rule: ThresholdRule,
    grounds: Grounds,
    scale: ScoreScale,
    judged: NDArray[np.float64],
    prevalence: float | None,
) -> tuple[Choice, float | None]:
    """Return what a rule chooses on some samples, and its threshold on the scale of the judged scores."""
    highest = float(judged.max())

    def carried(threshold: float) -> float:
        return grounds.carried(threshold, scale, highest)

    if not grounds.ranked.positives or rule.confidence is None:
        choice = choose_threshold(rule, grounds.ranked, carried, prevalence)
    else:
        choice = choose_with_confidence(rule, grounds, scale, carried)
    return choice, None if choice.threshold is None else carried(choice.threshold)
