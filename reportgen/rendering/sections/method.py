"""Section 7, how this was made: everything that is needed to make it again, and what each metric means."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from reportgen.bundle.data_records import DatasetInfo
from reportgen.bundle.query import config_of
from reportgen.bundle.run_records import Run
from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.config.run_config import RunConfig
from reportgen.findings.blockers import named
from reportgen.options import OPTIONS
from reportgen.prediction_options import FITTING
from reportgen.rendering.section_spec import SECTIONS, SectionContext, SectionSpec
from reportgen.rendering.tables.metric_meanings import Measures, measures, reading
from reportgen.rendering.tables.model_marks import Mark, marks
from reportgen.wording.analysis_words import is_made_elsewhere
from reportgen.wording.chapters import Chapter, chapter_of, chapters_named
from reportgen.wording.grammar import capital
from reportgen.wording.numbers import day, duration, size

#: Options of presentation, and of where things are kept, which say nothing about how figures came about.
PRESENTATION = frozenset(option.name for option in OPTIONS if option.group in ("Findings", "Report")) | {
    "cache_dir",
    "fresh",
}

#: Options that say what was done even where they have their default.
CORE = frozenset({"dataset", "target", "models", "cv", "test_size", "seed"})

#: Tables of figures of at most so many models stand side by side in a study.
NARROW = 2


@dataclass(frozen=True)
class Recipe:
    """A model as it was fitted: its estimator, and what it cost."""

    title: str
    mark: Mark
    estimator: str
    description: str
    cost: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class MethodView:
    """Everything about how the report was made."""

    heading: str
    command: str
    facts: tuple[tuple[str, str], ...]
    digest: str
    redacted: str
    settings: tuple[tuple[str, str], ...]
    recipes: tuple[Recipe, ...]
    recipes_title: str
    packages: str
    measures: Measures
    muted: tuple["MutedFinding", ...]


@dataclass(frozen=True)
class MutedFinding:
    """A finding that page one does not show, why not, and of a study the chapter it is about."""

    id: str
    text: str
    reason: str
    chapter: Chapter | None = None


def muted_of(analysis: Analysis, chapter: Chapter | None = None) -> tuple[MutedFinding, ...]:
    """Return the findings of an analysis that are muted, in words."""
    return tuple(
        MutedFinding(each.id, named(each).text, each.muted, chapter)
        for each in analysis.findings
        if each.muted is not None
    )


def view(context: SectionContext) -> MethodView:
    """Return the section on configuration, versions and metrics."""
    run, known = context.bundle.record.run, marks(context.analysis)
    return MethodView(
        heading="To make it again",
        command=run.command,
        facts=made_facts(run, [context.analysis.dataset]),
        digest=run.results_digest,
        redacted="" if run.redaction is None else run.redaction.digest,
        settings=settings(run.config),
        recipes=tuple(_recipe(model, known[model.id]) for model in context.analysis.models),
        recipes_title="Models" if is_made_elsewhere(context.analysis) else "Models as fitted",
        packages=packages(run),
        measures=measures(context.index),
        muted=muted_of(context.analysis),
    )


def packages(run: Run) -> str:
    """Return the versions of everything that a run used."""
    known = run.environment.packages.items()
    return ", ".join([f"Python {run.environment.python}", *(f"{name} {version}" for name, version in known)])


def settings(config: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the options that decide about figures: the core ones, and those that differ from their default."""
    hidden = PRESENTATION | FITTING if config.get("predictions") else PRESENTATION
    return tuple(
        (name, _plain(value))
        for name, value in config.items()
        if name not in hidden and _is_set(value) and (name in CORE or _plain(value) != DEFAULTS.get(name))
    )


def made_facts(run: Run, data: Iterable[DatasetInfo]) -> tuple[tuple[str, str], ...]:
    """Return when, where and on what a run was made."""
    machine = run.environment
    git = ""
    if run.git is not None:
        branch = f" on {run.git.branch}" if run.git.branch else ""
        git = f"{run.git.commit[:12]}{branch}{', with changes not committed' if run.git.dirty else ''}"
    facts = (
        (
            "Made",
            f"{f'{run.created}, ' if day(run.created) else ''}reportgen {run.reportgen_version}, run {run.id}",
        ),
        ("Commit", git),
        *(("Data", f"{one.source}, sha256 {one.fingerprint}") for one in data),
        ("Seed", str(run.seed)),
        ("Machine", f"{machine.platform}, {machine.cpu or 'processor unknown'}, {machine.cores} cores"),
    )
    return tuple((name, value) for name, value in facts if value)


def _is_set(value: Any) -> bool:
    return value not in (None, "", [], (), {})


def _plain(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


#: What an option shows where nobody chose.
DEFAULTS = {name: _plain(value) for name, value in msgspec.structs.asdict(RunConfig()).items()}


def _recipe(model: ModelInfo, mark: Mark) -> Recipe:
    parts = []
    if model.timings is not None and model.timings.fit_seconds is not None:
        taken_up = ", reused from an earlier run" if model.timings.taken_up else ""
        parts.append(f"fitted in {duration(model.timings.fit_seconds)}{taken_up}")
    if model.size_bytes is not None:
        parts.append(size(model.size_bytes))
    if model.status != "ok":
        parts.append(f"{model.status}: {model.reason or 'no reason was given'}")
    return Recipe(
        model.title,
        mark,
        " ".join(model.estimator.split()),
        model.description,
        ", ".join(parts),
        tuple(model.notes),
    )


@dataclass(frozen=True)
class ChapterMethod:
    """What is a chapter's own: the options it does not share with all others, and its figures."""

    chapter: Chapter
    settings: tuple[tuple[str, str], ...]
    measures: Measures

    @property
    def is_narrow(self) -> bool:
        """Whether two such tables fit side by side."""
        return len(self.measures.models) <= NARROW


@dataclass(frozen=True)
class JointRecipe:
    """A model as it was fitted in some chapters, and what it cost in each."""

    recipe: Recipe
    where: str
    costs: tuple[str, ...]


@dataclass(frozen=True)
class JointView:
    """How a study was made: what all analyses share, what each has of its own, every model and measure once."""

    heading: str
    command: str
    facts: tuple[tuple[str, str], ...]
    digest: str
    redacted: str
    packages: str
    settings: tuple[tuple[str, str], ...]
    chapters: tuple[ChapterMethod, ...]
    figures: tuple[tuple[ChapterMethod, ...], ...]
    recipes: tuple[JointRecipe, ...]
    meanings: tuple[tuple[str, str], ...]
    caption: str
    muted: tuple[MutedFinding, ...]


def joint_view(contexts: Sequence[SectionContext]) -> JointView:
    """Return the section for a study."""
    record = contexts[0].bundle.record
    run = record.run
    given = [dict(settings(config_of(run, context.analysis.id))) for context in contexts]
    shared = {name: value for name, value in given[0].items() if all(own.get(name) == value for own in given)}
    chapters = tuple(
        ChapterMethod(
            chapter_of(record, context.analysis),
            tuple((name, value) for name, value in own.items() if name not in shared and name != "id"),
            measures(context.index),
        )
        for context, own in zip(contexts, given, strict=True)
    )
    data = {context.analysis.dataset.fingerprint: context.analysis.dataset for context in contexts}
    meanings = {row.title: row.meaning for chapter in chapters for row in chapter.measures.rows}
    return JointView(
        heading="To make it again",
        command=run.command,
        facts=made_facts(run, data.values()),
        digest=run.results_digest,
        redacted="" if run.redaction is None else run.redaction.digest,
        packages=packages(run),
        settings=tuple(shared.items()),
        chapters=chapters,
        figures=_side_by_side([chapter for chapter in chapters if chapter.measures.models]),
        recipes=_joint_recipes(contexts),
        meanings=tuple(meanings.items()),
        caption=reading(*(context.index for context in contexts)),
        muted=tuple(
            each
            for context in contexts
            for each in muted_of(context.analysis, chapter_of(record, context.analysis))
        ),
    )


def _side_by_side(chapters: Sequence[ChapterMethod]) -> tuple[tuple[ChapterMethod, ...], ...]:
    """Put narrow tables that follow each other into pairs, so that pages are filled."""
    rows: list[list[ChapterMethod]] = []
    for chapter in chapters:
        last = rows[-1] if rows else []
        if len(last) == 1 and last[0].is_narrow and chapter.is_narrow:
            last.append(chapter)
        else:
            rows.append([chapter])
    return tuple(map(tuple, rows))


def _joint_recipes(contexts: Sequence[SectionContext]) -> tuple[JointRecipe, ...]:
    """Return each model once, as long as it was fitted with the same parameters."""
    found: dict[tuple[str, str], list[tuple[int, Recipe]]] = {}
    for number, context in enumerate(contexts, start=1):
        known = marks(context.analysis)
        for model in context.analysis.models:
            recipe = _recipe(model, known[model.id])
            found.setdefault((recipe.title, recipe.estimator), []).append((number, recipe))
    return tuple(
        JointRecipe(
            replace(uses[0][1], notes=tuple(dict.fromkeys(n for _, recipe in uses for n in recipe.notes))),
            capital(chapters_named([number for number, _ in uses])),
            tuple(f"{number}: {recipe.cost}" for number, recipe in uses if recipe.cost),
        )
        for uses in found.values()
    )


SECTIONS.register(SectionSpec("method", "How this was made", view, joint=joint_view, order=90))
