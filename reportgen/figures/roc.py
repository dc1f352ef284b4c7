"""ROC of all models in one plot: what is found against what is falsely called."""

from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.figures.model_lines import Kind, compare_lines
from reportgen.wording.captions import answers, is_binary, is_labels, positive_short


def draw(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw the positive class's curves, or the mean over classes where there are more than two."""
    binary = is_binary(analysis)
    name = positive_short(analysis) if binary else ""
    kind = Kind(
        figure="roc",
        title="ROC curves",
        x="fpr",
        y="tpr",
        area="roc_auc" if binary else "roc_auc_macro" if is_labels(analysis) else "roc_auc_ovr_macro",
        x_name=f"others falsely called “{name}”, %" if binary else "others falsely called so, %",
        y_name=f"“{name}” found, %" if binary else f"found, %, mean over {answers(analysis)}",
        ideal_x=0,
        steps=False,
    )
    return compare_lines(bundle, analysis, kind)


FIGURES.register(
    FigureSpec("roc", "Found against falsely called (ROC)", draw, "Up and to the left is better.", order=10)
)
