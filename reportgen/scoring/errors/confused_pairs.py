"""The pairs of classes that are mixed up most, and the samples that show how; the most confident mistakes."""

from collections.abc import Iterator

import numpy as np

from reportgen.bundle.error_records import Block, Case, ConfusedPair
from reportgen.scoring.errors.certainty import spread
from reportgen.scoring.errors.model_on_split import ModelOnSplit


def confused_pairs(judged: ModelOnSplit, most: int, cases: int) -> list[ConfusedPair]:
    """Return up to `most` pairs of classes by their errors in both directions, with four blocks of samples each.

    A block shows up to `cases` samples, spread evenly from the most to the least confident prediction.
    """
    return [_pair(judged, a, b, errors, cases) for a, b, errors in _most_confused(judged, most)]


def _most_confused(judged: ModelOnSplit, most: int) -> Iterator[tuple[int, int, int]]:
    """Yield (a, b, errors) with a < b; of equally many errors the classes that come first."""
    predictions, k = judged.predictions, len(judged.predictions.classes)
    truth, answers = predictions.truth[judged.wrong], predictions.predicted[judged.wrong]
    keys, errors = np.unique(np.minimum(truth, answers) * k + np.maximum(truth, answers), return_counts=True)
    for place in np.argsort(-errors, kind="stable")[:most]:
        yield int(keys[place]) // k, int(keys[place]) % k, int(errors[place])


def _pair(judged: ModelOnSplit, a: int, b: int, errors: int, cases: int) -> ConfusedPair:
    classes = judged.predictions.classes
    blocks = [_block(judged, actual, answer, cases) for actual in (a, b) for answer in (a, b)]
    return ConfusedPair(a=classes[a], b=classes[b], errors=errors, blocks=blocks)


def _block(judged: ModelOnSplit, actual: int, answer: int, cases: int) -> Block:
    predictions = judged.predictions
    chosen = (predictions.truth == actual) & (predictions.predicted == answer)
    return Block(
        truth=predictions.classes[actual],
        answer=predictions.classes[answer],
        count=int(chosen.sum()),
        cases=judged.cases(spread(judged.most_confident_first(chosen), cases)),
    )


def confident_mistakes(judged: ModelOnSplit, most: int) -> list[Case]:
    """Return the wrong predictions on which the model was most confident, most confident first."""
    return judged.cases(judged.most_confident_first(judged.wrong)[:most])
