"""Judged: what a model answered on some samples, whatever the family of the task."""

from typing import TypeAlias

from reportgen.evaluation.images.outcome import ImageOutcome
from reportgen.evaluation.joint import JointOutcome
from reportgen.evaluation.metrics.spec import Outcome

#: Where answers are classes, and so can be counted.
Classified: TypeAlias = Outcome | JointOutcome

Judged: TypeAlias = Outcome | JointOutcome | ImageOutcome
