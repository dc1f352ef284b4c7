"""The rows of the shared data as a model takes them: for training, with shifted copies where asked for."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.models.catalogue import Model
from reportgen.models.model_spec import Estimator
from reportgen.models.pipeline_steps import prepare
from reportgen.planning.fit_job import FitData, FitJob, Rows

#: Rows predicted at once. Fixed, so that no result depends on the number of cores; large enough for tables,
#: whose transformations have a cost of their own for each call.
ARRAY_CHUNK_ROWS = 1_000
TABLE_CHUNK_ROWS = 20_000


def unfitted(job: FitJob, data: FitData, model: Model | None = None) -> Estimator:
    """Return the estimator of a job with all that comes in front of it, or of its model with parameters set."""
    return prepare(
        job.model if model is None else model,
        data.kind,
        data.has_missing,
        job.seed,
        only_numbers=data.only_numbers,
        columns=data.columns,
        form=data.form,
    )


def chunk_rows(data: FitData) -> int:
    """Return how many rows are predicted at once."""
    return TABLE_CHUNK_ROWS if data.kind == "table" else ARRAY_CHUNK_ROWS


def training_data(job: FitJob, data: FitData, rows: Rows) -> tuple[Any, NDArray[Any]]:
    """Return features and targets of training rows; the baseline, which reads no features, needs no copies."""
    codes = data.codes[rows]
    if job.shifts is None or job.model.spec.baseline:
        return features_for(job, data, rows), codes
    return job.shifts.features(np.asarray(data.features), rows), job.shifts.codes(codes)


def features_for(job: FitJob, data: FitData, rows: Rows) -> Any:
    """Return the features of some rows as the job's model needs them."""
    if job.model.spec.ignores_features and not job.model.scaled and isinstance(data.features, np.ndarray):
        return np.zeros((len(rows), 1))
    # A scaler in front computes in double precision, whatever the model does after it.
    return design_matrix(data.features, rows, "float64" if job.model.scaled else job.model.spec.computes_in)


def design_matrix(features: Any, rows: Rows, dtype: str = "float64") -> Any:
    """Return the rows as floats (arrays) or as they are (tables), without a copy where nothing changes."""
    if not isinstance(features, np.ndarray):
        return features.iloc[rows]
    contiguous = len(rows) > 0 and rows[-1] - rows[0] == len(rows) - 1 and bool((np.diff(rows) == 1).all())
    chosen = features[rows[0] : rows[-1] + 1] if contiguous else features[rows]
    return chosen.astype(dtype, copy=False)
