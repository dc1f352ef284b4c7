"""The records of an error analysis: which samples are confused, suspected, alike, and where errors gather."""

from typing import Literal

import msgspec

from reportgen.bundle.base_record import Split

#: Suspected labels are a list to check where at most this share of it is estimated to be right.
TOLERATED = 0.2

#: Fewer suspected labels than this are no list.
FEWEST = 10


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One sample judged: its id (position in the source), true class, predicted class and its score.

    `margin` is how confident the model was: that score less the best other one; None without scores.
    """

    sample: int
    truth: str
    answer: str
    score: float | None = None
    margin: float | None = None


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """The samples of class `truth` that were predicted as `answer`: how many, and a few, most confident first."""

    truth: str
    answer: str
    count: int
    cases: list[Case] = []


class ConfusedPair(msgspec.Struct, frozen=True, kw_only=True):
    """Two classes that are mixed up, in either direction, and the blocks A as A, A as B, B as A, B as B."""

    a: str
    b: str
    errors: int
    blocks: list[Block]


class Tendency(msgspec.Struct, frozen=True, kw_only=True):
    """A class that errors gather at, by more than chance.

    `kind` missed: `rate` of its own samples are predicted otherwise, of all others `rest` are.
    `kind` attracts: `rate` of all others are predicted as it, an average class would get `rest`; `own` of its own
    samples are missed and `own_rest` of all others. `mostly` is the class that at least half of these errors are
    shared with.
    """

    kind: Literal["missed", "attracts"]
    label: str
    rate: float
    rest: float
    p_adjusted: float
    own: float | None = None
    own_rest: float | None = None
    mostly: str | None = None
    mostly_share: float | None = None


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a column: one `value`, or numbers above `above` up to `upto` (either may be None: no bound)."""

    column: str
    value: str | None = None
    above: float | None = None
    upto: float | None = None


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """Samples that meet all conditions, and their error rate against that of the rest."""

    conditions: list[Condition]
    support: int
    errors: int
    rate: float
    rest: float
    p_value: float
    p_adjusted: float


class SliceSearch(msgspec.Struct, frozen=True, kw_only=True):
    """Slices of tables where a model errs significantly more, of `tested` that were looked at."""

    split: Split
    samples: int
    tested: int
    columns: int
    least_support: int
    significant: int
    slices: list[Slice]


class ModelErrors(msgspec.Struct, frozen=True, kw_only=True):
    """The errors of one model on the judged split. `errors` of `samples` predictions are wrong."""

    model: str
    split: Split
    samples: int
    errors: int
    pairs: list[ConfusedPair] = []
    mistakes: list[Case] = []
    tendencies: list[Tendency] = []
    slices: SliceSearch | None = None


class LabelSuspect(msgspec.Struct, frozen=True, kw_only=True):
    """A sample whose label is suspected, the class suggested, and the model's probability of each.

    `margin` is the normalised margin: probability of the given class less the highest other; most negative first.
    """

    sample: int
    given: str
    suggested: str
    given_probability: float
    suggested_probability: float
    margin: float


class LabelSuspects(msgspec.Struct, frozen=True, kw_only=True):
    """Labels that one model's out-of-fold probabilities speak against. `thresholds`: by class, None where absent.

    `to_check` of them are a list worth checking, which the cases begin with, and of which a share of
    `false_discoveries` is estimated to be right after all; `checked_first` are the samples of it. No list: 0. None:
    not judged.
    """

    model: str
    samples: int
    count: int
    thresholds: dict[str, float | None]
    cases: list[LabelSuspect] = []
    to_check: int | None = None
    false_discoveries: float | None = None
    checked_first: list[int] = []


class SharedCase(msgspec.Struct, frozen=True, kw_only=True):
    """A sample that every model gets wrong, with the prediction of each."""

    sample: int
    truth: str
    answers: dict[str, str]


class SharedErrors(msgspec.Struct, frozen=True, kw_only=True):
    """Which models fail together: `matrix[i][j]` samples are wrong by `models[i]` and `models[j]` alike.

    `by_all` samples are wrong by all, `alike` of them with the same prediction.
    """

    split: Split
    samples: int
    models: list[str]
    matrix: list[list[int]]
    by_all: int
    alike: int
    cases: list[SharedCase] = []


class Twin(msgspec.Struct, frozen=True, kw_only=True):
    """A test sample and a training sample that are the same or nearly so; `distance` in shares of a typical one."""

    test: int
    train: int
    test_class: str
    train_class: str
    distance: float


class Duplicates(msgspec.Struct, frozen=True, kw_only=True):
    """Test samples that are also among the training samples.

    `exact` have a training sample with the same values, `near` (None: not looked for) one that is closer than
    `threshold` times the typical distance; `contradicting` of them all have a twin of another class. `by_chance` is how
    many `exact` ones, and `contradicting_by_chance` how many of these with another class, chance would give if columns
    had nothing to do with each other; None where that was not asked.
    """

    samples: int
    exact: int
    near: int | None
    threshold: float | None
    contradicting: int
    twins: list[Twin] = []
    by_chance: float | None = None
    contradicting_by_chance: float | None = None


class ColumnValue(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a row, and the share of training rows whose value is at least as unusual; `side` of numbers."""

    column: str
    value: str
    share: float
    side: Literal["high", "low"] | None = None


class RowExcerpt(msgspec.Struct, frozen=True, kw_only=True):
    """The most unusual columns of one row shown; `own_id` is what the user calls it, by the column of --show."""

    sample: int
    columns: list[ColumnValue]
    own_id: str | None = None


class SharedCodes(msgspec.Struct, frozen=True, kw_only=True):
    """A column of `codes` different codes, and how many of the test's `samples` have one that a training row has."""

    column: str
    codes: int
    samples: int
    shared: int


class Errors(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong and why it may be. `missing` maps parts that could not be made to the reason."""

    models: list[ModelErrors] = []
    suspects: list[LabelSuspects] = []
    shared: SharedErrors | None = None
    duplicates: Duplicates | None = None
    shared_codes: list[SharedCodes] = []
    rows: list[RowExcerpt] = []
    missing: dict[str, str] = {}
