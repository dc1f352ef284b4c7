"""One class for each sample: two classes or more."""

from reportgen.bundle.base_record import Split
from reportgen.predictions.analysis_predictions import ModelPredictions, Predictions
from reportgen.predictions.packing import Arrays, pack
from reportgen.predictions.sample_data import SampleData
from reportgen.scoring.calibrations import calibrations_of
from reportgen.scoring.errors.error_analysis import find_errors
from reportgen.scoring.errors.sample_pictures import pack_training_pictures
from reportgen.scoring.families.scoring_family import SCORING_FAMILIES, Measured, ScoringFamily
from reportgen.scoring.operating_points import operating_points
from reportgen.scoring.packed_curves import pack_confusion, pack_curves
from reportgen.scoring.score_rows import score_split
from reportgen.tasks import Task


def measure(
    model: ModelPredictions, split: Split, predictions: Predictions, _: SampleData | None, arrays: Arrays
) -> Measured:
    """Return a model's rows, its matrix and its curves."""
    prefix, whole = predictions.question.id, model.whole[split]
    measured = Measured(
        score_split(model, split, predictions),
        [pack_confusion(prefix, model.id, split, whole, arrays)],
        pack_curves(prefix, model.id, split, whole, arrays),
        calibrations=calibrations_of(model.id, split, whole, predictions.samples.groups_on(split)),
    )
    pack(prefix, model.id, split, whole, arrays)
    return measured


SCORING_FAMILIES.register(
    ScoringFamily(
        id="classes",
        tasks=frozenset({Task.BINARY, Task.MULTICLASS}),
        measure=measure,
        keep=pack_training_pictures,
        operate=operating_points,
        errors=find_errors,
    )
)
