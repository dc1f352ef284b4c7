"""Page one of a study: what was studied, what each analysis recommends and how good it is, each in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.bundle.query import is_muted
from reportgen.bundle.schema import BundleRecord, Headline, Score
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.headline import headline_of, recommends
from reportgen.findings.objections import objections_of_study
from reportgen.findings.since_baseline import change_in_short
from reportgen.findings.standing import standing_counts
from reportgen.rendering.section_spec import SectionContext
from reportgen.rendering.tables.gate_table import GatesView, gates_of_study
from reportgen.rendering.tables.interval_bars import Bar, Scale
from reportgen.wording.chapters import Chapter, analyses_counted, chapter_of, chapters_named, task_in_words
from reportgen.wording.grammar import Name, capital, counted, in_letters, label
from reportgen.wording.headline_words import DO_NOT_RELEASE, PROPOSING, gravest, level_of
from reportgen.wording.numbers import UNDEFINED, count, shown
from reportgen.wording.quantity import quantity

ANCHOR = "overview"

#: What stands below a model that was chosen and that the headline does not propose.
NOT_RECOMMENDED = "not recommended"


@dataclass(frozen=True)
class StudyRow:
    """An analysis: its model and figures, and on a scale from 0 to 1 the model's bar and the naive baseline's place."""

    chapter: Chapter
    task: str
    model: Name
    standing: str
    metric: str
    value: str
    interval: str
    bar: Bar | None
    naive: str
    naive_at: str
    errors: str


@dataclass(frozen=True)
class StudyTable:
    """The analyses judged alike: figures of held-out and of cross-validated predictions never share a column."""

    title: str
    rows: tuple[StudyRow, ...]


@dataclass(frozen=True)
class Says:
    """The headline of one analysis, and whether it is better or worse than in the baseline run."""

    chapter: Chapter
    level: str
    text: str
    since: str = ""


@dataclass(frozen=True)
class OverviewView:
    """Page one of a study, ready to show."""

    title: str
    level: str
    headline: str
    evidence: str
    tables: tuple[StudyTable, ...]
    says: tuple[Says, ...]
    gates: GatesView | None = None
    objections: tuple[str, ...] = ()


def overview(contexts: Sequence[SectionContext]) -> OverviewView:
    """Return page one of a study from the contexts of its analyses."""
    record = contexts[0].bundle.record
    headlines = [headline_of(record, context.analysis) for context in contexts]
    says = tuple(_says(*pair) for pair in zip(contexts, headlines, strict=True))
    objections = objections_of_study(record)
    return OverviewView(
        title="Verdict",
        level=level_of(gravest(headlines), objections),
        headline=_headline(record, says, headlines),
        evidence=_evidence(record, contexts),
        tables=_tables(record, contexts),
        says=says,
        gates=gates_of_study(record),
        objections=objections,
    )


def _says(context: SectionContext, headline: Headline) -> Says:
    record, analysis = context.bundle.record, context.analysis
    since = "" if is_muted(analysis, "change") else change_in_short(analysis, record.changes)
    level = level_of(headline.word, ())
    return Says(chapter_of(record, analysis), level, headline.text, f"{since}." if since else "")


def _headline(record: BundleRecord, says: Sequence[Says], headlines: Sequence[Headline]) -> str:
    """Return the headline of the whole: gates first, then which analyses have a model to propose."""
    failed = sum(verdict.status == "fail" for verdict in record.gates)
    number = len(says)
    without = [
        each.chapter.number
        for each, headline in zip(says, headlines, strict=True)
        if headline.word not in PROPOSING
    ]
    if failed:
        return f"{DO_NOT_RELEASE}: {failed} of {counted(len(record.gates), 'gate')} failed."
    if not without:
        return f"Each of the {in_letters(number)} analyses has a model to recommend."
    if len(without) == number:
        return f"None of the {in_letters(number)} analyses has a model to recommend."
    has = "has" if number - len(without) == 1 else "have"
    most = capital(in_letters(number - len(without)))
    return f"{most} of the {in_letters(number)} analyses {has} a model to recommend; {chapters_named(without)} none."


def _evidence(record: BundleRecord, contexts: Sequence[SectionContext]) -> str:
    """Say what the figures may not be taken for."""
    text = "They ask different questions, so their figures are not compared with each other."
    flattering = [
        chapter_of(record, context.analysis).number
        for context in contexts
        if context.index.chosen and context.analysis.chosen_on == context.index.judged_on
    ]
    if flattering:
        where, whose = capital(chapters_named(flattering)), "its figure is"
        if len(flattering) > 1:
            whose = "their figures are"
        text += f" {where} chose and judged on the same predictions, so {whose} slightly optimistic."
    return text


def _tables(record: BundleRecord, contexts: Sequence[SectionContext]) -> tuple[StudyTable, ...]:
    tables = []
    for split, title in (("test", "On held-out test data"), ("cv", "In cross-validation, without a test")):
        judged = [context.index for context in contexts if context.index.judged_on == split]
        if judged:
            tables.append(StudyTable(title, tuple(_row(record, index) for index in judged)))
    return tuple(tables)


def _row(record: BundleRecord, index: ScoreIndex) -> StudyRow:
    analysis, chosen, baseline = index.analysis, index.chosen, index.baseline
    how = quantity(analysis.main_metric, index.metrics)
    own, naive = (index.headline(model.id, how.metric) if model else None for model in (chosen, baseline))
    figure, its = shown(own, index.metrics), shown(naive, index.metrics)
    errors = index.errors(chosen.id) if chosen else None
    scale = _scale(index)
    return StudyRow(
        chapter=chapter_of(record, analysis),
        task=capital(task_in_words(analysis)),
        model=label(chosen.title, 14) if chosen else Name("none"),
        standing=standing_counts(index) if recommends(index) else NOT_RECOMMENDED,
        metric=how.name,
        value=figure.full,
        interval=figure.interval,
        bar=scale.bar(own, how) if scale else None,
        naive=its.full,
        naive_at=_place(naive, scale),
        errors=f"{count(errors[0])} of {count(errors[1])}" if errors else UNDEFINED,
    )


def _scale(index: ScoreIndex) -> Scale | None:
    """Return the scale from nothing to all; None where the metric has no such ends or less of it is better."""
    info = index.metrics[index.analysis.main_metric]
    if info.range != (0, 1) or index.lower_is_better:
        return None
    how = quantity(index.analysis.main_metric, index.metrics)
    return Scale(0.0, how.scale, 0)


def _place(score: Score | None, scale: Scale | None) -> str:
    return "" if score is None or score.value is None or scale is None else f"{100 * score.value:.1f}"


def study_title(record: BundleRecord) -> str:
    """Return a title for a study that was given none."""
    names = list(dict.fromkeys(analysis.dataset.name for analysis in record.analyses))
    of = names[0] if len(names) == 1 else f"{in_letters(len(names))} data sets"
    return f"{analyses_counted(len(record.analyses))} of {of}"
