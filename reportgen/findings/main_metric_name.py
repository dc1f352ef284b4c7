"""The main metric as a sentence names it."""

from reportgen.bundle.score_index import Readings
from reportgen.wording.grammar import inside
from reportgen.wording.quantity import quantity


def metric_name(readings: Readings) -> str:
    """Return the main metric's name inside a sentence: capitals stay where they are an abbreviation's."""
    title = quantity(readings.analysis.main_metric, readings.metrics).name
    return inside(title)
