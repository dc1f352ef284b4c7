"""How the recommended model stands against the others, in the words of the four verdicts."""

from collections import Counter
from collections.abc import Sequence

from reportgen.bundle.model_costs import are_timed, is_cheaper, seconds_of
from reportgen.bundle.pairwise import (
    PairwiseComparison,
    Standing,
    pairwise_comparison_of,
    pairwise_comparisons,
    turned,
)
from reportgen.bundle.schema import Comparison, ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.wording.analysis_words import group_nouns, is_made_elsewhere, nouns
from reportgen.wording.differences import about, gap, level_in_words, within
from reportgen.wording.grammar import in_letters, listed, name
from reportgen.wording.numbers import count, duration, size

#: More models than this are counted, not named.
MOST_NAMED = 2


def rivals(index: ScoreIndex, chosen: ModelInfo) -> list[PairwiseComparison]:
    """Return the comparisons of the recommended model with the others that could be recommended, best first.

    None where a rule of costs decides, which is another figure, or where the figures say nothing.
    """
    if index.analysis.cost_ranking is not None or index.is_void:
        return []
    return [
        comparison for comparison in pairwise_comparisons(index, chosen.id) if not comparison.other.baseline
    ]


def standing_clause(index: ScoreIndex, chosen: ModelInfo, *, same_subject: bool) -> str:
    """Return how a decision goes on: `, and is better, beyond chance, than each of the other three`.

    `same_subject` says whether it has spoken of what the model does. Empty where nothing was compared.
    """
    known = rivals(index, chosen)
    by: dict[Standing, list[PairwiseComparison]] = {}
    for comparison in known:
        by.setdefault(comparison.standing, []).append(comparison)
    said = []
    if "better" in by:
        said.append(f"better, beyond chance, than {_named(by['better'], len(known))}")
    if "equivalent" in by:
        said.append(
            f"equivalent to {_named(by['equivalent'], len(known))}{_cheaper(chosen, by['equivalent'])}"
        )
    text = f"{', and is' if same_subject else '; it is'} {', and '.join(said)}" if said else ""
    if "undecided" in by:
        text += f"; whether it is better than {_named(by['undecided'], len(known), 'or')} is undecided"
    if "worse" in by:
        verb = "is" if len(by["worse"]) == 1 else "are"
        text += f"; but {_named(by['worse'], len(known))} {verb} better here, beyond chance"
    return text


def _named(some: Sequence[PairwiseComparison], everyone: int, last: str = "and") -> str:
    """Name the opponents, or count them: `SGD and Random forest`, `each of the other three`, `four others`."""
    if len(some) <= MOST_NAMED:
        return listed([name(comparison.other.title) for comparison in some], last)
    number = in_letters(len(some))
    whole = "any" if last == "or" else "each"
    return f"{whole} of the other {number}" if len(some) == everyone else f"{number} of the others"


def _cheaper(chosen: ModelInfo, equals: Sequence[PairwiseComparison]) -> str:
    """Say so where all its equals cost several times as much: in time, or where no times were kept in size."""
    others = [comparison.other for comparison in equals]
    if not is_cheaper(chosen, others):
        return ""
    return " but cheaper" if are_timed([chosen, *others]) else " but smaller"


def against_in_words(index: ScoreIndex, comparison: PairwiseComparison, figure: str) -> str:
    """Return a sentence on the recommended model and another one, whose figure is given: `96.1 % (14 errors)`."""
    other, ends = f"{name(comparison.other.title)}, with {figure}", _interval(index, comparison)
    if not ends:
        why = (comparison.row.reason or "").removeprefix("no interval: ")
        return f"Next is {other}; the difference has no interval{f': {why}' if why else ''}."
    if comparison.standing == "better":
        return f"Better than {other}, beyond chance: {ends}."
    if comparison.standing == "worse":
        return f"Worse than {other}, beyond chance: {ends}; the choice was made without these predictions."
    if comparison.standing == "equivalent":
        small = f"within the margin of {within(comparison, index.metrics)}"
        return f"Equivalent to {other}{_costs(index, comparison)}: the difference lies {ends}, {small}."
    return f"Undecided against {other}: the difference lies {ends}{needed(index, comparison)}."


def _interval(index: ScoreIndex, comparison: PairwiseComparison) -> str:
    """Return the gain with the level of its interval; of a model that is worse, by how much the other is better."""
    seen = comparison
    if (
        comparison.standing == "worse"
        and (other := pairwise_comparison_of(turned(comparison.row), index)) is not None
    ):
        seen = other
    ends = gap(seen, index.metrics)
    return f"{ends} ({level_in_words(comparison.row)})" if ends else ""


def needed(index: ScoreIndex, comparison: PairwiseComparison) -> str:
    """Say how many test samples would decide: `; about 1,200 test images would decide`."""
    said = would_decide(index, [comparison.row])
    if not said:
        return f"; {comparison.row.reason}" if comparison.row.reason else ""
    return f"; {said}"


def would_decide(index: ScoreIndex, rows: Sequence[Comparison]) -> str:
    """Say how many test samples, or whole groups of them, would decide some comparisons; empty where nobody knows."""
    groups = index.analysis.groups.get(index.judged_on)
    number = about(rows, groups / rows[0].n if groups and rows else 1.0)
    kind = "test " if index.judged_on == "test" else ""
    what = group_nouns(index.analysis) if groups else nouns(index.analysis)
    return f"{number} {kind}{what} would decide" if number else ""


def _costs(index: ScoreIndex, comparison: PairwiseComparison) -> str:
    """Say what a prediction takes of both, ` and 250 µs for one image against 151 µs`, or how large they are."""
    own, its = seconds_of(comparison.model), seconds_of(comparison.other)
    if (
        not are_timed([comparison.model, comparison.other])
        and comparison.model.size_bytes
        and comparison.other.size_bytes
    ):
        return (
            f" and a size of {size(comparison.other.size_bytes)} against {size(comparison.model.size_bytes)}"
        )
    if own is None or its is None:
        return ""
    return f" and {duration(its)} for one {index.analysis.dataset.noun} against {duration(own)}"


def spoken_of(index: ScoreIndex, chosen: ModelInfo) -> str:
    """Say what the verdicts speak of: these fitted models, or recipes; empty where nothing was compared."""
    known = rivals(index, chosen)
    if not known:
        return ""
    if known[0].row.estimand == "model":
        if is_made_elsewhere(index.analysis):
            return "This holds for the models that made these predictions; trained anew they may come out otherwise."
        return "This holds for the models as fitted here; trained anew they may come out otherwise."
    seeds = index.analysis.protocol.repeats
    anew = f"trained anew, here with {seeds} seeds" if seeds > 1 else "trained anew"
    return f"This holds for the recipes, that is estimator and parameters, {anew}."


def standing_counts(index: ScoreIndex) -> str:
    """Return the verdicts on the recommended model in short: `better, beyond chance, than 2 others`."""
    chosen = index.chosen
    found = Counter(each.standing for each in rivals(index, chosen)) if chosen is not None else Counter()
    phrases: dict[Standing, str] = {
        "better": "better, beyond chance, than",
        "equivalent": "equivalent to",
        "undecided": "undecided against",
        "worse": "worse, beyond chance, than",
    }
    said = [f"{phrases[kind]} {count(found[kind])}" for kind in phrases if found[kind]]
    if not said:
        return ""
    first, *others = said
    return ", ".join([f"{first} other{'' if first.endswith(' 1') else 's'}", *others])
