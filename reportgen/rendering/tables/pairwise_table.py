"""Every pair of models: by how much one is better, with interval, adjusted p-value and verdict, and what that means."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.bundle.pairwise import PairwiseComparison, groups, pairwise_comparison_of, turned
from reportgen.bundle.schema import Comparison
from reportgen.bundle.score_index import ScoreIndex
from reportgen.rendering.tables.interval_bars import Bar, Scale, scale_over
from reportgen.rendering.tables.model_marks import Mark, marks
from reportgen.statistics.interval import ALPHA
from reportgen.wording.analysis_words import (
    group_nouns,
    is_made_elsewhere,
    judged_nouns,
    split_in_words,
)
from reportgen.wording.differences import about, gap_decimals, level_in_words, points, within
from reportgen.wording.grammar import Name, capital, in_letters, inside, label, listed, name
from reportgen.wording.numbers import DASH, NBSP, UNDEFINED, count, fixed
from reportgen.wording.quantity import Quantity, quantity

#: More pairs than this are in the bundle alone.
MOST_PAIRS = 15


@dataclass(frozen=True)
class PairwiseRow:
    """A pair: by how much the first is better, and what follows. `needed` says what would decide."""

    first: Name
    first_mark: Mark
    second: Name
    second_mark: Mark
    difference: str
    interval: str
    bar: Bar | None
    p_value: str
    verdict: str
    needed: str


@dataclass(frozen=True)
class Pairwise:
    """The table: what its numbers are, how it is read, and on its scale the places of no difference and the margin.

    `together` says above it whether all models differ at once. `notes` stand below it: what is to know of single pairs,
    and which are left out.
    """

    title: str
    head: str
    caption: str
    low: str
    high: str
    zero: str
    band: tuple[str, str]
    rows: tuple[PairwiseRow, ...]
    notes: str
    together: str = ""


def pairwise_tables(index: ScoreIndex) -> tuple[Pairwise, ...]:
    """Return the pairs by the main metric: where judged, and below it what else they were compared on."""
    found = [_table(index, rows, place) for place, rows in enumerate(groups(index))]
    return tuple(table for table in found if table is not None)


def _table(index: ScoreIndex, rows: Sequence[Comparison], place: int) -> Pairwise | None:
    pairs = _ordered(index, rows)
    if not pairs:
        return None
    how = quantity(rows[0].metric, index.metrics)
    scale, known = _scale(pairs, how), marks(index.analysis)
    said = _reasons_of_all(pairs)
    decimals = max(gap_decimals(pair, how) for pair in pairs)
    unit = points(how)
    return Pairwise(
        title=_title(index, rows[0], place),
        head=f"Better by, {unit}" if unit else "Better by",
        caption=_caption(index, pairs, said),
        low=scale.low_text.replace("-", "\u2212"),
        high=scale.high_text,
        zero=f"{scale.place(0):.1f}",
        band=scale.band(-how.scale * pairs[0].row.margin, how.scale * pairs[0].row.margin),
        rows=tuple(_row(index, pair, how, scale, known, decimals) for pair in pairs[:MOST_PAIRS]),
        notes=" ".join([*_notes(pairs[:MOST_PAIRS], said), *_left_out(len(pairs))]),
        together=_together(index, rows[0]),
    )


def _ordered(index: ScoreIndex, rows: Sequence[Comparison]) -> list[PairwiseComparison]:
    """Return the pairs, those of the recommended model first, in each the better placed model first.

    Naive baselines stand against the recommended model alone.
    """
    models = [*index.candidates, *index.baselines]
    if index.chosen is not None:
        models.sort(key=lambda model: model.id != index.analysis.chosen)
    place = {model.id: number for number, model in enumerate(models)}
    known = [row for row in rows if row.a in place and row.b in place]
    facing = [row if place[row.a] < place[row.b] else turned(row) for row in known]
    naive = {model.id for model in index.baselines}
    facing = [row for row in facing if row.b not in naive or place[row.a] == 0]
    facing.sort(key=lambda row: (place[row.a], place[row.b]))
    return [comparison for row in facing if (comparison := pairwise_comparison_of(row, index)) is not None]


def _scale(pairs: Sequence[PairwiseComparison], how: Quantity) -> Scale:
    """Return a scale that holds no difference, the margin, and the pairs without a naive baseline, which is far off."""
    margin = how.scale * pairs[0].row.margin
    close = [pair for pair in pairs if not (pair.model.baseline or pair.other.baseline)] or list(pairs)
    ends = [how.scale * end for pair in close for end in (pair.low, pair.gain, pair.high) if end is not None]
    return scale_over([-margin, 0.0, margin, *ends], how.scale / 100)


def _title(index: ScoreIndex, row: Comparison, place: int) -> str:
    """Name the first table by its question, the others by what they are of."""
    if place:
        what = "The recipes" if row.estimand == "recipe" else "The models as fitted"
        return f"{what} {split_in_words(index.analysis, row.split)}"
    chosen = index.chosen
    return (
        f"Is {name(chosen.title)} better, beyond chance?" if chosen is not None else "Which model is better?"
    )


def _row(
    index: ScoreIndex,
    pair: PairwiseComparison,
    how: Quantity,
    scale: Scale,
    known: dict[str, Mark],
    decimals: int,
) -> PairwiseRow:
    gain, low, high = (None if end is None else how.scale * end for end in (pair.gain, pair.low, pair.high))
    return PairwiseRow(
        first=label(pair.model.title, 13),
        first_mark=known[pair.model.id],
        second=label(pair.other.title, 13),
        second_mark=known[pair.other.id],
        difference=UNDEFINED if gain is None else fixed(gain, decimals),
        interval="" if low is None or high is None else _span(low, high, decimals),
        bar=None if gain is None else scale.drawn(gain, low, high),
        p_value=_p_value(pair.row.p_adjusted),
        verdict=pair.standing,
        needed=_needed(index, pair),
    )


def _span(low: float, high: float, decimals: int) -> str:
    return (" to " if low < 0 else DASH).join(fixed(end, decimals) for end in (low, high))


def _p_value(value: float | None) -> str:
    """Return two significant digits, at most three decimals: `0.034`, `<0.001`."""
    if value is None:
        return UNDEFINED
    if value < 0.001:
        return "<0.001"
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def _needed(index: ScoreIndex, pair: PairwiseComparison) -> str:
    """Return what would decide; empty where it is decided or nothing is known of it."""
    if pair.standing != "undecided" or pair.row.samples_needed is None:
        return ""
    groups = index.analysis.groups.get(pair.row.split)
    if not groups:
        return f"{about([pair.row])} would decide"
    return f"{about([pair.row], groups / pair.row.n)} {group_nouns(index.analysis)} would decide"


def _notes(pairs: Sequence[PairwiseComparison], said: Sequence[str]) -> list[str]:
    """Return a sentence for each thing to know of some pairs, as far as it has not been said of all."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        for reason in _reasons(pair):
            if reason not in said:
                found.setdefault(reason, []).append(
                    f"{name(pair.model.title)} against {name(pair.other.title)}"
                )
    return [f"{listed(of)}: {reason}." for reason, of in found.items()]


def _reasons(pair: PairwiseComparison) -> list[str]:
    return (pair.row.reason or "").split("; ") if pair.row.reason else []


def _reasons_of_all(pairs: Sequence[PairwiseComparison]) -> list[str]:
    """Return what is to know of the figures of every pair alike."""
    first, *others = pairs
    return [reason for reason in _reasons(first) if all(reason in _reasons(pair) for pair in others)]


def _caption(index: ScoreIndex, pairs: Sequence[PairwiseComparison], said: Sequence[str]) -> str:
    """Say how the pairs were compared, what the band is, and what the verdicts speak of."""
    equal = [pair.row for pair in pairs if pair.standing == "equivalent"]
    row = next((pair.row for pair in pairs if pair.standing != "equivalent"), pairs[0].row)
    inner = f", of equivalent models the {level_in_words(equal[0])}" if equal and row is not equal[0] else ""
    adjusted = "; p-values are adjusted likewise" if row.pairs > 1 else ""
    margin = f"Less than {within(pairs[0], index.metrics)}, the band around no difference, counts as none."
    more = " ".join(f"{capital(reason)}." for reason in said)
    text = f"{_how(index, row)} Each stroke is the {level_in_words(row)}{inner}{adjusted}. {margin}"
    return " ".join(filter(None, [text, _estimand(index, row), more]))


def _how(index: ScoreIndex, row: Comparison) -> str:
    noun, metric = index.analysis.dataset.noun, inside(quantity(row.metric, index.metrics).name)
    if row.split == "cv":
        where = split_in_words(index.analysis, row.split)
        return f"Compared in {metric} {where}, fold by fold ({row.test})."
    what = f"{count(row.n)} {judged_nouns(index.analysis)}"
    return f"Judged on the same {what}, the models are compared {noun} by {noun}, in {metric} ({row.test})."


def _together(index: ScoreIndex, row: Comparison) -> str:
    """Say whether all models at once are right equally often; empty where that is not known, or of another table."""
    found = index.analysis.together
    if found is None or (found.split, found.metric) != (row.split, row.metric) or row.estimand != "model":
        return ""
    models, p_value = in_letters(len(found.models)), _p_value(found.p_value)
    p_said = f"p{NBSP}{p_value}" if p_value.startswith("<") else f"p{NBSP}={NBSP}{p_value}"
    test, _, way = found.test.partition(", ")
    tested = f"({', '.join(filter(None, (f'{test}{NBSP}{fixed(found.statistic, 1)}', p_said, way)))})"
    if found.p_value < ALPHA:
        seen = "some are right more often than others, and by more than chance explains"
    else:
        seen = "chance alone can explain that some are right more often than others"
    if found.statistic == 0:
        seen = "none is seen to be right more often than another"
    return f"All {models} together: {seen} {tested}."


def _estimand(index: ScoreIndex, row: Comparison) -> str:
    if row.estimand == "model":
        if is_made_elsewhere(index.analysis):
            return "The verdicts speak of the models that made these predictions, not of the same models trained anew."
        return "The verdicts speak of the models as fitted here; the same recipe trained anew may come out otherwise."
    seeds = index.analysis.protocol.repeats
    anew = f"trained with {seeds} seeds" if seeds > 1 else "trained anew"
    return f"The verdicts speak of recipes, estimator and parameters, {anew}."


def _left_out(pairs: int) -> list[str]:
    return [f"The other {count(pairs - MOST_PAIRS)} pairs are in bundle.json."] if pairs > MOST_PAIRS else []
