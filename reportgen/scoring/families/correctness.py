"""Right or wrong alone: what was predicted is not known, only whether it was right."""

from reportgen.bundle.base_record import Split
from reportgen.predictions.analysis_predictions import ModelPredictions, Predictions
from reportgen.predictions.packing import Arrays, pack
from reportgen.predictions.sample_data import SampleData
from reportgen.scoring.errors.error_analysis import find_errors
from reportgen.scoring.errors.sample_pictures import pack_training_pictures
from reportgen.scoring.families.scoring_family import SCORING_FAMILIES, Measured, ScoringFamily
from reportgen.scoring.score_rows import score_split
from reportgen.tasks import Task


def measure(
    model: ModelPredictions, split: Split, predictions: Predictions, _: SampleData | None, arrays: Arrays
) -> Measured:
    """Return a model's rows; without classes there are neither matrices nor curves."""
    pack(predictions.question.id, model.id, split, model.whole[split], arrays)
    return Measured(score_split(model, split, predictions), [], [])


SCORING_FAMILIES.register(
    ScoringFamily(
        id="correctness",
        tasks=frozenset({Task.CORRECTNESS}),
        measure=measure,
        keep=pack_training_pictures,
        errors=find_errors,
    )
)
