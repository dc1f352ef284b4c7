"""Words as few numbers: TF-IDF, and where there are many words the main directions in which texts differ by them.

Imported only where a table holds text: it needs scikit-learn.
"""

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

#: Words are any letters and digits in a row, in the spelling of scikit-learn's TfidfVectorizer.
WORD = r"(?u)\b\w+\b"

#: Words that are learnt from, the most frequent ones.
MOST_WORDS = 20_000


def tfidf() -> Any:
    """Return the unfitted step from texts to the weights of their words, a sparse matrix."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(sublinear_tf=True, token_pattern=WORD, max_features=MOST_WORDS)


class WordComponents(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """From a column of text to numbers that any model takes: a DataFrame of at most `n_components` columns.

    The weights of the words (TF-IDF) themselves where they are few, else their truncated singular value
    decomposition (latent semantic analysis).

    Parameters
    ----------
    n_components : int
    random_state : int, optional
        Seed of the decomposition.
    """

    def __init__(self, n_components: int = 100, random_state: int | None = None) -> None:
        self.n_components = n_components
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> "WordComponents":
        """Learn words and directions from a DataFrame of one column of text."""
        self.fit_transform(X, y)
        return self

    def fit_transform(self, X: Any, y: Any = None) -> Any:  # noqa: ARG002 - scikit-learn's signature
        """Learn and return the numbers of the same texts."""
        from sklearn.decomposition import TruncatedSVD

        self.words_ = tfidf()
        weights = self.words_.fit_transform(_texts(X))
        self.directions_ = None
        if min(weights.shape) > self.n_components:
            self.directions_ = TruncatedSVD(self.n_components, random_state=self.random_state)
            self.directions_.fit(weights)
        return self._framed(X, weights)

    def transform(self, X: Any) -> Any:
        """Return the numbers of a DataFrame of one column of text."""
        check_is_fitted(self)
        return self._framed(X, self.words_.transform(_texts(X)))

    def get_feature_names_out(self, input_features: Any = None) -> Any:  # noqa: ARG002 - scikit-learn's signature
        """Return the words, or the numbers of the directions."""
        if self.directions_ is None:
            return self.words_.get_feature_names_out()
        return np.array([f"direction {place}" for place in range(self.n_components)], dtype=object)

    def _framed(self, X: Any, weights: Any) -> Any:
        import pandas as pd

        values = weights.toarray() if self.directions_ is None else self.directions_.transform(weights)
        names = [f"{X.columns[0]}: {word}" for word in self.get_feature_names_out()]
        return pd.DataFrame(values.astype(np.float32), columns=names, index=X.index)


def _texts(frame: Any) -> Any:
    return frame.iloc[:, 0].astype(object).to_numpy()
