"""What all records of a bundle share."""

from typing import Literal

import msgspec

#: Out-of-fold answers of the cross-validation, or answers on the held-out test.
Split = Literal["cv", "test"]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What all records share: frozen, built by keyword, unknown fields ignored on reading."""
