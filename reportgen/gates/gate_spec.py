"""Gate and GateKind: a rule whose names are understood, what a kind of rule demands, and the registry of kinds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import Analysis, BundleRecord, FindingLevel, GateResult, MetricInfo
from reportgen.config.gate_rules import GateRule
from reportgen.registry import Registry
from reportgen.statistics.interval import LEVEL

if TYPE_CHECKING:
    from reportgen.bundle.run_changes import Changes

#: What a gate may hold besides metrics, each less the better, and whether it depends on the machine.
COSTS = {
    "size_bytes": False,
    "fit_seconds": True,
    "predict_seconds": True,
    "predict_microseconds_per_sample": True,
}

#: What a gate can demand: that the figure, its interval or a difference keeps to the limit, or that nothing was found.
Demand = Literal["point", "interval", "difference", "finding"]

#: What a kind of gate can be about: figures of models (metrics, sizes and times), or what was found in an analysis.
About = Literal["figures", "findings"]

#: Words for a model without its name.
RECOMMENDED, BEST, ALL = "recommended", "best", "all"

#: Words for findings without their ids: those of a level, or of one that is worse.
ANY: Mapping[str, tuple[FindingLevel, ...]] = {
    "any blocker": ("blocker",),
    "any warning": ("blocker", "warning"),
}


@dataclass(frozen=True)
class KnownFindings:
    """Findings that rules may name.

    `ids` are those that a topic or an id stands for; `parts` what the findings of some ids look at, a part of the error
    analysis.
    """

    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Names:
    """What the rules of one analysis may name.

    `labels` are classes, or labels and outputs where there are several targets; `outputs` the classes of each.
    `subgroups` are the parts that --by asked for, as in `sex=F`.
    `level` is that of the intervals by which they are judged.
    """

    analysis: str
    analyses: tuple[str, ...]
    models: tuple[str, ...]
    labels: tuple[str, ...]
    outputs: Mapping[str, tuple[str, ...]]
    metrics: Mapping[str, MetricInfo]
    findings: KnownFindings = field(default_factory=KnownFindings)
    level: float = LEVEL
    subgroups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gate:
    """A rule whose words are understood.

    Attributes
    ----------
    rule : GateRule
    kind : GateKind
    whole : bool
        Whether the whole interval has to hold, not the figure alone.
    scope : str
        `recommended`, `best`, `all` or the id of a model.
    split : {"cv", "test"}, optional
        Where it was named; by itself the test, without one the cross-validation.
    findings : tuple of str
        The ids of the findings that it names, by themselves or by their topic; none where it names a level.
    parts : tuple of str
        The parts of the error analysis that these findings look at, or of any level those that any looks at.
    interval_level : float
        The level of the intervals by which it is judged, where it looks at any.
    """

    rule: GateRule
    kind: "GateKind"
    whole: bool = False
    scope: str = RECOMMENDED
    split: Split | None = None
    findings: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    interval_level: float = LEVEL

    @property
    def metric(self) -> str:
        """The id of the metric, or one of COSTS; of a kind about findings what it names."""
        return self.rule.metric.text

    @property
    def is_cost(self) -> bool:
        """Whether it holds a size or a time."""
        return self.metric in COSTS


@dataclass(frozen=True)
class Reference:
    """What a result is compared with: the last baseline, or a fixed anchor.

    `record` is its bundle's, where that is at hand.
    """

    name: Literal["baseline", "anchor"]
    changes: "Changes"
    record: BundleRecord | None = None

    @property
    def title(self) -> str:
        """What readers know it as: "baseline" alone could be taken for the naive one."""
        return f"{self.name} run"


@dataclass(frozen=True)
class Evidence:
    """What a gate is judged by: the run, one of its analyses, and what it is compared with."""

    record: BundleRecord
    analysis: Analysis
    references: tuple[Reference, ...] = field(default=())


class UnjudgedError(Exception):
    """A gate cannot be evaluated; the message is the reason, a sentence for the reader."""


@dataclass(frozen=True)
class GateKind:
    """A kind of gate.

    Attributes
    ----------
    id : str
        The word before a colon that asks for it.
    title : str
        What it demands, for a listing.
    example : str
        A rule of this kind.
    check : callable
        Raises GateError where a rule does not fit the kind.
    judge : callable
        Returns the results, one for each thing it was held against; raises UnjudgedError where there can be none.
    demand : {"point", "interval", "difference", "finding"}
        What has to keep to the limit: the figure, its whole interval, or the difference to what it is compared with; or
        that there is no such finding.
    confident : str
        The id of the kind that judges where `confident` stands before it: another one, or its own where `judge` heeds
        `gate.whole`. Empty where no whole interval can be asked for.
    about : {"figures", "findings"}
        What its rules name: a metric, size or time of models, of classes and on splits; or findings of the analysis.
    """

    id: str
    title: str
    example: str
    check: Callable[[Gate, Names], None]
    judge: Callable[[Gate, Evidence], list[GateResult]]
    demand: Demand = "point"
    confident: str = ""
    about: About = "figures"


GATES: Registry[GateKind] = Registry("gates", "reportgen.gates.kinds")
