"""Columns of codes, such as patients or devices, whose rows stand in training and test alike."""

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.error_records import SharedCodes
from reportgen.predictions.sample_data import SampleData

#: Rows looked at for whether those of one code are of one class.
LOOKED_AT = 20_000

#: Rows of one code have the same class so much more often than others that chance is no reason: standard errors.
MORE_THAN_CHANCE = 4.0


def shared_codes(data: SampleData, *, belong_together: bool = False) -> list[SharedCodes]:
    """Return the columns of codes with rows of one code on both sides, the one with most rows first.

    Columns count that models learn from and such that are withheld from them.

    Parameters
    ----------
    data : SampleData
    belong_together : bool
        Whether the user says that rows of one code belong together; else their classes have to show it.
    """
    if not len(data.test) or (data.codes.ndim != 1 and not belong_together):
        return []
    found = []
    for name, codes in data.codes_of.items():
        if not belong_together and not _tell_the_class(codes, data.codes):
            continue
        known = np.isin(codes[data.test], codes[data.train]) & (codes[data.test] >= 0)
        if known.any():
            found.append(
                SharedCodes(
                    column=name,
                    codes=int(codes.max()) + 1,
                    samples=len(data.test),
                    shared=int(known.sum()),
                )
            )
    return sorted(found, key=lambda one: -one.shared)


def _tell_the_class(codes: NDArray[np.int64], classes: NDArray[np.int64]) -> bool:
    """Say whether rows of one code have the same class more often than chance explains.

    Compared are neighbours among the rows of each code with what the classes' shares give, as independent pairs.
    """
    rows = np.flatnonzero(codes >= 0)[:LOOKED_AT]
    order = rows[np.argsort(codes[rows], kind="stable")]
    pairs = np.flatnonzero(codes[order[1:]] == codes[order[:-1]])[::2]
    if not len(pairs):
        return False
    same = float((classes[order[pairs]] == classes[order[pairs + 1]]).mean())
    shares = np.bincount(classes[rows]) / len(rows)
    expected = float(np.square(shares).sum())
    error = np.sqrt(max(expected * (1 - expected), 1e-12) / len(pairs))
    return bool(same - expected > MORE_THAN_CHANCE * error)
