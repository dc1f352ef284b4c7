"""The threshold that a detector is used at: the one that was asked for, else that of its own predictions."""

from reportgen.bundle.schema import ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.threshold_records import OperatingPoint
from reportgen.wording.analysis_words import positive_class
from reportgen.wording.grammar import counted, name
from reportgen.wording.numbers import count

#: Rules that every detector's table holds; any other was asked for.
STANDARD = ("default", "best f1", "precision >= 0.90")

#: A model that calls fewer samples positive than this share of those that are, as good as never does.
ALMOST_NEVER = 0.1


def point_by(index: ScoreIndex, model: str, rule: str) -> OperatingPoint | None:
    """Return a model's operating point by a rule; None where it has none, or was not judged."""
    found = (point for point in index.operating_points(model) if point.rule == rule)
    point = next(found, None)
    return None if point is None or point.matrix is None else point


def point_in_use(index: ScoreIndex, model: ModelInfo) -> OperatingPoint | None:
    """Return the point that page one judges a detector at; None for anything else.

    A rule of costs decides, then the first that was asked for and is within reach, then the model's own predictions.
    """
    points = [point for point in index.operating_points(model.id) if point.matrix is not None]
    ranking = index.analysis.cost_ranking
    wanted = [point for point in points if ranking is not None and point.rule == ranking.rule]
    wanted += [point for point in points if point.rule not in STANDARD]
    wanted += [point for point in points if point.rule == STANDARD[0]]
    return wanted[0] if wanted else None


def is_one_sided(point: OperatingPoint) -> bool:
    """Say whether a threshold calls no sample positive, as good as none, or all."""
    if point.matrix is None:
        return False
    (right, alarms), (missed, found) = point.matrix
    return alarms + found <= ALMOST_NEVER * (missed + found) or right + missed == 0


def better_point(index: ScoreIndex, model: ModelInfo) -> OperatingPoint | None:
    """Return the threshold of the best F1 where it gives both answers."""
    point = point_by(index, model.id, STANDARD[1])
    return None if point is None or point.threshold is None or is_one_sided(point) else point


def answers_in_words(index: ScoreIndex, point: OperatingPoint) -> str:
    """Return what a threshold misses and falsely calls: `misses 3 of 38 “fraud” and raises 2 false alarms …`."""
    if point.matrix is None:
        return ""
    (right, alarms), (missed, found) = point.matrix
    positive = name(positive_class(index.analysis))
    of = f"{count(missed + found)} “{positive}”"
    misses = f"misses {count(missed) if missed else 'none'} of {of}"
    return f"{misses} and raises {counted(alarms, 'false alarm')} in {count(right + alarms)} others"
