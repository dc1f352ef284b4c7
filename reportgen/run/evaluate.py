"""Evaluate: plan, fit or read predictions, score, compare with a baseline, judge by gates; a bundle comes out."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from reportgen.bundle.bundle_files import BUNDLE_FOLDER
from reportgen.bundle.digest import results_digest
from reportgen.bundle.held_folder import held
from reportgen.bundle.reproducible import source_date, without_times
from reportgen.bundle.schema import SCHEMA_VERSION, BundleRecord
from reportgen.bundle.store import Bundle, write_bundle
from reportgen.config import RunConfig
from reportgen.config.run_options import RunOptions
from reportgen.progress import Progress, Silent
from reportgen.registry import NOT_LOADED
from reportgen.run.baseline import read_baseline, refuse_unlike, since, unpaired_in_words, write_changes
from reportgen.run.gates import read_anchor, references, refuse_failed, understood, with_gates
from reportgen.run.ignored_findings import refuse_unknown_findings
from reportgen.run.planned import Planned, decided, plans_of, predictions_for
from reportgen.run.preflight import check_output, settled, slow_models
from reportgen.run.record import (
    describe_run,
    metrics_in,
    refuse_all_failed,
    tell_headlines,
    warn_of_failures,
    with_findings,
    with_headlines,
    with_short_paths,
)
from reportgen.run.redact import shown, tell_kept
from reportgen.run.subgroup_columns import refuse_unknown_subgroups

if TYPE_CHECKING:
    from reportgen.predictions.analysis_predictions import Predictions


def evaluate(
    config: RunConfig | None = None,
    progress: Progress | None = None,
    command: str = "",
    **options: Unpack[RunOptions],
) -> Bundle:
    """Judge models that are fitted, or predictions made elsewhere, and return the result bundle.

    Nothing is written but finished fits.

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
    return evaluate_plans(partial(plans_of, config, progress), config, progress, command)


def evaluate_plans(
    make_plans: Callable[[], Sequence[Planned]], config: RunConfig, progress: Progress, command: str
) -> Bundle:
    """Judge what is planned, once what can be refused before has been refused, and return the result bundle."""
    if config.reproducible:
        source_date()  # nonsense in it is found before any fit
    refuse_unknown_findings(config)
    baseline, anchor = read_baseline(config.baseline), read_anchor(config)
    plans = make_plans()
    for plan in plans:
        refuse_unknown_subgroups(plan)
    gates = understood(plans, config)
    for given, name in ((baseline, config.baseline), (anchor, config.anchor)):
        if given is not None:
            refuse_unlike(given, plans, str(name))
    for warning in slow_models(plans):
        progress.message(warning)
    made = predictions_for(plans, config, progress)
    bundle = _concluded(plans, made, config, command, progress)
    if baseline is not None:
        progress.message("Comparing with the baseline")
        bundle = since(baseline, bundle, plans, str(config.baseline))
        if unpaired := unpaired_in_words(bundle):
            progress.message(unpaired)
    bundle = with_headlines(with_gates(bundle, gates, references(bundle, config, baseline, anchor)))
    for said in NOT_LOADED.values():
        progress.message(said)
    return bundle if config.keep_samples else shown(bundle)


def evaluate_to(config: RunConfig, progress: Progress, command: str) -> list[Path]:
    """Evaluate and store the bundle; return its folder."""
    check_output(config.output_folder)
    bundle = evaluate(config, progress, command)
    with held(config.output_folder, progress.message):
        folder = write_bundle(bundle, config.output_folder / BUNDLE_FOLDER)
        _remove_figures(folder / "figures")
        written = [*write_changes(bundle, config.output_folder, samples=config.samples), folder]
    tell_headlines(bundle, progress)
    tell_kept(bundle, progress)
    refuse_all_failed(bundle, written)
    refuse_failed(bundle.record, written)
    return written


def _concluded(
    plans: Sequence[Planned],
    made: "Sequence[Predictions]",
    config: RunConfig,
    command: str,
    progress: Progress,
) -> Bundle:
    """Return the bundle of what models predicted, before it is compared with anything and held against gates."""
    from reportgen.scoring.analysis import score

    concluded = [score(own, plan.sample_data) for plan, own in zip(plans, made, strict=True)]
    if config.provenance == "short":
        concluded = [(with_short_paths(analysis), own) for analysis, own in concluded]
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
