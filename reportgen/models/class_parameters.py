"""Parameters that name a class: users write the class as it is in their data, estimators see its code."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Self

from reportgen.errors import InputError
from reportgen.models.catalogue import Model

#: Classes that a message names.
_NAMED = 10


class ClassCode(int):
    """The code of a class, which shows itself by the name of the class."""

    name: str

    def __new__(cls, code: int, name: str = "") -> Self:
        """Make the code of a class of this name."""
        made = super().__new__(cls, code)
        made.name = name
        return made

    def __repr__(self) -> str:
        """Return the name as Python code."""
        return repr(self.name)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


def with_class_codes(model: Model, classes: Sequence[str]) -> Model:
    """Return the model with codes in place of the classes that its parameters name, given or to be searched.

    Raises
    ------
    InputError
        If there is no such class.
    """
    searched = model.grid.values if model.grid else {}
    if not model.spec.class_params & {*model.params, *searched}:
        return model
    params = {name: _coded(model, name, value, classes) for name, value in model.params.items()}
    values = {
        name: tuple(_coded(model, name, value, classes) for value in tried)
        for name, tried in searched.items()
    }
    return replace(model, params=params, grid=replace(model.grid, values=values) if model.grid else None)


def _coded(model: Model, parameter: str, value: Any, classes: Sequence[str]) -> Any:
    names_class = parameter in model.spec.class_params and value is not None
    return _code(model, parameter, value, classes) if names_class else value


def _code(model: Model, parameter: str, value: Any, classes: Sequence[str]) -> ClassCode:
    wanted = str(value)
    places = [place for place, name in enumerate(classes) if name == wanted]
    if not places and isinstance(value, bool):  # `true` was read as one before the classes were known
        places = [place for place, name in enumerate(classes) if name.lower() == wanted.lower()]
    if not places:
        more = f" and {len(classes) - _NAMED:,} more" if len(classes) > _NAMED else ""
        raise InputError(
            f"Parameter `{model.id}.{parameter}` names the class `{wanted}`, but there is no such class. There are "
            f"{', '.join(classes[:_NAMED])}{more}."
        )
    return ClassCode(places[0], classes[places[0]])
