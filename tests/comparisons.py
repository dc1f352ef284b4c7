"""Comparisons made up for tests of what presents them: paired differences of accuracy, with a plain interval."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

from reportgen.bundle.schema import Comparison
from reportgen.bundle.store import Bundle
from tests.bundles import changed


def comparison(a: str, b: str, low: float, high: float, **fields: Any) -> Comparison:
    """Return a comparison with these ends, and the verdict that follows from them and a margin of half a point."""
    margin = fields.pop("margin", 0.005)
    verdict: Any = "undecided"
    if low > 0 or high < 0:
        verdict = "a" if low > 0 else "b"
    if -margin <= low and high <= margin:
        verdict = "equivalent"
    given: dict[str, Any] = {
        "split": "test",
        "metric": "accuracy",
        "difference": (low + high) / 2,
        "estimand": "model",
        "p_value": 0.01,
        "p_adjusted": 0.03,
        "test": "exact McNemar",
        "verdict": verdict,
        "n": 400,
        "method": "plain",
        "pairs": 3,
        "samples_needed": 1234 if verdict == "undecided" else None,
    }
    given |= fields
    level = 1 - 0.05 / given["pairs"]
    return Comparison(a=a, b=b, low=low, high=high, margin=margin, level=level, **given)


def with_comparisons(bundle: Bundle, rows: Sequence[Comparison] | None = None) -> Bundle:
    """Return the bundle with these comparisons, or those of all its models, and findings made anew."""
    return changed(bundle, comparisons=list(of_all(bundle) if rows is None else rows))


def of_all(bundle: Bundle) -> list[Comparison]:
    """Return every pair of models that answered on the test, by accuracy."""
    (analysis,) = bundle.record.analyses
    truth = bundle.arrays["main/truth/test"]
    right = {
        model.id: (bundle.arrays[f"main/predictions/{model.id}/test"] == truth).astype(float)
        for model in analysis.models
        if model.status == "ok"
    }
    pairs = list(combinations(right, 2))
    rows = []
    for a, b in pairs:
        differences = right[a] - right[b]
        half = 1.96 * differences.std() / np.sqrt(len(truth))
        low, high = float(differences.mean() - half), float(differences.mean() + half)
        rows.append(comparison(a, b, low, high, n=len(truth), pairs=len(pairs)))
    return rows
