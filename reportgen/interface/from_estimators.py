"""from_estimators: a report on fitted estimators, which are asked for predictions and never fitted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Unpack

import numpy as np

from reportgen.config import RunConfig
from reportgen.config.run_options import JudgingOptions
from reportgen.errors import InputError
from reportgen.interface.array_predictions import ArrayPredictions
from reportgen.interface.asked_estimator import AskedEstimator
from reportgen.interface.evaluation_report import Report
from reportgen.interface.given_data import ArrayLike, as_frame
from reportgen.progress import Progress, Silent
from reportgen.run.evaluate import evaluate_plans
from reportgen.run.planned import Planned
from reportgen.run.preflight import settled

#: What the source is called where nobody has named it.
NAME = "test data"

#: Of wider tables, such as pixels, columns say nothing to a reader and are not described.
WIDEST = 200


def from_estimators(
    estimators: Mapping[str, Any],
    X_test: ArrayLike,
    y_test: ArrayLike,
    *,
    classes: Sequence[Any] | None = None,
    sample_ids: ArrayLike | None = None,
    groups: ArrayLike | None = None,
    name: str = NAME,
    progress: Progress | None = None,
    **options: Unpack[JudgingOptions],
) -> Report:
    """Judge fitted estimators on test data, and compare them. They are never fitted.

    Parameters
    ----------
    estimators : mapping of str to estimator
        Each with `predict`, and for scores `predict_proba` or `decision_function`.
    X_test : array_like or data frame of shape (n_samples, n_features)
        Handed to the estimators as it is. Its columns describe errors.
    y_test : array_like of shape (n_samples,)
        True classes, as the estimators predict them.
    classes : sequence, optional
        Names of the classes, in the order of their codes, where `y_test` and estimators have codes.
    sample_ids, groups : array_like of shape (n_samples,), optional
        What each sample is called; which samples belong together (a patient's).
    name : str
        What the report calls the data.
    progress : Progress, optional
        Is told what is noticed.
    **options
        Options of judging, as on the command line.

    Returns
    -------
    Report
        It says that it is not known what the models were trained on.

    Raises
    ------
    InputError
        If an estimator is not fitted, cannot predict these data, or predicts other classes.

    Examples
    --------
    >>> import reportgen
    >>> from sklearn.datasets import load_wine
    >>> from sklearn.tree import DecisionTreeClassifier
    >>> X, y = load_wine(return_X_y=True)
    >>> tree = DecisionTreeClassifier(random_state=0).fit(X[::2], y[::2])
    >>> report = reportgen.from_estimators({"tree": tree}, X[1::2], y[1::2])
    >>> report.record.analyses[0].chosen
    'tree'
    """
    if not isinstance(estimators, Mapping) or not estimators:
        raise InputError('Give estimators by name: {"mine": fitted_pipeline}.')
    given = ArrayPredictions(name, y_test, classes)
    asked = [AskedEstimator(str(own), estimator) for own, estimator in estimators.items()]
    for one in asked:
        given.add_model(one.name, one.answers(X_test))
    given.add_part("id", sample_ids)
    given.add_part("groups", groups)
    if np.ndim(X_test) == 2 and np.shape(X_test)[1] <= WIDEST:
        given.add_data(as_frame(X_test, "X_test"))
    config = settled(None, {**options, "predictions": (name,)})
    command = f"reportgen.from_estimators({{{', '.join(map(repr, estimators))}}}, X_test, y_test)"
    told = progress or Silent()
    return Report.of(evaluate_plans(partial(_plans, given, asked, config, told), config, told, command))


def _plans(
    given: ArrayPredictions, asked: Sequence[AskedEstimator], config: RunConfig, progress: Progress
) -> list[Planned]:
    from reportgen.external.recorded_plan import plan_recognised

    plan = plan_recognised(config, [given.recognised()], [], progress)
    known = {one.name: one for one in asked}
    models = tuple(
        replace(model, info=known[model.info.title].described(model.info))
        if model.info.title in known
        else model
        for model in plan.predictions.models
    )
    return [replace(plan, predictions=replace(plan.predictions, models=models))]
