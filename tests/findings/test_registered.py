"""Every rule keeps its word: its id, its levels, what it needs, its row in the documentation."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from reportgen.bundle.data_records import ColumnInfo
from reportgen.bundle.error_records import Duplicates, SharedCodes
from reportgen.bundle.schema import Finding, FindingLevel, Timings
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle, load_bundle
from reportgen.bundle.threshold_records import Calibration
from reportgen.findings import rules
from reportgen.findings.finding_rule import FINDINGS
from reportgen.findings.key_findings import CHANGE, MOST, key_findings
from reportgen.wording.numbers import DASH, INTERVAL, NBSP
from tests.bundles import MAKERS, Maker, changed, make_bundle
from tests.comparisons import with_comparisons
from tests.detectors import make_detector
from tests.findings.make_findings_table import PAGE, built_in, page_with_table
from tests.rendering.make_golden_since import FOLDER as SINCE

RULES = Path(rules.__file__).parent


def found_in(bundle: Bundle) -> list[Finding]:
    (analysis,) = bundle.record.analyses
    return key_findings(analysis, bundle.record.metrics, bundle.arrays, bundle.record.changes)


def test_each_has_a_file_named_by_its_id() -> None:
    files = {path.stem for path in RULES.glob("*.py")} - {"__init__"}
    assert {rule.id: rule.speak.__module__ for rule in built_in()} == {
        name: f"reportgen.findings.rules.{name}" for name in files
    }


def test_each_says_what_it_says_and_when() -> None:
    known = get_args(FindingLevel)
    for rule in FINDINGS:
        assert rule.says and rule.when, rule.id
        assert rule.levels and set(rule.levels) <= set(known), rule.id
        assert "|" not in rule.says + rule.when, f"{rule.id}: it would end a cell of the table"


def test_a_topic_is_a_word_that_names_no_finding() -> None:
    topics = {rule.topic for rule in FINDINGS if rule.topic}
    assert "leak" in topics
    assert topics.isdisjoint(FINDINGS.ids())
    assert all(re.fullmatch("[a-z][a-z_]*", topic) and topic != "any" for topic in topics)


def typed_texts(path: Path) -> Iterator[str]:
    """Yield what is typed, and not filled in, in what a rule says and when."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg in ("says", "when"):
            yield from typed_in(node.value)


def typed_in(value: ast.AST) -> Iterator[str]:
    """Yield what is typed in an expression; how a number is to be written, as in `{WIDE:.0%}`, is not."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    for part in [value.value] if isinstance(value, ast.FormattedValue) else ast.iter_child_nodes(value):
        yield from typed_in(part)


@pytest.mark.parametrize("rule", sorted(path.stem for path in RULES.glob("*.py")))
def test_no_limit_is_typed_again_as_prose(rule: str) -> None:
    for text in typed_texts(RULES / f"{rule}.py"):
        assert not re.search(r"\b\d", text), f"fill in the constant instead: {text}"


def test_how_a_constant_is_written_is_not_prose() -> None:
    written = ast.parse('f"wider than {WIDE:.0%}, or {MOST:{5}.1f}" + f"{many(\'3 of\')} samples"')
    assert "".join(typed_in(written)) == "wider than , or 3 of samples"


def test_the_documentation_s_table_is_the_registry_s() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page_with_table(page) == page, "docs/report.md is stale: make tables"
    assert all(f"\n| `{rule.id}` | " in page for rule in built_in())


def test_a_changed_rule_makes_the_documentation_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    folds = FINDINGS.get("folds")
    monkeypatch.setitem(FINDINGS._things, "folds", replace(folds, when="always"))
    page = PAGE.read_text(encoding="utf-8")
    assert page_with_table(page) != page


#: Makes the bundles that rules are tried on.
BUNDLES = {
    "few": make_bundle,
    "compared": lambda: with_comparisons(make_bundle(n_test=400)),
    "table": lambda: make_bundle(("no", "yes"), kind="table"),
    "test only": lambda: make_bundle(folds=0, n_test=300),
    "detector": make_detector,
    "since a baseline run": lambda: load_bundle(SINCE),
    "one failed": lambda: make_bundle(
        makers=(*MAKERS, Maker("svcx", "Vectors", 4.1), Maker("bad", "Broken", 0, status="failed"))
    ),
}


@pytest.fixture(params=BUNDLES, ids=list(BUNDLES))
def bundle(request: pytest.FixtureRequest) -> Bundle:
    made: Bundle = BUNDLES[request.param]()
    return made


def test_findings_have_an_id_and_a_level_of_their_rule(bundle: Bundle) -> None:
    known = {rule.id: rule.levels for rule in FINDINGS}
    said = found_in(bundle)
    leading = [
        rule.id
        for rule in FINDINGS
        if rule.place in ("headline", "opening") and rule.id in {finding.id for finding in said}
    ]
    assert leading[0] == "evidence" and (CHANGE in leading) == bool(bundle.record.changes)
    assert [finding.id for finding in said[: len(leading)]] == leading
    assert len(said) <= len(leading) + MOST
    assert all(finding.level in known[finding.id] for finding in said)
    assert len({finding.id for finding in said}) == len(said)
    levels = [finding.level for finding in said[len(leading) :]]
    assert levels == sorted(levels, key=lambda level: level != "warning")


def spoken_in(bundle: Bundle, **fields: Any) -> dict[str, str]:
    """Return what every rule says of an analysis, also what page one would have no room for."""
    analysis = msgspec.structs.replace(bundle.record.analyses[0], **fields)
    index = ScoreIndex(analysis, bundle.record.metrics, bundle.arrays, bundle.record.changes)
    found = {rule.id: rule.speak(index) for rule in FINDINGS}
    return {name: finding.text for name, finding in found.items() if finding is not None}


def needing(need: str) -> set[str]:
    return {rule.id for rule in FINDINGS if need in rule.needs}


def test_only_what_needs_the_data_falls_silent_without_them(bundle: Bundle) -> None:
    analysis = bundle.record.analyses[0]
    errors = msgspec.structs.replace(analysis.errors, duplicates=None, shared_codes=[], rows=[])
    dataset = msgspec.structs.replace(analysis.dataset, columns=[], features=None)
    said, without = spoken_in(bundle), spoken_in(bundle, errors=errors, dataset=dataset)
    assert without.keys() == said.keys() - needing("data")


def test_only_what_needs_fits_falls_silent_without_them(bundle: Bundle) -> None:
    models = [
        msgspec.structs.replace(model, timings=None, size_bytes=None)
        for model in bundle.record.analyses[0].models
        if model.status == "ok"
    ]
    assert spoken_in(bundle, models=models).keys() == spoken_in(bundle).keys() - needing("fits")


def test_what_is_said_to_need_something_does_speak_where_it_is_there() -> None:
    failed = BUNDLES["one failed"]()
    analysis = failed.record.analyses[0]
    column = ColumnInfo(
        name="paid", kind="text", role="feature", missing=0, distinct=2, summary="", suspicion="It tells."
    )
    duplicates = Duplicates(samples=80, exact=9, near=0, threshold=0.05, contradicting=0, twins=[])
    codes = SharedCodes(column="patient", codes=40, samples=80, shared=70)
    said = spoken_in(
        failed,
        errors=msgspec.structs.replace(analysis.errors, duplicates=duplicates, shared_codes=[codes]),
        dataset=msgspec.structs.replace(analysis.dataset, columns=[column]),
        models=[
            msgspec.structs.replace(
                model, timings=Timings(fit_seconds=1, predict_seconds=1, predict_microseconds_per_sample=cost)
            )
            for model, cost in zip(analysis.models, (9, 9, 900, 9, 9, 9), strict=True)
        ],
    )
    assert needing("data") | needing("fits") <= said.keys()


def confidence_of(classes: tuple[str, ...] = ("0", "1", "2"), **facts: Any) -> list[Finding]:
    """Return what is said of the probabilities of a model of whose calibration these are the facts."""
    bundle = changed(make_bundle(classes, n_test=400), chosen="rf")
    (analysis,) = bundle.record.analyses
    known = {
        "predicted": 0.9,
        "observed": 0.9,
        "p_value": 0.5,
        "slope": 1.0,
        "slope_low": 0.8,
        "slope_high": 1.2,
    }
    found = [Calibration(model="rf", split="test", n=400, **known | facts)]
    record = msgspec.structs.replace(
        bundle.record, analyses=[msgspec.structs.replace(analysis, calibrations=found)]
    )
    return [finding for finding in found_in(Bundle(record, bundle.arrays)) if finding.id == "confidence"]


def test_probabilities_that_chance_explains_are_not_mentioned() -> None:
    assert confidence_of() == []
    assert confidence_of(slope=0.5, slope_low=0.2, slope_high=0.9, p_value=0.06) == []
    assert confidence_of(predicted=0.905, p_value=0.01) == []
    assert confidence_of(p_value=None) == []


@pytest.mark.parametrize(
    ("facts", "level", "text"),
    [
        (
            {"slope": 0.5, "slope_low": 0.25, "slope_high": 0.75},
            "warning",
            f"too extreme (calibration slope 0.50, {INTERVAL} 0.25{DASH}0.75; 1 would be right).",
        ),
        (
            {"slope": 1.5, "slope_low": 1.25, "slope_high": 1.75},
            "note",
            f"not extreme enough (calibration slope 1.50, {INTERVAL} 1.25{DASH}1.75; 1 would be right).",
        ),
        (
            {"predicted": 0.95, "slope": None},
            "warning",
            f"a mean predicted probability of 95.0{NBSP}%, and 90.0{NBSP}% of them are correct.",
        ),
        (
            {"predicted": 0.85},
            "note",
            f"a mean predicted probability of 85.0{NBSP}%, and 90.0{NBSP}% of them are correct.",
        ),
    ],
    ids=["too extreme", "not extreme enough", "too high", "too low"],
)
def test_probabilities_that_are_not_met(facts: dict[str, Any], level: str, text: str) -> None:
    (found,) = confidence_of(p_value=0.001, **facts)
    assert found.level == level
    assert found.text.startswith("Over-confident" if level == "warning" else "Under-confident")
    assert found.text.endswith(text)


def test_of_two_classes_the_probabilities_are_those_of_the_positive_one() -> None:
    (found,) = confidence_of(("no", "yes"), p_value=0.001, predicted=0.3, observed=0.2)
    expected = f"Probabilities of yes are too high on the whole: 30.0{NBSP}% predicted, 20.0{NBSP}% observed."
    assert (found.level, found.text) == ("warning", expected)


def test_a_column_that_tells_the_answer_takes_the_recommendation_back() -> None:
    bundle = make_bundle(("no", "yes"), kind="table")
    column = ColumnInfo(
        name="<b>paid</b>",
        kind="text",
        role="feature",
        missing=0,
        distinct=2,
        summary="",
        suspicion="It alone predicts the target in 99 % of the rows.",
    )
    dataset = msgspec.structs.replace(bundle.record.analyses[0].dataset, columns=[column, column])
    (found,) = [f for f in found_in(changed(bundle, dataset=dataset)) if f.id == "giveaway_columns"]
    assert found.level == "blocker"
    assert found.text.startswith(
        "The column “<b>paid</b>” gives the target away: it alone predicts the target in 99 % of the rows. "
        "So does another column. "
    )
    assert "--ignore-finding giveaway_columns" in found.text


def test_of_two_classes_accuracy_flatters_where_one_is_common() -> None:
    rare, balanced = (make_bundle(("no", "yes"), rare=share, n_test=300) for share in (0.1, 0.4))
    assert "common_class" in {finding.id for finding in found_in(rare)}
    assert "common_class" not in {finding.id for finding in found_in(balanced)}


@pytest.mark.parametrize(
    ("metric", "low", "high", "level"),
    [
        ("accuracy", 0.90, 0.94, "note"),
        ("accuracy", 0.90, 0.96, "warning"),
        ("mcc", 0.80, 0.89, "note"),  # of the range from -1 to 1 this is a share of 4.5 %
        ("mcc", 0.80, 0.91, "warning"),
        ("log_loss", 0.2, 0.9, "note"),  # it has no upper end
    ],
)
def test_folds_are_far_apart_by_the_range_of_the_metric(
    metric: str, low: float, high: float, level: str
) -> None:
    bundle = changed(make_bundle(n_test=400), chosen="rf", main_metric=metric)
    scores = [
        row
        if (row.model, row.metric, row.label, row.fold is None) != ("rf", metric, None, False)
        else msgspec.structs.replace(row, value=high if row.fold else low)
        for row in bundle.record.analyses[0].scores
    ]
    analysis = msgspec.structs.replace(bundle.record.analyses[0], scores=scores)
    found = FINDINGS.get("folds").speak(ScoreIndex(analysis, bundle.record.metrics))
    assert found is not None and found.level == level
