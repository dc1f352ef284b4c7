"""Support vector classifiers, each of which tells one class from all others: scikit-learn's OneVsRestClassifier.

Of equal decisions its predict() takes the first class (releases of scikit-learn before 1.7 the last).
"""

from reportgen.models.composed_svc import support_vectors_together
from reportgen.models.model_spec import MODELS, Estimator, boundaries


def _build(seed: int) -> Estimator:
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.svm import SVC

    return OneVsRestClassifier(SVC(random_state=seed))


def _fit_cost(n: int, d: int, k: int) -> float:
    return 3e-11 * n**2 * d * boundaries(k)


def _predict_cost(n_train: int, n: int, d: int, k: int) -> float:
    return 3e-11 * n_train * n * d * boundaries(k)


def _note(estimator: Estimator) -> str:
    count = len(estimator.estimators_)
    return f"{count:,} classifiers, one for each class." if count > 1 else "1 classifier, for both classes."


MODELS.register(
    support_vectors_together(
        id="svc_ovr",
        title="SVC, one against rest",
        description="Separates each class from all others by a curved boundary; the highest score is predicted.",
        build=_build,
        fitted_note=_note,
        fit_cost=_fit_cost,
        predict_cost=_predict_cost,
        order=44,
    )
)
