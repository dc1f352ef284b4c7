"""Parameters that name a class hold the user's class, not a code."""

import copy
import pickle
from typing import Any

import pytest

from reportgen.errors import InputError
from reportgen.models.catalogue import resolve
from reportgen.models.class_parameters import ClassCode, with_class_codes
from reportgen.models.pipeline_steps import describe, parameters, prepare


def _baseline(constant: Any, classes: tuple[str, ...]) -> Any:
    (model,) = resolve((), {"dummy": {"strategy": "constant", "constant": constant}})
    return with_class_codes(model, classes)


@pytest.mark.parametrize(
    ("constant", "classes", "code"),
    [
        (2, ("1", "2", "3"), 1),
        (3, ("1", "2", "3"), 2),
        ("yes", ("no", "yes"), 1),
        (True, ("False", "True"), 1),
        (True, ("false", "true"), 1),
        (0, ("2", "1", "0"), 2),
    ],
)
def test_the_class_of_the_user_becomes_its_code(constant: Any, classes: tuple[str, ...], code: int) -> None:
    model = _baseline(constant, classes)
    assert model.params["constant"] == code
    estimator = prepare(model, "array", False, 0)
    codes = list(range(len(classes)))
    assert set(estimator.fit([[0.0]] * len(codes), codes).predict([[0.0]] * 3)) == {code}
    assert parameters(estimator)["constant"] == classes[code], "a reader sees the class"
    assert f"constant={classes[code]!r}" in describe(estimator)


def test_a_class_that_is_not_there() -> None:
    with pytest.raises(InputError, match=r"`dummy.constant` names the class `5`, but .* There are 1, 2\."):
        _baseline(5, ("1", "2"))


def test_other_parameters_stay() -> None:
    (model,) = resolve((), {"dummy": {"strategy": "uniform"}})
    assert with_class_codes(model, ("a", "b")) is model


def test_classes_that_are_searched() -> None:
    grids = {"dummy": {"constant": ("yes", "no")}}
    (model,) = resolve((), {"dummy": {"strategy": "constant"}}, grids)
    coded = with_class_codes(model, ("maybe", "no", "yes"))
    assert coded.grid is not None
    assert coded.grid.values == {"constant": (2, 1)}
    with pytest.raises(InputError, match="names the class `yes`, but there is no such class"):
        with_class_codes(model, ("maybe", "no"))


def test_codes_survive_copies() -> None:
    code = ClassCode(1, "yes")
    for copied in (copy.deepcopy(code), pickle.loads(pickle.dumps(code))):
        assert (copied, copied.name, repr(copied)) == (1, "yes", "'yes'")
