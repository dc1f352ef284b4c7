"""Reports from arrays: the same figures as from files, whatever library the arrays are of; wrong ones are refused."""

import doctest
import importlib
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np
import pandas as pd
import polars as pl
import pytest

import reportgen
from reportgen.config import RunConfig
from reportgen.config.run_options import JudgingOptions, RunOptions
from reportgen.errors import GatesFailedError, InputError
from tests.external.prediction_sets import ALPHA, BETA, IDS, RARE
from tests.interface import make_reference

CLASSES = list(ALPHA.classes)


def headline(report: reportgen.Report, model: str, metric: str) -> float:
    """Return a figure of the whole test."""
    scores = report.scores()
    own = scores[(scores["model"] == model) & (scores["metric"] == metric) & scores["label"].isna()]
    return float(own["value"].iloc[0])


@pytest.fixture(scope="module")
def report() -> reportgen.Report:
    return reportgen.from_predictions(
        ALPHA.truth,
        {"alpha": ALPHA.proba, "beta": BETA.answers},
        classes=CLASSES,
        sample_ids=IDS,
        data=pd.DataFrame({"length": np.arange(len(IDS))}),
    )


@pytest.mark.parametrize("metric", ["accuracy", "log_loss", "f1_macro", "roc_auc_ovr_macro"])
def test_figures_are_those_of_scikit_learn(report: reportgen.Report, metric: str) -> None:
    assert headline(report, "alpha", metric) == pytest.approx(ALPHA.figures[metric], abs=1e-9)


@pytest.mark.parametrize("given", [
    ALPHA.codes.tolist(),
    pd.Series(ALPHA.truth, dtype="category"),
    pl.Series(ALPHA.truth.tolist()),
    pd.Series(ALPHA.truth, index=IDS),
])  # fmt: skip
def test_truth_is_of_any_library(given: Any) -> None:
    made = reportgen.from_predictions(given, {"alpha": ALPHA.proba}, classes=CLASSES)
    assert headline(made, "alpha", "accuracy") == pytest.approx(ALPHA.figures["accuracy"])


@pytest.mark.parametrize("scores", [
    pd.DataFrame(ALPHA.proba[:, ::-1], columns=CLASSES[::-1]),
    pl.DataFrame(ALPHA.proba[:, ::-1], schema=CLASSES[::-1]),
    (ALPHA.codes * 0 + ALPHA.answer_codes, ALPHA.proba),
    ALPHA.proba.tolist(),
])  # fmt: skip
def test_columns_of_frames_are_named_by_their_classes(scores: Any) -> None:
    made = reportgen.from_predictions(ALPHA.truth, {"alpha": scores}, classes=CLASSES)
    assert headline(made, "alpha", "log_loss") == pytest.approx(ALPHA.figures["log_loss"], abs=1e-9)


@pytest.mark.parametrize(
    "scores", [RARE.proba[:, 1], RARE.proba, pd.DataFrame(RARE.proba, columns=["no", "yes"])]
)
def test_scores_of_two_classes_are_the_positive_ones(scores: Any) -> None:
    made = reportgen.from_predictions(RARE.truth, scores)
    assert headline(made, "model", "roc_auc") == pytest.approx(RARE.figures["roc_auc"], abs=1e-9)


def test_folds_make_it_a_cross_validation() -> None:
    made = reportgen.from_predictions(RARE.truth, {"m": RARE.proba}, folds=np.arange(len(RARE.codes)) % 5)
    assert made.record.analyses[0].protocol.cv.folds == 5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"predictions": {"a": ALPHA.answers[:7]}}, "“a” has 7 values, but y_true 240"),
        ({"predictions": {"a": ALPHA.proba[:, :2]}}, "2 columns of scores for 3 classes"),
        ({"predictions": {"a": ALPHA.answer_codes}}, "y_true holds `cat`, `dog` and `owl`"),
        ({"predictions": {"a": ALPHA.answers}, "metrik": "f1"}, "Did you mean `metric`?"),
        ({"predictions": {"a": ALPHA.answers}, "gates": ["accuracy > 2"]}, "accuracy"),
        ({"predictions": {"a": [[1], [1, 2]]}}, "different lengths"),
        ({"y_true": np.zeros((4, 2)), "predictions": {"a": ALPHA.answers}}, "One class for each sample"),
    ],
)
def test_wrong_arrays_get_one_clear_message(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as refused:
        reportgen.from_predictions(**{"y_true": ALPHA.truth, **arguments})
    assert message in str(refused.value)


def test_report_is_short_in_a_terminal_and_page_one_in_a_notebook(report: reportgen.Report) -> None:
    assert repr(report).count("\n") < 8 and len(repr(report)) < 800
    assert "Use alpha" in repr(report)
    page = report._repr_html_()
    assert page.startswith("<iframe sandbox srcdoc=")
    assert page.count("<iframe") == page.count("</iframe>") == 1
    assert "Use alpha" in page and "<script" not in page and len(page) < 100_000


def test_results_are_tables(report: reportgen.Report) -> None:
    assert report.confusion("alpha").to_numpy().sum() == len(IDS)
    assert report.confusion("alpha").index.tolist() == CLASSES
    assert {"a", "b", "difference", "verdict"} <= set(report.comparisons().columns)
    assert report.findings()["level"].iloc[0] == "headline"
    with pytest.raises(InputError, match="Did you mean `alpha`"):
        report.confusion("alfa")


def test_check_returns_verdicts_or_raises(report: reportgen.Report) -> None:
    assert report.check("accuracy >= 0.2", "recall[owl] >= 0.1")["status"].tolist() == ["pass", "pass"]
    with pytest.raises(GatesFailedError, match=r"accuracy >= 0\.99"):
        report.check("accuracy >= 0.99")


def test_saved_report_is_loaded_again(report: reportgen.Report, tmp_path: Path) -> None:
    written = report.save(tmp_path, ("html", "md"), title="Pets")
    assert [path.name for path in written] == ["report.html", "report.md", "bundle"]
    assert "Pets" in (tmp_path / "report.md").read_text()
    again = reportgen.Report.load(tmp_path)
    assert again.scores().equals(report.scores())


def test_options_are_those_of_a_run_with_their_types() -> None:
    assert set(RunOptions.__annotations__) == set(RunConfig.__struct_fields__)
    hints = get_type_hints(RunConfig)
    for name, hint in get_type_hints(JudgingOptions).items():
        if "Sequence" not in str(hint) and "Mapping" not in str(hint):
            assert hint == hints[name], name


@pytest.mark.parametrize("name", ["from_predictions", "from_estimators"])
def test_examples_in_docstrings_run(name: str) -> None:
    module = importlib.import_module(f"reportgen.interface.{name}")
    found = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.attempted and not found.failed


def test_reference_is_that_of_the_docstrings() -> None:
    page = make_reference.PAGE.read_text(encoding="utf-8")
    assert make_reference.page_with_reference(page) == page
