"""Images as answers: noise is added to every image, and the clean image is to be found."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportgen.bundle.base_record import Split
from reportgen.config import RunConfig
from reportgen.datasets.dataset import Dataset
from reportgen.errors import InputError
from reportgen.models.answer_form import AnswerForm
from reportgen.models.catalogue import Model
from reportgen.models.model_spec import ModelSpec
from reportgen.models.unchanged import UNCHANGED
from reportgen.planning.fit_job import FitResult
from reportgen.planning.noise import FULL_SCALE, with_noise
from reportgen.planning.splits import judged_groups
from reportgen.planning.target import Target
from reportgen.predictions.image_predictions import ImageOutcome, judge, pool
from reportgen.scoring.families.scoring_family import FAMILIES, Arrays, Family, Measured, Rows, ScoreKind
from reportgen.scoring.images.kept_images import keep_answers, keep_errors, keep_samples
from reportgen.scoring.score_rows import score_split
from reportgen.tasks import Task

if TYPE_CHECKING:
    from reportgen.planning.fit_plan import Plan


def encode(dataset: Dataset, config: RunConfig) -> tuple[Dataset, Target]:
    """Return the images with noise, and the clean ones as the target."""
    if config.labels:
        raise InputError("--label is about classes, but --task denoise answers with images. Leave it out.")
    if config.search:
        raise InputError(
            "--search judges parameters by classes found, but --task denoise answers with images. Give one value "
            "with --param instead."
        )
    noisy = with_noise(dataset, config.seed)
    return noisy.dataset, Target(Task.DENOISE, (), noisy.clean, highest=noisy.highest)


def variant(spec: ModelSpec) -> ModelSpec:
    """Return the model of images under the same key; a model that has none stays as it is, and is skipped."""
    return spec.images if isinstance(spec.images, ModelSpec) else spec


def refuses(model: Model) -> str | None:
    """Say why a model cannot answer with an image."""
    if model.spec.form == "image":
        return None
    return str(model.spec.images)


def outcome(plan: "Plan", rows: Rows, fit: FitResult, _: ScoreKind | None) -> ImageOutcome:
    """Return what a fit answered on some rows, compared with the clean images."""
    shape, highest = plan.dataset.image_shape or (), plan.target.highest or FULL_SCALE
    return judge(rows, plan.target.codes, fit.answers, shape, highest)


def measure(
    model: str,
    split: Split,
    plan: "Plan",
    pooled: ImageOutcome,
    folds: Sequence[ImageOutcome],
    arrays: Arrays,
) -> Measured:
    """Return a model's rows; images have neither matrices nor curves."""
    keep_answers(model, split, plan, pooled, arrays)
    groups = judged_groups(plan.dataset, plan.division, split)
    return Measured(score_split(model, split, Task.DENOISE, pooled, folds, groups=groups), [], [])


FAMILIES.register(
    Family(
        id="images",
        claims=lambda _, config: config.task == Task.DENOISE.value,
        encode=encode,
        form=lambda target, _: AnswerForm("image", n_classes=1 + (target.highest or FULL_SCALE)),
        outcome=outcome,
        pool=pool,
        measure=measure,
        class_counts=lambda *_: {},
        pack=keep_errors,
        refuses=refuses,
        keep=keep_samples,
        variant=variant,
        baselines=(UNCHANGED,),
        models=("knn", "ridge"),
        order=10,
    )
)
