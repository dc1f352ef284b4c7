"""The recommended model: the cheapest among the best and those found equivalent, whatever times do by chance."""

from collections.abc import Sequence

import msgspec
import pytest

from reportgen.bundle.base_record import Split
from reportgen.bundle.headline_scores import FOLD_MEAN
from reportgen.bundle.schema import Analysis, Comparison, Score, Timings
from reportgen.scoring.recommended_model import recommend
from tests.bundles import make_bundle

FIGURES = {"fast": 0.95, "slow": 0.951, "middle": 0.90}
TIMES = {"fast": 1.0, "slow": 100.0, "middle": 30.0}


def comparison(a: str, b: str, said: str, split: Split = "cv") -> Comparison:
    return Comparison(
        a=a,
        b=b,
        split=split,
        metric="accuracy",
        difference=0.0,
        low=-0.001,
        high=0.001,
        margin=0.005,
        estimand="recipe",
        p_value=1.0,
        p_adjusted=1.0,
        test="a test",
        verdict=said,
        n=100,
    )


def score(
    model: str, value: float | None, split: Split, repeat: int | None = None, average: str | None = None
) -> Score:
    return Score(
        model=model,
        split=split,
        metric="accuracy",
        value=value,
        n=100,
        repeat=repeat,
        average=average,
        reason=None if value is not None else "undefined",
    )


def analysis(
    comparisons: Sequence[Comparison] = (),
    figures: dict[str, float | None] = FIGURES,
    times: dict[str, float] = TIMES,
    *,
    folds: bool = True,
) -> Analysis:
    made_up = make_bundle().record.analyses[0]
    form = next(model for model in made_up.models if not model.baseline and model.status == "ok")
    models = [
        msgspec.structs.replace(
            form,
            id=name,
            timings=Timings(
                fit_seconds=1.0, predict_seconds=1.0, predict_microseconds_per_sample=times[name]
            ),
        )
        for name in figures
    ]
    protocol = made_up.protocol if folds else msgspec.structs.replace(made_up.protocol, cv=None)
    return msgspec.structs.replace(
        made_up,
        models=models,
        protocol=protocol,
        main_metric="accuracy",
        scores=[score(name, value, split) for name, value in figures.items() for split in ("cv", "test")],
        comparisons=list(comparisons),
    )


def test_without_evidence_the_best_is_recommended() -> None:
    assert recommend(analysis()) == ("slow", "slow", "cv")
    assert recommend(analysis([comparison("fast", "slow", "undecided")])).model == "slow"


@pytest.mark.parametrize("pair", [("fast", "slow"), ("slow", "fast")])
def test_a_cheaper_equivalent_is_recommended(pair: tuple[str, str]) -> None:
    assert recommend(analysis([comparison(*pair, "equivalent")])) == ("fast", "slow", "cv")


def test_what_the_test_says_has_no_say_where_there_are_folds() -> None:
    equal = comparison("fast", "slow", "equivalent", "test")
    assert recommend(analysis([equal])).model == "slow"
    assert recommend(analysis([equal], folds=False)) == ("fast", "slow", "test")


@pytest.mark.parametrize("factor", [0.5, 0.9, 1.1, 2.0])
def test_times_that_vary_a_little_change_nothing(factor: float) -> None:
    times = {**TIMES, "fast": 100.0 * factor}
    assert recommend(analysis([comparison("fast", "slow", "equivalent")], times=times)).model == "slow"


def test_of_exactly_equal_figures_a_much_faster_model_wins_and_otherwise_the_first() -> None:
    same = {"fast": 0.95, "slow": 0.95, "middle": 0.95}
    assert recommend(analysis(figures=same)).model == "fast"
    turned = dict(reversed(same.items()))
    assert recommend(analysis(figures=turned)).model == "fast"
    assert recommend(analysis(figures=turned, times=dict.fromkeys(same, 10.0))).model == "middle"


@pytest.mark.parametrize(
    ("sizes", "chosen"), [((10, 40, 1), "fast"), ((20, 40, 1), "slow"), ((40, 10, 1), "slow")]
)
def test_without_times_size_decides_what_is_cheap(sizes: tuple[int, ...], chosen: str) -> None:
    timed = analysis([comparison("fast", "slow", "equivalent")])
    models = [
        msgspec.structs.replace(model, timings=None, size_bytes=size)
        for model, size in zip(timed.models, sizes, strict=True)
    ]
    assert recommend(msgspec.structs.replace(timed, models=models)) == (chosen, "slow", "cv")


def test_repeats_count_with_their_mean() -> None:
    lucky = analysis()
    rows = [score("slow", 0.90, "cv", repeat) for repeat in (1, 2)] + [score("fast", 0.95, "cv", 1)]
    assert recommend(msgspec.structs.replace(lucky, scores=[*lucky.scores, *rows])).best == "fast"


def test_repeats_count_with_the_figure_that_the_first_fit_is_ranked_by() -> None:
    """Of ranking metrics that is the mean over folds; each fit has a figure of all folds together too."""
    plain = analysis()
    first = [score(name, value, "cv", None, FOLD_MEAN) for name, value in (("slow", 0.95), ("fast", 0.90))]
    again = [score(name, value, "cv", 1, FOLD_MEAN) for name, value in (("slow", 0.93), ("fast", 0.90))]
    pooled = [score(name, value, "cv", 1) for name, value in (("slow", 0.10), ("fast", 0.99))]
    rows = [*plain.scores, *first, *again, *pooled]
    assert recommend(msgspec.structs.replace(plain, scores=rows)).best == "slow"


def test_a_model_without_a_figure_comes_last() -> None:
    assert recommend(analysis(figures={"fast": None, "slow": 0.2})).model == "slow"
