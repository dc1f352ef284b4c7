"""What changed since the baseline, in words: better, worse or undecided, and what its figures are called."""

from collections.abc import Mapping
from typing import Literal

from reportgen.bundle.base_record import Split
from reportgen.bundle.headline_scores import FigureKey, headline_change
from reportgen.bundle.query import judged_split
from reportgen.bundle.run_changes import AnalysisChanges, ChangedSamples, Changes, ScoreChange
from reportgen.bundle.schema import Analysis, MetricInfo, Score
from reportgen.wording.analysis_words import split_in_words
from reportgen.wording.differences import points
from reportgen.wording.grammar import capital, counted, name
from reportgen.wording.numbers import INTERVAL, NBSP, ShownNumber, count, day, fixed, shown
from reportgen.wording.quantity import MOST_DECIMALS, Quantity, quantity

#: The earlier run, as readers know it: "baseline" alone could be taken for the naive one.
BASELINE = "baseline run"

#: What is said where a model has no figures to compare, and nothing else explains it.
NOTHING = "the recommended model has no figure in both runs"

#: Less than this is rounding in the computer.
TINY = 1e-12

ChangeVerdict = Literal["better", "worse", "equivalent", "same", "undecided", "unknown"]


def changes_of(analysis: Analysis, changes: Changes | None) -> AnalysisChanges | None:
    """Return what changed in an analysis; None without a baseline."""
    found = () if changes is None else changes.analyses
    return next((one for one in found if one.id == analysis.id and one.status != "removed"), None)


def row_of(
    found: AnalysisChanges, model: str, metric: str, split: Split, baseline_model: str | None = None
) -> ScoreChange | None:
    """Return the figure of the whole of a model; against the model of the same id unless another is named."""
    return headline_change(found, FigureKey(model, split, metric), baseline_model or model)


def main_row(analysis: Analysis, found: AnalysisChanges) -> ScoreChange | None:
    """Return the main metric of the recommended model, against the one that was recommended then where judged."""
    if found.chosen is None:
        return None
    split, metric = judged_split(analysis), analysis.main_metric
    then = (
        row_of(found, found.chosen, metric, split, found.baseline_chosen) if found.baseline_chosen else None
    )
    return then or row_of(found, found.chosen, metric, split)


def samples_of(found: AnalysisChanges, row: ScoreChange) -> ChangedSamples | None:
    """Return the samples newly broken and fixed of the models that a figure compares."""
    at = (row.model, row.baseline_model, row.split)
    return next((s for s in found.samples if (s.model, s.baseline_model, s.split) == at), None)


def verdict_of(row: ScoreChange, samples: ChangedSamples | None = None) -> ChangeVerdict:
    """Say what a figure tells, by its interval and the margin.

    The same is a fit and itself, and a single fit that got not a single prediction right in one run and wrong in the
    other. Without a margin the interval alone decides.
    """
    if row.difference is None:
        return "unknown"
    if row.difference == row.low == row.high == 0:
        return "same"
    unchanged = samples is None or not (samples.broken or samples.fixed)
    if row.difference == 0 and row.paired and unchanged and not row.averaged:
        return "same"
    if row.verdict is not None:
        return row.verdict
    if row.better is not None:
        return "better" if row.better else "worse"
    return "unknown" if row.low is None else "undecided"


def change_in_short(analysis: Analysis, changes: Changes | None) -> str:
    """Return `Better than the baseline run of 3 March 2026`; empty where there is nothing to compare with."""
    found = changes_of(analysis, changes)
    if found is None or changes is None or found.status == "added":
        return ""
    when = f"the {BASELINE} of {day(changes.baseline.created)}"
    row = None if found.status == "refused" else main_row(analysis, found)
    if row is None or row.difference is None:
        return f"Not compared with {when}"
    verdict = verdict_of(row, samples_of(found, row))
    return {
        "better": f"Better than {when}",
        "worse": f"Worse than {when}",
        "equivalent": f"Equivalent to {when}",
        "same": f"The same as {when}",
        "undecided": f"No difference to {when} is seen",
        "unknown": f"Compared with {when}",
    }[verdict]


def is_worse(analysis: Analysis, changes: Changes | None) -> bool:
    """Say whether the recommended model is worse, beyond chance, than the one of the baseline run."""
    found = changes_of(analysis, changes)
    row = None if found is None or found.status in ("added", "refused") else main_row(analysis, found)
    return found is not None and row is not None and verdict_of(row, samples_of(found, row)) == "worse"


def title_of(found: AnalysisChanges, model: str) -> str:
    """Return the name of a model of either run, short enough for a sentence."""
    return next((name(one.title) for one in found.models if one.id == model), model)


def figures_in_words(
    analysis: Analysis, found: AnalysisChanges, row: ScoreChange, metrics: Mapping[str, MetricInfo]
) -> str:
    """Return both figures, the difference with its interval, and how they were compared."""
    how = quantity(row.metric, metrics)
    then, now = both(row, metrics)
    whose = title_of(found, row.model)
    earlier = "" if row.baseline_model == row.model else f" of {title_of(found, row.baseline_model)}"
    what = how.name if how.name[1:2].isupper() else f"{how.name[:1].lower()}{how.name[1:]}"
    text = f"{whose} has {what} {now.full} after {then.full}{earlier} {split_in_words(analysis, row.split)}"
    if verdict_of(row, samples_of(found, row)) == "same" and not earlier:
        return f"{whose} has {what} {now.full} again {split_in_words(analysis, row.split)}."
    if row.low is None or row.high is None:
        return f"{text}; the difference has no interval ({row.reason or 'none was computed'})."
    low, high = (signed(end, row, how) for end in (row.low, row.high))
    unit = points(how)
    size = f"{signed(row.difference or 0.0, row, how)}{f'{NBSP}{unit}' if unit else ''}"
    within = f", within the margin of {margin_in_words(row, how)}" if row.verdict == "equivalent" else ""
    return f"{text}, {size} ({INTERVAL} {low} to {high}{within}; {_how(analysis, row)})."


def margin_in_words(row: ScoreChange, how: Quantity) -> str:
    """Return the difference below which none counts: `0.5 points`."""
    return f"{how.scale * (row.margin or 0.0):.10g}{f'{NBSP}{points(how)}' if points(how) else ''}"


def _how(analysis: Analysis, row: ScoreChange) -> str:
    noun = analysis.dataset.noun
    if not row.paired:
        how = f"not judged {noun} by {noun}"
        how += f", as {row.reason}" if row.reason else ""
    elif row.split == "cv" and row.estimand == "recipe":
        how = "judged fold by fold"
    else:
        how = f"judged {noun} by {noun}"
        how += f", {row.reason}" if row.reason else ""
    return f"{how}, {row.averaged}" if row.averaged else how


def changed_samples_in_words(
    analysis: Analysis, samples: ChangedSamples | None, *, first: bool = False
) -> str:
    """Say how many samples are newly wrong and newly right; empty where it is not known.

    `first`: they are those of the first seeds, where figures are means over several.
    """
    if samples is None:
        return ""
    whose = "With the first seeds " if first else ""
    if not samples.broken and not samples.fixed:
        return f"{whose}{'no' if first else 'No'} {analysis.dataset.noun} is newly wrong or newly right."
    broken = counted(samples.broken, analysis.dataset.noun)
    broken = f"{whose}{broken}" if first else capital(broken)
    return f"{broken} {_is(samples.broken)} newly wrong, {count(samples.fixed)} newly right."


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def both(row: ScoreChange, metrics: Mapping[str, MetricInfo]) -> tuple[ShownNumber, ShownNumber]:
    """Return the figures then and now, with the decimals that the samples support."""
    how = quantity(row.metric, metrics)
    then, now = (
        shown(_score(row, value), metrics, how.decimals(row.n)) for value in (row.baseline, row.candidate)
    )
    return then, now


def _score(row: ScoreChange, value: float | None) -> Score:
    return Score(
        model=row.model,
        split=row.split,
        metric=row.metric,
        value=value,
        n=row.n,
        reason=row.reason or "undefined",
    )


def decimals_of_change(row: ScoreChange, how: Quantity) -> int:
    """Return the decimals that a difference and its interval support; a difference is zero only where there is none."""
    ends = [how.scale * end for end in (row.low, row.high) if end is not None]
    half = (max(ends) - min(ends)) / 2 if ends else None
    decimals = how.decimals(row.n, half)
    size = abs(how.scale * (row.difference or 0.0))
    while decimals < MOST_DECIMALS and (
        (size > TINY and not round(size, decimals)) or _all_hidden(ends, decimals)
    ):
        decimals += 1
    return decimals


def _all_hidden(ends: list[float], decimals: int) -> bool:
    """Whether an interval that is not empty would be shown as if it were."""
    return any(abs(end) > TINY for end in ends) and not any(round(end, decimals) for end in ends)


def signed(value: float, row: ScoreChange, how: Quantity) -> str:
    """Return a difference or an end of its interval with its sign, a true minus; on which side of zero always shows."""
    text = fixed(how.scale * value, decimals_of_change(row, how))
    if text.strip("0.,"):
        return f"+{text}" if value > 0 else text
    return "0" if abs(value) <= TINY else ">0" if value > 0 else "<0"
