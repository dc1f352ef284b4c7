"""What a bundle says besides its measurements: of the run, its metrics, its findings, and of models that failed."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from numpy.typing import NDArray

from reportgen.bundle.query import muted_findings, usable_models
from reportgen.bundle.reproducible import source_date, without_times
from reportgen.bundle.run_records import Run
from reportgen.bundle.schema import Analysis, BundleRecord, MetricInfo
from reportgen.bundle.store import Bundle
from reportgen.config import RunConfig, as_record
from reportgen.config.addresses import all_without_secrets, without_secrets
from reportgen.config.shortened_paths import shortened, shortened_command, shortened_config
from reportgen.errors import AllModelsFailedError
from reportgen.progress import Progress
from reportgen.version import __version__


def describe_run(config: RunConfig, command: str, digest: str) -> Run:
    """Return what is known of a run: when, where, by which command, with which versions."""
    from reportgen.run.environment import describe_environment
    from reportgen.run.repository import describe_git

    kept = all_without_secrets(as_record(config))
    line = without_secrets(command)
    if config.provenance == "short":
        kept, line = shortened_config(kept), shortened_command(line)
    return Run(
        id=secrets.token_hex(8),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        reportgen_version=__version__,
        command=line or "reportgen (Python interface)",
        seed=config.seed,
        config=kept,
        git=describe_git(),
        environment=describe_environment(),
        results_digest=digest,
    )


def with_short_paths(analysis: Analysis) -> Analysis:
    """Return an analysis whose sentences on data, models and what failed name files of this machine in short."""
    replace = msgspec.structs.replace
    data, errors = analysis.dataset, analysis.errors
    return replace(
        analysis,
        dataset=replace(data, source=shortened(data.source), notes=[shortened(note) for note in data.notes]),
        models=[
            replace(
                model,
                reason=None if model.reason is None else shortened(model.reason),
                notes=[shortened(note) for note in model.notes],
            )
            for model in analysis.models
        ],
        errors=replace(errors, missing={part: shortened(why) for part, why in errors.missing.items()}),
    )


def metrics_in(used: set[str]) -> dict[str, MetricInfo]:
    """Return what a reader needs to know of the metrics used, by id."""
    from reportgen.metrics.metric_spec import METRICS

    return {metric.id: metric.info for metric in METRICS if metric.id in used}


def with_findings(record: BundleRecord, arrays: Mapping[str, NDArray[Any]]) -> BundleRecord:
    """Return a record with the sentences of page one of every analysis, without the findings that are muted."""
    return msgspec.structs.replace(
        record,
        analyses=[
            found_anew(analysis, record, arrays, muted_findings(record.run, analysis))
            for analysis in record.analyses
        ],
    )


def found_anew(
    analysis: Analysis, record: BundleRecord, arrays: Mapping[str, NDArray[Any]], muted: Mapping[str, str]
) -> Analysis:
    """Return an analysis with its sentences made anew, without those of a mapping from id to reason."""
    from reportgen.findings.key_findings import key_findings

    found = key_findings(analysis, record.metrics, arrays, record.changes, muted)
    return msgspec.structs.replace(analysis, findings=found)


def with_headlines(bundle: Bundle) -> Bundle:
    """Return a bundle with the headline of every analysis, made of its findings, its gates and its figures."""
    from reportgen.findings.headline import made_headline

    record = bundle.record
    analyses = [
        msgspec.structs.replace(each, headline=made_headline(record, each)) for each in record.analyses
    ]
    return Bundle(msgspec.structs.replace(record, analyses=analyses), bundle.arrays)


def tell_headlines(bundle: Bundle, progress: Progress) -> None:
    """Say the headline of every analysis, as page one has it."""
    study = len(bundle.record.analyses) > 1
    for analysis in bundle.record.analyses:
        if analysis.headline is not None:
            progress.message(f"{analysis.id}: {analysis.headline.text}" if study else analysis.headline.text)


def timeless(bundle: Bundle) -> Bundle:
    """Return a bundle as if no clock had been there, also in its sentences."""
    record = without_times(bundle.record, source_date())
    return with_headlines(Bundle(with_findings(record, bundle.arrays), bundle.arrays))


def warn_of_failures(analyses: list[Analysis], progress: Progress) -> None:
    """Say which analyses of a study are left without a model; the report of the others is made all the same."""
    if len(analyses) == 1:
        return
    for analysis in analyses:
        if not usable_models(analysis):
            progress.message(f"{analysis.id}: every model failed; the report says why.")


def refuse_all_failed(bundle: Bundle, written: list[Path]) -> None:
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
