"""Check: the gates of a stored bundle, judged again, against a baseline where one is given."""

from reportgen.bundle.bundle_files import beside
from reportgen.bundle.store import Bundle, load_bundle
from reportgen.config import RunConfig
from reportgen.progress import Progress
from reportgen.run.baseline import read_baseline, with_changes
from reportgen.run.gates import gates_for, read_anchor, references, with_gates
from reportgen.run.ignored_findings import refuse_unknown_findings, without_ignored
from reportgen.run.record import tell_headlines, with_headlines
from reportgen.run.torn_set import torn_in_words


def check(path: str, config: RunConfig, progress: Progress) -> Bundle:
    """Return a stored bundle with the verdicts of the configuration's gates, or of those it was made with.

    Where a baseline is given, what changed since that one takes the place of an earlier comparison.
    """
    refuse_unknown_findings(config)
    bundle = load_bundle(path)
    if said := torn_in_words(beside(path), bundle.record.run):
        progress.message(said)
    gates = gates_for(bundle.record, config)
    baseline, anchor = read_baseline(config.baseline), read_anchor(config)
    progress.detail(f"{sum(map(len, gates.values()))} gates to judge")
    held_against = references(bundle, config, baseline, anchor)
    if baseline is not None:
        bundle = with_changes(baseline, bundle, held_against[0].changes)
    judged = with_headlines(with_gates(without_ignored(bundle, config), gates, held_against))
    tell_headlines(judged, progress)
    return judged
