"""Judged: what a model answered on some samples, whatever the family of the task."""

from typing import TypeAlias

from reportgen.metrics.metric_spec import Outcome
from reportgen.predictions.image_predictions import ImageOutcome
from reportgen.predictions.several_predictions import JointOutcome

#: Where answers are classes, and so can be counted.
Classified: TypeAlias = Outcome | JointOutcome

Judged: TypeAlias = Outcome | JointOutcome | ImageOutcome
