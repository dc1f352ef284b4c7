"""Precision against recall of all models in one plot."""

from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.figures.model_lines import Kind, compare_lines
from reportgen.wording.analysis_words import answers, is_binary, positive_short


def draw(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw the positive class's curves, or the mean over classes where there are more than two."""
    binary = is_binary(analysis)
    kind = Kind(
        figure="precision_recall",
        title="Precision-recall curves",
        x="recall",
        y="precision",
        area="average_precision" if binary else "average_precision_macro",
        x_name=f"recall of “{positive_short(analysis)}”, %" if binary else "recall, %",
        y_name="precision, %" if binary else f"precision, %, mean over {answers(analysis)}",
        ideal_x=100,
        steps=binary,
    )
    return compare_lines(bundle, analysis, kind)


FIGURES.register(
    FigureSpec(
        "precision_recall", "Precision against recall", draw, "Up and to the right is better.", order=20
    )
)
