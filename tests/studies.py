"""Studies made up of bundles that are made up."""

from collections.abc import Mapping
from typing import Any

import msgspec

from reportgen.bundle.store import Bundle
from tests.records import sealed


def make_study(parts: Mapping[str, Bundle], **options: Any) -> Bundle:
    """Return one bundle of the only analysis of each, by their ids; `options` go into the configuration of all."""
    arrays = {
        key.replace("main/", f"{name}/", 1): values
        for name, bundle in parts.items()
        for key, values in bundle.arrays.items()
    }
    analyses = [_renamed(name, bundle) for name, bundle in parts.items()]
    metrics = {name: info for bundle in parts.values() for name, info in bundle.record.metrics.items()}
    first = next(iter(parts.values())).record
    config = {
        "dataset": "made-up",
        "seed": 42,
        **options,
        "analysis": [
            {"dataset": "made-up", "seed": 42, "id": name, "cv": 3 + place}
            for place, name in enumerate(parts)
        ],
    }
    run = msgspec.structs.replace(first.run, config=config)
    return sealed(Bundle(msgspec.structs.replace(first, run=run, metrics=metrics, analyses=analyses), arrays))


def _renamed(name: str, bundle: Bundle) -> Any:
    (analysis,) = bundle.record.analyses
    curves = [
        msgspec.structs.replace(
            curve, arrays={axis: key.replace("main/", f"{name}/", 1) for axis, key in curve.arrays.items()}
        )
        for curve in analysis.curves
    ]
    return msgspec.structs.replace(analysis, id=name, curves=curves)
