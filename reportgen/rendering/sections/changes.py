"""Since the baseline: figures then and now, samples newly broken and newly fixed, and what else differs."""

from dataclasses import dataclass

from reportgen.bundle.run_changes import UNEVEN, AnalysisChanges, ChangedSamples, Changes, ScoreChange
from reportgen.figures.intervals import SHOWN
from reportgen.findings.main_metric_name import metric_name
from reportgen.findings.since_baseline import (
    NOTHING,
    changes_of,
    main_row,
    samples_of,
    title_of,
    verdict_of,
)
from reportgen.rendering.samples.changed_rows import Turned, turned_parts
from reportgen.rendering.section_spec import SECTIONS, SectionContext, SectionSpec
from reportgen.rendering.section_spec import Entry as Line
from reportgen.rendering.tables.change_tables import (
    ChangeTable,
    ModelTable,
    class_table,
    measure_table,
    model_table,
)
from reportgen.rendering.tables.run_differences import AlteredTable, altered_table
from reportgen.tasks import Task
from reportgen.wording.analysis_words import nouns
from reportgen.wording.grammar import capital, counted, listed, name
from reportgen.wording.numbers import INTERVAL, count, day


@dataclass(frozen=True)
class ChangesView:
    """The section, ready to show; where nothing is compared `reason` says why. Only pictures stand side by side."""

    heading: str
    lead: tuple[str, ...]
    reason: str
    models: ModelTable | None
    caption: str
    chosen: str
    measures: ChangeTable | None
    classes: ChangeTable | None
    legend: str
    turned: tuple[Turned, ...]
    side_by_side: bool
    altered: AlteredTable
    came_and_went: tuple[str, ...]


def view(context: SectionContext) -> ChangesView:
    """Return the section of an analysis that a baseline was given for."""
    changes, found = _given(context)
    row = main_row(context.analysis, found) if found.status == "compared" else None
    if row is None:
        return _nothing(context, changes, found)
    samples = samples_of(found, row)
    return ChangesView(
        heading=_heading(context, row, samples),
        lead=(_run(changes), _how(context, found, row)),
        reason="",
        models=model_table(context, found),
        caption=_caption(context, any_turned=samples is not None),
        chosen=_chosen(found, row),
        measures=measure_table(context, found, row, SHOWN[Task(context.analysis.task)]),
        classes=class_table(context, found, row),
        legend=_legend(found),
        turned=turned_parts(context, found, samples),
        side_by_side=context.analysis.dataset.image_shape is not None,
        altered=altered_table(context, [*found.altered, *changes.altered]),
        came_and_went=_came_and_went(found),
    )


def _given(context: SectionContext) -> tuple[Changes, AnalysisChanges]:
    changes = context.bundle.record.changes
    found = changes_of(context.analysis, changes)
    if changes is None or found is None:
        raise ValueError("no baseline was given")
    return changes, found


def _nothing(context: SectionContext, changes: Changes, found: AnalysisChanges) -> ChangesView:
    """Return the section where nothing could be compared."""
    reasons = {
        "added": "The baseline run has no such analysis.",
        "refused": f"It is not compared: {found.reason}.",
    }
    reason = reasons.get(found.status, f"It is not compared: {found.reason or NOTHING}.")
    return ChangesView(
        heading=f"Compared with the run of {day(changes.baseline.created)}",
        lead=(_run(changes),),
        reason=reason,
        models=model_table(context, found) if found.status == "compared" else None,
        caption="",
        chosen="",
        measures=None,
        classes=None,
        legend="",
        turned=(),
        side_by_side=False,
        altered=altered_table(context, [*found.altered, *changes.altered]),
        came_and_went=_came_and_went(found),
    )


def _heading(context: SectionContext, row: ScoreChange, samples: ChangedSamples | None) -> str:
    said = {
        "better": "Better than the baseline run",
        "worse": "Worse than the baseline run",
        "equivalent": "Equivalent to the baseline run",
        "same": "The same as the baseline run",
        "undecided": f"No difference in {metric_name(context.index)} to the baseline run is seen",
        "unknown": "Compared with the baseline run",
    }[verdict_of(row, samples)]
    if samples is None or not (samples.broken or samples.fixed):
        return said
    noun = context.analysis.dataset.noun
    return f"{said}: {counted(samples.broken, noun)} newly wrong, {count(samples.fixed)} newly right"


def _run(changes: Changes) -> str:
    run = changes.baseline
    commit = f", commit {run.git.commit[:7]}" if run.git is not None else ""
    left = "" if run.redacted_digest is None else f", without samples {run.redacted_digest[:8]}"
    return f"The baseline run is that of {day(run.created)}{commit}, results {run.results_digest[:8]}{left}."


def _how(context: SectionContext, found: AnalysisChanges, row: ScoreChange) -> str:
    noun = context.analysis.dataset.noun
    samples = samples_of(found, row)
    number = f"{count(samples.samples)} " if samples is not None else ""
    answered = (
        f"Both runs judged the same {number}{'test ' if row.split == 'test' else ''}{nouns(context.analysis)}"
    )
    if not row.paired:
        why = row.reason or found.reason or "single predictions of one of them are missing"
        text = (
            f"Unpaired: {why}. The differences follow from the interval of each figure, which sees less than a "
            f"comparison {noun} by {noun}."
        )
    elif row.split == "cv" and row.estimand == "recipe":
        text = (
            f"{answered} in the same folds, so they are compared fold by fold, by the corrected resampled t-test: "
            "figures are means over folds, and the differences speak of recipes, trained on other data."
        )
    else:
        text = f"{answered}, so they are compared {noun} by {noun}. {_speak_of(row)}"
    return f"{text} {_of_seeds(found, row)}".strip()


def _speak_of(row: ScoreChange) -> str:
    """Say what differences are of: the fitted models, or their recipes."""
    if row.estimand == "recipe":
        return "The differences speak of recipes, trained with other seeds."
    reasons = [reason for reason in (row.reason or "").split("; ") if reason not in ("", UNEVEN)]
    return " ".join(
        [
            "The differences speak of the models as fitted in the two runs.",
            *(f"{capital(own)}." for own in reasons),
        ]
    )


def _of_seeds(found: AnalysisChanges, row: ScoreChange) -> str:
    """Say which figures are means over seeds and which are not; empty where none is."""
    rows = [each for each in found.scores if each.split == row.split]
    said = []
    if any(each.averaged for each in rows):
        said.append(
            "Figures of models fitted with several seeds are means over them; samples newly wrong and newly right, "
            "like the figures of page one, are those of the first seed."
        )
    if any(UNEVEN in (each.reason or "") for each in rows):
        said.append(
            "What only one of the runs fitted with several seeds is compared by the first fit of each."
        )
    return " ".join(said)


def _caption(context: SectionContext, *, any_turned: bool) -> str:
    what = nouns(context.analysis)
    turned = f" Newly wrong and newly right are {what} that only one of the two runs predicted rightly."
    return f"The change is now less then, with its {INTERVAL}.{turned if any_turned else ''}"


def _chosen(found: AnalysisChanges, row: ScoreChange) -> str:
    title = title_of(found, row.model)
    if row.baseline_model == row.model:
        return title
    return f"{title} now, {title_of(found, row.baseline_model)} then"


def _legend(found: AnalysisChanges) -> str:
    number = sum(row.low is not None for row in found.scores)
    if not number:
        return ""
    return (
        "In colour: the interval leaves no difference out. Each interval is one by itself, so among many about one in "
        "twenty does so by chance."
    )


def _came_and_went(found: AnalysisChanges) -> tuple[str, ...]:
    said = []
    for status, text in (("added", "New since then"), ("removed", "No longer there")):
        titles = [name(model.title) for model in found.models if model.status == status]
        if titles:
            said.append(f"{text}: {listed(titles)}.")
    said += [
        f"{name(model.title)} is not compared: {model.reason}"
        for model in found.models
        if model.status == "unusable"
    ]
    return tuple(said)


def entries(context: SectionContext) -> tuple[Line, ...]:
    """Return a line of the table of contents for the samples newly wrong and newly right."""
    return tuple(Line(part.title.partition(":")[0], part.anchor) for part in view(context).turned)


def applies(context: SectionContext) -> bool:
    """Say whether there is a baseline."""
    return changes_of(context.analysis, context.bundle.record.changes) is not None


SECTIONS.register(
    SectionSpec("changes", "Since the baseline run", view, applies=applies, entries=entries, order=15)
)
