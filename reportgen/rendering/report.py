"""The whole page: chapters (one for each analysis) of sections, rendered from a bundle and its pictures."""

import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from markupsafe import Markup

from reportgen.bundle.run_records import Run
from reportgen.bundle.schema import Analysis, BundleRecord
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.figures.figure_spec import Plot
from reportgen.rendering.fonts import font_faces
from reportgen.rendering.logo import logo_uri
from reportgen.rendering.plot_pictures import Medium, Picture, Pictures
from reportgen.rendering.presentation import Presentation
from reportgen.rendering.section_spec import SECTIONS, Entry, SectionContext, SectionSpec
from reportgen.rendering.study_overview import ANCHOR, overview, study_title
from reportgen.rendering.tables.threshold_dial import inline_script
from reportgen.rendering.template_environment import environment
from reportgen.rendering.title import data_lines, lines_of
from reportgen.wording.analysis_words import is_correctness, is_images
from reportgen.wording.chapters import chapter_of
from reportgen.wording.grammar import in_letters, name
from reportgen.wording.numbers import day
from reportgen.wording.text import shorten, slug

#: The section that is page one.
PAGE_ONE = "verdict"


@dataclass(frozen=True)
class Section:
    """A rendered section."""

    id: str
    title: str
    anchor: str
    markup: Markup
    below: tuple[Entry, ...]


@dataclass(frozen=True)
class ReportPart:
    """An analysis: the lines below its title, and its sections. In a study it is a chapter with a number."""

    title: str
    anchor: str
    number: int
    running: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]


def render_page_one(bundle: Bundle, presentation: Presentation | None = None) -> str:
    """Return page one alone as an HTML page, in the typefaces of the reader's system."""
    return _page(bundle, (), presentation or Presentation(), "print", fonts="", only=(PAGE_ONE,))


def render_report(
    bundle: Bundle, plots: Iterable[Plot], presentation: Presentation | None = None, medium: Medium = "screen"
) -> str:
    """Return the report as one HTML page that refers to nothing outside itself.

    `medium` decides how plots are embedded; everything else is the same for screen and print.
    """
    return _page(bundle, plots, presentation or Presentation(), medium, fonts=font_faces())


def _page(
    bundle: Bundle,
    plots: Iterable[Plot],
    how: Presentation,
    medium: Medium,
    *,
    fonts: str,
    only: tuple[str, ...] = (),
) -> str:
    """Return a page of all sections, or of those named in `only`."""
    plots = tuple(plots)
    bundle = how.shown(bundle)
    contexts = [_context(bundle, analysis, plots, how, medium) for analysis in bundle.record.analyses]
    title = report_title(bundle, how.title)
    study = len(contexts) > 1
    parts = [_part(context, how, title, study=study, only=only) for context in contexts]
    first = [_overview(contexts, how)] if study else []
    last = _joint(contexts, how) if study and not only else []
    script, digest = inline_script(how.templates) if _moves(bundle, medium) else (Markup(), "")
    return (
        environment(how.templates)
        .get_template("report.html.j2")
        .render(
            title=title,
            logo=logo_uri(how.logo) if how.logo else "",
            running=shorten(title, 40),
            fonts=fonts,
            lines=data_lines(contexts) if study else parts[0].lines,
            study=study,
            first=first,
            parts=parts,
            last=last,
            contents=[] if only else contents(parts, first, last),
            medium=medium,
            script=script,
            script_digest=digest,
            **_imprint(bundle.record.run, how),
        )
    )


def _imprint(run: Run, how: Presentation) -> dict[str, str]:
    """Return who made the report, when, from which commit, by which version, and which results it shows."""
    author = how.author or run.config.get("author") or ""
    commit = run.git.commit[:7] if run.git else ""
    return {
        "author": author,
        "created": run.created if day(run.created) else "",
        "day": day(run.created),
        "version": run.reportgen_version,
        "commit": commit,
        "made": " · ".join(filter(None, (day(run.created), author, commit and f"commit {commit}"))),
        "digest": run.results_digest[:8],
        "results_digest": run.results_digest,
        "redacted_digest": "" if run.redaction is None else run.redaction.digest,
    }


def _moves(bundle: Bundle, medium: Medium) -> bool:
    """Say whether there is a detector whose threshold a reader can move."""
    kinds = {(curve.kind, curve.label) for analysis in bundle.record.analyses for curve in analysis.curves}
    return medium == "screen" and ("operating", None) in kinds


def report_title(bundle: Bundle, asked: str | None = None) -> str:
    """Return the title asked for, or one that says what was compared."""
    return record_title(bundle.record, asked)


def record_title(record: BundleRecord, asked: str | None = None) -> str:
    """Return the title of a record's report."""
    configured = record.run.config.get("title")
    if asked or configured:
        return str(asked or configured)
    if len(record.analyses) > 1:
        return study_title(record)
    first = record.analyses[0]
    number = sum(not model.baseline and model.status != "skipped" for model in first.models)
    if is_images(first):
        verb = "models remove" if number > 1 else "model removes"
        return f"{in_letters(number).capitalize()} {verb} noise from {first.title}"
    kind = "model" if is_correctness(first) else "classifier" if first.positive is None else "detector"
    of = "" if first.positive is None else f" of “{name(first.positive)}”"
    if number > 1:
        return f"{in_letters(number).capitalize()} {kind}s{of} compared on {first.title}"
    return f"One {kind}{of} judged on {first.title}"


def _context(
    bundle: Bundle, analysis: Analysis, plots: Sequence[Plot], how: Presentation, medium: Medium
) -> SectionContext:
    return SectionContext(
        bundle=bundle,
        analysis=analysis,
        index=ScoreIndex(analysis, bundle.record.metrics),
        pictures=Pictures(plots, analysis.id, medium),
        samples=how.shows_samples(bundle),
    )


def _part(
    context: SectionContext, how: Presentation, title: str, *, study: bool, only: tuple[str, ...]
) -> ReportPart:
    sections = [
        render_section(spec, context, how.templates)
        for spec in SECTIONS
        if spec.applies(context) and not (study and spec.joint) and (not only or spec.id in only)
    ]
    chapter = chapter_of(context.bundle.record, context.analysis)
    running = f"{chapter.number} · {shorten(chapter.title, 40)} · {shorten(title, 40)}"
    return ReportPart(
        chapter.title, chapter.anchor, chapter.number, running, lines_of(context), tuple(sections)
    )


def _overview(contexts: Sequence[SectionContext], how: Presentation) -> Section:
    view = overview(contexts)
    html = environment(how.templates).get_template("study_overview.html.j2").render(view=view, anchor=ANCHOR)
    return Section("overview", view.title, ANCHOR, Markup(html), ())  # noqa: S704 - rendered with autoescape on


def _joint(contexts: Sequence[SectionContext], how: Presentation) -> list[Section]:
    """Return the sections that a study has once."""
    return [
        _rendered(spec, f"{spec.id}_study", spec.id, how.templates, partial(spec.joint, contexts), tuple)
        for spec in SECTIONS
        if spec.joint is not None and any(spec.applies(context) for context in contexts)
    ]


def render_section(spec: SectionSpec, context: SectionContext, templates: tuple[Path, ...] = ()) -> Section:
    """Render one section; one that cannot be made says why in its place."""
    anchor = f"{slug(context.analysis.id)}-{spec.id}"
    section = _rendered(
        spec, spec.id, anchor, templates, partial(spec.view, context), partial(spec.entries, context)
    )
    left = context.pictures.unplaced(spec.id)
    return _with_pictures(section, left, templates) if left else section


def _with_pictures(section: Section, pictures: Sequence[Picture], templates: tuple[Path, ...]) -> Section:
    """Return the section with pictures at its end, which it has no place for."""
    added = environment(templates).get_template("unplaced.html.j2").render(pictures=pictures)
    before, end, after = section.markup.rpartition("</section>")
    return replace(section, markup=Markup(f"{before}{added}{end}{after}"))  # noqa: S704 - both are rendered


def _rendered(
    spec: SectionSpec,
    template: str,
    anchor: str,
    templates: tuple[Path, ...],
    make: Callable[[], object],
    entries: Callable[[], tuple[Entry, ...]],
) -> Section:
    jinja = environment(templates, (spec.templates,) if spec.templates else ())
    try:
        view = make()
        html = jinja.get_template(f"sections/{template}.html.j2").render(
            view=view, title=spec.title, anchor=anchor
        )
        below = entries()
    except Exception as error:  # noqa: BLE001 - the rest of the report is worth having without this section
        place = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"{type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno})"
        html = jinja.get_template("failed.html.j2").render(title=spec.title, anchor=anchor, reason=reason)
        below = ()
    return Section(spec.id, spec.title, anchor, Markup(html), below)  # noqa: S704 - rendered with autoescape on


def contents(
    parts: Sequence[ReportPart], first: Sequence[Section] = (), last: Sequence[Section] = ()
) -> list[Entry]:
    """Return the table of contents: sections, in a study below their chapters."""
    if not first:
        return [_entry(section) for section in parts[0].sections]
    chapters = [
        Entry(f"{part.number} {part.title}", part.anchor, tuple(_entry(s) for s in part.sections))
        for part in parts
    ]
    return [*map(_entry, first), *chapters, *map(_entry, last)]


def _entry(section: Section) -> Entry:
    return Entry(section.title, section.anchor, section.below)
