"""The table of a detector's operating points: what each threshold finds, misses and falsely calls."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.threshold_records import OperatingPoint
from reportgen.config import parse_rule
from reportgen.wording.amounts import costs_in_words
from reportgen.wording.analysis_words import judged_nouns, nouns, point_letter, positive_class, split_in_words
from reportgen.wording.grammar import name
from reportgen.wording.numbers import DASH, INTERVAL, MINUS, UNDEFINED, count, fixed, percent, score_text
from reportgen.wording.quantity import honest_decimals, percent_decimals

#: A rate in a thousand has a decimal where so many samples were judged.
THOUSAND = 1000

#: The rates of a point that have intervals.
SHARES = ("precision", "recall", "specificity", "npv")

#: How the rule of a threshold begins that a user gave.
GIVEN = "threshold "

#: How thresholds are chosen among scores of different fits that are on scales of their own.
RESCALED = (
    "Each fit's scores are on a scale of their own: thresholds are chosen in standard deviations from the mean score, "
    "and carried over by the scores alone, without labels."
)

#: What is to be known of a target without confidence, and how to ask for one.
MISSED = (
    "A precision or recall that is just reached where a threshold is chosen is missed on new data about half of the "
    "time; ask for confidence, as in “recall >= 0.95 at 90 %”."
)


@dataclass(frozen=True)
class PointRow:
    """An operating point, ready to show; `letter` names it in the plot, `exact` is its threshold in full.

    `ends` are those of the intervals of precision, recall, specificity and negative predictive value, by name.
    """

    letter: str
    rule: str
    threshold: str
    exact: str
    precision: str
    recall: str
    specificity: str
    npv: str
    ends: Mapping[str, str]
    rate: str
    found: str
    missed: str
    alarms: str


@dataclass(frozen=True)
class PointsTable:
    """All points of a model, with what they mean and what is to be known of single ones."""

    title: str
    caption: str
    rows: tuple[PointRow, ...]
    remarks: tuple[str, ...]


def points_table(index: ScoreIndex, model: ModelInfo) -> PointsTable | None:
    """Return the table of a detector; None for anything else."""
    points = index.operating_points(model.id)
    if not points:
        return None
    return PointsTable(
        title="Where to set the threshold",
        caption=f"{_meaning(index.analysis)} {chosen_in_words(index.analysis, points)}",
        rows=tuple(point_row(place, point) for place, point in enumerate(points)),
        remarks=tuple(filter(None, (_remark(place, point) for place, point in enumerate(points)))),
    )


def rule_text(point: OperatingPoint) -> str:
    """Return a rule as a reader sees it: `Precision ≥ 0.90`."""
    if point.rule == "default":
        return "In use"
    if point.rule == "best f1":
        return "Best F1"
    if (costs := parse_rule(point.rule).costs if point.rule.startswith("cost ") else None) is not None:
        return f"Cost: {costs_in_words(costs)}"
    if point.rule.startswith(GIVEN):
        return "As given"
    return f"{point.rule[:1].upper()}{point.rule[1:]}".replace(">=", "≥")


def _threshold_text(rule: str, threshold: float) -> str:
    """Return a threshold that a user gave as it was given, any other at four significant digits."""
    given = rule.startswith(GIVEN)
    return f"{threshold:,.12g}".replace("-", MINUS) if given else score_text(threshold)


def decimals_of(matrix: Sequence[Sequence[int]]) -> tuple[int, int]:
    """Return the decimals of a percentage of the positive samples, and of a rate in a thousand negative ones."""
    return percent_decimals(sum(matrix[1])), int(sum(matrix[0]) >= THOUSAND)


def _meaning(analysis: Analysis) -> str:
    noun, what, positive = analysis.dataset.noun, nouns(analysis), name(positive_class(analysis))
    article = "An" if noun[:1] in "aeiou" else "A"
    return (
        f"{article} {noun} is predicted as “{positive}” where its score is at least the threshold. Precision: of those "
        "predicted as such, how many are. Recall (sensitivity): of those that are, how many are found. Specificity: "
        "of those that are not, how many are not predicted as such. Negative predictive value (NPV): of those not "
        f"predicted as such, how many are not. Small: {INTERVAL}s. False alarms also in a thousand {what} that are not "
        f"“{positive}”."
    )


def chosen_in_words(analysis: Analysis, points: Sequence[OperatingPoint]) -> str:
    """Say on what the thresholds were chosen and judged."""
    point = next((point for point in points if point.chosen_on is not None), None)
    if point is None:
        return f"Judged {split_in_words(analysis, points[0].judged_on)}."
    said = [_where_chosen(point, analysis)]
    if point.rescaled:
        said.append(RESCALED)
    if any(_is_target(own) and own.confidence is None for own in points):
        said.append(MISSED)
    return " ".join(said)


def _where_chosen(point: OperatingPoint, analysis: Analysis) -> str:
    what = nouns(analysis)
    if point.cross_fitted:
        return (
            "Each fold is judged at the threshold that the other folds give; shown is the one that all folds give "
            "together."
        )
    if point.chosen_on == "test":
        return f"Chosen and judged on the same {judged_nouns(analysis)}, so slightly optimistic."
    return f"Chosen on the training {what}, by scores of folds not trained on, and judged on the test {what}."


def _is_target(point: OperatingPoint) -> bool:
    """Say whether a threshold was chosen for a precision or a recall to be reached."""
    return point.rule.startswith(("precision ", "recall "))


def _remark(place: int, point: OperatingPoint) -> str:
    """Say what is to be known of a point; nothing of most."""
    said = [] if point.reason is None else [re.sub(r"(?<= )-(?=[0-9])", MINUS, point.reason).rstrip(".")]
    if point.confidence is not None and point.chosen_low is not None:
        what = "precision" if point.rule.startswith("precision") else "recall"
        value = point.chosen_precision if what == "precision" else point.chosen_recall
        assert value is not None  # noqa: S101 - what has a lower bound has a figure
        said.append(
            f"where it was chosen {what} was {percent(value, 1)} %, and with {100 * point.confidence:.12g} % "
            f"confidence it is at least {percent(point.chosen_low, 1)} % on new data"
        )
    return f"{point_letter(place)}: {'; '.join(said)}." if said else ""


def point_row(place: int, point: OperatingPoint) -> PointRow:
    """Return a point ready to show; `place` is its number in the table, from 0."""
    blank = UNDEFINED
    row = {
        **dict.fromkeys(SHARES, blank),
        "rate": blank,
        "found": blank,
        "missed": blank,
        "alarms": blank,
    }
    if point.matrix is not None:
        decimals, rate_decimals = decimals_of(point.matrix)
        (_, alarms), (missed, found) = point.matrix
        row |= {"found": count(found), "missed": count(missed), "alarms": count(alarms)}
        for share in SHARES:
            value = getattr(point, share)
            row[share] = blank if value is None else percent(value, decimals)
        rate = point.false_alarms_per_thousand
        row["rate"] = blank if rate is None else fixed(rate, honest_decimals(rate, rate_decimals, THOUSAND))
    threshold = point.threshold
    return PointRow(
        letter=point_letter(place),
        rule=rule_text(point),
        threshold=blank if threshold is None else _threshold_text(point.rule, threshold),
        exact="" if threshold is None else repr(threshold),
        ends={share: _ends(point, share) for share in SHARES},
        **row,
    )


def _ends(point: OperatingPoint, share: str) -> str:
    """Return the ends of the interval of a rate, in whole percent; empty where it has none."""
    low, high = (getattr(point, f"{share}_{end}") for end in ("low", "high"))
    return "" if low is None or high is None else DASH.join(percent(end, 0) for end in (low, high))
