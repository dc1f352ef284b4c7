"""Which of two classes is positive, and the main metric that follows."""

import pytest

from reportgen.tasks import Task, default_metric, positive_of


@pytest.mark.parametrize(
    ("classes", "counts", "place", "why"),
    [
        (("no", "Yes "), (5, 995), 1, "by its name"),
        (("Positive", "negative"), (500, 500), 0, "by its name"),
        (("TRUE", "false"), (900, 100), 0, "by its name"),
        (("fraud", "ok"), (20, 19_980), 0, "as the rarer one"),
        (("ok", "zombie"), (990, 10), 1, "as the rarer one"),
        (("a", "b"), (200, 800), 1, "as the last of two"),
        (("a", "b"), (500, 500), 1, "as the last of two"),
        (("1", "yes"), (10, 990), 0, "as the rarer one"),  # both are named so
    ],
)
def test_the_positive_class_is_named_so_or_rare_or_the_last(
    classes: tuple[str, str], counts: tuple[int, int], place: int, why: str
) -> None:
    assert positive_of(classes, counts) == (place, why)


@pytest.mark.parametrize(
    ("positive", "rarest", "metric"),
    [(0.01, 0.01, "average_precision"), (0.99, 0.01, "balanced_accuracy"), (0.4, 0.4, "accuracy")],
)
def test_average_precision_is_the_main_metric_where_the_positive_class_is_the_rare_one(
    positive: float, rarest: float, metric: str
) -> None:
    found, reason = default_metric(Task.BINARY, positive, rarest, 1 - rarest)
    assert found == metric
    assert ("rarer class has" in reason) == (metric != "accuracy")
