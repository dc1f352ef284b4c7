"""Answers made at random, as error analysis is given them."""

import numpy as np

from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.scoring.errors.model_on_split import ModelOnSplit
from tests.scoring.outcomes import random_outcome


def random_judged(n_classes: int = 4, n_samples: int = 300, seed: int = 0, model: str = "a") -> ModelOnSplit:
    outcome = random_outcome(n_classes, n_samples, seed, ties=False)
    return ModelOnSplit(model, "test", outcome, 1000 + np.arange(n_samples), 42)


def judged_of(truth: list[int], answers: list[int], n_classes: int, model: str = "a") -> ModelOnSplit:
    classes = tuple(str(code) for code in range(n_classes))
    outcome = ClassPredictions(classes, np.array(truth), np.array(answers), None, None)
    return ModelOnSplit(model, "test", outcome, np.arange(len(truth)), 42)


def of_matrix(matrix: list[list[int]]) -> ModelOnSplit:
    truth = [i for i, row in enumerate(matrix) for count in row for _ in range(count)]
    answers = [j for row in matrix for j, count in enumerate(row) for _ in range(count)]
    return judged_of(truth, answers, len(matrix))
