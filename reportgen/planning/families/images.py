"""Images as targets: noise is added to every image, and the clean image is to be found."""

from reportgen.config import RunConfig
from reportgen.datasets.dataset import Dataset
from reportgen.errors import InputError
from reportgen.models.answer_form import AnswerForm
from reportgen.models.catalogue import Model
from reportgen.models.model_spec import ModelSpec
from reportgen.models.unchanged import UNCHANGED
from reportgen.planning.families.planning_family import PLANNING_FAMILIES, PlanningFamily, Predicted
from reportgen.planning.noise import with_noise
from reportgen.planning.target import Target
from reportgen.predictions.image_predictions import FULL_SCALE, ImagePredictions, compare_images
from reportgen.tasks import Task


def encode(dataset: Dataset, config: RunConfig) -> tuple[Dataset, Target]:
    """Return the images with noise, and the clean ones as the target."""
    if config.labels:
        raise InputError("--label is about classes, but --task denoise predicts images. Leave it out.")
    if config.search:
        raise InputError(
            "--search judges parameters by predicted classes, but --task denoise predicts images. Give one value "
            "with --param instead."
        )
    noisy = with_noise(dataset, config.seed)
    return noisy.dataset, Target(Task.DENOISE, (), noisy.clean, highest=noisy.highest)


def variant(spec: ModelSpec) -> ModelSpec:
    """Return the model of images under the same key; a model that has none stays as it is, and is skipped."""
    return spec.images if isinstance(spec.images, ModelSpec) else spec


def refuses(model: Model) -> str | None:
    """Say why a model cannot predict an image."""
    if model.spec.form == "image":
        return None
    return str(model.spec.images)


def predictions(dataset: Dataset, target: Target, found: Predicted) -> ImagePredictions:
    """Return what a fit predicted for some rows, compared with the clean images."""
    shape, highest = dataset.image_shape or (), target.highest or FULL_SCALE
    return compare_images(target.codes[found.rows], found.predicted, shape, highest)


PLANNING_FAMILIES.register(
    PlanningFamily(
        id="images",
        claims=lambda _, config: config.task == Task.DENOISE.value,
        encode=encode,
        form=lambda target, _: AnswerForm("image", n_classes=1 + (target.highest or FULL_SCALE)),
        predictions=predictions,
        class_counts=lambda *_: {},
        refuses=refuses,
        variant=variant,
        baselines=(UNCHANGED,),
        models=("knn", "ridge"),
        order=10,
    )
)
