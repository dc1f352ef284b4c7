"""What the page on adding things shows is a plug-in that works."""

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from reportgen.metrics import kinds
from reportgen.metrics.metric_spec import METRICS
from reportgen.scoring.intervals import interval_or_reason
from reportgen.statistics.interval import Interval
from tests.scoring.outcomes import random_outcome
from tests.shown import renamed

PAGE = (Path(__file__).parents[1] / "docs" / "extending.md").read_text(encoding="utf-8")
#: Indented code, from its first line to the next line of text.
CODE = [textwrap.dedent(block) for block in re.findall(r"(?m)^ {4}\S.*\n(?:(?: {4}.*)?\n)*", PAGE)]
#: The ids that it adds.
SHOWN = ("nearest_mean", "lowest_recall", "g_mean")
#: The examples of the table of kinds.
KINDS = re.findall(r"(?m)^\| .* \| `(\w+\(lambda .*\))` \|$", PAGE)


@pytest.mark.process
def test_the_model_and_the_metric_shown_are_fitted_and_ranked_by(tmp_path: Path) -> None:
    modules = [renamed(re.sub(r"(?s)^.*# your_package/\S+\n", "", block), *SHOWN) for block in CODE]
    shown = [
        block
        for block in modules
        if "MODELS.register(" in block or "@metric(" in block or "metric_by_kind(" in block
    ]
    program = f"""
import reportgen
bundle = reportgen.evaluate(
    dataset="iris",
    models=("nearest_mean_as_shown", "nb"),
    metric="g_mean_as_shown",
    cv=0,
    cache_dir={str(tmp_path)!r},
)
(analysis,) = bundle.record.analyses
wanted = ("nearest_mean_as_shown", "g_mean_as_shown")
row = next(s for s in analysis.scores if (s.model, s.metric) == wanted)
print(analysis.main_metric, row.value, row.low < row.value <= row.high)
assert any(s.metric == "lowest_recall_as_shown" and s.low is not None for s in analysis.scores)
"""
    done = subprocess.run(
        [sys.executable, "-c", "\n".join([*shown, program])], capture_output=True, text=True, check=False
    )
    assert len(shown) == 3
    metric, value, has_interval = (done.stdout.split() or [done.stderr, 0, 0])[:3]
    assert (metric, has_interval) == ("g_mean_as_shown", "True"), done.stderr
    assert 0.8 < float(value) <= 1


@pytest.mark.parametrize("example", KINDS)
def test_the_kinds_shown_have_figures_and_intervals(example: str) -> None:
    kind, predictions = eval(example, vars(kinds)), random_outcome(3)
    (value,) = kind.values(predictions)
    recalls = [(predictions.predicted == c)[predictions.truth == c].mean() for c in range(3)]
    expected = {"MeanOf": (predictions.truth == predictions.predicted).mean(), "FromCounts": np.min(recalls)}
    assert value.value == pytest.approx(expected[type(kind).__name__])
    spec = type(METRICS.get("accuracy"))("shown", METRICS.get("accuracy").info, frozenset(), kind=kind)
    assert isinstance(interval_or_reason(spec, predictions, value), Interval)


def test_two_kinds_are_shown() -> None:
    assert len(KINDS) == 2
