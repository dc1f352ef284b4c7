"""What a gate looks at: the models of its scope, the split, and the one figure of each."""

from dataclasses import dataclass

from reportgen.bundle.base_record import Split
from reportgen.bundle.headline_scores import FigureKey, headline_score
from reportgen.bundle.query import judged_split
from reportgen.bundle.run_changes import AnalysisChanges
from reportgen.bundle.schema import Analysis, ModelInfo, Score
from reportgen.bundle.score_index import ScoreIndex
from reportgen.gates.gate_sentences import decimals_for, told
from reportgen.gates.gate_spec import ALL, BEST, RECOMMENDED, Evidence, Gate, Reference, UnjudgedError
from reportgen.statistics.interval import LEVEL, Interval
from reportgen.statistics.other_level import interval_at
from reportgen.tasks import MANY_CLASSES, Task
from reportgen.wording.numbers import NBSP

#: What stands behind the number of a cost.
UNITS = {
    "size_bytes": " bytes",
    "fit_seconds": f"{NBSP}s",
    "predict_seconds": f"{NBSP}s",
    "predict_microseconds_per_sample": f"{NBSP}µs a sample",
}


@dataclass(frozen=True)
class GatedFigure:
    """One figure of one model, with its interval where there is one."""

    model: ModelInfo
    value: float
    low: float | None = None
    high: float | None = None
    reason: str | None = None
    n: int = 0
    method: str | None = None

    @property
    def decimals(self) -> int | None:
        """The decimals that the samples support; None where it is no figure between 0 and 1."""
        if not self.n or abs(self.value) > 1:
            return None
        return decimals_for(self.n, self.low, self.high)


def split_of(gate: Gate, analysis: Analysis) -> Split:
    """Return where a gate is judged: as it says, else on the test, without one in cross-validation."""
    asked = gate.split
    if asked == "test" and analysis.protocol.test is None:
        raise UnjudgedError("There is no held-out test.")
    if asked == "cv" and analysis.protocol.cv is None:
        raise UnjudgedError("There was no cross-validation.")
    return asked or judged_split(analysis)


def models_of(gate: Gate, evidence: Evidence) -> list[ModelInfo]:
    """Return the models that a gate looks at."""
    analysis = evidence.analysis
    if gate.scope == RECOMMENDED:
        return [_named(analysis, analysis.chosen)]
    if gate.scope == BEST:
        ranked = ScoreIndex(analysis, evidence.record.metrics).candidates
        return [_named(analysis, analysis.best or (ranked[0].id if ranked else None))]
    if gate.scope == ALL:
        asked = [model for model in analysis.models if not model.baseline and model.status != "skipped"]
        return [_named(analysis, model.id) for model in asked] or [_named(analysis, None)]
    return [_named(analysis, gate.scope)]


def _named(analysis: Analysis, model: str | None) -> ModelInfo:
    if model is None:
        raise UnjudgedError("No model was fitted, so none can be judged.")
    found = next((known for known in analysis.models if known.id == model), None)
    if found is None:
        raise UnjudgedError(f"The run has no model {model}.")
    if found.status != "ok":
        reason = " ".join((found.reason or "no reason was given").split())
        raise UnjudgedError(f"{found.title} {found.status}: {reason}")
    return found


def changes_of(evidence: Evidence, reference: Reference) -> AnalysisChanges:
    """Return what is known of an analysis and that of the reference, where the two can be compared at all."""
    own = evidence.analysis.id
    found = next((each for each in reference.changes.analyses if each.id == own), None)
    if found is None or found.status in ("added", "removed"):
        raise UnjudgedError(f"The {reference.title} has no analysis {own}.")
    if found.status == "refused":
        raise UnjudgedError(f"It cannot be compared with the {reference.title}: {found.reason}")
    return found


def figure_of(gate: Gate, evidence: Evidence, model: ModelInfo, split: Split) -> GatedFigure:
    """Return the figure that a gate holds of one model.

    Raises
    ------
    UnjudgedError
        If it was not measured or is undefined.
    """
    if gate.is_cost:
        return GatedFigure(model, cost_of(model, gate.metric))
    what = subject(gate)
    if (part := subgroup_of(gate, evidence.analysis)) is not None:
        return _of_subgroup(gate, evidence, model, split, part)
    score = headline_score(evidence.analysis.scores, key_of(gate, evidence.analysis, model, split))
    if score is None and missing_class(gate, evidence):
        number = len(evidence.analysis.dataset.classes)
        raise UnjudgedError(
            f"{what} of {model.title} is not at hand on {_split_name(split)}: of {number} classes only the worst "
            "and the largest have figures of their own, and it cannot be computed from what else the bundle holds."
        )
    if score is None:
        hint = _instead(gate, evidence, model, split)
        raise UnjudgedError(f"{what} of {model.title} was not measured on {_split_name(split)}{hint}.")
    if score.value is None:
        raise UnjudgedError(f"{what} of {model.title} is undefined: {score.reason or 'no reason was given'}.")
    return GatedFigure(model, score.value, score.low, score.high, score.reason, score.n, score.method)


def subgroup_of(gate: Gate, analysis: Analysis) -> str | None:
    """Return the subgroup that a gate is about, such as `sex=F`; None where it is about the whole or a class."""
    labels = [label.text for label in gate.rule.labels]
    return (
        labels[0] if len(labels) == 1 and any(own.slice == labels[0] for own in analysis.subgroups) else None
    )


def _of_subgroup(gate: Gate, evidence: Evidence, model: ModelInfo, split: Split, part: str) -> GatedFigure:
    """Return the figure of one subgroup."""
    at = (model.id, split, gate.metric, part)
    rows = evidence.analysis.scores
    score = next((row for row in rows if (row.model, row.split, row.metric, row.slice) == at), None)
    if score is None:
        known = dict.fromkeys(row.metric for row in rows if row.slice == part)
        raise UnjudgedError(
            f"{subject(gate)} of {model.title} was not measured on {_split_name(split)}. By subgroup there are "
            f"{', '.join(known)}."
        )
    if score.value is None:
        raise UnjudgedError(
            f"{subject(gate)} of {model.title} is undefined: {score.reason or 'no reason was given'}."
        )
    low, high = _at_usual_level(score, score.value, evidence)
    return GatedFigure(model, score.value, low, high, score.reason, score.n, score.method)


def _at_usual_level(score: Score, value: float, evidence: Evidence) -> tuple[float | None, float | None]:
    """Return the interval of a subgroup by itself: a gate asks about one, where tables show several at once."""
    if score.low is None or score.high is None or score.level is None:
        return None, None
    known = Interval(score.low, score.high, score.level, score.method or "")
    found = interval_at(LEVEL, value, known, evidence.record.metrics[score.metric].range)
    return found.low, found.high


def _instead(gate: Gate, evidence: Evidence, model: ModelInfo, split: Split) -> str:
    """Return what was measured of a metric that has no figure of its own: those of single classes, and their mean."""
    if gate.rule.labels:
        return ""
    rows = [row for row in evidence.analysis.scores if (row.model, row.split) == (model.id, split)]
    label = next((row.label for row in rows if row.metric == gate.metric and row.label is not None), None)
    mean = f"{gate.metric}_macro"
    known = [f"`{mean}`"] if any(row.metric == mean for row in rows) else []
    known += [f"of one class, as in `{gate.metric}[{label}]`"] if label is not None else []
    return f", but {' and '.join(known)}" if known else ""


def missing_class(gate: Gate, evidence: Evidence) -> list[tuple[str, Split, str, str]]:
    """Return (model, split, metric, class) of the figures that a gate is about and that have no row.

    Of very many classes only some have one.
    """
    if subgroup_of(gate, evidence.analysis) is not None:
        return []
    _, label = place_of(gate, evidence.analysis)
    if gate.is_cost or label is None or len(evidence.analysis.dataset.classes) <= MANY_CLASSES:
        return []
    try:
        models, split = models_of(gate, evidence), split_of(gate, evidence.analysis)
    except UnjudgedError:
        return []
    scores = evidence.analysis.scores
    return [
        (model.id, split, gate.metric, label)
        for model in models
        if headline_score(scores, key_of(gate, evidence.analysis, model, split)) is None
    ]


def cost_of(model: ModelInfo, cost: str) -> float:
    """Return a model's size in bytes, or one of its times."""
    holder = model if cost == "size_bytes" else model.timings
    value = getattr(holder, cost, None)
    if value is None:
        why = ": --reproducible leaves times out" if holder is None and model.status == "ok" else ""
        raise UnjudgedError(f"{cost} of {model.title} is not known{why}.")
    return float(value)


def cost_told(cost: str, value: float, *beside: float) -> str:
    """Return a size or a time with its unit, bytes to the last one."""
    figure = f"{value:,.0f}" if cost == "size_bytes" else told(value, *beside)
    return f"{figure}{UNITS[cost]}"


def subject(gate: Gate) -> str:
    """Return what a gate holds, as it is written in rules: `recall[5]`."""
    return gate.metric + "".join(f"[{label.text}]" for label in gate.rule.labels)


def place_of(gate: Gate, analysis: Analysis) -> tuple[str | None, str | None]:
    """Return (output, label) of the rows that a gate is about."""
    labels = [label.text for label in gate.rule.labels]
    if len(labels) == 2:
        return labels[0], labels[1]
    if not labels:
        return None, None
    if analysis.task == Task.MULTIOUTPUT:
        return labels[0], None
    return None, _of_two(labels[0], gate.metric, analysis)


def _of_two(label: str, metric: str, analysis: Analysis) -> str | None:
    """Of two classes the positive one's precision, recall and such stand in rows without a label."""
    positive = analysis.positive or (analysis.dataset.classes[-1] if analysis.dataset.classes else None)
    if analysis.task != Task.BINARY or label != positive:
        return label
    own = any(row.metric == metric and row.label == label for row in analysis.scores)
    return label if own or metric == "accuracy" else None


def key_of(gate: Gate, analysis: Analysis, model: ModelInfo, split: Split) -> FigureKey:
    """Return which figure of a model a gate is about."""
    output, label = place_of(gate, analysis)
    return FigureKey(model.id, split, gate.metric, label, output)


def _split_name(split: Split) -> str:
    return "the test" if split == "test" else "the folds"
