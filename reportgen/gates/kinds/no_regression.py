"""`no-regression: accuracy within 0.005`: no loss against the baseline that noise does not explain.

Judged is the interval of the difference, paired where both runs judged the same samples: the gate fails where the
whole of it lies beyond the change allowed. So a run that is no worse fails with a probability of at most 2.5 %, and
`smallest_loss` says what the samples could not have hidden. `confident: no-regression: ...` turns the burden of proof
round: the interval has to exclude a larger loss.
"""

from math import inf

from reportgen.bundle.headline_scores import headline_change
from reportgen.bundle.run_changes import AnalysisChanges, ScoreChange
from reportgen.bundle.schema import GateResult, ModelInfo
from reportgen.gates.gain import Gain, gain_at
from reportgen.gates.gate_limits import check_allowed
from reportgen.gates.gate_results import Against, result, stored_verdict, unjudged
from reportgen.gates.gate_sentences import interval_told, told, who
from reportgen.gates.gate_spec import (
    ALL,
    GATES,
    RECOMMENDED,
    Evidence,
    Gate,
    GateKind,
    Reference,
    UnjudgedError,
)
from reportgen.gates.gated_costs import judge_cost
from reportgen.gates.gated_figures import changes_of, key_of, models_of, split_of, subject
from reportgen.options import MARGIN
from reportgen.statistics.difference import negated
from reportgen.statistics.interval import LEVEL
from reportgen.statistics.simultaneous import simultaneous_level
from reportgen.tasks import MANY_CLASSES
from reportgen.wording.grammar import listed

#: What a difference can be to.
AGAINST: tuple[Against, ...] = ("baseline", "anchor")

TRAINED_ONCE = (
    "Compared is one fit of each run, with other seeds, which can make a difference by itself: --repeats."
)


def shows_loss(high: float, allowed: float) -> bool:
    """Say whether a gain whose interval ends at `high` is, as a whole, a larger loss than is allowed."""
    return high < -allowed


def judge(gate: Gate, evidence: Evidence) -> list[GateResult]:
    """Hold the difference to the baseline, and that to the anchor, against the change allowed.

    Where one is not at hand, the verdict that the run was stored with stands.
    """
    given = {reference.name for reference in evidence.references}
    found = [_judged(gate, evidence, reference) for reference in evidence.references]
    known = [stored_verdict(gate, evidence, name) for name in AGAINST if name not in given]
    found += [verdict for verdict in known if verdict is not None]
    if not found:
        raise UnjudgedError("There is no baseline run to compare with: give one with --baseline.")
    return found


def _judged(gate: Gate, evidence: Evidence, reference: Reference) -> GateResult:
    try:
        if gate.is_cost:
            return judge_cost(gate, evidence, reference)
        return _judge_metric(gate, evidence, reference)
    except UnjudgedError as error:
        return unjudged(gate, evidence, str(error), reference.name)


def _judge_metric(gate: Gate, evidence: Evidence, reference: Reference) -> GateResult:
    changes = changes_of(evidence, reference)
    gains = [_gain(gate, evidence, changes, model) for model in _models(gate, evidence, changes, reference)]
    lowest, highest = evidence.record.metrics[gate.metric].range
    widest = inf if lowest is None or highest is None else highest - lowest
    gains = [
        gain_at(simultaneous_level(gate.interval_level, len(gains)), gain, evidence, widest) for gain in gains
    ]
    allowed = gate.rule.within or 0.0
    gains.sort(key=lambda gain: gain.low if gate.whole else gain.high)
    worst = gains[0]
    holds = worst.low >= -allowed if gate.whole else not shows_loss(worst.high, allowed)
    better = evidence.record.metrics[gate.metric].greater_is_better
    low, high = (worst.low, worst.high) if better else (negated(worst.high), negated(worst.low))
    smallest = None if gate.whole or worst.high == worst.value else worst.smallest_loss(allowed)
    return result(
        gate,
        evidence,
        holds=holds,
        value=worst.row.difference,
        limit=negated(allowed) if better else allowed,
        held=low if better == gate.whole else high,
        low=low if worst.row.low is not None else None,
        high=high if worst.row.low is not None else None,
        interval_level=worst.level,
        model=worst.row.model,
        split=worst.row.split,
        against=reference.name,
        smallest_loss=smallest,
        reason=_sentence(gate, worst, reference, len(gains), holds=holds)
        + _left_out(gate, evidence, changes, reference),
    )


def _left_out(gate: Gate, evidence: Evidence, changes: AnalysisChanges, reference: Reference) -> str:
    """Name the models of `all` that only one of the two runs has."""
    if gate.scope != ALL:
        return ""
    asked = {model.id for model in models_of(gate, evidence)}
    new = [model.title for model in changes.models if model.status == "added" and model.id in asked]
    gone = [model.title for model in changes.models if model.status == "removed"]
    parts = [f"{listed(gone)} (in the {reference.title} alone)"] if gone else []
    parts += [f"{listed(new)} (new)"] if new else []
    return f" Not judged: {listed(parts)}." if parts else ""


def _models(
    gate: Gate, evidence: Evidence, changes: AnalysisChanges, reference: Reference
) -> list[ModelInfo]:
    """Return the models of the scope; of all those that the reference has too."""
    models = models_of(gate, evidence)
    if len(models) == 1:
        if gate.scope != RECOMMENDED or not changes.baseline_chosen:
            _refuse_absent(models[0], changes, reference)
        return models
    new = {model.id for model in changes.models if model.status == "added"}
    kept = [model for model in models if model.id not in new]
    if not kept:
        raise UnjudgedError("None of the models was there before.")
    for model in kept:
        _refuse_absent(model, changes, reference)
    return kept


def _refuse_absent(model: ModelInfo, changes: AnalysisChanges, reference: Reference) -> None:
    """Raise where a model that is compared with itself has no figures in the reference."""
    known = next((each for each in changes.models if each.id == model.id), None)
    if known is not None and known.status == "added":
        raise UnjudgedError(f"The {reference.title} has no model {model.id}.")
    if known is not None and known.status == "unusable":
        reason = " ".join((known.reason or "has no figures in one of the runs").split())
        raise UnjudgedError(f"{model.title} {reason.rstrip('.')}.")


def _gain(gate: Gate, evidence: Evidence, changes: AnalysisChanges, model: ModelInfo) -> Gain:
    row = _row(gate, evidence, changes, model)
    if row.difference is None:
        reason = row.reason or "no reason was given"
        raise UnjudgedError(f"{subject(gate)} of {model.title} cannot be compared: {reason}.")
    low, high = row.low, row.high
    if low is None and row.difference == 0 and not gate.whole:
        low = high = 0.0  # whatever the interval: it holds 0, so that not all of it is a loss
    if low is None or high is None:
        reason = f": {row.reason}" if row.reason else ""
        raise UnjudgedError(
            f"The difference in {subject(gate)} of {model.title} has no interval{reason}, so noise cannot be told "
            "from a loss."
        )
    titles = {known.id: known.title for known in changes.models}
    titles |= {known.id: known.title for known in evidence.analysis.models}
    then = titles.get(row.baseline_model, row.baseline_model)
    level = row.level or LEVEL
    if evidence.record.metrics[gate.metric].greater_is_better:
        return Gain(row, model.title, row.difference, low, high, then, level)
    return Gain(row, model.title, 0.0 - row.difference, 0.0 - high, 0.0 - low, then, level)  # no -0.0


def _row(gate: Gate, evidence: Evidence, changes: AnalysisChanges, model: ModelInfo) -> ScoreChange:
    """Return the row of a model; of the recommended one that against the model recommended then."""
    before = changes.baseline_chosen if gate.scope == RECOMMENDED else None
    split = split_of(gate, evidence.analysis)
    key = key_of(gate, evidence.analysis, model, split)
    row = headline_change(changes, key, before or model.id)
    if row is not None:
        return row
    classes = len(evidence.analysis.dataset.classes)
    if key.label is not None and classes > MANY_CLASSES:
        raise UnjudgedError(
            f"{subject(gate)} of {model.title} was not compared: of {classes} classes only those are that belong to "
            "the worst or the largest in both runs."
        )
    against = f" against {before}, which was recommended then," if before and before != model.id else ""
    raise UnjudgedError(f"{subject(gate)} of {model.title}{against} was not measured in both runs.")


def _sentence(gate: Gate, gain: Gain, reference: Reference, number: int, *, holds: bool) -> str:
    row, allowed, decimals = gain.row, gate.rule.within or 0.0, gain.decimals
    before, now = row.baseline or 0.0, row.candidate or 0.0
    then = "" if row.baseline_model == row.model else f" of {gain.then}, recommended then,"
    text = f"{who(gain.model, number)} has {subject(gate)} {told(now, before, decimals=decimals)}, "
    text += f"after {told(before, now, decimals=decimals)}{then} in the {reference.title}"
    if gain.value == gain.low == gain.high == 0:
        return f"{text}: no difference."
    by_folds = row.paired and row.split == "cv" and row.estimand == "recipe"
    how = "over the same folds" if by_folds else "on the same samples" if row.paired else "judged unpaired"
    how = ", ".join(filter(None, (how, row.averaged, row.reason)))
    if gain.value < 0:
        size = f"a loss of {told(-gain.value, allowed, decimals=decimals)}"
        ends = interval_told(-gain.high, -gain.low, allowed, decimals=decimals, level=gain.level)
    else:
        size = f"a gain of {told(gain.value, decimals=decimals)}" if gain.value else "no difference"
        ends = interval_told(gain.low, gain.high, -allowed, decimals=decimals, level=gain.level)
    text += f": {size} {how} ({ends})"
    text = f"{text}. {_verdict(gate, gain, allowed, holds=holds)}"
    seeds = {run.seed for run in (reference.changes.baseline, reference.changes.candidate)}
    once = row.estimand == "model" and len(seeds) > 1 and not holds
    return f"{text} {TRAINED_ONCE}" if once else text


def _verdict(gate: Gate, gain: Gain, allowed: float, *, holds: bool) -> str:
    more = f"more than the {told(allowed)} allowed" if allowed else "more than noise explains"
    if gate.whole:
        loss = f"a loss of more than {told(allowed)}" if allowed else "a loss"
        return f"{loss.capitalize()} is excluded." if holds else f"{loss.capitalize()} is not excluded."
    least = told(gain.smallest_loss(allowed), decimals=gain.decimals)
    seen = f"The smallest loss that this could have seen is {least}."
    return seen if holds else f"That is {more}. {seen}"


GATES.register(
    GateKind(
        "no-regression",
        "no loss against --baseline beyond noise and what `within` allows",
        f"no-regression: accuracy within {MARGIN}",
        check_allowed,
        judge,
        demand="difference",
        confident="no-regression",
    )
)
