"""Predictions of made-up models, and what scikit-learn says of them, to write into files of any layout."""

from dataclasses import dataclass

import numpy as np
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    f1_score,
    log_loss,
    roc_auc_score,
)


@dataclass(frozen=True, eq=False)
class PredictionSet:
    """Truth and probabilities of one model: `codes` of shape (n,), `proba` (n, n_classes), which sum to 1."""

    classes: tuple[str, ...]
    codes: np.ndarray
    proba: np.ndarray

    @property
    def truth(self) -> np.ndarray:
        """The true classes by name."""
        return np.array(self.classes)[self.codes]

    @property
    def answer_codes(self) -> np.ndarray:
        """The most probable classes."""
        return self.proba.argmax(axis=1)

    @property
    def answers(self) -> np.ndarray:
        """The most probable classes by name."""
        return np.array(self.classes)[self.answer_codes]

    @property
    def figures(self) -> dict[str, float]:
        """What scikit-learn computes."""
        found = {
            "accuracy": accuracy_score(self.codes, self.answer_codes),
            "log_loss": log_loss(self.codes, self.proba),
        }
        if len(self.classes) == 2:
            return found | {
                "f1": f1_score(self.codes, self.answer_codes),
                "roc_auc": roc_auc_score(self.codes, self.proba[:, 1]),
                "average_precision": average_precision_score(self.codes, self.proba[:, 1]),
            }
        return found | {
            "f1_macro": f1_score(self.codes, self.answer_codes, average="macro"),
            "roc_auc_ovr_macro": roc_auc_score(self.codes, self.proba, multi_class="ovr"),
        }


def drawn(classes: tuple[str, ...], codes: np.ndarray, skill: float, seed: int) -> PredictionSet:
    """Return a model's probabilities, rounded so that any file can hold them exactly."""
    generator = np.random.default_rng(seed)
    merits = generator.normal(size=(len(codes), len(classes)))
    merits[np.arange(len(codes)), codes] += skill
    powers = np.exp(merits)
    proba = np.round(powers / powers.sum(axis=1, keepdims=True), 5)
    proba[:, 0] = np.round(1 - proba[:, 1:].sum(axis=1), 5)
    return PredictionSet(classes, codes, proba)


_THREE = np.random.default_rng(5).choice(3, 240, p=[0.5, 0.3, 0.2])
_TWO = np.random.default_rng(6).choice(2, 300, p=[0.8, 0.2])

#: Three classes, two models; and two classes, one model.
ALPHA = drawn(("cat", "dog", "owl"), _THREE, 1.6, 11)
BETA = drawn(("cat", "dog", "owl"), _THREE, 1.0, 12)
RARE = drawn(("no", "yes"), _TWO, 1.4, 13)

IDS = np.array([f"s{number:03d}" for number in range(240)])
NUMBERS = np.arange(5000, 5300)
