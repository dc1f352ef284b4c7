"""Records of what a decision threshold gives, and of whether probabilities are met."""

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
    samples, without their labels.
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
