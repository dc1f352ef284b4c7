"""What predictions cost at a threshold, by itself, against doing without a model, and against another model."""

from functools import partial
from itertools import product

import numpy as np
from studies.study import Cell, Outcome, Random, Series, Study

from reportgen.config import Costs
from reportgen.scoring.outcome_costs import MeanCost, cost_difference, mean_cost
from reportgen.scoring.threshold_rates import Decided
from reportgen.statistics.predictive_values import Rate, predictive_value
from reportgen.statistics.proportions import wilson

SAMPLES = (300, 2_400)
PREVALENCES = (0.01, 0.05, 0.3)

#: What a false alarm and a miss cost.
PRICES = ((5.0, 200.0), (1.0, 1.0))

#: True and false positive rates of the model that is judged.
RATES = ((0.3, 0.08), (0.9, 0.05), (0.98, 0.005))

#: How often the other model does the same with a sample because it is the same sample.
LIKENESS = 0.7


def once(cell: Cell, random: Random) -> Outcome:
    """Return whether the intervals of a cost and of its differences to others hold the truth."""
    n, prevalence, (fp, fn), (found, alarms) = cell
    costs, positive = Costs(fp, fn), random.random(n) < prevalence
    chance = random.random(n)
    other = np.where(random.random(n) < LIKENESS, chance, random.random(n))
    its_found, its_alarms = min(found + 0.05, 0.99), 1.2 * alarms
    called = np.where(positive, chance < found, chance < alarms)
    by_other = np.where(positive, other < its_found, other < its_alarms)
    own = Decided(positive, called, None)
    true = prevalence * fn * (1 - found) + (1 - prevalence) * fp * alarms
    of_other = prevalence * fn * (1 - its_found) + (1 - prevalence) * fp * its_alarms
    return {
        "cost": _holds(mean_cost(costs, own), true),
        "never": _holds(cost_difference(costs, own, np.zeros(n, bool)), true - prevalence * fn),
        "other": _holds(cost_difference(costs, own, by_other), true - of_other),
    }


def _holds(found: MeanCost, truth: float) -> bool:
    """Say whether nothing false is said; without an interval nothing is."""
    return found.interval is None or bool(found.interval.low <= truth <= found.interval.high)


STUDY = Study(
    id="costs",
    title="Costs",
    about="What a sample costs at a fixed threshold: by itself, less what it costs never to predict the class, and "
    "less what it costs with another model that is right and wrong on much the same samples.",
    columns=("samples", "prevalence", "false alarm, miss", "true and false positive rate"),
    cells=tuple(product(SAMPLES, PREVALENCES, PRICES, RATES)),
    series=(
        Series("cost", "cost", 0.93, (0.94, 0.97)),
        Series("never", "against never", 0.93, (0.94, 0.97)),
        Series("other", "against another", 0.93, (0.94, 1.0)),
    ),
    once=once,
    repeats=600,
)


def predict(cell: Cell, random: Random) -> Outcome:
    """Return whether the intervals of both predictive values hold the truth at another prevalence."""
    (positives, negatives), (found, alarms), share = cell
    hits, false = int(random.binomial(positives, found)), int(random.binomial(negatives, alarms))
    own = Rate(hits / positives, *wilson(hits, positives)[:2])
    its = Rate(false / negatives, *wilson(false, negatives)[:2])
    at = partial(_predicted, share=share)
    return {
        "positive": at(own, its, found * share / (found * share + alarms * (1 - share))),
        "negative": _predicted(
            its.complement,
            own.complement,
            (1 - alarms) * (1 - share) / ((1 - alarms) * (1 - share) + (1 - found) * share),
            share=1 - share,
        ),
    }


def _predicted(right: Rate, wrong: Rate, truth: float, *, share: float) -> bool | None:
    found = predictive_value(right, wrong, share)
    return None if found is None else bool(found[1].low <= truth <= found[1].high)


#: How frequent the class is where predictive values are asked for.
SHARES = (0.001, 0.01, 0.3)

PREDICTIVE = Study(
    id="predictive_values",
    title="Predictive values at another prevalence",
    about="Positive and negative predictive value where the class is as frequent as `--prevalence` says. Of ten "
    "positives Wilson's own interval holds a sensitivity of 99 % in 90 % of samples, and the negative one no more.",
    columns=("positives, negatives", "true and false positive rate", "prevalence"),
    cells=tuple(
        product(
            ((10, 200), (30, 1_000), (200, 4_000)),
            ((0.3, 0.01), (0.8, 0.05), (0.95, 0.002), (0.99, 0.3)),
            SHARES,
        )
    ),
    series=(
        Series("positive", "positive", 0.93, (0.94, 0.98)),
        Series("negative", "negative", 0.93, (0.94, 0.98)),
    ),
    once=predict,
    repeats=1_000,
    # Of ten positives Wilson's own interval of a sensitivity of 99 % holds it in 90 % of samples.
    listed={((10, 200), (0.99, 0.3), share): 0.9 for share in SHARES},
)
