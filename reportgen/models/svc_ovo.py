"""Support vector classifiers, one for each pair of classes, put together by scikit-learn's OneVsOneClassifier.

SVC itself also separates pairs; here each pair is a classifier of its own, and sure votes decide among equal ones.
"""

from reportgen.models.composed_svc import support_vectors_together
from reportgen.models.model_spec import MODELS, Estimator


def _build(seed: int) -> Estimator:
    from sklearn.multiclass import OneVsOneClassifier
    from sklearn.svm import SVC

    return OneVsOneClassifier(SVC(random_state=seed))


def _fit_cost(n: int, d: int, _: int) -> float:
    return 8e-11 * n**2 * d


def _predict_cost(n_train: int, n: int, d: int, k: int) -> float:
    return 3e-11 * n_train * n * d * min(k, 10)


def _note(estimator: Estimator) -> str:
    count = len(estimator.estimators_)
    return (
        f"{count:,} classifiers, one for each pair of classes."
        if count > 1
        else "1 classifier, for the pair."
    )


MODELS.register(
    support_vectors_together(
        id="svc_ovo",
        title="SVC, one against one",
        description="Separates each pair of classes by a curved boundary; the class that wins most pairs is predicted.",
        build=_build,
        fitted_note=_note,
        fit_cost=_fit_cost,
        predict_cost=_predict_cost,
        order=42,
    )
)
