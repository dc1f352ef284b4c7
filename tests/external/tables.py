"""Tables of predictions in memory, planned as `reportgen build --predictions` plans files."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reportgen.config import RunConfig
from reportgen.external.prediction_table import PredictionTable
from reportgen.external.recorded_plan import RecordedPlan, plan_tables
from reportgen.predictions.analysis_predictions import ModelPredictions
from reportgen.progress import Silent


class Said(Silent):
    """Keeps the messages."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def message(self, text: str) -> None:
        self.messages.append(text)

    @property
    def text(self) -> str:
        """All messages, a line each."""
        return "\n".join(self.messages)


def table_of(columns: Mapping[str, Any], name: str = "a.csv") -> PredictionTable:
    """Return columns as the table of a file."""
    return PredictionTable.of(name, "CSV", pd.DataFrame(dict(columns)))


def planned(*tables: Mapping[str, Any], said: Said | None = None, **options: Any) -> RecordedPlan:
    """Return the plan of tables that are called a.csv, b.csv and so on."""
    made = [table_of(columns, f"{chr(ord('a') + place)}.csv") for place, columns in enumerate(tables)]
    config = RunConfig(predictions=tuple(table.name for table in made), **options)
    return plan_tables(config, made, said or Said())


def models_of(plan: RecordedPlan) -> dict[str, ModelPredictions]:
    """Return the models by id, without the naive baseline."""
    return {model.id: model for model in plan.predictions.models if not model.is_baseline}
