"""A run and the baseline it was given: read and refused before any fit, compared after the last."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from reportgen.bundle.atomic_files import write_atomically
from reportgen.bundle.query import muted_findings
from reportgen.bundle.redacted_bundle import changes_without_samples, may_show_samples
from reportgen.bundle.run_changes import Changes
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle, load_baseline
from reportgen.errors import InputError

if TYPE_CHECKING:
    from reportgen.run.planned import Planned

#: The comparison by itself, for programs.
CHANGES_NAME = "comparison.json"


def read_baseline(path: str | None) -> Bundle | None:
    """Return the bundle to compare with, all of which can be read; None where none was given."""
    if path is None:
        return None
    from reportgen.predictions.from_bundle import refuse_damaged

    bundle = load_baseline(path)
    try:
        refuse_damaged(bundle)
    except InputError as error:
        raise InputError(f"The baseline `{path}` cannot be used. {error}") from error
    return bundle


def compared(baseline: Bundle, candidate: Bundle, name: str) -> Changes:
    """Return what changed since a baseline; whatever goes wrong is told in it, as the fits must not be lost."""
    from reportgen.baseline.compare_bundles import compare_bundles

    try:
        return compare_bundles(baseline, candidate, name=name)
    except Exception as error:  # noqa: BLE001 - a report without the comparison is worth more than none
        return _failed(baseline, candidate, error)


def _failed(baseline: Bundle, candidate: Bundle, error: Exception) -> Changes:
    from reportgen.baseline.compare_bundles import not_compared

    said = str(error) if isinstance(error, InputError) else f"{type(error).__name__}: {error}"
    return not_compared(baseline, candidate, f"the comparison failed ({' '.join(said.split()).rstrip('.')})")


def refuse_unlike(baseline: Bundle, plans: "Sequence[Planned]", name: str) -> None:
    """Raise an InputError, before any fit, where nothing of what is planned can be compared with the baseline."""
    from reportgen.baseline.comparable import asked_by, identity_of, refuse_incomparable

    theirs = [identity_of(analysis) for analysis in baseline.record.analyses]
    refuse_incomparable(theirs, [asked_by(plan.question) for plan in plans], name)


def since(baseline: Bundle, candidate: Bundle, plans: "Sequence[Planned]", name: str) -> Bundle:
    """Return a new run with what changed since the baseline, pictures taken from the data.

    Where the comparison fails the run says why: its fits are not lost.
    """
    from reportgen.baseline.changed_pictures import with_pictures_at_hand
    from reportgen.baseline.compare_bundles import compare_bundles

    try:
        changes = compare_bundles(baseline, candidate, name=name, at_hand=True)
        data = {
            plan.id: plan.sample_data
            for plan in plans
            if plan.question.names_samples and plan.sample_data is not None
        }
        return with_change_findings(with_pictures_at_hand(candidate, data, changes))
    except Exception as error:  # noqa: BLE001 - a report without the comparison is worth more than none
        record = msgspec.structs.replace(candidate.record, changes=_failed(baseline, candidate, error))
        return with_change_findings(Bundle(record, candidate.arrays))


def with_changes(baseline: Bundle, candidate: Bundle, changes: Changes) -> Bundle:
    """Return a stored run with what changed since a baseline, in place of what it held of another.

    Pictures are those that the two bundles keep.
    """
    from reportgen.baseline.changed_pictures import with_pictures_kept

    if changes is candidate.record.changes:
        return candidate
    return with_change_findings(with_pictures_kept(candidate, baseline, changes))


def with_change_findings(bundle: Bundle) -> Bundle:
    """Return the bundle with a sentence on page one of each analysis that says what changed."""
    record, changes = bundle.record, bundle.record.changes
    if changes is None:
        return bundle
    from reportgen.findings.key_findings import with_change

    analyses = [
        msgspec.structs.replace(
            analysis,
            findings=with_change(
                analysis.findings,
                ScoreIndex(analysis, record.metrics, changes=changes),
                muted_findings(record.run, analysis),
            ),
        )
        for analysis in record.analyses
    ]
    return Bundle(msgspec.structs.replace(record, analyses=analyses), bundle.arrays)


def unpaired_in_words(bundle: Bundle) -> str:
    """Say why a run and its baseline are not compared sample by sample, or at all, and what helps; else nothing."""
    changes = bundle.record.changes
    refused = [one for one in changes.analyses if one.status == "refused"] if changes else []
    if changes is not None and refused and len(refused) == len(changes.analyses):
        return f"Not compared with the baseline: {refused[0].reason}."
    found = [one for one in changes.analyses if one.status == "compared"] if changes else []
    if changes is None or not found or any(one.paired for one in found):
        return ""
    help_ = _help_to_pair(changes)
    return f"Compared unpaired, which sees less: {found[0].reason}{help_}."


def _help_to_pair(changes: Changes) -> str:
    """Return what would let two runs be compared sample by sample; nothing where they judged other samples."""
    for run, name in ((changes.baseline, "baseline"), (changes.candidate, "candidate")):
        if run.redacted_digest is not None:
            return f": the {name} was made with --no-samples, of which --keep-samples would keep them in the bundle"
    if changes.baseline.carries == "summary":
        return ": give its bundle, or a report made with --attach full"
    return ""


def write_changes(bundle: Bundle, folder: Path, *, samples: bool = True) -> list[Path]:
    """Write `comparison.json` where the bundle was compared with a baseline, and return its path.

    Without `samples` it names none.
    """
    changes = bundle.record.changes
    if changes is None:
        return []
    shown = changes if samples and may_show_samples(bundle) else changes_without_samples(changes)
    write_atomically(folder / CHANGES_NAME, msgspec.json.format(msgspec.json.encode(shown), indent=1))
    return [folder / CHANGES_NAME]
