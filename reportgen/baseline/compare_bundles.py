"""Two runs compared: the baseline and the candidate."""

from collections.abc import Sequence

from reportgen.baseline.alignment import Alignment, align
from reportgen.baseline.alterations import alterations, alterations_of
from reportgen.baseline.changed_pictures import rows_kept, samples_kept
from reportgen.baseline.changed_samples import MOST_PICTURES, MOST_ROWS, changed_samples
from reportgen.baseline.comparable import difference, identity_of, matched, refuse_incomparable
from reportgen.baseline.compared_model import ComparedModel
from reportgen.baseline.repetition import is_repetition
from reportgen.baseline.score_changes import score_changes
from reportgen.bundle.base_record import Split
from reportgen.bundle.query import judged_split
from reportgen.bundle.redacted_bundle import may_show_samples
from reportgen.bundle.run_changes import (
    AnalysisChanges,
    ChangedSamples,
    Changes,
    ModelChange,
    RunSummary,
    ScoreChange,
)
from reportgen.bundle.run_records import Run
from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.predictions.from_bundle import SPLITS, sample_ids_of
from reportgen.tasks import Task


def compare_bundles(
    baseline: Bundle, candidate: Bundle, *, name: str = "baseline", at_hand: bool = False
) -> Changes:
    """Return what changed from the baseline to the candidate; differences are candidate - baseline.

    Analyses and models are matched by their ids. Where both judged the same samples of the same data, differences
    are paired; otherwise they follow from the two intervals, and say so.

    Parameters
    ----------
    name : str
        What messages call the baseline.
    at_hand : bool
        Whether every sample can be shown, as the data are loaded. Otherwise those are named first that one of the
        bundles keeps a picture or an excerpt of.

    Raises
    ------
    InputError
        If no analysis of the two asks the same question.
    """
    before, after = baseline.record, candidate.record
    pairs = _counterparts(before.analyses, after.analyses, name)
    kept = {then.id for then, _ in pairs if then is not None}
    return Changes(
        baseline=summary_of(baseline),
        candidate=summary_of(candidate),
        analyses=[
            *(_changes(baseline, then, candidate, now, at_hand=at_hand) for then, now in pairs),
            *(
                AnalysisChanges(id=one.id, title=one.title, status="removed")
                for one in before.analyses
                if one.id not in kept
            ),
        ],
        altered=alterations(before.run, after.run),
    )


def _counterparts(
    before: Sequence[Analysis], after: Sequence[Analysis], name: str
) -> list[tuple[Analysis | None, Analysis]]:
    """Return each analysis of the candidate with the baseline's of the same id; refuse where no two are alike."""
    theirs, ours = ([identity_of(analysis) for analysis in analyses] for analyses in (before, after))
    refuse_incomparable(theirs, ours, name)
    known = {analysis.id: analysis for analysis in before}
    return [
        (None if then is None else known[then.id], now)
        for (then, _), now in zip(matched(theirs, ours), after, strict=True)
    ]


def not_compared(baseline: Bundle, candidate: Bundle, reason: str) -> Changes:
    """Return a comparison that says for every analysis why it could not be made."""
    return Changes(
        baseline=_described(baseline.record.run, full=bool(baseline.arrays)),
        candidate=_described(candidate.record.run, full=bool(candidate.arrays)),
        analyses=[
            AnalysisChanges(id=one.id, title=one.title, status="refused", reason=reason)
            for one in candidate.record.analyses
        ],
    )


def summary_of(bundle: Bundle) -> RunSummary:
    """Return which run a bundle is of, and whether it holds single predictions."""
    full = any(sample_ids_of(bundle, one, judged_split(one)) is not None for one in bundle.record.analyses)
    return _described(bundle.record.run, full=full)


def _described(run: Run, *, full: bool) -> RunSummary:
    return RunSummary(
        id=run.id,
        created=run.created,
        reportgen_version=run.reportgen_version,
        seed=run.seed,
        git=run.git,
        results_digest=run.results_digest,
        redacted_digest=None if run.redaction is None else run.redaction.digest,
        carries="full" if full else "summary",
    )


def _changes(
    baseline: Bundle, before: Analysis | None, candidate: Bundle, after: Analysis, *, at_hand: bool
) -> AnalysisChanges:
    if before is None:
        return AnalysisChanges(id=after.id, title=after.title, status="added")
    reason = difference(identity_of(before), identity_of(after))
    if reason is not None:
        return AnalysisChanges(id=after.id, title=after.title, status="refused", reason=reason)
    return _Comparison(baseline, before, candidate, after).changes(at_hand=at_hand)


class _Comparison:
    """One analysis of both runs."""

    def __init__(self, baseline: Bundle, before: Analysis, candidate: Bundle, after: Analysis) -> None:
        self.baseline, self.before, self.candidate, self.after = baseline, before, candidate, after
        found = {split: align(baseline, before, candidate, after, split) for split in self._splits()}
        self.aligned = {split: one for split, one in found.items() if isinstance(one, Alignment)}
        self.reasons = {split: one for split, one in found.items() if isinstance(one, str)}
        self.repeated = is_repetition(before, after, baseline.record.run, candidate.record.run)

    def _splits(self) -> list[Split]:
        """Return the splits that both judged."""
        judged = [{row.split for row in analysis.scores} for analysis in (self.before, self.after)]
        return [split for split in SPLITS if all(split in own for own in judged)]

    def changes(self, *, at_hand: bool) -> AnalysisChanges:
        """Return everything that changed."""
        before, after = self.before, self.after
        pairs = self._pairs()
        samples = [row for pair in pairs for row in self._samples(*pair, at_hand=at_hand)]
        return AnalysisChanges(
            id=after.id,
            title=after.title,
            status="compared",
            paired=list(self.aligned),
            reason=self._reason(),
            chosen=after.chosen,
            baseline_chosen=before.chosen,
            models=self._models(),
            scores=[row for pair in pairs for row in self._scores(*pair)],
            samples=samples,
            altered=alterations_of(before, after, self.baseline.record.run, self.candidate.record.run),
            rows=rows_kept(samples, before, after),
        )

    def _reason(self) -> str | None:
        """Return why not everything is compared, or not sample by sample."""
        judged = judged_split(self.after)
        if judged not in self._splits():
            how = "on a test" if judged == "test" else "by cross-validation"
            return f"this run was judged {how}, the baseline was not"
        return "; ".join(dict.fromkeys(self.reasons.values())) or None

    def _pairs(self) -> list[tuple[ComparedModel, ComparedModel]]:
        """Return the models to be compared: those of the same id, and the recommended ones where they are others."""
        usable = [model.id for model in self.after.models if model.status == "ok"]
        known = {model.id for model in self.before.models if model.status == "ok"}
        ids = [(model, model) for model in usable if model in known]
        then, now = self.before.chosen, self.after.chosen
        if then in known and now in usable and then != now:
            ids.append((then, now))
        return [
            (ComparedModel(self.baseline, self.before, then), ComparedModel(self.candidate, self.after, now))
            for then, now in ids
        ]

    def _scores(self, before: ComparedModel, after: ComparedModel) -> list[ScoreChange]:
        naive = any(model.baseline for model in self.after.models if model.id == after.model)
        return [
            row
            for split in self._splits()
            for row in score_changes(
                before, after, split, self.aligned.get(split), classes=not naive, repeated=self.repeated
            )
        ]

    def _samples(self, before: ComparedModel, after: ComparedModel, *, at_hand: bool) -> list[ChangedSamples]:
        """Return the samples broken and fixed; single ones are named on the split that is judged on alone."""
        if self.after.task == Task.DENOISE:
            return []
        allowed = all(may_show_samples(bundle) for bundle in (self.baseline, self.candidate))
        most = MOST_ROWS if self.after.dataset.image_shape is None else MOST_PICTURES
        shown = None if at_hand else samples_kept(self.baseline, self.before, self.candidate, self.after)
        return [
            changed_samples(
                before, after, aligned, most if allowed and split == judged_split(self.after) else 0, shown
            )
            for split, aligned in self.aligned.items()
            if before.has_predictions(split) and after.has_predictions(split)
        ]

    def _models(self) -> list[ModelChange]:
        """Return what became of each model, those of the candidate first."""
        known = {model.id: model for model in self.before.models}
        rows = []
        for model in self.after.models:
            then = known.get(model.id)
            if then is None:
                rows.append(ModelChange(id=model.id, title=model.title, status="added"))
            elif "ok" == then.status == model.status:
                rows.append(ModelChange(id=model.id, title=model.title, status="compared"))
            else:
                lacking = model if model.status != "ok" else then
                when = "now" if model.status != "ok" else "in the baseline"
                why = f"{lacking.status} {when}: {lacking.reason}"
                rows.append(ModelChange(id=model.id, title=model.title, status="unusable", reason=why))
        ours = {model.id for model in self.after.models}
        gone = [model for model in self.before.models if model.id not in ours]
        return [*rows, *(ModelChange(id=model.id, title=model.title, status="removed") for model in gone)]
