"""Two stored runs compared: the candidate's report with what changed in it, and the comparison by itself."""

from collections.abc import Sequence
from pathlib import Path

from reportgen.bundle.bundle_files import beside
from reportgen.bundle.run_changes import Changes
from reportgen.bundle.store import Bundle, load_baseline, load_bundle
from reportgen.config import RunConfig
from reportgen.config.addresses import refuse_address
from reportgen.errors import InputError
from reportgen.progress import Progress
from reportgen.run.baseline import CHANGES_NAME, unpaired_in_words, with_changes
from reportgen.run.gates import judged_again
from reportgen.run.ignored_findings import refuse_unknown_findings
from reportgen.run.preflight import check_formats, check_output
from reportgen.run.record import with_headlines
from reportgen.run.render import report


def compare(baseline: Bundle | Path | str, candidate: Bundle | Path | str) -> Changes:
    """Return what changed from one run to another; differences are candidate - baseline.

    Parameters
    ----------
    baseline, candidate : Bundle or path
        The folder of a bundle, the folder above, a zip of it, its bundle.json, or a report as PDF that carries one. The
        baseline may also be a report with a summary, report.json or a bundle.json alone: then differences are unpaired.

    Raises
    ------
    InputError
        If one cannot be read, or no analysis of the two asks the same question.
    """
    from reportgen.baseline.compare_bundles import compare_bundles

    before = baseline if isinstance(baseline, Bundle) else load_baseline(baseline)
    after = candidate if isinstance(candidate, Bundle) else load_bundle(candidate)
    name = "the baseline" if isinstance(baseline, Bundle) else str(baseline)
    return compare_bundles(before, after, name=name)


def compare_to(
    baseline: str, candidate: str, config: RunConfig, progress: Progress, output: Path | None = None
) -> list[Path]:
    """Write the candidate's reports with what changed in them, and `comparison.json`; return their paths.

    They go beside the candidate unless `output` says otherwise. Its gates are judged by this baseline too. No bundle
    is changed.
    """
    from reportgen.baseline.compare_bundles import compare_bundles

    for given in (baseline, candidate):
        refuse_address(given)
    folder = output or beside(candidate)
    check_formats(config)
    check_output(folder, config.format, force=config.force)
    refuse_unknown_findings(config)
    _refuse_overwriting((baseline, candidate), config, folder)
    before, after = load_baseline(baseline), load_bundle(candidate)
    progress.message(f"Comparing {candidate} with {baseline}")
    changes = compare_bundles(before, after, name=baseline)
    shown = with_headlines(judged_again(with_changes(before, after, changes), before, baseline))
    if unpaired := unpaired_in_words(shown):
        progress.message(unpaired)
    return report(shown, config, progress, folder)


def _refuse_overwriting(given: Sequence[str], config: RunConfig, folder: Path) -> None:
    """Raise an InputError where a file that is read would be replaced."""
    from reportgen.deliver.format_spec import FORMATS

    written = {(folder / FORMATS.get(name).filename).resolve() for name in config.format}
    written.add((folder / CHANGES_NAME).resolve())
    taken = next((path for path in given if Path(path).expanduser().resolve() in written), None)
    if taken is not None:
        raise InputError(
            f"--output: the new report would replace `{taken}`, which is read here. Name another folder."
        )
