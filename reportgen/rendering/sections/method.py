"""Section 7, how this was made: everything that is needed to make it again, and what each metric means."""

import json
from dataclasses import dataclass
from typing import Any

from reportgen.bundle.schema import ModelInfo
from reportgen.options import OPTIONS
from reportgen.rendering.marks import Mark, marks
from reportgen.rendering.measures import Measures, measures
from reportgen.rendering.numbers import duration, size
from reportgen.rendering.spec import SECTIONS, SectionContext, SectionSpec

#: Options of presentation, and of where things are kept, which say nothing about how figures came about.
PRESENTATION = frozenset(option.name for option in OPTIONS if option.group == "Report") | {
    "cache_dir",
    "fresh",
}


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
    settings: tuple[tuple[str, str], ...]
    recipes: tuple[Recipe, ...]
    packages: str
    measures: Measures


def view(context: SectionContext) -> MethodView:
    """Return the section on configuration, versions and metrics."""
    run, known = context.bundle.record.run, marks(context.analysis)
    return MethodView(
        heading="To make it again",
        command=run.command,
        facts=_facts(context),
        settings=tuple(
            (name, _plain(value))
            for name, value in run.config.items()
            if name not in PRESENTATION and _is_set(value)
        ),
        recipes=tuple(_recipe(model, known[model.id]) for model in context.analysis.models),
        packages=", ".join(
            [f"Python {run.environment.python}", *(f"{n} {v}" for n, v in run.environment.packages.items())]
        ),
        measures=measures(context.readings),
    )


def _facts(context: SectionContext) -> tuple[tuple[str, str], ...]:
    run, data = context.bundle.record.run, context.analysis.dataset
    machine = run.environment
    git = ""
    if run.git is not None:
        branch = f" on {run.git.branch}" if run.git.branch else ""
        git = f"{run.git.commit[:12]}{branch}{', with changes not committed' if run.git.dirty else ''}"
    facts = (
        (
            "Made",
            f"{run.created}, reportgen {run.reportgen_version}, run {run.id}, results {run.results_digest[:16]}…",
        ),
        ("Commit", git),
        ("Data", f"{data.source}, sha256 {data.fingerprint}"),
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


def _recipe(model: ModelInfo, mark: Mark) -> Recipe:
    parts = []
    if model.timings is not None and model.timings.fit_seconds is not None:
        taken_up = ", taken up from an earlier run" if model.timings.taken_up else ""
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


SECTIONS.register(SectionSpec("method", "How this was made", view, order=90))
