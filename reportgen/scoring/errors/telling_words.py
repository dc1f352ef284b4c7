"""The words of a text that tell most of its class, by how often training samples of each class hold them."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: Words named of a text, and first words shown of one where no word tells anything.
NAMED, FIRST = 4, 6

#: Training texts that hold a word; one that fewer hold tells of chance.
FEWEST_TEXTS = 3

#: Chance explains so much of a log odds ratio.
STANDARD_ERRORS = 2.0

_WORD = re.compile(r"\w+")


class TellingWords:
    """Words weighed by the texts of a training set.

    Parameters
    ----------
    texts : sequence of str
    codes : ndarray of shape (n_texts,)
        The class of each text.
    """

    def __init__(self, texts: Sequence[str], codes: NDArray[np.int64]) -> None:
        self._sizes = np.bincount(codes)
        self._counts: dict[str, Counter[int]] = {}
        for text, code in zip(texts, codes.tolist(), strict=True):
            for word in _words(text):
                self._counts.setdefault(word, Counter())[code] += 1

    def weight(self, word: str) -> float:
        """Return how much a word tells beyond chance.

        That is the log odds ratio of holding it, of a class against all others, less two of its standard errors, and
        of all classes the largest. Half a text is added to each count (Haldane and Anscombe), so that no ratio is
        infinite.
        """
        found = self._counts.get(word, Counter())
        if found.total() < FEWEST_TEXTS:
            return 0.0
        held = np.array([found[code] for code in range(len(self._sizes))], dtype=np.float64)
        of_others = self._sizes.sum() - self._sizes
        others = found.total() - held
        cells = np.array([held, self._sizes - held, others, of_others - others]) + 0.5
        odds = np.log(cells[0] / cells[1]) - np.log(cells[2] / cells[3])
        beyond = np.abs(odds) - STANDARD_ERRORS * np.sqrt((1 / cells).sum(axis=0))
        return max(0.0, float(beyond.max()))

    def of(self, text: str) -> str:
        """Return the words of a text that tell most, the most telling first, or its first words where none does."""
        weights = {word: self.weight(word) for word in _words(text)}
        telling = sorted(
            (word for word in weights if weights[word] > 0), key=lambda word: (-weights[word], word)
        )
        return ", ".join(telling[:NAMED]) or " ".join(text.split()[:FIRST])


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(_WORD.findall(text.lower())))
