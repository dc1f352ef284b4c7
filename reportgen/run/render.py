"""Render: a bundle into reports in the formats asked for, with its figures beside it."""

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from reportgen.bundle.atomic_files import write_atomically
from reportgen.bundle.bundle_files import BUNDLE_FOLDER, beside
from reportgen.bundle.held_folder import held
from reportgen.bundle.store import Bundle, load_bundle
from reportgen.bundle.written_files import note_written
from reportgen.config import RunConfig
from reportgen.config.run_options import JudgingOptions
from reportgen.progress import Progress, Silent
from reportgen.run.baseline import write_changes
from reportgen.run.ignored_findings import refuse_unknown_findings, without_ignored
from reportgen.run.preflight import check_formats, check_output, settled
from reportgen.run.record import timeless
from reportgen.run.redact import shown
from reportgen.run.torn_set import torn_in_words

if TYPE_CHECKING:
    from reportgen.deliver.format_spec import Delivery, Format
    from reportgen.figures.figure_spec import Plot

#: The formats that `verify` examines.
VERIFIED = ("html", "pdf")


def render(
    bundle: Bundle,
    config: RunConfig | None = None,
    progress: Progress | None = None,
    output: Path | str | None = None,
    **options: Unpack[JudgingOptions],
) -> list[Path]:
    """Write reports in the formats asked for and the figures beside the bundle; return the paths of the reports.

    Parameters
    ----------
    bundle : Bundle
        From `evaluate` or `load_bundle`.
    config : RunConfig, optional
        Of which format, output, title, author, logo, templates, samples, attach and ignore_findings count; or give them
        as keyword arguments.
    output : Path or str, optional
        Overrides the configuration's folder.
    """
    config, progress = settled(config, options), progress or Silent()
    from reportgen.deliver.format_spec import FORMATS
    from reportgen.figures.draw import draw_all, write_figures

    check_formats(config)
    refuse_unknown_findings(config)
    bundle = without_ignored(bundle, config)
    if config.reproducible:
        bundle = timeless(bundle)
    formats = [FORMATS.get(name) for name in config.format]
    folder = Path(output) if output else config.output_folder
    check_output(folder, config.format, force=config.force)
    bundle = shown(bundle, samples=config.samples)
    plots = draw_all(bundle, samples=bundle.record.run.redaction is None)
    delivery = _delivery(bundle, plots, config)
    with held(folder, progress.message):
        write_figures(plots, folder / BUNDLE_FOLDER / "figures")
        for chosen in formats:
            progress.message(f"Writing {chosen.filename}")
            content = chosen.write(delivery)
            write_atomically(folder / chosen.filename, content)
            _tell_size(chosen, len(content), delivery, progress)
        written = [folder / chosen.filename for chosen in formats]
        note_written(folder, bundle.record.run, written)
    return written


def _tell_size(written: "Format", size: int, delivery: "Delivery", progress: Progress) -> None:
    """Say so where a report is larger than `verify` lets pass, lest it be refused without a word from its maker."""
    from reportgen.verification.verify import BYTES_AN_ANALYSIS

    most = BYTES_AN_ANALYSIS * len(delivery.bundle.record.analyses)
    arrays_count = written.id == "pdf" and delivery.attach == "full"  # `verify` takes their bytes off
    if written.id in VERIFIED and size > most and not arrays_count:
        needed = -(-size // 100_000) / 10
        progress.message(
            f"{written.filename} has {size:,} bytes, over the {most:,} that `reportgen verify` lets pass by itself: "
            f"give it --max-size {needed:g}MB."
        )


def render_to(path: str, config: RunConfig, progress: Progress, output: Path | None = None) -> list[Path]:
    """Render a stored bundle; the reports go beside it unless `output` says otherwise."""
    bundle, folder = load_bundle(path), beside(path)
    if said := torn_in_words(folder, bundle.record.run):
        progress.message(said)
    return report(bundle, config, progress, output or folder)


def report(bundle: Bundle, config: RunConfig, progress: Progress, folder: Path) -> list[Path]:
    """Write the reports and, of a bundle that was compared with a baseline, `comparison.json`; return their paths."""
    written = render(bundle, config, progress, output=folder)
    return [*written, *write_changes(bundle, folder, samples=config.samples)]


def _delivery(bundle: Bundle, plots: "tuple[Plot, ...]", config: RunConfig) -> "Delivery":
    from reportgen.deliver.format_spec import Delivery
    from reportgen.rendering.presentation import Presentation

    presentation = Presentation(
        title=config.title,
        author=config.author,
        logo=config.logo,
        samples=config.samples,
        templates=(Path(config.templates),) if config.templates else (),
    )
    return Delivery(bundle, plots, presentation, attach=config.attach)
