"""What a fitted estimator predicts, by the form of a prediction: a line for each kind."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.models.answer_form import AnswerForm, AnswerKind
from reportgen.models.image_answers import respond_images
from reportgen.models.model_spec import Estimator, ModelSpec
from reportgen.models.respond import respond
from reportgen.models.several_outputs import respond_several

Answered = tuple[NDArray[Any], NDArray[np.float64] | None]

_RESPONDERS: dict[AnswerKind, Callable[[ModelSpec, Estimator, Any, AnswerForm], Answered]] = {
    "class": lambda spec, estimator, features, form: respond(spec, estimator, features, form.n_classes),
    "several": respond_several,
    "image": respond_images,
}


def ask(spec: ModelSpec, estimator: Estimator, features: Any, form: AnswerForm) -> Answered:
    """Return the predictions and scores of a fitted estimator; what their shapes are depends on the form."""
    return _RESPONDERS[form.kind](spec, estimator, features, form)
