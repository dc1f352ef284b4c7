"""Root mean square calibration error: how far probability and frequency lie apart, without what chance adds."""

from reportgen.metrics.ece import ECE_BINS, gaps
from reportgen.metrics.kinds import BinnedGaps
from reportgen.metrics.metric_spec import metric_by_kind

metric_by_kind(
    "rms_calibration_error",
    title="Calibration error, debiased",
    range=(0.0, 1.0),
    greater_is_better=False,
    description=(
        "How far confidence and the share of correct predictions lie apart, root mean square over 15 equal bins, less "
        "what chance adds to it: 0 for a model whose probabilities are right."
    ),
    source="Kumar, Liang, Ma: Verified uncertainty calibration, NeurIPS 2019",
    needs="probabilities",
    kind=BinnedGaps(gaps, ECE_BINS, debiased=True),
    order=60,
)
