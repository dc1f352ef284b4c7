"""A record with less in it: without single samples, whose counts, rates and tests stay, or without its arrays."""

from msgspec.structs import replace

from reportgen.bundle.error_records import (
    ConfusedPair,
    Duplicates,
    Errors,
    LabelSuspects,
    ModelErrors,
    SharedErrors,
)
from reportgen.bundle.run_changes import AnalysisChanges, Changes
from reportgen.bundle.schema import BundleRecord


def without_cases(errors: Errors) -> Errors:
    """Return what an error analysis says of many samples together, and nothing of a single one."""
    return replace(
        errors,
        models=[_of_model(model) for model in errors.models],
        suspects=[_without_suspects(suspects) for suspects in errors.suspects],
        shared=None if errors.shared is None else _without_shared(errors.shared),
        duplicates=None if errors.duplicates is None else _without_twins(errors.duplicates),
        rows=[],
    )


def without_references(record: BundleRecord) -> BundleRecord:
    """Return the record without what refers to arrays: curves, and matrices of very many classes."""
    analyses = [
        replace(
            analysis,
            curves=[],
            confusions=[replace(confusion, cells=None) for confusion in analysis.confusions],
        )
        for analysis in record.analyses
    ]
    return replace(record, analyses=analyses)


def without_changed_cases(changes: Changes) -> Changes:
    """Return what a comparison with a baseline says, and nothing of a single sample."""
    return replace(changes, analyses=[_of_analysis(analysis) for analysis in changes.analyses])


def _of_analysis(analysis: AnalysisChanges) -> AnalysisChanges:
    samples = [replace(row, broken_cases=[], fixed_cases=[]) for row in analysis.samples]
    return replace(analysis, samples=samples, rows=[])


def _of_model(model: ModelErrors) -> ModelErrors:
    return replace(model, pairs=[_of_pair(pair) for pair in model.pairs], mistakes=[])


def _of_pair(pair: ConfusedPair) -> ConfusedPair:
    return replace(pair, blocks=[replace(block, cases=[]) for block in pair.blocks])


def _without_suspects(suspects: LabelSuspects) -> LabelSuspects:
    return replace(suspects, cases=[], checked_first=[])


def _without_shared(shared: SharedErrors) -> SharedErrors:
    return replace(shared, cases=[])


def _without_twins(duplicates: Duplicates) -> Duplicates:
    return replace(duplicates, twins=[])
