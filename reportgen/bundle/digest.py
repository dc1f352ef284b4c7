"""results_digest: one hash over what was measured, equal for equal results."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import Analysis
from reportgen.errors import InputError

#: What of an analysis is hashed, in this order.
_MEASURED = ("id", "scores", "confusions", "comparisons", "curves")


def results_digest(analyses: Sequence[Analysis], arrays: Mapping[str, NDArray[Any]]) -> str:
    """Return the sha256 over scores, confusions, comparisons and curves, numbers at 10 significant digits.

    Times, findings, gates, configuration and the environment are no part of it.
    """
    return _digest([[getattr(analysis, name) for name in _MEASURED] for analysis in analyses], arrays)


def stored_digest(content: bytes, arrays: Mapping[str, NDArray[Any]]) -> str | None:
    """Return the digest of what a valid `bundle.json` holds; None where it holds less than what is hashed today.

    It is taken from the JSON as it is, so that fields which a later schema adds do not change it.
    """
    analyses = json.loads(content)["analyses"]
    if any(name not in analysis for analysis in analyses for name in _MEASURED):
        return None
    return _digest([[analysis[name] for name in _MEASURED] for analysis in analyses], arrays)


def refuse_changed(content: bytes, arrays: Mapping[str, NDArray[Any]], stated: str, name: str) -> None:
    """Raise an InputError where the results of the bundle called `name` do not have the digest that it states."""
    found = stored_digest(content, arrays)
    if found not in (None, stated):
        raise InputError(
            f"The bundle at `{name}` was changed after it was made: the digest of its results is {found}, but it "
            f"states {stated}. Take an unchanged copy, or make it anew."
        )


def _digest(analyses: Iterable[Sequence[Any]], arrays: Mapping[str, NDArray[Any]]) -> str:
    digest = hashlib.sha256()
    for measured in analyses:
        plain = _rounded(msgspec.to_builtins(measured))
        digest.update(msgspec.json.encode(plain, order="deterministic"))
        *_, confusions, _, curves = plain
        keys = {key for curve in curves for key in curve["arrays"].values()}
        keys |= {key for confusion in confusions for key in (confusion["cells"] or {}).values()}
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
