"""results_digest: one hash over what was measured, equal for equal results."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import Analysis


def results_digest(analyses: Sequence[Analysis], arrays: Mapping[str, NDArray[Any]]) -> str:
    """Return the sha256 over scores, confusions, comparisons and curves, numbers at 10 significant digits.

    Times, findings, gates, configuration and the environment are no part of it.
    """
    digest = hashlib.sha256()
    for analysis in analyses:
        measured = (analysis.id, analysis.scores, analysis.confusions, analysis.comparisons, analysis.curves)
        digest.update(msgspec.json.encode(_rounded(msgspec.to_builtins(measured)), order="deterministic"))
        keys = {key for curve in analysis.curves for key in curve.arrays.values()}
        keys |= {key for confusion in analysis.confusions for key in (confusion.cells or {}).values()}
        for key in sorted(keys):
            values = np.asarray(arrays[key], dtype=np.float64).ravel()
            digest.update(("%.10g," * len(values) % tuple(values.tolist())).encode())
    return digest.hexdigest()


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(item) for item in value]
    return value
