"""Split: the two kinds of data that answers are judged on."""

from typing import Literal

#: Out-of-fold answers of the cross-validation, or answers on the held-out test.
Split = Literal["cv", "test"]
