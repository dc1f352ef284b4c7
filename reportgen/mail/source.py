"""What a message is about: a bundle, and the report that goes with it, found beside it or made anew."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reportgen.bundle.bundle_files import beside, find_parts
from reportgen.bundle.store import Bundle, load_baseline, load_bundle
from reportgen.errors import InputError
from reportgen.mail.message import Attached
from reportgen.rendering.presentation import Presentation
from reportgen.verification.verify import kind_of, prints, prints_redacted, read_report

ReportKind = Literal["pdf", "html"]


@dataclass(frozen=True, eq=False)
class ReportSource:
    """A bundle, and the report to attach, None where there is to be none."""

    bundle: Bundle
    report: Attached | None


def find_source(
    path: str, wanted: ReportKind | None, presentation: Presentation, *, attach: bool = True
) -> ReportSource:
    """Return what there is at a path: a bundle, or a report that carries one or has it beside it.

    Parameters
    ----------
    path : str
        A bundle's folder, the folder above, a zip of it, or a report.
    wanted : {"pdf", "html"}, optional
        The kind of report to attach; by itself the PDF where there is one, else the HTML.
    presentation : Presentation
        Of a report that is made anew, because none lies beside the bundle.
    attach : bool
        Whether a report is to be attached at all.
    """
    place = Path(path).expanduser()
    if place.is_file() and place.suffix.lower() in (".pdf", ".html", ".htm"):
        found = _of_report(place, attach=attach)
        return _refused_with_samples(place, ReportSource(presentation.shown(found.bundle), found.report))
    bundle = presentation.shown(
        load_bundle(place) if place.suffix.lower() != ".json" else load_baseline(place)
    )
    if not attach:
        return ReportSource(bundle, None)
    return ReportSource(bundle, _beside(beside(place), bundle, wanted) or _made(bundle, wanted, presentation))


def _of_report(place: Path, *, attach: bool) -> ReportSource:
    content = read_report(place)
    kind = kind_of(content, str(place))
    report = Attached(place.name, kind, content) if attach else None
    if kind == "pdf":
        try:
            return ReportSource(load_baseline(place), report)
        except InputError:
            if _bundle_beside(place, content) is None:
                raise
    bundle = _bundle_beside(place, content)
    if bundle is None:
        raise InputError(
            f"`{place}` carries no bundle, and beside it lies none with the same results. What the message says comes "
            "from the bundle: give its folder, or the report as PDF."
        )
    return ReportSource(bundle, report)


def _refused_with_samples(place: Path, source: ReportSource) -> ReportSource:
    """Return what is to be sent; an InputError where the report shows samples that are not to be shown."""
    redaction = source.bundle.record.run.redaction
    if source.report is None or redaction is None:
        return source
    if not prints_redacted(source.report.content, redaction.digest):
        raise InputError(
            f"`{place}` shows single samples, which `no-samples` rules out. Make it anew with `reportgen render "
            "--no-samples`, or send the bundle's folder."
        )
    return source


def _bundle_beside(place: Path, content: bytes) -> Bundle | None:
    """Return the bundle in the folder of a report, if it has the results that the report prints."""
    try:
        find_parts(place.parent)
    except InputError:
        return None
    bundle = load_bundle(place.parent)
    return bundle if prints(content, bundle.record.run.results_digest) else None


def _beside(folder: Path, bundle: Bundle, wanted: ReportKind | None) -> Attached | None:
    """Return the report in a folder that prints the bundle's results."""
    for kind in (wanted,) if wanted else _KINDS:
        file = folder / f"report.{kind}"
        if file.is_file():
            content = read_report(file)
            if content and _is_of(content, bundle):
                return Attached(file.name, kind, content)
    return None


def _is_of(content: bytes, bundle: Bundle) -> bool:
    """Whether a report prints the results of a bundle; of one without single samples also that it shows none."""
    run = bundle.record.run
    return prints(content, run.results_digest) and (
        run.redaction is None or prints_redacted(content, run.redaction.digest)
    )


_KINDS: tuple[ReportKind, ...] = ("pdf", "html")


def _made(bundle: Bundle, wanted: ReportKind | None, presentation: Presentation) -> Attached | None:
    """Render the report: as PDF where that is possible here. A summary holds too little for one."""
    from reportgen.deliver.format_spec import FORMATS, Delivery
    from reportgen.deliver.pango import missing_pango
    from reportgen.figures.draw import draw_all

    if not bundle.arrays:
        return None
    kind: ReportKind = wanted or ("html" if missing_pango() else "pdf")
    form = FORMATS.get(kind)
    form.check()
    plots = draw_all(bundle, samples=presentation.shows_samples(bundle))
    return Attached(form.filename, kind, form.write(Delivery(bundle, plots, presentation)))
