"""The story of a run: evaluate, keep the bundle, render it. The commands and the Python interface both tell it."""

import os
import secrets
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from reportgen import __version__
from reportgen.bundle.digest import results_digest
from reportgen.bundle.query import usable_models
from reportgen.bundle.run import Run
from reportgen.bundle.schema import SCHEMA_VERSION, BundleRecord
from reportgen.bundle.store import Bundle, load_bundle, write_atomically, write_bundle
from reportgen.bundle.timeless import source_date, without_times
from reportgen.config import RunConfig, as_record
from reportgen.errors import AllModelsFailedError, InputError, nearest
from reportgen.gating import gates_for, read_anchor, references, refuse_failed, understood, with_gates
from reportgen.progress import Progress, Silent
from reportgen.since import (
    read_baseline,
    refuse_unlike,
    since,
    unpaired_in_words,
    with_change_findings,
    write_changes,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from reportgen.bundle.schema import Analysis
    from reportgen.datasets.dataset import DataRequest, Dataset
    from reportgen.deliver.spec import Delivery
    from reportgen.evaluation.fitting.job import FitResult
    from reportgen.evaluation.plan import Plan
    from reportgen.figures.spec import Plot
    from reportgen.progress import JobLabel

BUNDLE_FOLDER = "bundle"


def evaluate(
    config: RunConfig | None = None, progress: Progress | None = None, command: str = "", **options: Any
) -> Bundle:
    """Fit and judge the models, and return the result bundle; nothing is written but finished fits.

    Parameters
    ----------
    config : RunConfig, optional
        What to do; or give its fields as keyword arguments: `evaluate(dataset="iris", models=("rf",))`.
    progress : Progress, optional
        Is told what happens; silent by default.
    command : str
        The command line that makes the run again, for the record.

    Raises
    ------
    InputError
        If the data, a name or an option is wrong.
    """
    config, progress = _config(config, options), progress or Silent()
    from reportgen.evaluation.analysis import conclude
    from reportgen.evaluation.plan import decided

    created = source_date() if config.reproducible else None
    baseline, anchor = read_baseline(config), read_anchor(config)
    plans = _plans(config, progress)
    gates = understood(plans)
    for given, name in ((baseline, config.baseline), (anchor, config.anchor)):
        if given is not None:
            refuse_unlike(given, plans, str(name))
    results = _fit(plans, config, progress)
    concluded = [conclude(plan, results, times=not config.reproducible) for plan in plans]
    _warn_of_failures([analysis for analysis, _ in concluded], progress)
    arrays = {key: values for _, own in concluded for key, values in own.items()}
    metrics = _metrics_in(
        {score.metric for analysis, _ in concluded for score in analysis.scores}
        | {analysis.main_metric for analysis, _ in concluded}
        | {model.search.metric for analysis, _ in concluded for model in analysis.models if model.search}
    )
    analyses = [_with_findings(analysis, metrics, own) for analysis, own in concluded]
    run = _describe_run(decided(config, plans), command, results_digest(analyses, arrays))
    record = BundleRecord(schema_version=SCHEMA_VERSION, run=run, metrics=metrics, analyses=analyses)
    if created is not None:
        record = without_times(record, created)
    bundle = Bundle(record, arrays)
    if baseline is not None:
        progress.message("Comparing with the baseline")
        bundle = since(baseline, bundle, plans, str(config.baseline))
        if unpaired := unpaired_in_words(bundle):
            progress.message(unpaired)
    return with_gates(bundle, gates, references(bundle, config, baseline, anchor))


def check(path: str, config: RunConfig, progress: Progress) -> Bundle:
    """Return a stored bundle with the verdicts of the configuration's gates, or of those it was made with."""
    bundle = load_bundle(path)
    gates = gates_for(bundle.record, config)
    baseline, anchor = read_baseline(config), read_anchor(config)
    progress.detail(f"{sum(map(len, gates.values()))} gates to judge")
    return with_gates(bundle, gates, references(bundle, config, baseline, anchor))


def render(
    bundle: Bundle,
    config: RunConfig | None = None,
    progress: Progress | None = None,
    output: Path | str | None = None,
    **options: Any,
) -> list[Path]:
    """Write reports in the formats asked for and the figures beside the bundle; return the paths of the reports.

    Parameters
    ----------
    bundle : Bundle
        From `evaluate` or `load_bundle`.
    config : RunConfig, optional
        Of which format, output, title, author, logo, templates, samples and attach count; or give them as
        keyword arguments.
    output : Path or str, optional
        Overrides the configuration's folder.
    """
    config, progress = _config(config, options), progress or Silent()
    from reportgen.deliver.spec import FORMATS
    from reportgen.figures.draw import draw_all, write_figures
    from reportgen.rendering.presentation import samples_allowed

    check_formats(config)
    if config.reproducible:
        bundle = _timeless(bundle)
    formats = [FORMATS.get(name) for name in config.format]
    folder = Path(output) if output else config.output_folder
    check_output(folder)
    plots = draw_all(bundle, samples=config.samples and samples_allowed(bundle))
    write_figures(plots, folder / BUNDLE_FOLDER / "figures")
    delivery = _delivery(bundle, plots, config)
    written = []
    for chosen in formats:
        progress.message(f"Writing {chosen.filename}")
        write_atomically(folder / chosen.filename, chosen.write(delivery))
        written.append(folder / chosen.filename)
    return written


def build(
    config: RunConfig | None = None, progress: Progress | None = None, command: str = "", **options: Any
) -> list[Path]:
    """Evaluate, store the bundle and render it: the main job. Returns the paths of the reports and the bundle.

    Raises
    ------
    InputError
        Before any fit, if anything asked for cannot be done, the comparison with the baseline included.
    AllModelsFailedError
        After the report that says why was written, if no model could be trained.
    GatesFailedError
        After the report was written, if a gate of level error failed.
    """
    config = _config(config, options)
    check_formats(config)
    check_output(config.output_folder)
    bundle = evaluate(config, progress, command)
    folder = write_bundle(bundle, config.output_folder / BUNDLE_FOLDER)
    written = [*render(bundle, config, progress), *write_changes(bundle, config.output_folder), folder]
    _refuse_all_failed(bundle, written)
    refuse_failed(bundle.record, written)
    return written


def evaluate_to(config: RunConfig, progress: Progress, command: str) -> list[Path]:
    """Evaluate and store the bundle; return its folder."""
    check_output(config.output_folder)
    bundle = evaluate(config, progress, command)
    folder = write_bundle(bundle, config.output_folder / BUNDLE_FOLDER)
    _remove_figures(folder / "figures")
    written = [*write_changes(bundle, config.output_folder), folder]
    _refuse_all_failed(bundle, written)
    refuse_failed(bundle.record, written)
    return written


def _remove_figures(folder: Path) -> None:
    """Remove the plots of an earlier run: beside a new bundle they would be another's."""
    if folder.is_dir():
        from reportgen.figures.draw import write_figures

        write_figures((), folder)


def render_to(path: str, config: RunConfig, progress: Progress, output: Path | None = None) -> list[Path]:
    """Render a stored bundle; the reports go beside it unless `output` says otherwise."""
    return render(load_bundle(path), config, progress, output=output or beside(path))


def beside(path: str) -> Path:
    """Return the folder in which the reports of a stored bundle lie."""
    place = Path(path)
    return place.parent if place.is_file() or place.resolve().name == BUNDLE_FOLDER else place


def check_formats(config: RunConfig) -> None:
    """Make sure that every format asked for is known and can be written, and that the logo is there."""
    from reportgen.deliver.spec import FORMATS

    for name in config.format:
        FORMATS.get(name).check()
    if config.logo:
        from reportgen.rendering.logo import logo_uri

        logo_uri(config.logo)
    if config.templates and not Path(config.templates).is_dir():
        raise InputError(f"--templates: there is no folder `{config.templates}`.")


def check_output(folder: Path) -> None:
    """Make sure, before the work, that reports can be written to a folder; it need not exist yet."""
    existing = folder
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    if not existing.is_dir():
        raise InputError(f"--output {folder}: `{existing}` is a file, not a folder.")
    try:
        with tempfile.TemporaryFile(dir=existing) as probe:
            probe.write(b"reportgen")
    except OSError as error:
        raise InputError(
            f"--output {folder}: nothing can be written to `{existing}` ({os.strerror(error.errno or 0)})."
        ) from error


def _config(config: RunConfig | None, options: dict[str, Any]) -> RunConfig:
    if config is not None and options:
        raise InputError("Give either a RunConfig or options by keyword, not both.")
    if config is not None:
        return config
    for option in options:
        if option not in RunConfig.__struct_fields__:
            raise InputError(f"There is no option `{option}`.{nearest(option, RunConfig.__struct_fields__)}")
    try:
        return msgspec.convert(options, RunConfig)
    except msgspec.ValidationError as error:
        raise InputError(f"Options: {error}.") from error


def _plans(config: RunConfig, progress: Progress) -> "list[Plan]":
    """Return the plan of every analysis; data that several ask for alike is loaded once."""
    from reportgen.datasets.dataset import load
    from reportgen.evaluation.plan import plan

    loaded: dict[DataRequest, Dataset] = {}
    plans = []
    for part in config.analyses:
        request = _request(part)
        if request not in loaded:
            loaded[request] = load(request, progress)
        plans.append(plan(loaded[request], part, study=bool(config.analysis)))
    return plans


def _fit(plans: "list[Plan]", config: RunConfig, progress: Progress) -> "dict[JobLabel, FitResult]":
    from reportgen.evaluation.environment import available_cores
    from reportgen.evaluation.fitting.cache import FitCache
    from reportgen.evaluation.fitting.run import fit_all

    tasks = [(job, plan.data) for plan in plans for job in plan.jobs]
    cache = FitCache(Path(config.cache_dir), fresh=config.fresh)
    return fit_all(tasks, config.jobs or available_cores(), cache, progress)


def _warn_of_failures(analyses: "list[Analysis]", progress: Progress) -> None:
    """Say which analyses of a study are left without a model; the report of the others is made all the same."""
    if len(analyses) == 1:
        return
    for analysis in analyses:
        if not usable_models(analysis):
            progress.message(f"{analysis.id}: every model failed; the report says why.")


def _timeless(bundle: Bundle) -> Bundle:
    """Return a bundle as if no clock had been there, also in its sentences."""
    record = without_times(bundle.record, source_date())
    analyses = [_with_findings(analysis, record.metrics, bundle.arrays) for analysis in record.analyses]
    return with_change_findings(Bundle(msgspec.structs.replace(record, analyses=analyses), bundle.arrays))


def _with_findings(
    analysis: "Analysis", metrics: dict[str, Any], arrays: "Mapping[str, NDArray[Any]]"
) -> "Analysis":
    from reportgen.rendering.findings import findings

    return msgspec.structs.replace(analysis, findings=findings(analysis, metrics, arrays))


def _request(config: RunConfig) -> "DataRequest":
    from reportgen.datasets.dataset import DataRequest

    return DataRequest(
        dataset=config.dataset,
        target=config.target,
        groups=config.groups,
        time=config.time,
        split_column=config.split_column,
        task=config.task,
    )


def _delivery(bundle: Bundle, plots: "tuple[Plot, ...]", config: RunConfig) -> "Delivery":
    from reportgen.deliver.spec import Delivery
    from reportgen.rendering.presentation import Presentation

    presentation = Presentation(
        title=config.title,
        author=config.author,
        logo=config.logo,
        samples=config.samples,
        templates=(Path(config.templates),) if config.templates else (),
    )
    return Delivery(bundle, plots, presentation, attach=config.attach)


def _metrics_in(used: set[str]) -> dict[str, Any]:
    from reportgen.evaluation.metrics.spec import METRICS

    return {metric.id: metric.info for metric in METRICS if metric.id in used}


def _describe_run(config: RunConfig, command: str, digest: str) -> Run:
    from reportgen.evaluation.environment import describe_environment, describe_git

    return Run(
        id=secrets.token_hex(8),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        reportgen_version=__version__,
        command=command or "reportgen (Python interface)",
        seed=config.seed,
        config=as_record(config),
        git=describe_git(),
        environment=describe_environment(),
        results_digest=digest,
    )


def _refuse_all_failed(bundle: Bundle, written: list[Path]) -> None:
    """Raise where no model asked for could be trained, in a study in any of its analyses."""
    study = len(bundle.record.analyses) > 1
    asked = [
        (f"{analysis.id}: {model.id}" if study else model.id, model)
        for analysis in bundle.record.analyses
        for model in analysis.models
        if not model.baseline
    ]
    if asked and all(model.status != "ok" for _, model in asked):
        reasons = "; ".join(f"{name}: {model.reason}" for name, model in asked)
        raise AllModelsFailedError(f"Every model failed. {reasons}", written)
