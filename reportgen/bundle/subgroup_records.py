"""The records of subgroups: parts of the samples by one column, and how the models do in each."""

import msgspec

from reportgen.bundle.base_record import Split


class Subgroup(msgspec.Struct, frozen=True, kw_only=True):
    """The errors of the recommended model in one part, against all others.

    `slice` is `column=value`, under which `scores` have the figures of all models; `rate` is the share of wrong
    predictions in it, `rest` that among all others. `p_adjusted` is of more errors than chance explains, one-sided,
    adjusted for all subgroups (Holm); None where samples belong together, so that single ones cannot be tested.
    """

    slice: str
    column: str
    value: str
    model: str
    split: Split
    n: int
    errors: int
    rate: float
    rest: float | None
    p_adjusted: float | None = None
