"""RunConfig: everything that a run was asked for, frozen and validated."""

import math
import re
from pathlib import Path
from typing import Any, Literal

import msgspec

from reportgen.config.addresses import is_address, shown_address
from reportgen.config.byte_sizes import SizeError, parse_size
from reportgen.config.column_options import ColumnOptionError, parse_kind, parse_order
from reportgen.config.gate_rules import GateError, parse_gate
from reportgen.config.model_params import ParamValue
from reportgen.config.option_errors import OptionError, SameIdError, refuse_test_size
from reportgen.config.prevalence import PrevalenceError, parse_prevalence
from reportgen.config.threshold_rules import RuleError, parse_rule
from reportgen.errors import nearest
from reportgen.options import MARGIN, OPTIONS
from reportgen.prediction_options import FITTING

#: The share that is held out as test.
TEST_SIZE = 0.2

#: Options that are paths here, and what to do where one is an address.
NO_ADDRESSES = {
    "output": "reports are written to a folder. Write them to one, and copy it there.",
    "cache_dir": "fits are kept in a folder here. Give the path of one.",
    **dict.fromkeys(
        ("logo", "templates", "baseline", "anchor"),
        "only tables are read from addresses. Copy it here, and give its path.",
    ),
}

#: The reason of a finding that is muted on the command line, where none can be given.
NO_REASON = "ignored with --ignore-finding"

#: Beyond these the ends of intervals are those of tails that no method here is made for.
HIGHEST_LEVEL, MOST_LOOKS = 0.9999, 10_000


class RunConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A run, as asked for on the command line, in a file or through the Python interface.

    The fields are the options of `reportgen build` with their defaults; docs/configuration.md explains them.
    Models that are not named are chosen by the kind of task, as `Family.models` says.
    A run is one analysis, or a study: then `analysis` holds a RunConfig for each, of which everything but the
    options of the whole report counts.
    """

    id: str = "main"
    dataset: str = "digits"
    predictions: tuple[str, ...] = ()
    truth: str | None = None
    id_column: str | None = None
    model_column: str | None = None
    predicted: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    fold: str | None = None
    repeat_column: str | None = None
    logits: bool = False
    table: str | None = None
    query: str | None = None
    format_in: str | None = None
    max_size: str = "8 GB"
    target: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    task: Literal["auto", "binary", "multiclass", "multilabel", "multioutput", "denoise"] = "auto"
    positive: str | None = None
    operating_points: tuple[str, ...] = ()
    threshold: float | None = None
    prevalence: str | None = None
    metric: str | None = None
    margin: float | None = None
    by: tuple[str, ...] = ()
    repeats: int = 1
    models: tuple[str, ...] | None = None
    params: dict[str, dict[str, ParamValue]] = msgspec.field(default_factory=dict)
    search: dict[str, dict[str, tuple[ParamValue, ...]]] = msgspec.field(default_factory=dict)
    search_by: Literal["grid", "halving"] = "grid"
    augment: str | None = None
    chain: bool = False
    baseline: str | None = None
    gates: tuple[str, ...] = ()
    ignore_findings: dict[str, str] = msgspec.field(default_factory=dict)
    anchor: str | None = None
    gate_level: float | None = None
    gate_looks: int | None = None
    cv: int = 3
    test_size: float = TEST_SIZE
    shuffle: bool | None = None
    folds: Literal["stratified", "consecutive"] | None = None
    groups: str | None = None
    time: str | None = None
    split_column: str | None = None
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    show: str | None = None
    test_data: str | None = None
    test_table: str | None = None
    limit: str | None = None
    seed: int = 42
    jobs: int | None = None
    format: tuple[str, ...] = ("html",)
    output: str = "output"
    title: str | None = None
    author: str | None = None
    logo: str | None = None
    templates: str | None = None
    samples: bool = True
    keep_samples: bool = False
    attach: Literal["none", "summary", "full"] = "summary"
    reproducible: bool = False
    provenance: Literal["short", "full"] = "short"
    force: bool = False
    fresh: bool = False
    cache_dir: str = ".reportgen_cache"
    analysis: "tuple[RunConfig, ...]" = ()

    def __post_init__(self) -> None:
        """Refuse values that no run can have; messages name the option."""
        self._check_choices()
        self._refuse_fits()
        self._check_places()
        if self.keep_samples and self.samples:
            raise OptionError(
                "keep_samples",
                "has a meaning with --no-samples alone: without it the bundle holds all samples.",
            )
        if self.cv < 0 or self.cv == 1:
            raise OptionError("cv", f"is {self.cv}: use 2 or more folds, or 0 for no cross-validation.")
        if not 0 <= self.test_size < 1:
            problem = f"is {self.test_size}: give a share from 0 (no test) up to, not including, 1."
            raise OptionError("test_size", problem)
        if self.cv == 0 and self.test_size == 0:
            raise OptionError(
                "cv", "0 and --test-size 0 leave nothing to measure on. Give one of them a value."
            )
        if not 0 <= self.seed < 2**32:
            raise OptionError("seed", f"is {self.seed}: give a whole number from 0 to {2**32 - 1}.")
        if self.jobs is not None and self.jobs < 1:
            raise OptionError("jobs", f"is {self.jobs}: give 1 or more, or leave it out for all cores.")
        self._check_comparisons()
        if self.limit is not None:
            parse_limit(self.limit)
        if self.augment is not None:
            parse_augment(self.augment)
        self._check_columns()
        self._check_test_data()
        self._check_points()
        self._check_gates()
        self._check_reasons()
        if not re.fullmatch(r"[A-Za-z0-9][\w.-]*", self.id, re.ASCII):
            raise OptionError("id", f"is `{self.id}`: use letters, digits, dots, dashes and underscores.")
        self._check_ids()

    def _refuse_fits(self) -> None:
        """Refuse options that say what is fitted, and on which data, beside predictions."""
        if not self.predictions:
            return
        defaults = {field.name: field for field in msgspec.structs.fields(type(self))}
        for option in sorted(FITTING):
            default = defaults[option]
            made = default.default_factory() if default.default is msgspec.NODEFAULT else default.default
            if getattr(self, option) != made:
                raise OptionError(
                    option, "says what is fitted, but --predictions are there already. Leave one of them out."
                )

    def _check_places(self) -> None:
        try:
            parse_size(self.max_size)
        except SizeError as error:
            raise OptionError("max_size", str(error)) from None
        for option, instead in NO_ADDRESSES.items():
            given = getattr(self, option)
            if given is not None and is_address(given):
                raise OptionError(option, f"is `{shown_address(given)}`: {instead}")

    def _check_comparisons(self) -> None:
        if self.margin is not None and not 0 <= self.margin < math.inf:
            problem = f"is {self.margin}: give a difference of the main metric, 0 or more, as in {MARGIN}."
            raise OptionError("margin", problem)
        if self.repeats < 1:
            raise OptionError("repeats", f"is {self.repeats}: give 1 or more seeds.")

    def _check_columns(self) -> None:
        for option, parse in (("kinds", parse_kind), ("orders", parse_order)):
            for text in getattr(self, option):
                try:
                    parse(text)
                except ColumnOptionError as error:
                    raise OptionError(option, str(error), text) from None

    def _check_test_data(self) -> None:
        if self.test_table is not None and self.test_data is None:
            raise OptionError("test_table", "is the table of --test-data, which is not given.")
        if self.test_size != TEST_SIZE:
            refuse_test_size(self.test_data)

    def _check_ids(self) -> None:
        """Refuse analyses whose files or links could not be told apart."""
        seen: dict[str, str] = {}
        for place, part in enumerate(self.analysis):
            key = part.id.rstrip("-.").casefold()  # what is left of it in the name of a file
            if key in seen:
                raise SameIdError(part.id, seen[key], place)
            seen[key] = part.id

    def _check_points(self) -> None:
        if self.threshold is not None and not math.isfinite(self.threshold):
            raise OptionError("threshold", f"is {self.threshold}: give a score, as in 0.3 or 8000.")
        if self.prevalence is not None:
            try:
                parse_prevalence(self.prevalence)
            except PrevalenceError as error:
                raise OptionError("prevalence", str(error)) from None
        for rule in self.operating_points:
            try:
                parse_rule(rule)
            except RuleError as error:
                raise OptionError("operating_points", str(error)) from None

    def _check_gates(self) -> None:
        for rule in self.gates:
            try:
                parse_gate(rule)
            except GateError as error:
                raise OptionError("gates", str(error), rule) from None
        if self.gate_level is not None and not 0.5 <= self.gate_level <= HIGHEST_LEVEL:
            problem = f"is {self.gate_level}: give a share from 0.5 to {HIGHEST_LEVEL}, as in 0.95 for 95 %."
            raise OptionError("gate_level", problem)
        if self.gate_looks is not None and not 1 <= self.gate_looks <= MOST_LOOKS:
            problem = (
                f"is {self.gate_looks}: give a whole number from 1 to {MOST_LOOKS}, as in 52 for every week."
            )
            raise OptionError("gate_looks", problem)

    def _check_reasons(self) -> None:
        for finding, reason in self.ignore_findings.items():
            if not reason.strip():
                raise OptionError(f"ignore_findings.{finding}", "is empty: say why it is not to be shown.")

    def _check_choices(self) -> None:
        for option in OPTIONS:
            value = getattr(self, option.name)
            if option.choices and value is not None and value not in option.choices:
                known = ", ".join(option.choices)
                raise OptionError(
                    option.name, f"is `{value}`: give one of {known}.{nearest(value, option.choices)}"
                )
            if option.kind == "list" and value is not None and not value:
                listing = f"`reportgen list {option.name.removesuffix('s')}s` shows them"
                raise OptionError(option.name, f"is empty: name at least one; {listing}.")

    @property
    def analyses(self) -> "tuple[RunConfig, ...]":
        """The analyses of a study, or the run itself where it is a single one."""
        return self.analysis or (self,)

    @property
    def output_folder(self) -> Path:
        """The folder that reports and bundle are written to."""
        return Path(self.output)


def parse_limit(text: str) -> tuple[int, bool]:
    """Return (samples, first): `2000` is a stratified sample of 2000, `first:2000` the first 2000."""
    number = text.removeprefix("first:")
    if not number.isascii() or not number.isdigit() or int(number) < 1:
        raise OptionError(
            "limit", f"is `{text}`: give a number of training samples, as in 2000 or first:2000."
        )
    return int(number), text != number


def parse_augment(text: str) -> int:
    """Return by how many pixels copies are shifted: 1 for `shift:1`."""
    kind, _, number = text.partition(":")
    if kind.strip() != "shift" or not re.fullmatch(r"[1-9][0-9]{0,5}", number.strip(), re.ASCII):
        raise OptionError("augment", f"is `{text}`: give shift:N with a number of pixels, as in shift:1.")
    return int(number)


def as_record(config: RunConfig) -> dict[str, Any]:
    """Return the configuration as plain values, as the bundle stores it."""
    record: dict[str, Any] = msgspec.to_builtins(config)
    return record
