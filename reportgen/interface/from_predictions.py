"""from_predictions: a report on predictions in arrays, whoever made them."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Unpack

from reportgen.config import RunConfig
from reportgen.config.run_options import JudgingOptions
from reportgen.interface.array_predictions import ArrayPredictions, models_in
from reportgen.interface.evaluation_report import Report
from reportgen.interface.given_data import ArrayLike
from reportgen.progress import Progress, Silent
from reportgen.run.evaluate import evaluate_plans
from reportgen.run.planned import Planned
from reportgen.run.preflight import settled

#: What the source is called where nobody has named it.
NAME = "predictions"


def from_predictions(
    y_true: ArrayLike,
    predictions: Mapping[str, ArrayLike] | ArrayLike,
    *,
    classes: Sequence[Any] | None = None,
    sample_ids: ArrayLike | None = None,
    groups: ArrayLike | None = None,
    folds: ArrayLike | None = None,
    data: ArrayLike | None = None,
    name: str = NAME,
    progress: Progress | None = None,
    **options: Unpack[JudgingOptions],
) -> Report:
    """Judge predictions that are there already, and compare the models that made them.

    Parameters
    ----------
    y_true : array_like of shape (n_samples,)
        True classes: names, or codes of `classes`.
    predictions : mapping of str to array_like, or array_like
        For each model by its name: predicted classes of shape (n_samples,); scores of the positive of two classes, of
        shape (n_samples,); probabilities or other scores of shape (n_samples, n_classes); or a pair of classes and
        scores. Of a data frame the names of the columns are the classes.
    classes : sequence, optional
        The classes in the order of codes and of columns of scores; by default the sorted values of `y_true`.
    sample_ids, groups, folds : array_like of shape (n_samples,), optional
        What each sample is called; which samples belong together (a patient's); in which fold each was held out, which
        makes the predictions those of a cross-validation.
    data : data frame, optional
        Columns that describe the samples: errors are shown with them and searched for parts where they gather.
    name : str
        What the report calls the predictions.
    progress : Progress, optional
        Is told what is recognised and noticed.
    **options
        Options of judging, as on the command line: `positive="yes"`, `metric="recall"`, `gates=["accuracy >= 0.9"]`.

    Returns
    -------
    Report

    Raises
    ------
    InputError
        If arrays do not go together, or an option is wrong.

    Examples
    --------
    >>> import reportgen
    >>> truth = ["cat", "dog", "dog", "cat", "dog", "cat"]
    >>> report = reportgen.from_predictions(truth, {"a": truth, "b": ["cat"] * 6})
    >>> report.scores().query("metric == 'accuracy'")[["model", "value"]].values.tolist()
    [['a', 1.0], ['b', 0.5], ['dummy', 0.5]]
    """
    given = ArrayPredictions(name, y_true, classes)
    for model, values in models_in(predictions).items():
        given.add_model(model, values)
    given.add_part("id", sample_ids)
    given.add_part("groups", groups)
    given.add_part("fold", folds)
    given.add_data(data)
    config = settled(None, {**options, "predictions": (name,)})
    command = f"reportgen.from_predictions(y_true, {{{', '.join(map(repr, models_in(predictions)))}}})"
    told = progress or Silent()
    return Report.of(evaluate_plans(partial(_plans, given, config, told), config, told, command))


def _plans(given: ArrayPredictions, config: RunConfig, progress: Progress) -> list[Planned]:
    from reportgen.external.recorded_plan import plan_recognised

    return [plan_recognised(config, [given.recognised()], [], progress)]
