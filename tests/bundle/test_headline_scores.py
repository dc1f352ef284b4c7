"""The figure of a model is one row, whoever asks: the page, a gate, a comparison of runs, the recommendation."""

from typing import Any

import pytest

from reportgen.baseline.compared_model import ComparedModel
from reportgen.bundle.headline_scores import FOLD_MEAN, FigureKey, headline_score, headline_scores
from reportgen.bundle.schema import Score
from reportgen.bundle.score_index import ScoreIndex
from tests.bundles import make_bundle
from tests.gates.runs import verdict


def score(**fields: Any) -> Score:
    return Score(**{"model": "rf", "split": "cv", "metric": "roc_auc", "value": 0.5, "n": 10, **fields})


@pytest.mark.parametrize(
    "other",
    [{"fold": 0}, {"repeat": 1}, {"slice": "age > 60"}, {"threshold": 0.3}, {"average": "macro"},
     {"label": "a"}, {"output": "o"}, {"model": "svc"}, {"split": "test"}, {"metric": "f1"}],
)  # fmt: skip
def test_rows_of_less_or_of_something_else_are_not_the_figure(other: dict[str, Any]) -> None:
    whole, key = score(value=0.9), FigureKey("rf", "cv", "roc_auc")
    assert headline_score([score(**other), whole], key) is whole
    assert headline_score([score(**other)], key) is None


@pytest.mark.parametrize("order", [1, -1])
def test_the_mean_over_folds_goes_before_the_pooled_figure(order: int) -> None:
    rows = [score(label="a"), score(average=FOLD_MEAN, label="a", value=0.7)][::order]
    assert {key: row.value for key, row in headline_scores(rows).items()} == {
        FigureKey("rf", "cv", "roc_auc", "a"): 0.7
    }


@pytest.mark.parametrize("n_test", [0, 80])
def test_page_gate_and_comparison_take_the_same_row(n_test: int) -> None:
    bundle = make_bundle(n_test=n_test)
    (analysis,) = bundle.record.analyses
    index = ScoreIndex(analysis, bundle.record.metrics)
    split = index.judged_on
    compared = ComparedModel(bundle, analysis, "rf").rows(split)
    for metric in ("accuracy", "roc_auc_ovr_macro", "f1_macro"):
        row = headline_score(analysis.scores, FigureKey("rf", split, metric))
        assert row is not None
        assert index.headline("rf", metric) is row
        assert compared[metric, None, None] is row
        assert verdict(bundle.record, f"rf: {metric} >= 0").value == row.value
