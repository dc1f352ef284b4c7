"""The tables of what changed since the baseline: models, measures of the recommended one, classes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportgen.bundle.run_changes import AnalysisChanges, ScoreChange
from reportgen.findings.since_baseline import (
    ChangeVerdict,
    both,
    main_row,
    row_of,
    samples_of,
    signed,
    title_of,
    verdict_of,
)
from reportgen.rendering.section_spec import SectionContext
from reportgen.rendering.tables.interval_bars import Bar, Scale, scale_over
from reportgen.rendering.tables.model_marks import Mark, marks
from reportgen.wording.differences import points
from reportgen.wording.grammar import Name, label
from reportgen.wording.numbers import UNDEFINED, count
from reportgen.wording.quantity import quantity

#: Metrics whose differences are of one size, so that they share a scale: those between 0 and 1.
UNIT_RANGE = (0.0, 1.0)

#: Classes listed: with more, those that changed most.
MOST_CLASSES = 20

VERDICTS: dict[ChangeVerdict, str] = {
    "better": "better",
    "worse": "worse",
    "equivalent": "equivalent",
    "same": "the same",
    "undecided": "not told apart",
    "unknown": UNDEFINED,
}


@dataclass(frozen=True)
class ChangeCells:
    """A figure then and now, the difference with its interval, drawn; `told`: better, worse or empty."""

    then: str
    now: str
    change: str
    interval: str
    bar: Bar | None
    told: str
    reason: str


@dataclass(frozen=True)
class ModelChangeRow:
    """A model: its main metric, and how many samples turned. `after`: the model it is compared with, where another."""

    title: Name
    after: str
    mark: Mark
    chosen: bool
    cells: ChangeCells
    broken: str
    fixed: str
    verdict: str


@dataclass(frozen=True)
class ChangeRow:
    """A measure, or a class with one or two measures."""

    title: Name
    cells: tuple[ChangeCells, ...]


@dataclass(frozen=True)
class Drawn:
    """The scale of a column of bars: its ends, and the place of no difference in percent."""

    low: str
    high: str
    zero: str
    band: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class ModelTable:
    """All models by the main metric."""

    metric: str
    unit: str
    scale: Drawn
    rows: tuple[ModelChangeRow, ...]
    turned: bool


@dataclass(frozen=True)
class ChangeTable:
    """Measures of one model, or classes by `heads` measures; `scale` is None where nothing is drawn."""

    title: str
    first: str
    heads: tuple[str, ...]
    scale: Drawn | None
    rows: tuple[ChangeRow, ...]
    left_out: str


def model_table(context: SectionContext, found: AnalysisChanges) -> ModelTable | None:
    """Return every model by the main metric where judged; None where no model is in both runs."""
    index, analysis = context.index, context.analysis
    metric, split = analysis.main_metric, index.judged_on
    models = [*index.candidates, *index.baselines]
    pairs = [(model, row_of(found, model.id, metric, split)) for model in models]
    if index.chosen is not None and (row := main_row(analysis, found)) and row.baseline_model != row.model:
        pairs.insert(0, (index.chosen, row))
    rows = [(model, row) for model, row in pairs if row is not None]
    if not rows:
        return None
    how = quantity(metric, index.metrics)
    scale = _scale([row for model, row in rows if not model.baseline] or [row for _, row in rows], how.scale)
    known = marks(analysis)
    made = []
    for model, row in rows:
        samples = samples_of(found, row)
        made.append(
            ModelChangeRow(
                title=label(model.title, 16),
                after="" if row.baseline_model == row.model else title_of(found, row.baseline_model),
                mark=known[model.id],
                chosen=model.id == analysis.chosen,
                cells=_cells(context, row, scale, how.scale),
                broken=count(samples.broken) if samples else UNDEFINED,
                fixed=count(samples.fixed) if samples else UNDEFINED,
                verdict=VERDICTS[verdict_of(row, samples)],
            )
        )
    unit = points(how)
    return ModelTable(
        how.axis, unit, _drawn(scale), tuple(made), any(row.broken != UNDEFINED for row in made)
    )


def measure_table(
    context: SectionContext, found: AnalysisChanges, row: ScoreChange, metrics: Sequence[str]
) -> ChangeTable | None:
    """Return the model of a row by every measure."""
    known = context.index.metrics
    rows = [row_of(found, row.model, metric, row.split, row.baseline_model) for metric in metrics]
    kept = [one for one in rows if one is not None and one.difference is not None]
    if not kept:
        return None
    drawn = [one for one in kept if tuple(known[one.metric].range) == UNIT_RANGE and one.low is not None]
    scale = _scale(drawn, 100.0)
    return ChangeTable(
        title="By every measure",
        first="Measure",
        heads=("",),
        scale=_drawn(scale) if drawn else None,
        rows=tuple(
            ChangeRow(
                Name(quantity(one.metric, known).axis),
                (_cells(context, one, scale if one in drawn else None, 100.0),),
            )
            for one in kept
        ),
        left_out="",
    )


def class_table(context: SectionContext, found: AnalysisChanges, row: ScoreChange) -> ChangeTable | None:
    """Return recall and precision of each class, or label; of several outputs the accuracy of each."""
    at = (row.model, row.baseline_model, row.split)
    own = [r for r in found.scores if (r.model, r.baseline_model, r.split) == at]
    outputs = [r for r in own if r.output is not None and r.label is None and r.metric == "accuracy"]
    if outputs:
        return _classes(context, {r.output or "": {"accuracy": r} for r in outputs}, ("accuracy",), "Output")
    by_class: dict[str, dict[str, ScoreChange]] = {}
    for one in own:
        if one.label is not None and one.output is None and one.metric in ("recall", "precision"):
            by_class.setdefault(one.label, {})[one.metric] = one
    what = "Label" if context.analysis.dataset.outputs else "Class"
    return _classes(context, by_class, ("recall", "precision"), what)


def _classes(
    context: SectionContext, by_class: dict[str, dict[str, ScoreChange]], metrics: Sequence[str], what: str
) -> ChangeTable | None:
    known = {name: rows for name, rows in by_class.items() if metrics[0] in rows}
    if not known:
        return None
    ranked = sorted(known, key=lambda name: _largest_first(known[name][metrics[0]]))[:MOST_CLASSES]
    scale = _scale([row for name in ranked for row in known[name].values()], 100.0)
    more = len(known) - len(ranked)
    return ChangeTable(
        title=f"{what} by {what.lower()}",
        first=what,
        heads=tuple(quantity(metric, context.index.metrics).axis for metric in metrics),
        scale=_drawn(scale),
        rows=tuple(
            ChangeRow(
                label(name, 8.0 if len(metrics) > 1 else 20.0),
                tuple(_cells(context, known[name].get(metric), scale, 100.0) for metric in metrics),
            )
            for name in ranked
        ),
        left_out=f"{count(more)} more are in comparison.json." if more else "",
    )


def _largest_first(row: ScoreChange) -> tuple[bool, float]:
    """Sort what lost most first, and what is undefined last."""
    return row.difference is None, row.difference or 0.0


def _cells(
    context: SectionContext, row: ScoreChange | None, scale: Scale | None, factor: float
) -> ChangeCells:
    if row is None:
        return ChangeCells(UNDEFINED, UNDEFINED, UNDEFINED, "", None, "", "not measured in both runs")
    metrics = context.index.metrics
    how = quantity(row.metric, metrics)
    then, now = both(row, metrics)
    if row.difference is None:
        return ChangeCells(then.text, now.text, UNDEFINED, "", None, "", row.reason or "")
    bounded = row.low is not None and row.high is not None
    ends = [signed(end, row, how) for end in (row.low, row.high) if end is not None] if bounded else []
    low, high = (None if end is None else factor * end for end in (row.low, row.high))
    return ChangeCells(
        then=then.text,
        now=now.text,
        change=signed(row.difference, row, how),
        interval=" to ".join(ends),
        bar=None if scale is None else scale.drawn(factor * row.difference, low, high),
        told="" if row.better is None else "better" if row.better else "worse",
        reason=row.reason or "",
    )


def _scale(rows: Iterable[ScoreChange], factor: float) -> Scale:
    """Return a scale that holds no difference and all intervals, in shown units."""
    ends = [factor * end for row in rows for end in (row.low, row.difference, row.high) if end is not None]
    return scale_over([0.0, *ends], factor / 100)


def _drawn(scale: Scale) -> Drawn:
    return Drawn(_end(scale.low_text), _end(scale.high_text), f"{scale.place(0):.1f}")


def _end(text: str) -> str:
    return text.replace("-", "\u2212") if text.startswith("-") or not text.strip("0.") else f"+{text}"
