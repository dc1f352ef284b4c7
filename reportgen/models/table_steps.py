"""What comes in front of a model on a table: columns of any kind become numbers that it can take."""

from typing import Any

from reportgen.models.model_spec import Estimator


def only_numbers(table: Any) -> bool:
    """Return whether every column of a DataFrame holds numbers or booleans, so that none has to be encoded."""
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    return all(is_numeric_dtype(dtype) or is_bool_dtype(dtype) for dtype in table.dtypes)


def vectorizer(seed: int, *, scaled: bool, takes_categories: bool) -> Estimator:
    """Return skrub's TableVectorizer as the model needs it; it is fitted with the model, inside each fold.

    Numbers stay numbers, dates become year, month, day, hour and seconds, fewer than 40 different texts a column
    each, and more of them 30 numbers that say how alike they are. Columns without any value are left out.
    Where the model wants scaling, numbers and dates are scaled here: categories are 0 or 1 and texts come
    scaled, and to stretch 30 small numbers to the size of all others would drown those.
    """
    from skrub import DatetimeEncoder, StringEncoder, TableVectorizer

    changed: dict[str, Estimator] = {}
    if scaled:
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        changed = {
            "numeric": StandardScaler(),
            "datetime": make_pipeline(DatetimeEncoder(), StandardScaler()),
        }
    return TableVectorizer(
        low_cardinality=_categories(takes_categories),
        high_cardinality=StringEncoder(random_state=seed),
        **changed,
    )


def _categories(taken: bool) -> Estimator:
    """Return what encodes categories; those seen once share a column with those that only the test holds."""
    if taken:
        from skrub import ToCategorical

        return ToCategorical()
    from sklearn.preprocessing import OneHotEncoder

    return OneHotEncoder(
        handle_unknown="infrequent_if_exist", min_frequency=2, sparse_output=False, dtype="float32"
    )
