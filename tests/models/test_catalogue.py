import pytest

from reportgen.errors import InputError
from reportgen.models.catalogue import known_keys, resolve
from reportgen.models.model_spec import MODELS
from reportgen.models.pipeline_steps import describe, prepare


def refusal(*args: object) -> str:
    with pytest.raises(InputError) as caught:
        resolve(*args)  # type: ignore[arg-type]
    message = str(caught.value)
    assert "\n" not in message
    return message


def ids(*keys: str) -> list[str]:
    return [model.id for model in resolve(keys)]


def test_the_order_asked_for_each_once_the_baseline_last() -> None:
    assert ids("rf", "sgd", "rf") == ["rf", "sgd", "dummy"]
    assert ids("dummy", "sgd") == ["sgd", "dummy"]
    assert ids("dummy") == ["dummy"]
    assert ids() == ["dummy"]
    assert ids(" svc ", "") == ["svc", "dummy"]


def test_every_key_has_a_scaled_variant() -> None:
    for key in MODELS.ids():
        model = next(found for found in resolve([f"{key}_scaled"]) if found.scaled)
        assert (model.id, model.spec.id) == (f"{key}_scaled", key)
        assert model.title == f"{MODELS.get(key).title}, scaled"
        assert model.description.startswith(model.spec.description)
        assert model.description.endswith(".")
        assert model.id in known_keys()


def test_bare_and_scaled_side_by_side() -> None:
    bare, scaled, _ = resolve(["sgd", "sgd_scaled"])
    assert describe(prepare(bare, "image", False, 1)) == "SGDClassifier(random_state=1)"
    expected = "make_pipeline(\n    StandardScaler(),\n    SGDClassifier(random_state=1),\n)"
    assert describe(prepare(scaled, "image", False, 1)) == expected


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("scv", "svc"),
        ("scv_scaled", "svc_scaled"),
        ("rf_scled", "rf_scaled"),
        ("RF", "rf"),
        ("random_forest", "rf"),
        ("logistic_regression", "logreg"),
        ("naive_bayes", "nb"),
        ("extra_tree", "extra_trees"),
    ],
)
def test_a_typo_gets_the_nearest_key(typed: str, meant: str) -> None:
    message = refusal([typed])
    assert f"`{typed}`" in message
    assert f"Did you mean `{meant}`?" in message
    assert "extra_trees, hgb" in message


def test_nonsense_gets_the_list_alone() -> None:
    assert "Did you mean" not in refusal(["qqqqqq"])


def test_parameters_reach_the_estimator_also_behind_a_scaler() -> None:
    params = {"sgd_scaled": {"alpha": 0.5}, "knn": {"n_neighbors": 4, "weights": "distance"}}
    scaled, knn, _ = resolve(["sgd_scaled", "knn"], params)
    assert prepare(scaled, "array", False, 0).steps[-1][1].alpha == 0.5
    assert describe(knn.build(0)) == "KNeighborsClassifier(n_neighbors=4, weights='distance')"


def test_parameters_of_what_is_put_together_are_the_inner_models() -> None:
    for key in ("svc_ovo", "svc_ovr_scaled"):
        model = resolve([key], {key: {"C": 2.5}})[0]
        assert model.build(0).estimator.C == 2.5
        message = refusal([key], {key: {"c": 1}})
        assert message.startswith(f"`{key}` has no parameter `c`.") and "estimator" not in message
        assert "a float in the range (0.0, inf]" in refusal([key], {key: {"C": -1}})
        assert "--jobs" not in refusal([key], {key: {"n_jobs": 1}})


def test_a_title_that_follows_from_the_parameters() -> None:
    titles = [resolve(["knn"], {"knn": {"n_neighbors": n}})[0].title for n in (1, 4)]
    assert titles == ["Nearest neighbour", "4-nearest neighbours"]
    assert resolve(["knn_scaled"])[0].title == "5-nearest neighbours, scaled"


def test_a_sequence_as_text() -> None:
    (mlp, _) = resolve(["mlp"], {"mlp": {"hidden_layer_sizes": "(100, 50)"}})
    assert mlp.build(0).hidden_layer_sizes == (100, 50)
    assert "`mlp.hidden_layer_sizes` cannot be '(100, 50'" in refusal(
        ["mlp"], {"mlp": {"hidden_layer_sizes": "(100, 50"}}
    )


def test_the_baseline_takes_parameters_without_being_asked_for() -> None:
    assert resolve(["rf"], {"dummy": {"strategy": "uniform"}})[-1].build(0).strategy == "uniform"


def test_an_unknown_parameter() -> None:
    message = refusal(["knn"], {"knn": {"neighbors": 3}})
    assert message.startswith("`knn` has no parameter `neighbors`. Did you mean `n_neighbors`?")
    assert "leaf_size, metric" in message


@pytest.mark.parametrize(
    ("key", "name", "value", "allowed"),
    [
        ("knn", "n_neighbors", -3, "an int in the range [1, inf)"),
        ("knn", "n_neighbors", "abc", "an int in the range [1, inf)"),
        ("svc_scaled", "kernel", "curved", "{'linear', 'poly', 'precomputed', 'rbf', 'sigmoid'}"),
        ("rf", "max_features", "all", "{'log2', 'sqrt'}"),
        ("sgd", "alpha", -1, "a float in the range [0.0, inf)"),
        ("mlp", "hidden_layer_sizes", "wide", "an array-like or an int"),
    ],
)
def test_a_value_that_the_estimator_refuses(key: str, name: str, value: object, allowed: str) -> None:
    message = refusal([key], {key: {name: value}})
    assert message.startswith(f"Parameter `{key}.{name}` cannot be {value!r}: it must be ")
    assert allowed in message


def test_the_number_of_threads_is_not_a_models_affair() -> None:
    assert "--jobs" in refusal(["rf"], {"rf": {"n_jobs": 4}})


def test_parameters_of_a_model_not_asked_for() -> None:
    message = refusal(["sgd_scaled"], {"sgd": {"alpha": 1}})
    assert "`sgd`, which is not among the models asked for: sgd_scaled, dummy" in message
    assert "Did you mean `svc`?" in refusal(["svc"], {"scv": {"C": 1}})


@pytest.mark.parametrize("key", ["svc", "svc_ovo", "svc_ovr", "svc_scaled"])
def test_support_vectors_of_a_million_rows_are_warned_of(key: str) -> None:
    model = resolve([key])[0]
    note = model.slow_note(1_000_000)
    assert note is not None
    for part in (f"`{key}` on 1,000,000 rows", "hours", "`linear_svc` or `hgb`", "`--limit 20000`"):
        assert part in note
    assert model.slow_note(60_000) is None


def test_models_that_are_named_as_cheaper_are_known_and_not_slow_themselves() -> None:
    slow = [spec for spec in MODELS if spec.hour_rows is not None]
    assert {spec.id for spec in slow} == {"svc", "svc_ovo", "svc_ovr"}
    for spec in slow:
        assert spec.cheaper and all(MODELS.get(key).hour_rows is None for key in spec.cheaper)
