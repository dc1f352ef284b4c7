"""The seeds that a model is fitted with, so that its recipe can be judged and not only one fit of it."""

from zlib import crc32

import numpy as np

from reportgen.models.catalogue import Model
from reportgen.planning.fit_job import FitData


def seeds_of(model: Model, repeats: int, seed: int, data: FitData) -> tuple[int, ...]:
    """Return the seeds that a model is fitted with: that of the run first, alone where the fit depends on none.

    Further ones follow from the seed, the repeat and the model's key, so that models are independent of each other
    and runs with other seeds share none.
    """
    if repeats == 1 or not depends_on_seed(model, data):
        return (seed,)
    return (seed, *(_further(seed, repeat, model.id) for repeat in range(1, repeats)))


def _further(seed: int, repeat: int, model: str) -> int:
    return int(np.random.SeedSequence([seed, repeat, crc32(model.encode())]).generate_state(1)[0])


def depends_on_seed(model: Model, data: FitData) -> bool:
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
