"""Redact: what `--no-samples` leaves of a run, with sentences that say what is left."""

from reportgen.bundle.redacted_bundle import may_show_samples, redacted
from reportgen.bundle.store import Bundle
from reportgen.progress import Progress
from reportgen.run.record import with_findings, with_headlines


def shown(bundle: Bundle, *, samples: bool = True) -> Bundle:
    """Return what may be shown of a run: all of it, or, without `samples` now or then, what tells of no single one.

    Findings and headlines are made anew, as they name thresholds; nothing else about them changes.
    """
    if bundle.record.run.redaction is not None or (samples and may_show_samples(bundle)):
        return bundle
    left = redacted(bundle)
    # Rules that look at curves see them whole, so that they find what they found before.
    return with_headlines(Bundle(with_findings(left.record, bundle.arrays), left.arrays))


def tell_kept(bundle: Bundle, progress: Progress) -> None:
    """Say that the bundle holds single samples though the reports show none, where that was asked for."""
    if bundle.record.run.redaction is None and not may_show_samples(bundle):
        progress.message(
            "--keep-samples: the bundle holds single samples, the reports show none. Pass on the reports alone."
        )
