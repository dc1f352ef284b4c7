"""Test samples that training knew: copies take the recommendation back, those alike by chance do not."""

import msgspec
import pytest

from reportgen.bundle.error_records import Duplicates
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.rules.known_test import known_test
from tests.bundles import make_bundle


@pytest.mark.parametrize(
    ("exact", "contradicting", "near", "level"),
    [
        (10, 0, None, "blocker"),
        (10, 0, 0, "blocker"),
        (100, 5, None, "blocker"),
        (41, 13, None, "note"),  # rows of few values, alike by chance
        (9, 0, None, None),
        (9, 0, 0, "warning"),
        (0, 0, 0, None),
    ],
)
def test_copies_block_and_what_is_alike_by_chance_does_not(
    exact: int, contradicting: int, near: int | None, level: str | None
) -> None:
    bundle = make_bundle(kind="table" if near is None else "image")
    (analysis,) = bundle.record.analyses
    found = Duplicates(samples=200, exact=exact, near=near, threshold=None, contradicting=contradicting)
    errors = msgspec.structs.replace(analysis.errors, duplicates=found)
    said = known_test(ScoreIndex(msgspec.structs.replace(analysis, errors=errors), bundle.record.metrics))
    assert (None if said is None else said.level) == level
    if level == "blocker":
        assert said is not None and "Drop the copies" in said.text and "--groups" in said.text
