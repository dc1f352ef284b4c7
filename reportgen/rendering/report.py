"""The whole page: chapters (one for each analysis) of sections, rendered from a bundle and its pictures."""

import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from reportgen.bundle.readings import Readings
from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.figures.captions import nouns
from reportgen.figures.spec import Plot
from reportgen.figures.wording import shorten, slug
from reportgen.rendering.environment import environment
from reportgen.rendering.fonts import font_faces
from reportgen.rendering.logo import logo_uri
from reportgen.rendering.numbers import count, day
from reportgen.rendering.pictures import Medium, Pictures
from reportgen.rendering.presentation import Presentation, samples_allowed
from reportgen.rendering.protocol import image_size
from reportgen.rendering.spec import SECTIONS, Entry, SectionContext, SectionSpec
from reportgen.rendering.words import counted, in_letters


@dataclass(frozen=True)
class Section:
    """A rendered section."""

    id: str
    title: str
    anchor: str
    markup: Markup
    below: tuple[Entry, ...]


@dataclass(frozen=True)
class Chapter:
    """An analysis: the lines below its title, and its sections."""

    title: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]


def render_report(
    bundle: Bundle, plots: Iterable[Plot], presentation: Presentation | None = None, medium: Medium = "screen"
) -> str:
    """Return the report as one HTML page that refers to nothing outside itself.

    `medium` decides how plots are embedded; everything else is the same for screen and print.
    """
    how, plots = presentation or Presentation(), tuple(plots)
    chapters = [_chapter(bundle, analysis, plots, how, medium) for analysis in bundle.record.analyses]
    run = bundle.record.run
    return (
        environment(how.templates)
        .get_template("report.html.j2")
        .render(
            title=report_title(bundle, how.title),
            author=how.author or run.config.get("author") or "",
            logo=logo_uri(how.logo) if how.logo else "",
            created=run.created,
            day=day(run.created),
            version=run.reportgen_version,
            commit=run.git.commit[:7] if run.git else "",
            digest=run.results_digest[:8],
            running=shorten(report_title(bundle, how.title), 40),
            fonts=font_faces(),
            chapters=chapters,
            contents=_contents(chapters),
            medium=medium,
        )
    )


def report_title(bundle: Bundle, asked: str | None = None) -> str:
    """Return the title asked for, or one that says what was compared."""
    configured = bundle.record.run.config.get("title")
    if asked or configured:
        return str(asked or configured)
    first = bundle.record.analyses[0]
    number = sum(not model.baseline for model in first.models)
    if number > 1:
        return f"{in_letters(number).capitalize()} classifiers compared on {first.title}"
    return f"One classifier judged on {first.title}"


def _chapter(
    bundle: Bundle, analysis: Analysis, plots: Sequence[Plot], how: Presentation, medium: Medium
) -> Chapter:
    context = SectionContext(
        bundle=bundle,
        analysis=analysis,
        readings=Readings(analysis, bundle.record.metrics),
        pictures=Pictures(plots, analysis.id, medium),
        samples=how.samples and samples_allowed(bundle),
    )
    sections = [render_section(spec, context, how.templates) for spec in SECTIONS if spec.applies(context)]
    return Chapter(analysis.title, _lines(context), tuple(sections))


def render_section(spec: SectionSpec, context: SectionContext, templates: tuple[Path, ...] = ()) -> Section:
    """Render one section; one that cannot be made says why in its place."""
    anchor = f"{slug(context.analysis.id)}-{spec.id}"
    jinja = environment(templates, (spec.templates,) if spec.templates else ())
    try:
        view = spec.view(context)
        html = jinja.get_template(f"sections/{spec.id}.html.j2").render(
            view=view, title=spec.title, anchor=anchor
        )
        below = spec.entries(context)
    except Exception as error:  # noqa: BLE001 - the rest of the report is worth having without this section
        place = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"{type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno})"
        html = jinja.get_template("failed.html.j2").render(title=spec.title, anchor=anchor, reason=reason)
        below = ()
    return Section(spec.id, spec.title, anchor, Markup(html), below)  # noqa: S704 - rendered with autoescape on


def _lines(context: SectionContext) -> tuple[str, ...]:
    """Return the lines below the title: what the data are, and a limit that was set on them."""
    data, protocol = context.analysis.dataset, context.analysis.protocol
    facts = [data.name]
    if data.image_shape:
        facts.append(image_size(data.image_shape))
    facts.append(counted(len(data.classes), "class"))
    what = nouns(context.analysis)
    facts += [
        f"{count(number)} {'training' if split == 'train' else split} {what}"
        for split, number in data.splits.items()
    ]
    lines = [" · ".join(facts)]
    if protocol.limited_from is not None:
        used = count(data.splits["train"])
        lines.append(
            f"Trained on a part of the data only: {used} of {count(protocol.limited_from)} training {what}."
        )
    return tuple(lines)


def _contents(chapters: Sequence[Chapter]) -> list[Entry]:
    if len(chapters) == 1:
        return [Entry(section.title, section.anchor, section.below) for section in chapters[0].sections]
    return [
        Entry(
            chapter.title,
            chapter.sections[0].anchor,
            tuple(Entry(s.title, s.anchor) for s in chapter.sections),
        )
        for chapter in chapters
    ]
