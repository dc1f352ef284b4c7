"""The section on searches: what was tried, chosen and left out, whatever the values."""

import msgspec
import pytest

from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.search_records import Search, SearchCandidate, SearchChoice
from reportgen.bundle.store import Bundle
from reportgen.rendering.plot_pictures import Pictures
from reportgen.rendering.report import render_section
from reportgen.rendering.section_spec import SECTIONS, SectionContext
from reportgen.rendering.sections.search import SearchView, view
from reportgen.rendering.tables.fold_table import fold_tables
from reportgen.rendering.tables.search_heatmap import heat_table
from tests.bundles import changed, make_bundle
from tests.drawn import drawn
from tests.rendering.test_golden import compare

pytestmark = pytest.mark.slow


def search_over(values: list[dict[str, object]], *, folds: int = 3, rounds: bool = False) -> Search:
    candidates = [
        SearchCandidate(
            parameters=value,
            mean=0.9 - place / 100,
            std=0.01,
            rank=place + 1,
            chosen=place == 0,
            samples=60 if rounds and place else 180,
        )
        for place, value in enumerate(values)
    ]
    return Search(
        method="halving" if rounds else "grid",
        metric="accuracy",
        metric_reason="it is the main metric",
        folds=5,
        scheme="stratified",
        samples=180,
        fits=5 * len(values),
        seconds=2.5,
        parameters=sorted(values[0]),
        candidates=candidates,
        by_fold=[
            SearchChoice(fold=fold, parameters=values[min(fold, 1)], mean=0.88) for fold in range(folds)
        ],
    )


def context_of(*searches: Search | None) -> SectionContext:
    """Give the first models these searches."""
    bundle = make_bundle()
    models = bundle.record.analyses[0].models
    searched = [
        msgspec.structs.replace(model, search=found) for model, found in zip(models, searches, strict=False)
    ]
    return _context(changed(bundle, models=[*searched, *models[len(searched) :]]))


def _context(bundle: Bundle) -> SectionContext:
    (analysis,) = bundle.record.analyses
    pictures = Pictures(drawn(bundle), analysis.id, "screen")
    return SectionContext(bundle, analysis, ScoreIndex(analysis, bundle.record.metrics), pictures)


def html_of(context: SectionContext) -> str:
    return str(render_section(SECTIONS.get("search"), context).markup)


def test_no_search_no_section() -> None:
    assert not SECTIONS.get("search").applies(context_of(None))


def test_one_parameter_has_a_plot_and_the_chosen_is_marked() -> None:
    found = view(context_of(search_over([{"C": 10}, {"C": 1}, {"C": 0.1}, {"C": 1000}])))
    assert isinstance(found, SearchView)
    (model,) = found.models
    assert [row.chosen for row in model.rows] == [True, False, False, False]
    assert [row.values[0].short for row in model.rows] == ["10", "1", "0.1", "1000"]
    assert [picture.missing for picture in model.figures] == [""]
    assert model.heat is None
    assert model.agreement.startswith("Folds 1 and 2 chose otherwise")
    assert "4 combinations of parameters, each judged by 5 inner folds" in model.caption


def test_two_parameters_have_a_table_of_both() -> None:
    values = [{"n": n, "w": w} for n in (5, 3, 11) for w in ("uniform", "distance")]
    heat = heat_table(search_over(values), lambda mean: f"{mean:.2f}")  # type: ignore[str-format]
    assert heat is not None
    assert [row.name.short for row in heat.rows] == ["3", "5", "11"]
    assert [head.short for head in heat.heads] == ["distance", "uniform"]
    chosen = [
        (row.name.short, cell.text, cell.shade) for row in heat.rows for cell in row.cells if cell.chosen
    ]
    assert chosen == [("5", "0.90", 5)]


def test_of_many_candidates_the_best_are_listed() -> None:
    (model,) = view(context_of(search_over([{"a": n, "b": 1, "c": None} for n in range(45)]))).models
    assert len(model.rows) == 20
    assert model.left_out == "The best 20 of 45 combinations."
    assert model.wide and model.heat is None
    assert [picture.missing for picture in model.figures] == [""]  # b and c have a single value


def test_three_parameters_have_a_plot_each_of_the_best_over_the_others() -> None:
    values = [{"a": a, "b": b, "c": c} for a in (2, 1, 3) for b in ("x", "y") for c in (True, None)]
    context = context_of(search_over(values))
    plots = [plot for plot in drawn(context.bundle) if plot.figure == "search"]
    assert [plot.id for plot in plots] == [f"main-search-sgd-{place}" for place in (1, 2, 3)]
    assert "for each a of" in plots[0].alt and "1: 86; 2: 90; 3: 82." in plots[0].alt
    assert "x: 90; y: 88." in plots[1].alt
    assert "None: 89; True: 90." in plots[2].alt
    (model,) = view(context).models
    assert len(model.figures) == 3
    assert model.figures[0].note.startswith("The best for each a, whatever the other parameters: mean")


@pytest.mark.parametrize("rounds", [False, True])
def test_two_parameters_that_are_no_matrix_have_plots(rounds: bool) -> None:
    many = [{"a": a, "b": b} for a in range(4 if rounds else 13) for b in (1, 2)]
    (model,) = view(context_of(search_over(many, rounds=rounds))).models
    assert model.heat is None and len(model.figures) == 2
    assert ("judged on fewer samples" in model.figures[0].note) is rounds


def test_the_section_as_stored() -> None:
    """One parameter, two as a matrix, three by halving."""
    searches = [
        search_over([{"C": C} for C in (10, 1, 0.1)]),
        search_over([{"n": n, "w": w} for n in (5, 3) for w in ("uniform", "distance")]),
        search_over([{"a": a, "b": b, "c": "<&>"} for a in (1, 2) for b in ("x", "y")], rounds=True),
    ]
    compare("search", html_of(context_of(*searches)))


def test_halving_shows_the_samples() -> None:
    context = context_of(search_over([{"C": 1, "k": "x"}, {"C": 2, "k": "y"}], rounds=True))
    (model,) = view(context).models
    assert model.by_samples and [row.samples for row in model.rows] == ["180", "60"]
    assert "successive halving" in html_of(context)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{ 7 * 7 }}", "$x^2$", "x" * 300])
def test_values_are_text(text: str) -> None:
    html = html_of(context_of(search_over([{"kernel": text}, {"kernel": "rbf"}])))
    assert "<script>" not in html
    if text.startswith("{{"):
        assert f"<bdi>{text}</bdi>" in html


def test_every_fold_of_every_model_and_of_the_baseline_in_numbers() -> None:
    context = context_of(None)
    (table,) = fold_tables(context.index)
    assert table.heads == ("0", "1", "2")
    assert [row.title.short for row in table.rows][-1] == "Naive baseline"
    for row, model in zip(table.rows, [*context.index.candidates, context.index.baseline], strict=True):
        assert model is not None
        values = [100 * (score.value or 0) for score in context.index.folds(model.id, "accuracy")]
        assert [float(cell) for cell in row.cells] == pytest.approx(values, abs=0.51)
        assert float(row.mean) == pytest.approx(sum(values) / 3, abs=0.51)
