"""Parts of made-up bundles that no number depends on: the run, the data as described, and the protocol."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.data_records import ColumnInfo, CrossValidation, DatasetInfo, Protocol, TestSplit
from reportgen.bundle.digest import results_digest
from reportgen.bundle.run_records import Environment, Git, Run
from reportgen.bundle.store import Bundle


def made_up_columns() -> list[ColumnInfo]:
    return [
        ColumnInfo(
            name="age",
            kind="number",
            role="feature",
            missing=177,
            distinct=88,
            summary="0.42 to 80, median 28",
        ),
        ColumnInfo(
            name="sex",
            kind="category",
            role="feature",
            missing=0,
            distinct=2,
            summary="male 65 %, female 35 %",
        ),
        ColumnInfo(
            name="name",
            kind="text",
            role="withheld",
            missing=0,
            distinct=891,
            summary="",
            note="left out: each value is there once",
        ),
        ColumnInfo(
            name="survived", kind="category", role="target", missing=0, distinct=2, summary="0 62 %, 1 38 %"
        ),
    ]


def made_up_dataset(
    classes: Sequence[str], truth: Mapping[str, NDArray[Any]], kind: str, noun: str | None = None
) -> DatasetInfo:
    """Return what is said of data whose classes in each part are `truth`, as numbers."""
    counts = {part: np.bincount(codes, minlength=len(classes)).tolist() for part, codes in truth.items()}
    return DatasetInfo(
        name="made-up",
        source="drawn at random",
        fingerprint="0123456789abcdef" * 4,
        samples=sum(len(codes) for codes in truth.values()),
        features=64,
        classes=list(classes),
        image_shape=[8, 8] if kind == "image" else None,
        splits={part: len(codes) for part, codes in truth.items()},
        class_counts={part: dict(zip(classes, counts[part], strict=True)) for part in truth},
        notes=["Pixels were left as they are."],
        kind=kind,
        columns=made_up_columns() if kind == "table" else [],
        noun=noun or ("image" if kind == "image" else "row"),
        ink_is_high=kind == "image",
    )


def made_up_protocol(folds: int, n_test: int, seed: int) -> Protocol:
    return Protocol(
        cv=CrossValidation(folds=folds, stratified=True, shuffled=True) if folds else None,
        test=TestSplit(size=n_test, source="stratified") if n_test else None,
        seed=seed,
    )


def made_up_run() -> Run:
    return Run(
        id="5f0c9ad21d8e4b07",
        created="2026-11-22T09:30:00+00:00",
        reportgen_version="0.1.0",
        command="reportgen build --dataset made-up --models sgd,rf,svc",
        seed=42,
        config={"dataset": "made-up", "models": ["sgd", "rf", "svc"], "cv": 3, "limit": None},
        git=Git(commit="3f2a91c0" * 5, branch="main", dirty=False),
        environment=Environment(
            python="3.12.1",
            platform="Linux x86_64",
            cpu="A processor",
            cores=2,
            packages={"numpy": "2.1.0", "scikit-learn": "1.6.0"},
        ),
        results_digest="8c1e07b4" * 8,
    )


def sealed(bundle: Bundle) -> Bundle:
    """Return the bundle with the digest of the results that it holds, without which it cannot be read back."""
    digest = results_digest(bundle.record.analyses, bundle.arrays)
    run = msgspec.structs.replace(bundle.record.run, results_digest=digest)
    return Bundle(msgspec.structs.replace(bundle.record, run=run), bundle.arrays)
