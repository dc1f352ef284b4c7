"""From the parts of a rule to a gate: which kind, models, split and findings; names that do not exist are refused."""

from collections.abc import Iterable

from reportgen.bundle.base_record import Split
from reportgen.config.gate_rules import CONFIDENT, LEVELS, GateError, GateRule, RulePart, parse_gate, pointed
from reportgen.errors import nearest
from reportgen.gates.gate_spec import ALL, ANY, BEST, COSTS, GATES, RECOMMENDED, Gate, GateKind, Names

#: The kind of a rule that names none.
PLAIN = "limit"

_SPLITS: dict[str, Split] = {"cv": "cv", "test": "test"}
_SCOPES = (RECOMMENDED, BEST, ALL)


def resolve(written: str, names: Names) -> Gate | None:
    """Return the gate that a rule is for one analysis; None where it names another.

    Raises
    ------
    GateError
        If it cannot be read, or names a metric, class, model, analysis or finding that does not exist.
    """
    rule = parse_gate(written)
    kinds: list[RulePart] = []
    scopes: list[RulePart] = []
    splits: list[RulePart] = []
    for word in rule.words:
        group = kinds if word.text in GATES else splits if word.text in _SPLITS else scopes
        group.append(word)
    whole = any(word.text == CONFIDENT for word in kinds)
    kinds = [word for word in kinds if word.text != CONFIDENT]
    for group in (kinds, scopes, splits):
        if len(group) > 1:
            _refuse(rule.text, group[1], f"`{group[1].text}` contradicts `{group[0].text}` before it.")
    scope = _scope(rule.text, scopes[0], names) if scopes else RECOMMENDED
    if scope is None:
        return None
    kind = GATES.get(kinds[0].text if kinds else PLAIN)
    if whole and not kind.confident:
        _refuse(rule.text, kinds[0], f"{kind.id} looks at no interval: leave `confident` out.")
    kind = GATES.get(kind.confident) if whole else kind
    if kind.about == "findings":
        ids = _findings(rule, kind, (*scopes, *splits), names)
        parts = (
            part for name, part in names.findings.parts.items() if name in ids or rule.metric.text in ANY
        )
        gate = Gate(rule, kind, findings=ids, parts=tuple(dict.fromkeys(parts)))
    else:
        split = _SPLITS[splits[0].text] if splits else None
        gate = Gate(rule, kind, whole, scope, split, interval_level=names.level)
        _check_metric(gate, names)
    kind.check(gate, names)
    return gate


def _scope(text: str, word: RulePart, names: Names) -> str | None:
    """Return what `best`, `rf` or `detector/rf` stands for; None where it is another analysis."""
    analysis, slash, model = word.text.rpartition("/")
    if slash and analysis not in names.analyses:
        _unknown(text, RulePart(analysis, word.place), "analysis", names.analyses)
    if slash and analysis != names.analysis:
        return None
    if model in names.models or model in _SCOPES:
        return model
    if slash:
        _unknown(text, RulePart(model, word.place + len(analysis) + 1), "model", (*names.models, *_SCOPES))
    known = (*names.models, *_SCOPES, *GATES.ids(), *LEVELS, *_SPLITS)
    _unknown(text, word, "model, and no kind of gate,", known)
    return None


def _check_metric(gate: Gate, names: Names) -> None:
    """Refuse metrics that do not exist, and classes that the data do not have."""
    rule = gate.rule
    if gate.is_cost:
        if rule.labels:
            _refuse(rule.text, rule.labels[0], f"{gate.metric} is of a model, not of a class.")
        return
    if gate.metric not in names.metrics:
        _unknown(rule.text, rule.metric, "metric", (*names.metrics, *COSTS))
    if not rule.labels:
        return
    first = rule.labels[0]
    if len(rule.labels) == 1 and first.text in names.subgroups:
        _check_subgroup(gate, names)
        return
    if first.text not in names.labels and names.subgroups and "=" in first.text:
        _unknown(rule.text, first, "subgroup", names.subgroups)
    if first.text not in names.labels:
        what = "label or output" if names.outputs else "class"
        _unknown(rule.text, first, what, names.labels)
    if len(rule.labels) == 2:
        _check_second(rule.text, first.text, rule.labels[1], names)


def _check_subgroup(gate: Gate, names: Names) -> None:
    """Refuse a gate on a subgroup of a kind that compares with another run, which has no such figures."""
    if gate.kind.id == "no-regression":
        _refuse(
            gate.rule.text,
            gate.rule.labels[0],
            "no-regression compares figures of the whole, not of a subgroup.",
        )
    if gate.metric not in names.metrics:
        _unknown(gate.rule.text, gate.rule.metric, "metric", names.metrics)


def _check_second(text: str, first: str, second: RulePart, names: Names) -> None:
    if first not in names.outputs:
        _refuse(text, second, f"`{first}` is no output that has classes of its own.")
    if second.text not in names.outputs[first]:
        _unknown(text, second, f"class of `{first}`", names.outputs[first])


def _findings(rule: GateRule, kind: GateKind, words: tuple[RulePart, ...], names: Names) -> tuple[str, ...]:
    """Return the ids of the findings that a rule names; refuse those that do not exist, and what no finding has."""
    if words or rule.labels:
        word = (*words, *rule.labels)[0]
        problem = f"{kind.id} looks at what was found in the whole analysis: leave `{word.text}` out."
        _refuse(rule.text, word, problem)
    known = names.findings.ids
    if rule.metric.text not in known and rule.metric.text not in ANY:
        _unknown(rule.text, rule.metric, "finding or topic", (*ANY, *known))
    return known.get(rule.metric.text, ())


def _unknown(text: str, part: RulePart, what: str, known: Iterable[str]) -> None:
    known = tuple(known)
    some = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
    hint = nearest(part.text, known) or (f" There are {some}." if known else "")
    _refuse(text, part, f"there is no {what} `{part.text}`.{hint}")


def _refuse(text: str, part: RulePart, problem: str) -> None:
    raise GateError(pointed(text, part.place, problem))
