"""A test that contradicts the cross-validation."""

from reportgen.bundle.schema import Finding, Score
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.findings.main_metric_name import metric_name
from reportgen.wording.numbers import percent, shown

#: Chance has to explain it less often than this.
CERTAIN = 0.001

#: And the two have to lie further apart than this share of the metric's range, or on two sides of the naive baseline.
FAR_APART = 0.1


def contradiction(index: ScoreIndex) -> Finding | None:
    """Say that the figure of the test and that of the cross-validation contradict each other, far beyond chance."""
    chosen, metric = index.chosen, index.analysis.main_metric
    if chosen is None or index.judged_on != "test":
        return None
    test, folds = index.headline(chosen.id, metric, "test"), index.headline(chosen.id, metric, "cv")
    if test is None or folds is None or not _contradict(index, test, folds):
        return None
    own, its = (shown(score, index.metrics).full for score in (test, folds))
    text = (
        f"Test and cross-validation contradict each other far beyond chance: {metric_name(index)} is {its} in "
        f"cross-validation and {own} on the test. Look at how the test was made: are its "
        "labels swapped or made otherwise, is it later, or of another population?"
    )
    return Finding(id="contradiction", level="blocker", text=text)


def _contradict(index: ScoreIndex, test: Score, folds: Score) -> bool:
    p_value = index.analysis.p_value_against_folds
    if test.value is None or folds.value is None or p_value is None or p_value >= CERTAIN:
        return False
    lowest, highest = index.metrics[test.metric].range
    if (
        lowest is not None
        and highest is not None
        and abs(test.value - folds.value) > FAR_APART * (highest - lowest)
    ):
        return True
    return _is_reversed(index, test.value, folds.value)


def _is_reversed(index: ScoreIndex, on_test: float, in_folds: float) -> bool:
    """Say whether the model is better than the naive baseline in the one part and worse in the other."""
    if index.baseline is None:
        return False
    naive = [index.headline(index.baseline.id, index.analysis.main_metric, split) for split in ("test", "cv")]
    known = [own.value for own in naive if own is not None and own.value is not None]
    return len(known) == 2 and (on_test - known[0]) * (in_folds - known[1]) < 0


FINDINGS.register(
    FindingRule(
        id="contradiction",
        levels=("blocker",),
        order=150,
        says="that test and cross-validation contradict each other",
        when=f"chance explains it in fewer than {percent(CERTAIN, 1)} % of cases, the spread over folds allowed for, "
        f"and they lie more than {percent(FAR_APART, 0)} points apart, or on two sides of the naive baseline",
        speak=contradiction,
        blocks_as="says_nothing_about_new_data",
    )
)
