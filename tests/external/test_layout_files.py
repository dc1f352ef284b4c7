"""Files as other programs leave them are recognised without a flag, and give the figures that scikit-learn gives."""

from pathlib import Path

import pandas as pd
import pytest

from reportgen.config import RunConfig
from reportgen.external.given_columns import GivenColumns
from reportgen.external.layout import LAYOUTS
from reportgen.external.reading import read_predictions
from reportgen.external.recognition import recognise
from reportgen.external.recorded_plan import record_plan
from reportgen.metrics.metric_spec import METRICS
from reportgen.predictions.analysis_predictions import ModelPredictions
from reportgen.progress import Silent
from tests.external.layout_files import FILES, LayoutFile
from tests.external.prediction_sets import NUMBERS, RARE, PredictionSet


def figures_of(
    model: ModelPredictions, expected: PredictionSet, names: tuple[str, ...] | None
) -> dict[str, float]:
    """Return the figures of a model that a file owes, pooled over its folds."""
    whole = model.whole.get("cv", model.whole.get("test"))
    wanted = [name for name in expected.figures if names is None or name in names]
    return {name: METRICS.get(name).figure(whole).value for name in wanted}


def assert_right(
    model: ModelPredictions, expected: PredictionSet, names: tuple[str, ...] | None = None
) -> None:
    """Compare the figures of a model with scikit-learn's."""
    found = figures_of(model, expected, names)
    assert found
    for name, value in found.items():
        assert value == pytest.approx(expected.figures[name], abs=1e-9), name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_layout_file_is_recognised_and_gives_its_figures(file: LayoutFile, tmp_path: Path) -> None:
    path = tmp_path / file.name
    file.write(path)
    table = read_predictions(str(path), "1 GB", None, Silent())
    assert recognise(table, GivenColumns()).layout == file.layout
    plan = record_plan(RunConfig(predictions=(str(path),)), Silent())
    models = [model for model in plan.predictions.models if not model.is_baseline]
    assert len(models) == len(file.models)
    for model, (name, expected) in zip(models, file.models.items(), strict=True):
        assert not name or model.id == name
        assert_right(model, expected, file.figures)


def test_submission_takes_the_truth_from_its_solution(tmp_path: Path) -> None:
    submission, solution = tmp_path / "submission.csv", tmp_path / "solution.csv"
    pd.DataFrame({"id": NUMBERS, "target": RARE.proba[:, 1]}).to_csv(submission, index=False)
    usage = ["Public" if number % 3 else "Private" for number in NUMBERS]
    shuffled = pd.DataFrame({"id": NUMBERS, "target": RARE.codes, "Usage": usage}).sample(
        frac=1, random_state=1
    )
    shuffled.to_csv(solution, index=False)
    plan = record_plan(RunConfig(predictions=(str(submission), str(solution))), Silent())
    assert_right(plan.predictions.models[0], RARE)


def test_every_layout_of_a_program_has_a_file_here() -> None:
    known = {layout.id for layout in LAYOUTS if layout.of_program}
    assert known - {file.layout for file in FILES} == {"kaggle_submission", "kaggle_solution"}


def test_folds_of_a_file_are_its_cross_validation(tmp_path: Path) -> None:
    file = next(file for file in FILES if file.name == "caret.csv")
    file.write(tmp_path / file.name)
    plan = record_plan(RunConfig(predictions=(str(tmp_path / file.name),)), Silent())
    assert plan.question.protocol.cv is not None
    assert plan.question.protocol.cv.folds == 4
    assert plan.predictions.samples.fold_sizes == (60, 60, 60, 60)
