"""The records of `bundle.json`: typed, frozen, versioned.

History of `schema_version`:

1. The first. Unknown fields are ignored on reading, so that later minor additions stay readable.
"""

from typing import Any, Literal

from reportgen.bundle.base_record import Record, Split
from reportgen.bundle.cochran_record import CochranTest
from reportgen.bundle.data_records import DatasetInfo, Protocol
from reportgen.bundle.error_records import Errors
from reportgen.bundle.run_changes import Changes
from reportgen.bundle.run_records import Run
from reportgen.bundle.search_records import Search
from reportgen.bundle.subgroup_records import Subgroup
from reportgen.bundle.threshold_records import Calibration, CostRanking, OperatingPoint
from reportgen.options import MARGIN
from reportgen.statistics.interval import LEVEL

SCHEMA_VERSION = 1


#: Unit of a metric that is a share of samples, which readers expect in percent; areas and coefficients are none.
SHARE = "share"


class MetricInfo(Record, frozen=True, kw_only=True):
    """What a reader needs to know of a metric; `range` is (lowest, highest), None where unbounded.

    `margin` is the difference that matters where nobody says which does.
    """

    title: str
    unit: str | None
    greater_is_better: bool
    range: tuple[float | None, float | None]
    description: str
    source: str | None
    margin: float = MARGIN


class Timings(Record, frozen=True, kw_only=True):
    """Of the test fit, or the mean over the folds without one.

    `fit_seconds` is wall time on `cores` cores; prediction is timed on one core, whatever helped it.
    """

    fit_seconds: float | None
    predict_seconds: float | None
    predict_microseconds_per_sample: float | None
    cores: int = 1
    taken_up: bool = False


class ModelInfo(Record, frozen=True, kw_only=True):
    """One model. `status` other than ok carries a `reason`; `estimator` is the repr of what was fitted.

    `timings` are None with --reproducible. `score_kind` says what its scores are: probability, decision, or None where
    it has none. `seeds` are those of its repeats; a model whose fit depends on none has one.
    """

    id: str
    title: str
    estimator: str
    parameters: dict[str, Any]
    baseline: bool
    status: Literal["ok", "failed", "skipped"]
    reason: str | None
    timings: Timings | None
    size_bytes: int | None
    search: Search | None = None
    score_kind: Literal["probability", "decision"] | None = None
    description: str = ""
    notes: list[str] = []
    seeds: list[int] = []


class Score(Record, frozen=True, kw_only=True):
    """One figure in long form. The fields after `value` say of what; see `docs/bundle.md`.

    `estimand` is what the interval of a cross-validated figure speaks of: `model`, these fitted models on other
    samples, or `recipe`, models trained anew on other data of as many samples.
    """

    model: str
    split: Split
    metric: str
    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    level: float | None = None
    method: str | None = None
    label: str | None = None
    average: str | None = None
    output: str | None = None
    fold: int | None = None
    repeat: int | None = None
    slice: str | None = None
    threshold: float | None = None
    reason: str | None = None
    estimand: Literal["model", "recipe"] | None = None


class Confusion(Record, frozen=True, kw_only=True):
    """Counts, rows actual, columns predicted; above 100 classes `matrix` is None and `cells` names the arrays."""

    model: str
    split: Split
    label: str | None
    output: str | None
    matrix: list[list[int]] | None
    cells: dict[str, str] | None = None


class Curve(Record, frozen=True, kw_only=True):
    """A curve. `arrays` maps the names of its coordinates to keys of arrays.npz; label None is the overall curve."""

    model: str
    split: Split
    kind: str
    label: str | None
    arrays: dict[str, str]


class CoOccurrence(Record, frozen=True, kw_only=True):
    """Samples that have both labels of each pair, truly and in a model's predictions, labels as in `classes`.

    The diagonals hold how many have each label.
    """

    model: str
    split: Split
    actual: list[list[int]]
    predicted: list[list[int]]


class Comparison(Record, frozen=True, kw_only=True):
    """Two models of an analysis, by one metric, on the same samples: `difference` is a - b.

    `low` and `high` are its interval at `level` (of all `pairs` compared together, by `method`); `p_value` is of
    `test`, `p_adjusted` for all the pairs. `estimand`: these fitted models, or the recipes, trained anew.
    `verdict` a: a is better, whichever way the metric points. `equivalence_low` and `_high` are the interval by which
    they are called equivalent, of twice the error rate. `samples_needed`: about how many test samples would decide what
    is undecided, between `_low` and `_high` in half of the cases (`_high` is None where it may be any number). `reason`
    says why figures are missing, or what to know of them.
    """

    a: str
    b: str
    split: Split
    metric: str
    difference: float | None
    low: float | None
    high: float | None
    margin: float
    estimand: Literal["model", "recipe"]
    p_value: float | None
    p_adjusted: float | None
    test: str
    verdict: Literal["a", "b", "equivalent", "undecided"]
    n: int
    level: float = LEVEL
    method: str | None = None
    pairs: int = 1
    equivalence_low: float | None = None
    equivalence_high: float | None = None
    samples_needed: int | None = None
    samples_needed_low: int | None = None
    samples_needed_high: int | None = None
    reason: str | None = None


class GateResult(Record, frozen=True, kw_only=True):
    """What became of a gate. `rule` is as written, `value` what was found, `limit` what it was held against.

    `low` and `high` are the interval that was judged by, where one was; `reason` is a sentence for the reader.
    `demand` is what has to keep to the limit: the figure itself (point), its whole interval, or the difference to
    what it was `against`, of which `smallest_loss` is the least that would have failed. Of a difference `value`,
    `low` and `high` are candidate less baseline, and `limit` is the change that is allowed. `held` is the number that
    had to keep to it: the figure, the worse end of an interval that has to keep to it as a whole, or the better end of
    a difference that must not lie beyond it as a whole; None in bundles of early versions. A gate on findings (demand
    finding) has no numbers: `finding` is the id of the one that failed it, of several the worst, None where none did.
    `interval_level` is the level of `low` and `high`; None in bundles of early versions, where it is 95 % or, of
    several models, what `reason` says.
    """

    rule: str
    level: Literal["error", "warn"]
    status: Literal["pass", "warn", "fail", "not_applicable"]
    value: float | None
    limit: float | None
    reason: str | None
    low: float | None = None
    high: float | None = None
    analysis: str | None = None
    model: str | None = None
    split: Split | None = None
    metric: str | None = None
    label: str | None = None
    demand: Literal["point", "interval", "difference", "finding"] = "point"
    against: Literal["baseline", "anchor"] | None = None
    smallest_loss: float | None = None
    held: float | None = None
    finding: str | None = None
    interval_level: float | None = None


#: What a reader with one minute is told: use a model, or why none is to be used yet.
HeadlineWord = Literal[
    "use", "no_clear_winner", "not_better_than_baseline", "do_not_release", "says_nothing_about_new_data"
]


class Headline(Record, frozen=True, kw_only=True):
    """What page one, a mail and a terminal say first, in the same words; made of findings, gates and figures.

    `model` is the one it names, None where it speaks of none. `reasons` are ids of findings and rules of gates.
    """

    word: HeadlineWord
    model: str | None
    text: str
    reasons: list[str] = []


#: What a finding means for the headline: a blocker takes the recommendation back.
FindingLevel = Literal["blocker", "warning", "note", "good"]


class Finding(Record, frozen=True, kw_only=True):
    """A sentence for page one, where muted ones (with the reason given) and warnings `crowded_out` do not stand."""

    id: str
    level: FindingLevel
    text: str
    muted: str | None = None
    crowded_out: bool = False


class Analysis(Record, frozen=True, kw_only=True):
    """One dataset, one task, some models, one protocol, and everything measured.

    `main_metric` is the metric the models are ranked by, `main_metric_reason` why it is that one.
    `chosen` is the id of the recommended model (None where all failed), `chosen_on` the split it was chosen on. `best`
    is the one with the best figure there: another one where a much cheaper model is as good. `together` compares all
    models but the naive ones at once; None where they are not compared by accuracy on a test. `optimism` is by how much
    the main figure of the chosen model is likely too good, as the samples that judge it have chosen it; None where
    others have. `groups` says how many whole groups were judged on each split, where samples belong together.
    `cost_ranking` is there where a rule of costs was given, and decides then; `prevalence` is the share of the positive
    class where the model will work, where that was given. `headline` is None in bundles that were made before there
    was one. `p_value_against_folds` is how easily chance explains how far the chosen model's main figure on the test
    lies from those in the folds.
    """

    id: str
    title: str
    task: str
    positive: str | None
    dataset: DatasetInfo
    protocol: Protocol
    models: list[ModelInfo]
    scores: list[Score]
    confusions: list[Confusion]
    curves: list[Curve]
    main_metric: str
    main_metric_reason: str
    chosen: str | None
    chosen_on: Split | None
    comparisons: list[Comparison] = []
    operating_points: list[OperatingPoint] = []
    co_occurrences: list[CoOccurrence] = []
    calibrations: list[Calibration] = []
    errors: Errors = Errors()
    findings: list[Finding] = []
    headline: Headline | None = None
    cost_ranking: CostRanking | None = None
    prevalence: float | None = None
    best: str | None = None
    optimism: float | None = None
    groups: dict[str, int] = {}
    p_value_against_folds: float | None = None
    together: CochranTest | None = None
    subgroups: list[Subgroup] = []


class BundleRecord(Record, frozen=True, kw_only=True):
    """The whole of `bundle.json`. `changes` is the comparison with a baseline where one was given."""

    schema_version: int
    run: Run
    metrics: dict[str, MetricInfo]
    analyses: list[Analysis]
    gates: list[GateResult] = []
    changes: Changes | None = None
