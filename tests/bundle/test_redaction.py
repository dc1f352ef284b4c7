"""Records without single samples: what is said of many together stays, what is known of one is gone."""

from collections.abc import Iterator
from typing import Any

import msgspec

from reportgen.bundle.error_records import ColumnValue, Errors, LabelSuspects, RowExcerpt
from reportgen.bundle.redaction import without_cases, without_changed_cases
from reportgen.bundle.run_changes import AnalysisChanges, ChangedCase, ChangedSamples, Changes, RunSummary
from tests.bundles import make_bundle

#: A value as it stands in one cell of somebody's table.
SECRET = "4711 Elm Street"

#: What names single samples, wherever it stands in a record.
OF_ONE = {"sample", "test", "train"}


def excerpt(sample: int) -> RowExcerpt:
    return RowExcerpt(sample=sample, columns=[ColumnValue(column="address", value=SECRET, share=0.001)])


def names_in(record: object) -> Iterator[str]:
    """Return the names of all fields, however deep."""
    plain: Any = msgspec.to_builtins(record)
    rest = [plain]
    while rest:
        part = rest.pop()
        if isinstance(part, dict):
            yield from part
        rest += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()


def test_an_error_analysis_keeps_its_counts_and_no_sample_nor_excerpt_of_a_row() -> None:
    errors = make_bundle(("no", "yes"), kind="table").record.analyses[0].errors
    errors = msgspec.structs.replace(errors, rows=[*errors.rows, excerpt(17)])
    assert set(names_in(errors)) >= OF_ONE
    assert SECRET in str(errors)
    left = without_cases(errors)
    assert not OF_ONE & set(names_in(left))
    assert SECRET not in str(left)
    assert [(m.errors, m.slices, m.tendencies) for m in left.models] == [
        (m.errors, m.slices, m.tendencies) for m in errors.models
    ]
    assert left.duplicates is not None and errors.duplicates is not None
    assert left.duplicates.exact == errors.duplicates.exact


def test_a_list_of_labels_to_check_keeps_its_length_and_rate_alone() -> None:
    suspects = LabelSuspects(
        model="rf",
        samples=100,
        count=20,
        thresholds={},
        to_check=12,
        false_discoveries=0.1,
        checked_first=[*range(12)],
    )
    (left,) = without_cases(Errors(suspects=[suspects])).suspects
    assert (left.to_check, left.false_discoveries, left.checked_first) == (12, 0.1, [])


def test_a_comparison_keeps_its_counts_and_no_sample_nor_excerpt_of_a_row() -> None:
    case = ChangedCase(sample=17, truth="no", baseline="no", candidate="yes")
    samples = ChangedSamples(
        model="rf",
        baseline_model="rf",
        split="test",
        samples=80,
        broken=1,
        fixed=1,
        both_wrong=3,
        broken_cases=[case],
        fixed_cases=[case],
    )
    run = RunSummary(id="a", created="", reportgen_version="", seed=1, git=None, results_digest="")
    analysis = AnalysisChanges(id="main", title="", status="compared", samples=[samples], rows=[excerpt(17)])
    changes = Changes(baseline=run, candidate=run, analyses=[analysis])
    assert "sample" in set(names_in(changes))
    left = without_changed_cases(changes)
    assert "sample" not in set(names_in(left))
    assert SECRET not in str(left)
    (kept,) = left.analyses[0].samples
    assert (kept.broken, kept.fixed, kept.both_wrong) == (1, 1, 3)
