"""The options of a run as keywords with types, for those who call reportgen from Python."""

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

from reportgen.config.model_params import ParamValue
from reportgen.config.run_config import RunConfig


class JudgingOptions(TypedDict, total=False):
    """Options of judging and presenting predictions; docs/configuration.md explains each."""

    logits: bool
    positive: str | None
    operating_points: Sequence[str]
    threshold: float | None
    prevalence: str | None
    metric: str | None
    margin: float | None
    by: Sequence[str]
    baseline: str | None
    gates: Sequence[str]
    ignore_findings: Mapping[str, str]
    anchor: str | None
    gate_level: float | None
    gate_looks: int | None
    seed: int
    format: Sequence[str]
    title: str | None
    author: str | None
    logo: str | None
    templates: str | None
    samples: bool
    keep_samples: bool
    attach: Literal["none", "summary", "full"]
    reproducible: bool
    provenance: Literal["short", "full"]
    force: bool


class FittingOptions(JudgingOptions, total=False):
    """Options of fitting and judging models, all but the models themselves."""

    id: str
    dataset: str
    predictions: Sequence[str]
    truth: str | None
    id_column: str | None
    model_column: str | None
    predicted: Sequence[str]
    scores: Sequence[str]
    verdict: Sequence[str]
    fold: str | None
    repeat_column: str | None
    table: str | None
    query: str | None
    format_in: str | None
    max_size: str
    target: Sequence[str]
    labels: Sequence[str]
    task: Literal["auto", "binary", "multiclass", "multilabel", "multioutput", "denoise"]
    repeats: int
    params: Mapping[str, Mapping[str, ParamValue]]
    search: Mapping[str, Mapping[str, Sequence[ParamValue]]]
    search_by: Literal["grid", "halving"]
    augment: str | None
    chain: bool
    cv: int
    test_size: float
    shuffle: bool | None
    folds: Literal["stratified", "consecutive"] | None
    groups: str | None
    time: str | None
    split_column: str | None
    drop: Sequence[str]
    keep: Sequence[str]
    kinds: Sequence[str]
    orders: Sequence[str]
    show: str | None
    test_data: str | None
    test_table: str | None
    limit: str | None
    jobs: int | None
    output: str
    fresh: bool
    cache_dir: str
    analysis: Sequence[RunConfig]


class RunOptions(FittingOptions, total=False):
    """All options of a run, the fields of RunConfig."""

    models: Sequence[str] | None
