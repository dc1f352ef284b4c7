"""What the names of columns say of their part, and what is left of them when that is taken away."""

import itertools
import re
from collections.abc import Collection

#: A word inside a name: `y_trueLabel` has three.
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_a-zA-Z]+")

STRONG_TRUTH = frozenset({
    "truth", "true", "actual", "actuals", "obs", "observed", "gold", "golden", "reference", "references",
    "expected", "groundtruth", "gt", "solution", "ytrue", "ytest",
})  # fmt: skip
WEAK_TRUTH = frozenset({
    "target", "targets", "label", "labels", "y", "class", "outcome", "correct", "answer", "annotation",
})  # fmt: skip
PREDICTED = frozenset({
    "prediction", "predictions", "predicted", "predict", "pred", "preds", "guess", "guessed", "yhat", "hat",
    "ypred", "response", "responses", "resps", "output", "answer", "answers", "extracted", "forecast",
    "classified", "scored", "decision",
})  # fmt: skip
SCORED = frozenset({
    "score", "scores", "prob", "probs", "proba", "probability", "probabilities", "confidence", "confidences",
    "conf", "p", "logit", "logits", "margin", "likelihood", "risk", "propensity", "yscore", "yprob", "yproba", "pr",
})  # fmt: skip
ID = frozenset({
    "id", "ids", "key", "uuid", "guid", "index", "idx", "row", "rowid", "rowindex", "no", "nr", "number",
    "file", "filename", "path", "image", "case", "customer", "sample", "doc", "name", "hash",
})  # fmt: skip
FOLD = frozenset({
    "fold", "folds", "resample", "cv", "foldid",
})  # fmt: skip
REPEAT = frozenset({
    "repeat", "rep", "repetition", "epoch", "trial", "run", "seed",
})  # fmt: skip
SPLIT = frozenset({
    "split", "subset", "partition", "set", "role",
})  # fmt: skip
MODEL = frozenset({
    "model", "models", "classifier", "algorithm", "learner", "system", "provider", "estimator", "judge",
    "engine",
})  # fmt: skip
VERDICT = frozenset({
    "success", "passed", "pass", "acc", "correct", "iscorrect", "match", "em", "solved", "verdict", "right",
    "score",
})  # fmt: skip

#: Words beside those that say the part: `prediction_label`, `pred_class`.
_BESIDE = frozenset({
    "y", "label", "labels", "class", "classes", "value", "values", "raw", "test", "the", "of", "for", "is",
})  # fmt: skip


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in small letters."""
    return tuple(word.lower() for word in _WORD.findall(name))


def speaks_of(name: str, vocabulary: Collection[str]) -> bool:
    """Whether a word of a name, or two that stand together, belong to a vocabulary."""
    own = words(name)
    pairs = ("".join(pair) for pair in itertools.pairwise(own))
    return any(word in vocabulary for word in (*own, *pairs))


def is_just(name: str, vocabulary: Collection[str]) -> bool:
    """Whether a name consists of words of a vocabulary alone, but for words such as `y` beside them."""
    own = words(name)
    return speaks_of(name, vocabulary) and all(word in vocabulary or word in _BESIDE for word in own)


def rest_of(name: str, taken_away: Collection[str] = ()) -> str:
    """Return what is left of a name without the words that say its part: `rf` of `pred_rf` or `rf.score`.

    `taken_away` are further words, such as those of the target's name in `predicted_outcome`.
    """
    gone = PREDICTED | SCORED | VERDICT | _BESIDE | set(taken_away)
    spans = [match.span() for match in _WORD.finditer(name) if match.group().lower() not in gone]
    if not spans:
        return ""
    return name[spans[0][0] : spans[-1][1]].strip(" ._-()[]{}")
