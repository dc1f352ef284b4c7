"""The records of a comparison of two runs: what got better or worse, what broke, what was fixed, what else differs."""

from typing import Literal

from reportgen.bundle.base_record import Record, Split
from reportgen.bundle.error_records import RowExcerpt
from reportgen.bundle.run_records import Git

#: Format of `comparison.json`.
CHANGES_VERSION = 1

#: The `reason` of a figure of which the first fits alone are compared.
UNEVEN = "by the first fit of each, as only one of the runs has repeats"


class RunSummary(Record, frozen=True, kw_only=True):
    """One of the two runs. `carries`: whether its single predictions were at hand (full), or its figures alone.

    `redacted_digest` is that of what `--no-samples` left of it; None where nothing was taken out.
    """

    id: str
    created: str
    reportgen_version: str
    seed: int
    git: Git | None
    results_digest: str
    carries: Literal["full", "summary"] = "full"
    redacted_digest: str | None = None


class Altered(Record, frozen=True, kw_only=True):
    """Something besides results that differs; None where a run does not have it.

    `kind`: data, protocol, parameter, option, seed, version, machine, code or size. `model` of a parameter or size.
    """

    kind: Literal["data", "protocol", "parameter", "option", "seed", "version", "machine", "code", "size"]
    name: str
    baseline: str | None
    candidate: str | None
    model: str | None = None


class ScoreChange(Record, frozen=True, kw_only=True):
    """One figure then and now: `difference` is candidate - baseline, `low` and `high` its interval.

    `model` is the candidate's, `baseline_model` the one it is compared with: the same id, or where the two runs
    recommend different models also the one recommended then. `paired`: both predicted the same samples, `n` of them,
    and the difference is judged sample by sample; otherwise from the two intervals, and `n` is the smaller number.
    `better`: whether the whole interval lies on the side that is better (True) or worse (False) by this metric;
    None where it holds zero or there is none. `verdict` takes the `margin` into account, the smallest difference that
    matters: equivalent where the whole interval lies within it. `reason` says why figures are missing, or what to know
    of them. Figures are means over `seeds` fits, then over `baseline_seeds`; `estimand`: these fitted models, or the
    recipes, trained anew. `by_t` is the part of the interval's half width that follows Student's t, of few folds, seeds
    or groups, with `degrees` degrees of freedom; null where none does.
    """

    model: str
    baseline_model: str
    split: Split
    metric: str
    baseline: float | None
    candidate: float | None
    difference: float | None
    paired: bool
    n: int
    label: str | None = None
    output: str | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    method: str | None = None
    p_value: float | None = None
    test: str | None = None
    better: bool | None = None
    baseline_low: float | None = None
    baseline_high: float | None = None
    reason: str | None = None
    estimand: Literal["model", "recipe"] = "model"
    seeds: int = 1
    baseline_seeds: int = 1
    margin: float | None = None
    verdict: Literal["better", "worse", "equivalent", "undecided"] | None = None
    by_t: float | None = None
    degrees: float | None = None

    @property
    def averaged(self) -> str:
        """Over how many seeds the figures are means; empty where each is that of one fit."""
        if self.seeds == self.baseline_seeds:
            return f"means over {self.seeds} seeds" if self.seeds > 1 else ""
        now, then = (
            f"the mean over {number} seeds" if number > 1 else "one fit, which depends on no seed,"
            for number in (self.seeds, self.baseline_seeds)
        )
        return f"{now} now and {then} then"


class ChangedCase(Record, frozen=True, kw_only=True):
    """A sample (its position in the source) that one run predicted correctly and the other wrongly.

    `score` is the new prediction's. Of several labels or outputs `output` is the one that changed; where several did,
    it is None, and the texts name each.
    """

    sample: int
    truth: str
    baseline: str
    candidate: str
    score: float | None = None
    output: str | None = None


class ChangedSamples(Record, frozen=True, kw_only=True):
    """The samples of a split whose prediction by one model was right in one run and wrong in the other.

    `broken` were right and are wrong now, `fixed` the other way; `both_wrong` were wrong both times. The cases are
    some of them, those first on which the model was most confident when wrong.
    """

    model: str
    baseline_model: str
    split: Split
    samples: int
    broken: int
    fixed: int
    both_wrong: int
    broken_cases: list[ChangedCase] = []
    fixed_cases: list[ChangedCase] = []


class ModelChange(Record, frozen=True, kw_only=True):
    """What became of a model: in both runs (compared), in one of them, or without figures in one (with the reason)."""

    id: str
    title: str
    status: Literal["compared", "added", "removed", "unusable"]
    reason: str | None = None


class AnalysisChanges(Record, frozen=True, kw_only=True):
    """One analysis then and now.

    `status` refused: the two ask different questions, or comparing them failed, and `reason` says which; then there is
    nothing else. `paired` are the splits on which both judged the same samples; `reason` says why others are not.
    `chosen` and `baseline_chosen` are the models recommended now and then. `rows` say what is unusual about single
    rows of tables.
    """

    id: str
    title: str
    status: Literal["compared", "refused", "added", "removed"]
    paired: list[Split] = []
    reason: str | None = None
    chosen: str | None = None
    baseline_chosen: str | None = None
    models: list[ModelChange] = []
    scores: list[ScoreChange] = []
    samples: list[ChangedSamples] = []
    altered: list[Altered] = []
    rows: list[RowExcerpt] = []


class Changes(Record, frozen=True, kw_only=True):
    """The whole of `comparison.json`: two runs compared, the baseline and the candidate."""

    baseline: RunSummary
    candidate: RunSummary
    analyses: list[AnalysisChanges]
    altered: list[Altered] = []
    schema_version: int = CHANGES_VERSION
