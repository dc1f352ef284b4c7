"""A column of dates that the division into training and test does not heed."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.wording.analysis_words import nouns
from reportgen.wording.grammar import inside, name

#: Divisions in which what is judged may lie before what was learnt from.
RANDOM = ("stratified", "grouped", "consecutive")


def unused_time(index: ScoreIndex) -> Finding | None:
    """Say that there are dates, and that rows were divided without a look at them."""
    analysis = index.analysis
    dates = [own for own in analysis.dataset.columns if own.kind == "date" and own.role == "feature"]
    test, cv = analysis.protocol.test, analysis.protocol.cv
    source = test.source if test is not None else cv.scheme if cv is not None else None
    if not dates or source not in RANDOM:
        return None
    column, what = inside(name(dates[0].name)), nouns(analysis)
    text = (
        f"Warning: “{column}” holds dates, but training and test were divided at random. On later {what} a model may "
        f"do far worse: before it is used on those, judge it in the order of time with --time {column}."
    )
    return Finding(id="unused_time", level="warning", text=text)


FINDINGS.register(
    FindingRule(
        id="unused_time",
        levels=("warning",),
        order=155,
        says="a column of dates that the division does not heed",
        when="a feature holds dates, and training and test were divided without a look at time",
        speak=unused_time,
    )
)
