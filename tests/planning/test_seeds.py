"""Repeats: which models need them, and with which seeds."""

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer

from reportgen.models.catalogue import Model, known_keys, resolve
from reportgen.models.pipeline_steps import prepare
from reportgen.planning.seeds import depends_on_seed, seeds_of
from tests.fitting.data import iris_data

pytestmark = pytest.mark.slow

UNSEEDED = {"knn", "nb", "logreg", "ridge", "svc", "svc_ovo", "svc_ovr", "dummy"}


def model(key: str, **options: object) -> Model:
    return resolve([key], **options)[0]


def test_seeds_start_with_that_of_the_run_and_are_each_models_own() -> None:
    data = iris_data()
    forest, tree = seeds_of(model("rf"), 4, 42, data), seeds_of(model("tree"), 4, 42, data)
    assert forest[0] == tree[0] == 42
    assert len({*forest, *tree}) == 7
    assert not {*seeds_of(model("rf"), 4, 43, data)} & {*forest}
    assert seeds_of(model("rf"), 2, 42, data) == forest[:2]
    assert seeds_of(model("nb"), 4, 42, data) == (42,)
    assert seeds_of(model("rf"), 1, 7, data) == (7,)


@pytest.mark.parametrize("key", sorted(key for key in known_keys() if not key.endswith("_scaled")))
def test_what_is_said_to_need_no_repeats_gives_the_same_with_any_seed(key: str) -> None:
    one = model(key)
    if depends_on_seed(one, iris_data()):
        assert key not in UNSEEDED
        return
    X, y = load_breast_cancer(return_X_y=True)
    answers = [prepare(one, "array", has_missing=False, seed=seed).fit(X, y).predict(X) for seed in (1, 2)]
    np.testing.assert_array_equal(*answers)


def test_parameters_and_searches_can_bring_the_seed_in() -> None:
    data = iris_data()
    assert depends_on_seed(model("logreg", params={"logreg": {"solver": "saga"}}), data)
    assert depends_on_seed(model("logreg", grids={"logreg": {"solver": ("lbfgs", "saga")}}), data)
    assert depends_on_seed(model("knn", grids={"knn": {"n_neighbors": (3, 4)}}, method="halving"), data)
    assert not depends_on_seed(model("knn", grids={"knn": {"n_neighbors": (3, 4)}}), data)
