"""The records of the data: what was evaluated on, and how it was divided."""

from reportgen.bundle.base_record import Record

#: A column is suspected if it alone removes this share of the errors of always answering the largest class.
GIVEAWAY_VALUES = 0.97

#: The same for whether a value is missing, which hardly ever says as much by nature.
GIVEAWAY_GAPS = 0.8


#: What fewer samples have in common is told of none of them where single samples are not to be shown.
RARE = 5


class ColumnInfo(Record, frozen=True, kw_only=True):
    """One column of a table. `role`: feature, target, group, time, split, shown or withheld (the reason is in `note`).

    `suspicion` is a sentence on why a feature may give the target away; `codes` says that the values are codes that
    repeat, as those of patients or devices do. `aggregate` takes the place of `summary` where nothing may tell of
    single rows: quantiles instead of extremes, and no value that fewer than RARE rows have.
    """

    name: str
    kind: str
    role: str
    missing: int
    distinct: int
    summary: str
    note: str | None = None
    suspicion: str | None = None
    codes: bool = False
    aggregate: str | None = None


class OutputInfo(Record, frozen=True, kw_only=True):
    """One of several targets: a label (no, then yes) or an output; `counts` are its samples by split and class."""

    name: str
    classes: list[str]
    counts: dict[str, list[int]]


class DatasetInfo(Record, frozen=True, kw_only=True):
    """What was evaluated on. `fingerprint` is the sha256 of the values as loaded.

    `ink_is_high`: images are strokes whose ink has the high values; pages show them dark on white. `outputs` are the
    labels or outputs where each sample has several targets; `classes` then are their names.
    """

    name: str
    source: str
    fingerprint: str
    samples: int
    features: int
    classes: list[str]
    image_shape: list[int] | None
    splits: dict[str, int]
    class_counts: dict[str, dict[str, int]]
    notes: list[str]
    kind: str = "array"
    columns: list[ColumnInfo] = []
    noun: str = "sample"
    ink_is_high: bool = False
    outputs: list[OutputInfo] = []


class CrossValidation(Record, frozen=True, kw_only=True):
    """The folds. `scheme`: stratified, consecutive, grouped, time or column."""

    folds: int
    stratified: bool
    shuffled: bool
    scheme: str = "stratified"


class TestSplit(Record, frozen=True, kw_only=True):
    """The held-out test. `source`: own (the data brought it), stratified, grouped, time or column."""

    size: int
    source: str


class Protocol(Record, frozen=True, kw_only=True):
    """How the data were divided. `limited_from`: training samples there were before `--limit` took some of them.

    `repeats`: seeds that models were fitted with, for the test or, without one, in each fold. `made_elsewhere`:
    predictions are of other programs, so that nothing is known of how the models were trained.
    """

    cv: CrossValidation | None
    test: TestSplit | None
    seed: int
    notes: list[str] = []
    limited_from: int | None = None
    repeats: int = 1
    made_elsewhere: bool = False
