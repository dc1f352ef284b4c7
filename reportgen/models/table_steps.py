"""What comes in front of a model on a table: columns of any kind become numbers that it can take."""

from dataclasses import dataclass
from typing import Any

from reportgen.models.model_spec import Estimator


@dataclass(frozen=True)
class TableColumns:
    """Columns of a table that are not taken by what their values look like.

    Attributes
    ----------
    texts : tuple of str
        Columns that are learnt from by their words; no value is missing.
    ordered : tuple of (str, tuple of str)
        Ordered categories: the column and its values, lowest first.
    """

    texts: tuple[str, ...] = ()
    ordered: tuple[tuple[str, tuple[str, ...]], ...] = ()


#: A table without such columns.
PLAIN = TableColumns()


def columns_of(table: Any, texts: tuple[str, ...] = ()) -> TableColumns:
    """Return the columns of a DataFrame that need steps of their own; ordered categories are known by their type."""
    from pandas import CategoricalDtype

    ordered = tuple(
        (str(name), tuple(map(str, dtype.categories)))
        for name, dtype in table.dtypes.items()
        if isinstance(dtype, CategoricalDtype) and dtype.ordered
    )
    return TableColumns(texts, ordered)


def only_numbers(table: Any) -> bool:
    """Return whether every column of a DataFrame holds numbers or booleans, so that none has to be encoded."""
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    return all(is_numeric_dtype(dtype) or is_bool_dtype(dtype) for dtype in table.dtypes)


def vectorizer(
    seed: int, *, scaled: bool, takes_categories: bool, columns: TableColumns = PLAIN, words: bool = True
) -> Estimator:
    """Return skrub's TableVectorizer as the model needs it; it is fitted with the model, inside each fold.

    Numbers stay numbers, dates become year, month, day, hour and seconds, fewer than 40 different texts a column
    each, and more of them 30 numbers that say how alike they are. Ordered categories become their places in the
    order, and columns of text, unless not `words`, numbers that say which words they hold (see `WordComponents`).
    Columns without any value are left out.
    Where the model wants scaling, numbers and dates are scaled here: categories are 0 or 1 and texts come
    scaled, and to stretch 30 small numbers to the size of all others would drown those.
    """
    from skrub import DatetimeEncoder, StringEncoder, TableVectorizer

    changed: dict[str, Any] = {}
    if scaled:
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        changed = {
            "numeric": StandardScaler(),
            "datetime": make_pipeline(DatetimeEncoder(), StandardScaler()),
        }
    if own := [*_in_order(columns, scaled=scaled), *(_in_words(columns, seed) if words else ())]:
        changed["specific_transformers"] = own
    return TableVectorizer(
        low_cardinality=_categories(takes_categories),
        high_cardinality=StringEncoder(random_state=seed),
        **changed,
    )


def beside_words(columns: TableColumns, others: list[Estimator]) -> Estimator:
    """Return a step that turns each column of text into the weights of its words, and all others by `others`.

    The result is a sparse matrix where most of it is zero.
    """
    from sklearn.compose import ColumnTransformer
    from sklearn.pipeline import make_pipeline

    from reportgen.models.free_text.word_components import tfidf

    return ColumnTransformer(
        [(f"text {place}", tfidf(), name) for place, name in enumerate(columns.texts, start=1)],
        remainder=make_pipeline(*others),
    )


def _in_order(columns: TableColumns, *, scaled: bool) -> list[tuple[Estimator, list[str]]]:
    """Return the step of each ordered category: its values are numbered by their order, what is unknown is missing."""
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OrdinalEncoder, StandardScaler

    found = []
    for name, values in columns.ordered:
        places = OrdinalEncoder(
            categories=[list(values)], handle_unknown="use_encoded_value", unknown_value=float("nan")
        )
        found.append((make_pipeline(places, StandardScaler()) if scaled else places, [name]))
    return found


def _in_words(columns: TableColumns, seed: int) -> list[tuple[Estimator, list[str]]]:
    if not columns.texts:
        return []
    from reportgen.models.free_text.word_components import WordComponents

    return [(WordComponents(random_state=seed), [name]) for name in columns.texts]


def _categories(taken: bool) -> Estimator:
    """Return what encodes categories; those seen once share a column with those that only the test holds."""
    if taken:
        from skrub import ToCategorical

        return ToCategorical()
    from sklearn.preprocessing import OneHotEncoder

    return OneHotEncoder(
        handle_unknown="infrequent_if_exist", min_frequency=2, sparse_output=False, dtype="float32"
    )
