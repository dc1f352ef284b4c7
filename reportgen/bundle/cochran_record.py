"""The record of three or more models compared at once."""

from reportgen.bundle.base_record import Record, Split


class CochranTest(Record, frozen=True, kw_only=True):
    """Three or more fitted models at once: whether they are right equally often on the same samples.

    `statistic` of `test` has about a chi-square distribution with `degrees` degrees of freedom where they are; `test`
    says where the p-value is that of permutations, as few samples tell the models apart.
    `models` are their ids, `n` the samples.
    """

    models: list[str]
    split: Split
    metric: str
    test: str
    statistic: float
    degrees: int
    p_value: float
    n: int
