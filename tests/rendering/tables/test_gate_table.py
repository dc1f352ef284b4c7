"""Gates on page one: what each demands, what became of it, those that failed first."""

import msgspec
import pytest

from reportgen.bundle.schema import GateResult
from reportgen.rendering.report import render_report
from reportgen.rendering.tables.gate_table import MOST_SHOWN, GatesView, gates_of, gates_of_study
from tests.bundles import make_bundle
from tests.deliver.judged import GATES, hostile, judged


def view_of(gates: list[GateResult]) -> GatesView | None:
    record = judged(gates).record
    return gates_of(record, record.analyses[0])


def test_none_are_no_block() -> None:
    assert view_of([]) is None
    assert 'class="gates"' not in render_report(make_bundle(n_train=90, n_test=45), ())


def test_those_that_failed_come_first_with_what_they_demand() -> None:
    view = view_of(list(reversed(GATES)))
    assert [row.status for row in view.rows] == ["fail", "warn", "not_applicable", "pass"]
    assert [row.demand for row in view.rows] == [
        "the figure alone",
        "the whole interval",
        "the difference to the anchor run",
        "the figure alone",
    ]
    html = render_report(judged(), ())
    assert html.index('class="gates"') < html.index("<h3>Leaderboard</h3>")


@pytest.mark.parametrize(
    ("statuses", "title"),
    [
        (["pass"], "The gate holds"),
        (["fail"], "The gate fails"),
        (["warn"], "The gate warns"),
        (["pass"] * 3, "All three gates hold"),
        (["pass", "fail"], "Of two gates one fails"),
        (["fail", "fail", "warn", "pass"], "Of four gates two fail and one warns"),
        (["pass", "not_applicable"], "One of two gates holds, the rest does not apply"),
        (["pass", "pass", "not_applicable"], "Two of three gates hold, the rest does not apply"),
        (["not_applicable"], "The gate does not apply"),
    ],
)
def test_titles_count(statuses: list[str], title: str) -> None:
    assert view_of([msgspec.structs.replace(GATES[0], status=status) for status in statuses]).title == title


def test_of_ever_so_many_the_worst_are_shown() -> None:
    many = [msgspec.structs.replace(GATES[3], rule=f"f1 > 0.{place}") for place in range(30)]
    view = view_of([*many, GATES[0]])
    assert (len(view.rows), view.rows[0].status) == (MOST_SHOWN, "fail")
    assert view.more == "19 further gates in the bundle."


def test_hostile_rules_are_text() -> None:
    html = render_report(hostile(), ())
    assert "<script>alert" not in html


def test_a_study_shows_them_once_by_chapter() -> None:
    record = judged().record
    (first,) = record.analyses
    second = msgspec.structs.replace(first, id="other", title="Another question")
    gates = [*GATES, msgspec.structs.replace(GATES[0], analysis="other")]
    study = msgspec.structs.replace(record, analyses=[first, second], gates=gates)
    assert gates_of(study, first) is None
    view = gates_of_study(study)
    assert [row.chapter.number for row in view.rows] == [1, 2, 1, 1, 1]
