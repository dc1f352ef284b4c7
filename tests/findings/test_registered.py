"""Every rule keeps its word: its id, its levels, its row in the documentation."""

import re
from pathlib import Path

import msgspec
import numpy as np
import pytest

from reportgen.bundle.data_records import ColumnInfo
from reportgen.bundle.schema import Finding
from reportgen.bundle.store import Bundle, load_bundle
from reportgen.findings.finding_rule import FINDINGS
from reportgen.findings.key_findings import CHANGE, MOST, key_findings
from reportgen.wording.numbers import NBSP
from tests.bundles import changed, make_bundle
from tests.comparisons import with_comparisons
from tests.detectors import make_detector
from tests.rendering.make_golden_since import FOLDER as SINCE

DOCUMENTED = re.findall(
    r"^\| `(\w+)` \| ((?:good|note|warning)[\w, ]*) \|",
    Path("docs/report.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def found_in(bundle: Bundle) -> list[Finding]:
    (analysis,) = bundle.record.analyses
    return key_findings(analysis, bundle.record.metrics, bundle.arrays, bundle.record.changes)


def test_the_documentation_lists_every_rule_with_its_levels_in_order() -> None:
    assert [(rule.id, ", ".join(rule.levels)) for rule in FINDINGS] == DOCUMENTED


@pytest.mark.parametrize(
    "bundle",
    [
        make_bundle(),
        with_comparisons(make_bundle(n_test=400)),
        make_bundle(("no", "yes"), kind="table"),
        make_bundle(folds=0, n_test=300),
        make_detector(),
        load_bundle(SINCE),
    ],
    ids=["few", "compared", "table", "test only", "detector", "since a baseline run"],
)
def test_findings_have_an_id_and_a_level_of_their_rule(bundle: Bundle) -> None:
    known = {rule.id: rule.levels for rule in FINDINGS}
    said = found_in(bundle)
    leading = [
        rule.id
        for rule in FINDINGS
        if rule.place in ("headline", "opening") and (rule.id != CHANGE or bundle.record.changes)
    ]
    assert [finding.id for finding in said[: len(leading)]] == leading
    assert len(said) <= len(leading) + MOST
    assert all(finding.level in known[finding.id] for finding in said)
    assert len({finding.id for finding in said}) == len(said)
    levels = [finding.level for finding in said[len(leading) :]]
    assert levels == sorted(levels, key=lambda level: level != "warning")


def with_stated(shift: float, **options: object) -> list[Finding]:
    """Return the findings of a model whose stated probabilities lie `shift` above its accuracy."""
    bundle = changed(make_bundle(n_test=400, **options), chosen="rf")  # type: ignore[arg-type]
    (analysis,) = bundle.record.analyses
    accuracy = next(
        s.value
        for s in analysis.scores
        if (s.model, s.split, s.metric) == ("rf", "test", "accuracy") and not s.label
    )
    curve = next(c for c in analysis.curves if (c.model, c.split, c.kind) == ("rf", "test", "calibration"))
    arrays = dict(bundle.arrays)
    count = arrays[curve.arrays["count"]]
    arrays[curve.arrays["predicted"]] = np.full(len(count), (accuracy or 0) + shift)
    return found_in(Bundle(bundle.record, arrays))


@pytest.mark.parametrize(
    ("shift", "level", "word"),
    [(0.05, "warning", "Over-confident"), (-0.2, "note", "Under-confident"), (0.001, None, "")],
)
def test_confidence_is_held_against_the_interval_of_the_accuracy(
    shift: float, level: str | None, word: str
) -> None:
    found = [finding for finding in with_stated(shift) if finding.id == "confidence"]
    assert [finding.level for finding in found] == ([level] if level else [])
    assert all(finding.text.startswith(word) for finding in found)


def test_a_detector_s_confidence_is_that_of_its_answer() -> None:
    bundle = changed(make_bundle(("no", "yes"), n_test=400), chosen="rf")
    (analysis,) = bundle.record.analyses
    curve = next(c for c in analysis.curves if (c.model, c.split, c.kind) == ("rf", "test", "calibration"))
    arrays = dict(bundle.arrays)
    count = arrays[curve.arrays["count"]]
    arrays[curve.arrays["predicted"]] = np.full(len(count), 0.3)  # it answers no, and states 0.7
    (found,) = [f for f in found_in(Bundle(bundle.record, arrays)) if f.id == "confidence"]
    assert f"on average it states 70.0{NBSP}%" in found.text


def test_a_column_that_tells_the_answer_is_a_warning() -> None:
    bundle = make_bundle(("no", "yes"), kind="table")
    column = ColumnInfo(
        name="<b>paid</b>",
        kind="text",
        role="feature",
        missing=0,
        distinct=2,
        summary="",
        suspicion="It alone tells the answer in 99 % of the rows.",
    )
    dataset = msgspec.structs.replace(bundle.record.analyses[0].dataset, columns=[column, column])
    (found,) = [f for f in found_in(changed(bundle, dataset=dataset)) if f.id == "giveaway_columns"]
    assert found.level == "warning"
    assert found.text == (
        "The column “<b>paid</b>” may give the answer away: it alone tells the answer in 99 % of the rows. "
        "So does another column."
    )


def test_of_two_classes_accuracy_flatters_where_one_is_common() -> None:
    rare, balanced = (make_bundle(("no", "yes"), rare=share, n_test=300) for share in (0.1, 0.4))
    assert "common_class" in {finding.id for finding in found_in(rare)}
    assert "common_class" not in {finding.id for finding in found_in(balanced)}
