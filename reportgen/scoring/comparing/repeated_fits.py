"""Repeats: the same model fitted with several seeds, so that its recipe can be judged and not only one fit of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

import msgspec
import numpy as np

from reportgen.bundle.base_record import Split
from reportgen.bundle.query import FOLD_MEAN
from reportgen.bundle.schema import Score
from reportgen.metrics.metric_spec import MetricSpec
from reportgen.models.catalogue import Model
from reportgen.scoring.score_rows import metrics_for
from reportgen.tasks import Task

if TYPE_CHECKING:
    from reportgen.fitting.predictions_of import ModelOutcomes
    from reportgen.planning.fit_job import FitData
    from reportgen.planning.fit_plan import Plan
    from reportgen.scoring.families.scoring_family import Arrays

#: What is said of a model that is fitted once although repeats are asked for.
UNSEEDED = "Its fit does not depend on the seed, so that it was fitted once and not repeated."


def seeds_of(model: Model, repeats: int, seed: int, data: "FitData") -> tuple[int, ...]:
    """Return the seeds that a model is fitted with: that of the run first, alone where the fit depends on none.

    Further ones follow from the seed, the repeat and the model's key, so that models are independent of each other
    and runs with other seeds share none.
    """
    if repeats == 1 or not depends_on_seed(model, data):
        return (seed,)
    return (seed, *(_further(seed, repeat, model.id) for repeat in range(1, repeats)))


def _further(seed: int, repeat: int, model: str) -> int:
    return int(np.random.SeedSequence([seed, repeat, crc32(model.encode())]).generate_state(1)[0])


def depends_on_seed(model: Model, data: "FitData") -> bool:
    """Say whether another seed can give another fit: by the model itself, its search, or what comes in front of it.

    On mixed tables the numbers that texts become are drawn at random; halving draws its samples.
    """
    mixed = data.kind == "table" and not data.only_numbers and not model.spec.ignores_features
    if mixed or model.spec.seeded(model.params):
        return True
    if model.grid is None:
        return False
    tried = ({name: value} for name, values in model.grid.values.items() for value in values)
    return model.grid.method == "halving" or any(model.spec.seeded({**model.params, **one}) for one in tried)


def keep_repeats(found: "ModelOutcomes", plan: "Plan", arrays: "Arrays") -> None:
    """Put the answers of all repeats but the first into `arrays`, below `ANALYSIS/repeats/REPEAT`."""
    for repeat, again in enumerate(found.repeats, start=1):
        for split, pooled in again.pooled.items():
            plan.family.pack(f"{plan.id}/repeats/{repeat}", found.model.id, split, pooled, arrays)


def repeated_scores(found: "ModelOutcomes", task: Task) -> list[Score]:
    """Return the headline rows of all repeats but the first, and those of their folds."""
    rows: list[Score] = []
    for repeat, again in enumerate(found.repeats, start=1):
        for split, pooled in again.pooled.items():
            own = _rows(found.model.id, split, task, pooled, again.folds if split == "cv" else [])
            rows += [msgspec.structs.replace(row, repeat=repeat) for row in own]
    return rows


def _rows(model: str, split: Split, task: Task, pooled: Any, folds: Sequence[Any]) -> list[Score]:
    """Return the figures of the whole: of all samples, of each fold, and means where they are headlines."""
    rows: list[Score] = []
    for metric in metrics_for(task):
        by_fold = [_row(metric, model, split, outcome, fold=fold) for fold, outcome in enumerate(folds)]
        found = [row for row in (_row(metric, model, split, pooled), *by_fold) if row is not None]
        values = [row.value for row in found[1:] if row.value is not None]
        rows += found
        if not metric.pooled and values:
            mean = float(np.mean(values))
            rows.append(msgspec.structs.replace(found[0], value=mean, average=FOLD_MEAN, reason=None))
    return rows


def _row(metric: MetricSpec, model: str, split: Split, outcome: Any, fold: int | None = None) -> Score | None:
    found = metric.figure(outcome)
    if found is None:
        return None
    return Score(
        model=model,
        split=split,
        metric=metric.id,
        value=found.value,
        n=outcome.n_samples if found.trials is None else found.trials,
        fold=fold,
        reason=found.reason,
    )
