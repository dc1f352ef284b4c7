"""From predictions to the record of an analysis: everything is derived from what models predicted."""

import msgspec

from reportgen.bundle.schema import Analysis
from reportgen.predictions.analysis_predictions import Predictions
from reportgen.predictions.packing import Arrays, pack_samples
from reportgen.predictions.sample_data import SampleData
from reportgen.scoring.chosen_interval import account_for_choice
from reportgen.scoring.comparing.model_pairs import cochran_test, compare_models
from reportgen.scoring.comparing.repeated_fits import keep_repeats, repeated_scores
from reportgen.scoring.cost_ranking import rank_by_cost
from reportgen.scoring.families.scoring_family import ScoringFamily, family_for
from reportgen.scoring.recommended_model import recommend
from reportgen.scoring.subgroups import with_subgroups
from reportgen.scoring.test_against_folds import p_value_against_folds


def score(predictions: Predictions, data: SampleData | None = None) -> tuple[Analysis, Arrays]:
    """Compute everything that an analysis measures from what its models predicted.

    Parameters
    ----------
    predictions : Predictions
    data : SampleData, optional
        Features of the samples. What looks into them or shows them is left out without, and says so.

    Returns
    -------
    Analysis
        The record, without findings.
    dict
        The arrays it refers to, and the predictions and scores of every sample judged.
    """
    family = family_for(predictions.question.task)
    arrays: Arrays = {}
    pack_samples(predictions.question, predictions.samples, arrays)
    if data is not None and predictions.question.names_samples:
        family.keep(predictions, data, arrays)
    analysis = _with_measurements(_record(predictions), family, predictions, data, arrays)
    ranking = rank_by_cost(predictions, analysis.operating_points)
    analysis = msgspec.structs.replace(analysis, cost_ranking=ranking)
    choice = recommend(analysis)
    analysis = msgspec.structs.replace(
        analysis, chosen=choice.model, chosen_on=choice.split, best=choice.best
    )
    if ranking is None:  # else the choice was made by another figure
        analysis = account_for_choice(analysis, predictions)
    analysis = with_subgroups(analysis, predictions, data)
    analysis = msgspec.structs.replace(analysis, p_value_against_folds=p_value_against_folds(analysis))
    errors = family.errors(predictions, data, analysis, arrays)
    return msgspec.structs.replace(analysis, errors=errors), arrays


def _with_measurements(
    analysis: Analysis,
    family: ScoringFamily,
    predictions: Predictions,
    data: SampleData | None,
    arrays: Arrays,
) -> Analysis:
    """Return the analysis with what follows from the predictions alone, before any model is chosen."""
    measured = [
        family.measure(model, split, predictions, data, arrays)
        for model in predictions.usable
        for split in model.whole
    ]
    for model in predictions.usable:
        keep_repeats(model, predictions.question, arrays)
    operated = [
        family.operate(model, predictions, arrays) for model in predictions.usable if not model.is_baseline
    ]
    return msgspec.structs.replace(
        analysis,
        scores=[
            *(row for part in measured for row in part.scores),
            *(
                row
                for model in predictions.usable
                for row in repeated_scores(model, predictions.question.task)
            ),
        ],
        curves=[
            *(curve for part in measured for curve in part.curves),
            *(curve for part in operated for curve in part.curves),
        ],
        confusions=[matrix for part in measured for matrix in part.confusions],
        calibrations=[found for part in measured for found in part.calibrations],
        co_occurrences=[together for part in measured for together in part.co_occurrences],
        operating_points=[point for part in operated for point in part.points],
        comparisons=compare_models(predictions),
        together=cochran_test(predictions),
    )


def _record(predictions: Predictions) -> Analysis:
    """Return the analysis as far as it is known before anything is measured."""
    question = predictions.question
    return Analysis(
        id=question.id,
        title=question.title,
        task=question.task,
        positive=question.positive,
        dataset=question.dataset,
        protocol=question.protocol,
        models=[model.info for model in predictions.models],
        scores=[],
        confusions=[],
        curves=[],
        main_metric=question.main_metric,
        main_metric_reason=question.main_metric_reason,
        chosen=None,
        chosen_on=None,
        groups=predictions.samples.groups_judged,
        prevalence=question.prevalence,
    )
