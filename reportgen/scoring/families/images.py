"""Images as targets: how far each is from the clean image."""

from reportgen.bundle.base_record import Split
from reportgen.predictions.analysis_predictions import ModelPredictions, Predictions
from reportgen.predictions.packing import Arrays, pack
from reportgen.predictions.sample_data import SampleData
from reportgen.scoring.errors.kept_images import keep_answers, keep_pixel_errors, keep_training_images
from reportgen.scoring.families.scoring_family import SCORING_FAMILIES, Measured, ScoringFamily
from reportgen.scoring.score_rows import score_split
from reportgen.tasks import Task


def measure(
    model: ModelPredictions,
    split: Split,
    predictions: Predictions,
    data: SampleData | None,
    arrays: Arrays,
) -> Measured:
    """Return a model's rows; images have neither matrices nor curves."""
    question = predictions.question
    pack(question.id, model.id, split, model.whole[split], arrays)
    keep_pixel_errors(model, split, question, arrays)
    if data is not None and question.names_samples:
        keep_answers(model, split, predictions, data, arrays)
    return Measured(score_split(model, split, predictions), [], [])


SCORING_FAMILIES.register(
    ScoringFamily(
        id="images",
        tasks=frozenset({Task.DENOISE}),
        measure=measure,
        keep=keep_training_images,
    )
)
