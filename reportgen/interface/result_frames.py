"""Tables of a result as pandas frames, and a result in a few lines."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from reportgen.bundle.query import predicted_classes
from reportgen.bundle.schema import Analysis, BundleRecord, ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.errors import InputError, nearest

if TYPE_CHECKING:
    import pandas as pd


def score_frame(record: BundleRecord) -> "pd.DataFrame":
    """Return every figure of a record, a row each, with the fields of `Score`."""
    return _frame(record, lambda analysis: analysis.scores)


def comparison_frame(record: BundleRecord) -> "pd.DataFrame":
    """Return every comparison of two models, a row each, with the fields of `Comparison`."""
    return _frame(record, lambda analysis: analysis.comparisons)


def finding_frame(record: BundleRecord) -> "pd.DataFrame":
    """Return id, level and text of what page one says, the headline first."""
    import pandas as pd

    rows: list[tuple[str, str, str, str]] = []
    for analysis in record.analyses:
        headline = analysis.headline
        if headline is not None:
            rows.append((analysis.id, headline.word, "headline", headline.text))
        rows += [(analysis.id, one.id, one.level, one.text) for one in analysis.findings if one.muted is None]
    return _without_analysis(pd.DataFrame(rows, columns=["analysis", "id", "level", "text"]))


def gate_frame(record: BundleRecord) -> "pd.DataFrame":
    """Return the verdict of every gate, a row each, with the fields of `GateResult`."""
    import msgspec
    import pandas as pd

    return pd.DataFrame([msgspec.to_builtins(row) for row in record.gates])


def confusion_frame(bundle: Bundle, model: str, split: str | None, analysis: str | None) -> "pd.DataFrame":
    """Return the confusion matrix of a model, true classes as rows.

    Raises
    ------
    InputError
        If there is no such analysis or model, or it has no matrix.
    """
    import pandas as pd

    own = _named_analysis(bundle.record, analysis)
    index = ScoreIndex(own, bundle.record.metrics)
    info = _named_model(own, model)
    wanted = split or index.judged_on
    found = next((one for one in own.confusions if (one.model, one.split) == (info.id, wanted)), None)
    if found is None or found.matrix is None:
        raise InputError(f"“{model}” has no confusion matrix on {wanted}.")
    classes = list(predicted_classes(own))
    return pd.DataFrame(
        found.matrix, index=pd.Index(classes, name="true"), columns=pd.Index(classes, name="predicted")
    )


def in_short(record: BundleRecord, most: int) -> str:
    """Return a result in a few lines: its headline, and the figures of the best models."""
    lines = []
    for analysis in record.analyses:
        index = ScoreIndex(analysis, record.metrics)
        headline = "" if analysis.headline is None else f": {analysis.headline.text}"
        lines.append(f"{analysis.title}{headline}")
        for model in index.candidates[:most]:
            score = index.headline(model.id, analysis.main_metric)
            figure = "no figure" if score is None or score.value is None else f"{score.value:.4g}"
            lines.append(f"  {model.title}: {analysis.main_metric} {figure}")
        if len(index.candidates) > most:
            lines.append(f"  and {len(index.candidates) - most} more")
    return "\n".join(lines)


def _frame(record: BundleRecord, rows_of: Callable[[Analysis], Sequence[Any]]) -> "pd.DataFrame":
    import msgspec
    import pandas as pd

    rows = [
        {"analysis": analysis.id} | msgspec.to_builtins(row)
        for analysis in record.analyses
        for row in rows_of(analysis)
    ]
    return _without_analysis(pd.DataFrame(rows))


def _without_analysis(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Leave the column of the analysis out where there is only one."""
    if "analysis" in frame and len(frame["analysis"].unique()) <= 1:
        return frame.drop(columns="analysis")
    return frame


def _named_analysis(record: BundleRecord, wanted: str | None) -> Analysis:
    known = {analysis.id: analysis for analysis in record.analyses}
    if wanted is None:
        return record.analyses[0]
    if wanted not in known:
        raise InputError(
            f"There is no analysis `{wanted}`.{nearest(wanted, known)} Known: {', '.join(known)}."
        )
    return known[wanted]


def _named_model(analysis: Analysis, wanted: str) -> ModelInfo:
    known = {model.id: model for model in analysis.models}
    if wanted not in known:
        raise InputError(f"There is no model `{wanted}`.{nearest(wanted, known)} Known: {', '.join(known)}.")
    return known[wanted]
