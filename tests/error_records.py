"""Error analysis of made-up bundles: the real parts on made-up answers, and made-up rows, slices and twins."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from reportgen.bundle.error_records import (
    ColumnValue,
    Condition,
    Duplicates,
    Errors,
    ModelErrors,
    RowExcerpt,
    Slice,
    SliceSearch,
    Twin,
)
from reportgen.scoring.errors.confused_pairs import confident_mistakes, confused_pairs
from reportgen.scoring.errors.error_analysis import samples_shown
from reportgen.scoring.errors.error_tendencies import tendencies
from reportgen.scoring.errors.label_errors import label_suspects
from reportgen.scoring.errors.model_on_split import ModelOnSplit
from reportgen.scoring.errors.shared_errors import shared_errors


def made_up_errors(
    cv: Sequence[ModelOnSplit],
    test: Sequence[ModelOnSplit],
    classes: Sequence[str],
    kind: str,
    arrays: dict[str, Any],
) -> Errors:
    """Return an error analysis with every part, the first model being the recommended one."""
    judged = test or cv
    suspects = [found for one in cv if (found := label_suspects(one, 12)) is not None]
    errors = Errors(
        models=[_model(one, place, kind) for place, one in enumerate(judged)],
        suspects=suspects[:1],
        shared=shared_errors(judged, 12),
        duplicates=_twins(judged, classes, kind) if test and len(test[0].sample_ids) else None,
    )
    shown = sorted(set(samples_shown(errors)))
    if kind == "image":
        random = np.random.default_rng(7)
        arrays["main/pixels/errors/ids"] = np.array(shown)
        arrays["main/pixels/errors/values"] = random.integers(0, 256, size=(len(shown), 8, 8), dtype=np.uint8)
        return errors
    values = [
        ColumnValue(column="age", value="71", share=0.004, side="high"),
        ColumnValue(column="<b>sex</b>", value="{{ 7 * 7 }}", share=0.35),
    ]
    rows = [RowExcerpt(sample=sample, columns=values) for sample in shown]
    return Errors(
        models=errors.models,
        suspects=errors.suspects,
        shared=errors.shared,
        duplicates=errors.duplicates,
        rows=rows,
    )


def _model(judged: ModelOnSplit, place: int, kind: str) -> ModelErrors:
    return ModelErrors(
        model=judged.model,
        split=judged.split,
        samples=judged.predictions.n_samples,
        errors=int(judged.wrong.sum()),
        pairs=confused_pairs(judged, 2 if place else 4, 6 if kind == "image" else 3),
        mistakes=confident_mistakes(judged, 6 if place else 12),
        tendencies=tendencies(judged),
        slices=_slices() if kind != "image" and not place else None,
    )


def _slices() -> SliceSearch:
    sex = Condition(column="sex", value="female")
    age = Condition(column="age", above=30.0, upto=44.5)
    found = Slice(
        conditions=[sex, age], support=64, errors=21, rate=21 / 64, rest=0.102, p_value=1e-6, p_adjusted=2e-4
    )
    return SliceSearch(
        split="cv", samples=240, tested=181, columns=7, least_support=20, significant=3, slices=[found]
    )


def _twins(judged: Sequence[ModelOnSplit], classes: Sequence[str], kind: str) -> Duplicates:
    ids = judged[0].sample_ids[:3].tolist() if judged else []
    twins = [
        Twin(test=sample, train=place, test_class=classes[0], train_class=classes[-1], distance=0.01 * place)
        for place, sample in enumerate(ids)
    ]
    return Duplicates(
        samples=80,
        exact=1,
        near=2 if kind == "image" else None,
        threshold=0.05 if kind == "image" else None,
        contradicting=1,
        twins=twins,
    )
