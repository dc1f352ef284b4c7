"""ROC curves of all models in one plot: true positive rate against false positive rate."""

from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.figures.model_lines import Kind, compare_lines
from reportgen.wording.analysis_words import answers, is_binary, is_labels

#: The axis of what is found, and its other name.
RATE = "true positive rate (recall), %"


def draw(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw the positive class's curves, or the mean over classes where there are more than two."""
    binary = is_binary(analysis)
    kind = Kind(
        figure="roc",
        title="ROC curves",
        x="fpr",
        y="tpr",
        area="roc_auc" if binary else "roc_auc_macro" if is_labels(analysis) else "roc_auc_ovr_macro",
        x_name="false positive rate, %",
        y_name="true positive rate (recall), %"
        if binary
        else f"true positive rate (recall), %, mean over {answers(analysis)}",
        ideal_x=0,
        steps=False,
    )
    return compare_lines(bundle, analysis, kind)


FIGURES.register(FigureSpec("roc", "ROC curve", draw, "Up and to the left is better.", order=10))
