import pytest
from sklearn.model_selection import ParameterGrid

from reportgen.errors import InputError
from reportgen.models.catalogue import resolve
from reportgen.models.search_grid import SearchGrid


def refusal(keys: list[str], grids: dict[str, dict[str, tuple[object, ...]]], **params: object) -> str:
    with pytest.raises(InputError) as caught:
        resolve(keys, params.get("params"), grids)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_combinations_stand_as_in_scikit_learns() -> None:
    values = {"weights": ("uniform", "distance"), "n_neighbors": (3, 4, 5)}
    assert list(SearchGrid(values)) == list(
        ParameterGrid({name: list(given) for name, given in values.items()})
    )
    assert SearchGrid(values).size == 6


def test_a_model_to_search() -> None:
    model, scaled, _ = resolve(
        ["knn", "svc_ovr_scaled"], grids={"knn": {"n_neighbors": (3, 4, 3)}, "svc_ovr_scaled": {"C": (1, 10)}}
    )
    assert model.title == "Nearest neighbours, searched"
    assert model.grid is not None and model.grid.values == {"n_neighbors": (3, 4)}
    assert scaled.title == "SVC, one against rest, scaled, searched"
    found = scaled.with_params({"C": 10})
    assert found.grid is None and found.build(0).estimator.C == 10


def test_a_sequence_as_text_is_one_value() -> None:
    (model, _) = resolve(["mlp"], grids={"mlp": {"hidden_layer_sizes": ("(50,)", "(50, 20)")}})
    assert model.grid is not None
    assert model.grid.values["hidden_layer_sizes"] == ((50,), (50, 20))


def test_a_parameter_that_the_model_does_not_have() -> None:
    message = refusal(["knn"], {"knn": {"neighbors": (3, 4)}})
    assert message.startswith("`knn` has no parameter `neighbors`. Did you mean `n_neighbors`?")


def test_a_value_that_the_model_refuses() -> None:
    message = refusal(["knn"], {"knn": {"n_neighbors": (3, -1)}})
    assert message.startswith(
        "Parameter `knn.n_neighbors` cannot be -1: it must be an int in the range [1, inf)"
    )


def test_a_model_that_is_not_asked_for() -> None:
    message = refusal(["knn"], {"svc": {"C": (1, 2)}})
    assert message.startswith(
        "A search is given for `svc`, which is not among the models asked for: knn, dummy."
    )
    assert message.endswith("or remove the search.")
    assert "Did you mean `svc`?" in refusal(["svc"], {"scv": {"C": (1, 2)}})


def test_given_and_searched_at_once() -> None:
    message = refusal(["knn"], {"knn": {"n_neighbors": (3, 4)}}, params={"knn": {"n_neighbors": 5}})
    assert message.startswith("`knn.n_neighbors` is both given with --param and searched.")


def test_no_values() -> None:
    assert "--search knn.n_neighbors has no values" in refusal(["knn"], {"knn": {"n_neighbors": ()}})
