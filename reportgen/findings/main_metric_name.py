"""The main metric as a sentence names it."""

from reportgen.bundle.score_index import ScoreIndex
from reportgen.wording.grammar import inside
from reportgen.wording.quantity import quantity


def metric_name(index: ScoreIndex) -> str:
    """Return the main metric's name inside a sentence: capitals stay where they are an abbreviation's."""
    title = quantity(index.analysis.main_metric, index.metrics).name
    return inside(title)
