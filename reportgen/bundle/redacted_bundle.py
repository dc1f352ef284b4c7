"""A bundle that tells of no single sample: the one rule behind `--no-samples`, for whatever is written."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from reportgen.bundle import keys
from reportgen.bundle.data_records import RARE
from reportgen.bundle.digest import results_digest
from reportgen.bundle.error_records import Errors
from reportgen.bundle.redacted_curves import AnalysisGrids, curves_on_grid
from reportgen.bundle.redacted_values import (
    data_without_values,
    models_without_messages,
    point_on_grid,
    slices_without_values,
    suspects_without_rare,
    without_messages,
)
from reportgen.bundle.redaction import without_cases, without_changed_cases
from reportgen.bundle.run_changes import Changes
from reportgen.bundle.run_records import Redaction
from reportgen.bundle.schema import Analysis, BundleRecord
from reportgen.bundle.store import Bundle
from reportgen.bundle.threshold_records import CostRanking

#: Shares of the images, in percent, up to which errors of images are kept.
LOSS_SHARES = (5, 25, 50, 75, 95)


def may_show_samples(bundle: Bundle) -> bool:
    """Return whether the bundle was made without `--no-samples`, which no later rendering can undo."""
    run = bundle.record.run
    return run.redaction is None and run.config.get("samples") is not False


def redacted(bundle: Bundle) -> Bundle:
    """Return the bundle without what tells of single samples; one that is redacted comes back as it is.

    Counts, confusion matrices and figures stay. Arrays are kept by the flags of their kinds, curves on a grid;
    thresholds are rounded; columns have quantiles in place of extremes, and no rare values. `results_digest` stays that
    of the whole run, and `redaction` says that this was done, with the digest of what is left.
    """
    record = bundle.record
    if record.run.redaction is not None:
        return bundle
    arrays = {
        key: bundle.arrays[key]
        for key in bundle.arrays
        if not (keys.tells_of_samples(key) or keys.is_put_on_grid(key))
    }
    arrays |= _loss_quantiles(bundle.arrays)
    analyses = []
    for analysis in record.analyses:
        left, curves = _analysis(analysis, bundle.arrays)
        arrays |= curves
        analyses.append(left)
    redaction = Redaction(digest=results_digest(analyses, arrays))
    return Bundle(
        replace(
            record,
            run=replace(record.run, redaction=redaction),
            analyses=analyses,
            changes=None if record.changes is None else changes_without_samples(record.changes),
        ),
        arrays,
    )


def record_without_samples(record: BundleRecord) -> BundleRecord:
    """Return a record that names no sample, with all else as it is: what a summary of a whole run holds."""
    analyses = [replace(analysis, errors=without_cases(analysis.errors)) for analysis in record.analyses]
    changes = None if record.changes is None else without_changed_cases(record.changes)
    return replace(record, analyses=analyses, changes=changes)


def changes_without_samples(changes: Changes) -> Changes:
    """Return what a comparison with a baseline says, and nothing of a single sample."""
    left = without_changed_cases(changes)
    return replace(
        left, analyses=[replace(one, reason=without_messages(one.reason)) for one in left.analyses]
    )


def _analysis(
    analysis: Analysis, arrays: Mapping[str, NDArray[Any]]
) -> tuple[Analysis, dict[str, NDArray[Any]]]:
    grids = AnalysisGrids(analysis, arrays)
    curves, kept = curves_on_grid(analysis, arrays, grids) if arrays else ([], {})
    return replace(
        analysis,
        dataset=data_without_values(analysis.dataset),
        models=models_without_messages(analysis.models),
        curves=curves,
        operating_points=[
            point_on_grid(point, grids.of(point.model, point.label)) for point in analysis.operating_points
        ],
        cost_ranking=None if analysis.cost_ranking is None else _costs(analysis.cost_ranking, grids),
        errors=_errors(analysis.errors, analysis.dataset.class_counts.get("train", {})),
    ), kept


def _costs(ranking: CostRanking, grids: AnalysisGrids) -> CostRanking:
    return replace(
        ranking,
        models=[
            model
            if model.threshold is None
            else replace(model, threshold=grids.of(model.model, None).put(model.threshold))
            for model in ranking.models
        ],
    )


def _errors(errors: Errors, counts: dict[str, int]) -> Errors:
    left = without_cases(errors)
    return replace(
        left,
        models=[replace(model, slices=slices_without_values(model.slices)) for model in left.models],
        suspects=[suspects_without_rare(suspects, counts) for suspects in left.suspects],
        missing={part: without_messages(reason) or "" for part, reason in left.missing.items()},
    )


def _loss_quantiles(arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[np.float64]]:
    """Return the errors that some shares of the images do not exceed, where more than a few lie beyond the ends."""
    found = {}
    for key in arrays:
        kept = keys.quantiles_of(key)
        if kept is not None and len(arrays[key]) * min(LOSS_SHARES) >= 100 * RARE:
            quantiles = np.percentile(arrays[key], LOSS_SHARES)
            found[kept] = np.array([float(f"{value:.3g}") for value in quantiles])
    return found
