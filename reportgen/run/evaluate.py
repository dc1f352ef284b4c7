"""Evaluate: load the data, plan, fit, score, compare with a baseline, judge by gates; a bundle comes out."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.bundle.bundle_files import BUNDLE_FOLDER
from reportgen.bundle.digest import results_digest
from reportgen.bundle.reproducible import source_date, without_times
from reportgen.bundle.schema import SCHEMA_VERSION, BundleRecord
from reportgen.bundle.store import Bundle, write_bundle
from reportgen.config import RunConfig
from reportgen.progress import Progress, Silent
from reportgen.run.baseline import read_baseline, refuse_unlike, since, unpaired_in_words, write_changes
from reportgen.run.gates import read_anchor, references, refuse_failed, understood, with_gates
from reportgen.run.ignored_findings import refuse_unknown_findings
from reportgen.run.preflight import check_output, settled, slow_models
from reportgen.run.record import (
    describe_run,
    metrics_in,
    refuse_all_failed,
    tell_headlines,
    warn_of_failures,
    with_findings,
    with_headlines,
)
from reportgen.run.redact import shown, tell_kept

if TYPE_CHECKING:
    from reportgen.datasets.dataset import DataRequest, Dataset
    from reportgen.fitting.fit_result import FitResult
    from reportgen.planning.fit_plan import FitPlan
    from reportgen.progress import JobLabel


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

    Without `samples` the bundle tells of no single one, unless `keep_samples` is given.

    Raises
    ------
    InputError
        If the data, a name or an option is wrong.
    """
    config, progress = settled(config, options), progress or Silent()
    if config.reproducible:
        source_date()  # nonsense in it is found before any fit
    refuse_unknown_findings(config)
    baseline, anchor = read_baseline(config.baseline), read_anchor(config)
    plans = _plans(config, progress)
    gates = understood(plans, config)
    for given, name in ((baseline, config.baseline), (anchor, config.anchor)):
        if given is not None:
            refuse_unlike(given, plans, str(name))
    for warning in slow_models(plans):
        progress.message(warning)
    results = _fit(plans, config, progress)
    bundle = _concluded(plans, results, config, command, progress)
    if baseline is not None:
        progress.message("Comparing with the baseline")
        bundle = since(baseline, bundle, plans, str(config.baseline))
        if unpaired := unpaired_in_words(bundle):
            progress.message(unpaired)
    bundle = with_headlines(with_gates(bundle, gates, references(bundle, config, baseline, anchor)))
    return bundle if config.keep_samples else shown(bundle)


def evaluate_to(config: RunConfig, progress: Progress, command: str) -> list[Path]:
    """Evaluate and store the bundle; return its folder."""
    check_output(config.output_folder)
    bundle = evaluate(config, progress, command)
    folder = write_bundle(bundle, config.output_folder / BUNDLE_FOLDER)
    _remove_figures(folder / "figures")
    written = [*write_changes(bundle, config.output_folder, samples=config.samples), folder]
    tell_headlines(bundle, progress)
    tell_kept(bundle, progress)
    refuse_all_failed(bundle, written)
    refuse_failed(bundle.record, written)
    return written


def _plans(config: RunConfig, progress: Progress) -> "list[FitPlan]":
    """Return the plan of every analysis; data that several ask for alike is loaded once."""
    from reportgen.datasets.dataset import load
    from reportgen.planning.fit_plan import plan

    loaded: dict[DataRequest, Dataset] = {}
    plans = []
    for part in config.analyses:
        request = _request(part)
        if request not in loaded:
            loaded[request] = load(request, progress)
        plans.append(plan(loaded[request], part, study=bool(config.analysis)))
    return plans


def _request(config: RunConfig) -> "DataRequest":
    from reportgen.datasets.dataset import DataRequest

    return DataRequest(**{name: getattr(config, name) for name in DataRequest.__dataclass_fields__})


def _fit(plans: "list[FitPlan]", config: RunConfig, progress: Progress) -> "dict[JobLabel, FitResult]":
    from reportgen.fitting.fit_all import fit_all
    from reportgen.fitting.fit_cache import FitCache
    from reportgen.run.environment import available_cores

    tasks = [(job, plan.data) for plan in plans for job in plan.jobs]
    cache = FitCache(Path(config.cache_dir), fresh=config.fresh)
    return fit_all(tasks, config.jobs or available_cores(), cache, progress)


def _concluded(
    plans: "list[FitPlan]",
    results: "dict[JobLabel, FitResult]",
    config: RunConfig,
    command: str,
    progress: Progress,
) -> Bundle:
    """Return the bundle of what the fits gave, before it is compared with anything and held against gates."""
    from reportgen.fitting.predictions_of import predictions_of
    from reportgen.planning.fit_plan import decided
    from reportgen.scoring.analysis import score

    concluded = [
        score(predictions_of(plan, results, times=not config.reproducible), plan.sample_data)
        for plan in plans
    ]
    warn_of_failures([analysis for analysis, _ in concluded], progress)
    arrays = {key: values for _, own in concluded for key, values in own.items()}
    metrics = metrics_in(
        {row.metric for analysis, _ in concluded for row in analysis.scores}
        | {analysis.main_metric for analysis, _ in concluded}
        | {model.search.metric for analysis, _ in concluded for model in analysis.models if model.search}
    )
    analyses = [analysis for analysis, _ in concluded]
    run = describe_run(decided(config, plans), command, results_digest(analyses, arrays))
    record = BundleRecord(schema_version=SCHEMA_VERSION, run=run, metrics=metrics, analyses=analyses)
    record = with_findings(record, arrays)
    if config.reproducible:
        record = without_times(record, source_date())
    return Bundle(record, arrays)


def _remove_figures(folder: Path) -> None:
    """Remove the plots of an earlier run: beside a new bundle they would be another's."""
    if folder.is_dir():
        from reportgen.figures.draw import write_figures

        write_figures((), folder)
