"""OpenMetrics text, read back by Prometheus' own parser."""

import re

from prometheus_client.openmetrics.parser import text_string_to_metric_families

from reportgen.bundle.store import Bundle
from reportgen.deliver.format_spec import FORMATS
from reportgen.wording.text import printable
from tests.bundles import HOSTILE, make_bundle
from tests.deliver.judged import GATES, delivered, hostile, judged


def text_of(bundle: Bundle) -> str:
    return FORMATS.get("openmetrics").write(delivered(bundle)).decode()


def test_the_parser_of_prometheus_reads_it() -> None:
    bundle = judged()
    families = {family.name: family for family in text_string_to_metric_families(text_of(bundle))}
    (info,) = families["reportgen_run"].samples
    assert info.labels["results_digest"] == bundle.record.run.results_digest
    (analysis,) = bundle.record.analyses
    rows = [row for row in analysis.scores if row.fold is None and row.value is not None]
    scores = families["reportgen_score"].samples
    assert len(scores) == len(rows)
    for sample, row in zip(scores, rows, strict=True):
        assert sample.value == round(row.value, 6)
        assert (sample.labels["model"], sample.labels["split"], sample.labels["metric"]) == (
            row.model,
            row.split,
            row.metric,
        )
        assert sample.labels.get("label") == row.label
    assert len(families["reportgen_score_low"].samples) == sum(row.low is not None for row in rows)
    assert [sample.value for sample in families["reportgen_gate_holds"].samples] == [0, 0, 1]
    assert {s.labels["model"]: s.value for s in families["reportgen_size_bytes"].samples}["rf"] == 166_000


def test_decimals_are_fixed_as_values_are_compared_as_texts() -> None:
    lines = [line for line in text_of(judged()).splitlines() if line.startswith("reportgen_score")]
    assert all(re.search(r"} -?\d+\.\d{6}$", line) for line in lines)


def test_it_ends_as_the_format_demands() -> None:
    assert text_of(judged()).endswith("\n# EOF\n")


def test_hostile_labels_come_back_as_they_are() -> None:
    families = {family.name: family for family in text_string_to_metric_families(text_of(hostile()))}
    labels = {sample.labels.get("label") for sample in families["reportgen_score"].samples}
    assert labels == {None, *(printable(name) for name in HOSTILE)}


def test_no_series_is_there_twice() -> None:
    twice = judged([GATES[0], GATES[0]], make_bundle(("a\x00", "a\x01", "b"), n_train=90, n_test=45))
    families = {family.name: family for family in text_string_to_metric_families(text_of(twice))}
    for family in families.values():
        series = [tuple(sorted(sample.labels.items())) for sample in family.samples]
        assert len(set(series)) == len(series)
    assert [sample.labels.get("number") for sample in families["reportgen_gate_holds"].samples] == [None, "2"]
