"""The notebook of the examples runs, cell by cell."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

import reportgen

NOTEBOOK = Path(__file__).parents[2] / "examples" / "predictions.ipynb"


def shown_by(code: str, names: dict[str, Any]) -> Any:
    """Run the code of a cell, and return the value of its last line, which a notebook shows."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, str(NOTEBOOK), "exec"), names)
    return None if last is None else eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names)


@pytest.mark.slow
def test_every_cell_runs_and_reports_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {}
    shown = [shown_by("".join(cell["source"]), names) for cell in cells if cell["cell_type"] == "code"]
    reports = [value for value in shown if isinstance(value, reportgen.Report)]
    assert len(reports) == 3
    assert all("Evaluation report" in report._repr_html_() for report in reports)
    assert (tmp_path / "output" / "report.html").exists()


def test_nothing_that_was_shown_is_stored() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert all(
        not cell["outputs"] and cell["execution_count"] is None
        for cell in cells
        if cell["cell_type"] == "code"
    )
