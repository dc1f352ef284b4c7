"""ModelSpec: what the catalogue knows of a model, and the registry of all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from reportgen.registry import Registry

Estimator = Any  # scikit-learn's estimators share no base class that types can lean on

#: How predictions follow from what is computed once; see `ModelSpec.answers`.
DecisionRule = Literal["probability", "decision", "votes", "neighbours", "predict", "rounded"]

#: The method whose output is kept as a model's scores.
ScoreMethod = Literal["predict_proba", "decision_function"]


@dataclass(frozen=True)
class ModelSpec:
    """A model that can be asked for by its key.

    Attributes
    ----------
    id : str
        The key a user types.
    title : str
        Name for readers, short enough for a table: `Random forest`.
    description : str
        One sentence for a reader who knows no scikit-learn.
    build : callable
        Makes the unfitted estimator from a seed; imports scikit-learn when called.
    wants_scaling : bool
        Whether the columns of tables are scaled in front of it.
    takes_missing : bool
        Whether it accepts NaN as it is.
    takes_categories : bool
        Whether it accepts columns of categories as they are.
    takes_sparse : bool
        Whether it learns well from sparse matrices of very many columns, such as the weights of words.
    answers : {"probability", "decision", "votes", "neighbours", "predict", "rounded"}
        How predictions follow from what is computed once: the largest of predict_proba, the largest (or sign) of
        decision_function, the votes of pairwise decisions, the neighbours found once, or only by calling predict
        itself; of images also predict rounded to pixels. Anything but `rounded` must be provably equal to predict().
    score : {"predict_proba", "decision_function"} or None
        The method whose output is kept as the model's scores; None where it has neither.
    fit_threads : {"n_jobs", "openmp"} or None
        What lets a fit use several cores, if anything does, without changing its result. Predictions are shared
        out in chunks of rows instead.
    computes_in : {"float32", "float64"}
        What it turns arrays into before it computes: given that at once, it makes no copy of its own.
    several : {"outputs", "labels"} or None
        Whether it predicts several targets by itself: of any number of classes, or yes and no alone. None: one target
        at a time, so that it is wrapped.
    fit_cost : callable
        Rough seconds on one core for fitting, from (n_samples, n_features, n_classes); only the order of jobs
        depends on it.
    predict_cost : callable
        Rough seconds on one core for predicting (n_train, n_samples, n_features, n_classes).
    hour_rows : int, optional
        Training rows, of a table of some 20 columns, at which one fit takes about an hour, where its time grows with
        the square of their number: for more, users are warned before it begins. None where it grows about as they do.
    cheaper : tuple of str
        Models to take its place where there are too many rows for it, nearest first.
    ignores_features : bool
        Whether it looks at targets alone, so that no features need be prepared for it.
    baseline : bool
        Whether it is the naive baseline that every other model has to beat.
    images : ModelSpec or str
        What takes its place where the target is an image, or why nothing can. It has the same id.
    form : {"class", "image"}
        What it predicts for a sample; models of classes may also predict several.
    order : int
        Place in listings.
    title_for : callable, optional
        Name for readers that follows from the parameters given, where one of them belongs into it.
    inner : str, optional
        The parameter that holds the model proper, where the estimator puts several of it together: its parameters
        are the ones that can be set, by their plain names.
    class_params : frozenset of str
        Parameters whose value is a class, which users write as it is in their data.
    seeded : callable
        Whether its fit depends on the seed, given its parameters. It does where nobody says otherwise.
    fitted_note : callable, optional
        A sentence on the fitted estimator, for the report.
    """

    id: str
    title: str
    description: str
    build: Callable[[int], Estimator]
    wants_scaling: bool = False
    takes_missing: bool = False
    takes_categories: bool = False
    takes_sparse: bool = False
    answers: DecisionRule = "predict"
    score: ScoreMethod | None = "predict_proba"
    fit_threads: Literal["n_jobs", "openmp"] | None = None
    computes_in: Literal["float32", "float64"] = "float64"
    several: Literal["outputs", "labels"] | None = None
    fit_cost: Callable[[int, int, int], float] = lambda n, d, k: 1e-8 * n * d * k
    predict_cost: Callable[[int, int, int, int], float] = lambda _, n, d, k: 1e-9 * n * d * k
    hour_rows: int | None = None
    cheaper: tuple[str, ...] = ()
    ignores_features: bool = False
    baseline: bool = False
    images: "ModelSpec | str" = "it predicts one class for each sample, not an image"
    form: Literal["class", "image"] = "class"
    order: int = 50
    title_for: Callable[[Mapping[str, Any]], str] | None = None
    inner: str | None = None
    class_params: frozenset[str] = frozenset()
    seeded: Callable[[Mapping[str, Any]], bool] = lambda _: True
    fitted_note: Callable[[Estimator], str] | None = None


MODELS: Registry[ModelSpec] = Registry("models", "reportgen.models", sort=lambda spec: (spec.order, spec.id))

#: The key of the naive baseline, which is part of every analysis.
BASELINE = "dummy"


def unseeded(_: Mapping[str, Any]) -> bool:
    """Say that the fit of a model never depends on the seed."""
    return False


def boundaries(n_classes: int) -> int:
    """Return how many boundaries a one-against-the-rest model fits: a single one between two classes."""
    return 1 if n_classes <= 2 else n_classes


#: Why trees are not asked for images.
TREES_OF_IMAGES = (
    "each node of a tree would count every value of every pixel, 1.6 MB a node for images of 28 by 28 pixels"
)
