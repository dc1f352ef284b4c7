"""What a detector gives at the threshold it is used at, also where the class is more or less frequent than here."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.threshold_records import OperatingPoint
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.findings.point_in_use import better_point, is_one_sided, point_in_use
from reportgen.findings.recommendation import ALL_OF_IT
from reportgen.wording.analysis_words import is_binary, positive_class
from reportgen.wording.grammar import listed, name
from reportgen.wording.numbers import DASH, INTERVAL, NBSP, percent, score_text
from reportgen.wording.quantity import honest_decimals, percent_decimals

#: Rates of a point, as clinicians and engineers call them.
RATES = {
    "recall": "sensitivity (recall)",
    "specificity": "specificity",
    "precision": "positive predictive value (precision)",
    "npv": "negative predictive value",
}


def operating_rates(index: ScoreIndex) -> Finding | None:
    """Say sensitivity, specificity and predictive values of the chosen model at its threshold, with intervals."""
    chosen = index.chosen
    point = None if chosen is None or not is_binary(index.analysis) else point_in_use(index, chosen)
    if chosen is None or point is None:
        return None
    if is_one_sided(point):
        point = better_point(index, chosen) or point
    said = [_rate(point, rate, title) for rate, title in RATES.items()]
    if not any(said):
        return None
    where = _where(point)
    text = f"{where}: {listed([one for one in said if one])} ({INTERVAL}s).{_elsewhere(index, point)}"
    return Finding(id="operating_rates", level="note", text=text)


def _where(point: OperatingPoint) -> str:
    """Say at which threshold, and whose it is."""
    if point.threshold is None:
        return "By its own predictions"
    whose = {"default": "At its own threshold", "best f1": "At the threshold of the best F1"}
    rule = (
        "At the threshold that was given"
        if point.rule.startswith("threshold ")
        else "At the threshold by its rule"
    )
    return f"{whose.get(point.rule, rule)}, {score_text(point.threshold)}"


def _rate(point: OperatingPoint, rate: str, title: str) -> str:
    value = getattr(point, rate)
    low, high = (getattr(point, f"{rate}_{end}") for end in ("low", "high"))
    if value is None or point.matrix is None or low is None or high is None or high - low >= ALL_OF_IT:
        return ""
    decimals = percent_decimals(sum(point.matrix[1]))
    ends = DASH.join(percent(end, 0) for end in (low, high))
    return f"{title} {percent(value, decimals)}{NBSP}% ({ends})"


def _elsewhere(index: ScoreIndex, point: OperatingPoint) -> str:
    """Say the predictive values where the class is as frequent as was given."""
    found = point.at_prevalence
    if found is None:
        return ""
    share = percent(found.prevalence, honest_decimals(100 * found.prevalence, 0, 100))
    said = []
    for rate in ("precision", "npv"):
        value, low, high = (getattr(found, f"{rate}{end}") for end in ("", "_low", "_high"))
        if value is not None and low is not None and high is not None:
            decimals = honest_decimals(100 * value, 0, 100)
            ends = DASH.join(percent(end, honest_decimals(100 * end, 0, 100)) for end in (low, high))
            said.append(f"the {RATES[rate].partition(' (')[0]} is {percent(value, decimals)}{NBSP}% ({ends})")
    if not said:
        return ""
    return f" Where {share}{NBSP}% are “{name(positive_class(index.analysis))}”, {listed(said)}."


FINDINGS.register(
    FindingRule(
        id="operating_rates",
        levels=("note",),
        order=30,
        says="sensitivity, specificity and predictive values of a detector at its threshold, also at `--prevalence`",
        when="there are two classes; at the threshold of the rule of costs, else of the first rule that was asked for, "
        "else of the model's own predictions; rates whose interval leaves nearly all open are left out",
        speak=operating_rates,
        place="opening",
    )
)
