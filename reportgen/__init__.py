"""Evaluation reports for classifiers: one command from data to a self-contained HTML or PDF.

The public interface is `evaluate`, `render`, `build`, `compare`, `load_bundle` and `explain`; the commands call
nothing else. The names are resolved on first use, so that importing the package loads no heavy library.

The folders are floors, of which each may import only what stands below it: docs/architecture.md shows their order, and
`[tool.importlinter]` in pyproject.toml has it as a contract, with what else a floor must not import.
"""

from typing import TYPE_CHECKING, Any

from reportgen.version import __version__

if TYPE_CHECKING:
    from reportgen.bundle.sample_explanation import explain
    from reportgen.bundle.store import load_bundle
    from reportgen.interface.evaluate_data import evaluate
    from reportgen.interface.evaluation_report import Report
    from reportgen.interface.from_estimators import from_estimators
    from reportgen.interface.from_predictions import from_predictions
    from reportgen.run.build import build
    from reportgen.run.compare import compare
    from reportgen.run.render import render

__all__ = [
    "Report",
    "__version__",
    "build",
    "compare",
    "evaluate",
    "explain",
    "from_estimators",
    "from_predictions",
    "load_bundle",
    "render",
]

_HOMES = {
    "Report": "reportgen.interface.evaluation_report",
    "from_estimators": "reportgen.interface.from_estimators",
    "from_predictions": "reportgen.interface.from_predictions",
    "evaluate": "reportgen.interface.evaluate_data",
    "render": "reportgen.run.render",
    "build": "reportgen.run.build",
    "compare": "reportgen.run.compare",
    "explain": "reportgen.bundle.sample_explanation",
    "load_bundle": "reportgen.bundle.store",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
