"""Records of what a decision threshold gives, and of whether probabilities are met."""

from typing import Literal

from reportgen.bundle.base_record import Record, Split
from reportgen.statistics.interval import LEVEL


class Calibration(Record, frozen=True, kw_only=True):
    """Whether predicted probabilities were met: of the positive class, or of more classes of the most probable one.

    `slope` is 1 where they are as extreme as they should be, less where they are too extreme; `intercept` is 0 where
    they are right on the whole, less where they are too high (logarithm of odds). Both have intervals at `level`, by
    `method`. `p_value` is of `test`: how easily chance explains all that was not met. `predicted` and `observed` are
    means of the probabilities and of what came true. `reason` says why slope and intercept are missing.
    """

    model: str
    split: Split
    n: int
    predicted: float
    observed: float
    slope: float | None = None
    slope_low: float | None = None
    slope_high: float | None = None
    intercept: float | None = None
    intercept_low: float | None = None
    intercept_high: float | None = None
    level: float = LEVEL
    method: str | None = None
    p_value: float | None = None
    test: str | None = None
    reason: str | None = None


class AtPrevalence(Record, frozen=True, kw_only=True):
    """What a threshold gives where so many are positive, not as many as were sampled."""

    prevalence: float
    precision: float | None = None
    precision_low: float | None = None
    precision_high: float | None = None
    npv: float | None = None
    npv_low: float | None = None
    npv_high: float | None = None


class OperatingPoint(Record, frozen=True, kw_only=True):
    """A decision threshold of a detector and what it gives: yes is predicted where the score is at least that.

    `rule`: `default` (the threshold in use), `best f1`, `precision >= 0.90`, `recall >= 0.95 at 90 %`,
    `cost fp=1 fn=10`, or `threshold 8000` for one that was given. `threshold` was chosen on all scores of `chosen_on`
    (None: it was given), where it had `chosen_precision` and `chosen_recall`, which flatter it; it is None where the
    rule is out of reach, and `best_reachable` is then the most there is of what it asks for. The shares have intervals
    of 95 %; `npv` is the negative predictive value, `cost` the mean of a sample by a rule of costs. `matrix` and shares
    are of `judged_on`; `cross_fitted`: each fold is judged at the threshold that the others give (`fold_thresholds`).
    `reason` says why figures are missing, or what to know of them; `label` and `output` whose threshold it is, of
    several. A rule with `confidence` was chosen by the lower bound of what it asks for, which is `chosen_low` at its
    threshold. `rescaled`: scores of different fits are on scales of their own, so that it was chosen in standard
    deviations from the mean of each fit's scores, and carried to the judged fit by those of its scores on the judged
    samples, without their labels. `at_prevalence` has what depends on how frequent the class is where the model
    will work; `cost` is then of that population too.
    """

    model: str
    rule: str
    threshold: float | None
    chosen_on: Split | None
    judged_on: Split
    precision: float | None = None
    precision_low: float | None = None
    precision_high: float | None = None
    recall: float | None = None
    recall_low: float | None = None
    recall_high: float | None = None
    specificity: float | None = None
    specificity_low: float | None = None
    specificity_high: float | None = None
    npv: float | None = None
    npv_low: float | None = None
    npv_high: float | None = None
    cost: float | None = None
    cost_low: float | None = None
    cost_high: float | None = None
    f1: float | None = None
    matrix: list[list[int]] | None = None
    false_alarms_per_thousand: float | None = None
    cross_fitted: bool = False
    fold_thresholds: list[float] = []
    chosen_precision: float | None = None
    chosen_recall: float | None = None
    best_reachable: float | None = None
    reason: str | None = None
    label: str | None = None
    output: str | None = None
    confidence: float | None = None
    chosen_low: float | None = None
    rescaled: bool = False
    at_prevalence: AtPrevalence | None = None


#: What can be done without a model: the positive class is predicted of no sample, or of each.
Strategy = Literal["never", "always"]


class StrategyCost(Record, frozen=True, kw_only=True):
    """What a sample costs on average where all get the same answer."""

    cost: float
    low: float | None = None
    high: float | None = None


class ModelCost(Record, frozen=True, kw_only=True):
    """What a sample costs on average with a model at its threshold, None where it predicts without scores.

    `chosen_cost` is the mean in cross-validation, each fold at the threshold that the others give; it chose the model.
    """

    model: str
    threshold: float | None
    cost: float
    low: float | None = None
    high: float | None = None
    chosen_cost: float | None = None


class CostDifference(Record, frozen=True, kw_only=True):
    """How much less a sample costs with the chosen model than with another one, or with a `strategy`: less is below 0.

    The interval is adjusted for all that the chosen model is compared with.
    """

    other: str | None
    strategy: Strategy | None
    difference: float
    low: float | None = None
    high: float | None = None
    level: float = LEVEL


class CostRanking(Record, frozen=True, kw_only=True):
    """Models ranked by what they cost where `judged_on`, by a rule of costs, and the strategies without a model.

    All figures are means of a sample; they are shown for `per` of them, in `unit`. `never` and `always` predict the
    positive class of no sample and of each. With a `prevalence` all are of a population in which so many are positive.
    """

    rule: str
    fp: float
    fn: float
    tp: float
    tn: float
    unit: str
    per: int
    judged_on: Split
    chosen_on: Split
    chosen: str
    models: list[ModelCost]
    never: StrategyCost
    always: StrategyCost
    differences: list[CostDifference]
    prevalence: float | None = None
