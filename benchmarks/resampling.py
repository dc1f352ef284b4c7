"""How long an interval or a difference takes whose figure is resampled: prints its seconds, without anything before it.

    python benchmarks/resampling.py f1_macro difference        # 1,000,000 samples, 10 classes, 2,000 draws

Errors fall evenly, so that every cell is filled: of two models all thousand kinds of (truth, answer, other answer).
"""

import argparse
import time

import numpy as np

from reportgen.metrics.metric_spec import METRICS
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.scoring.intervals import difference_of, interval_of

CLASSES = tuple(str(number) for number in range(10))
RATES = (0.90, 0.88)


def two_models(samples: int) -> tuple[ClassPredictions, ClassPredictions]:
    """Return what two models answered to the same samples."""
    random = np.random.default_rng(0)
    truth = random.integers(0, len(CLASSES), samples)
    guesses = [random.integers(0, len(CLASSES), samples) for _ in RATES]
    answers = [
        np.where(random.random(samples) < rate, truth, guess)
        for rate, guess in zip(RATES, guesses, strict=True)
    ]
    first, second = (ClassPredictions(CLASSES, truth, own, None, None) for own in answers)
    return first, second


def seconds(metric_id: str, of: str, samples: int) -> float:
    """Return what an interval of the first model's figure, or the difference of both, takes from the answers on."""
    METRICS.get(metric_id).values(two_models(len(CLASSES))[0])  # loads what is imported on first use
    metric, (first, second) = METRICS.get(metric_id), two_models(samples)
    started = time.perf_counter()
    if of == "interval":
        found = interval_of(metric, first, metric.values(first)[0])
    else:
        found = difference_of(metric, first, second)
    elapsed = time.perf_counter() - started
    if found is None or found.low is None or found.high is None or not found.low < found.high:
        raise SystemExit(f"{metric_id} has no {of}")
    return elapsed


def main() -> None:
    """Print the seconds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("metric")
    parser.add_argument("of", choices=["interval", "difference"])
    parser.add_argument("--samples", type=int, default=1_000_000)
    options = parser.parse_args()
    print(seconds(options.metric, options.of, options.samples))


if __name__ == "__main__":
    main()
