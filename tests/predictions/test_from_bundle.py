"""Outcomes rebuilt from bundles: every figure computed from them is the one that is stored."""

import dataclasses
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reportgen import evaluate
from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.errors import InputError
from reportgen.predictions.from_bundle import fold_of, groups_of, sample_ids_of, split_predictions
from reportgen.predictions.image_predictions import ImagePredictions
from reportgen.scoring.score_rows import metrics_for
from reportgen.tasks import Task
from tests.bundles import make_bundle

pytestmark = pytest.mark.slow

MANY = tuple(f"{number:03}" for number in range(110))


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Bundle]:
    cache = str(tmp_path_factory.mktemp("cache"))
    labels = ("large: >= 7", "odd: 1,3,5,7,9")
    return {
        "classes": make_bundle(),
        "detector": make_bundle(("no", "yes")),
        "many classes": make_bundle(MANY, n_train=550, n_test=330),
        "labels": evaluate(labels=labels, models=("nb",), limit="200", cv=2, cache_dir=cache),
        "images": evaluate(task="denoise", models=("knn",), limit="100", cv=2, cache_dir=cache),
    }


def figures(analysis: Analysis, outcome: Any) -> dict[tuple[str, str | None], float]:
    kept = set(getattr(outcome, "losses", {})) or {metric.id for metric in metrics_for(Task(analysis.task))}
    return {
        (metric.id, value.label): value.value
        for metric in metrics_for(Task(analysis.task))
        if metric.id in kept
        and (metric.needs == "predictions" or outcome.scores is not None)
        and (metric.needs != "probabilities" or outcome.score_kind == "probability")
        for value in metric.values(outcome)
        if value.value is not None
    }


@pytest.mark.parametrize("kind", ["classes", "detector", "many classes", "labels", "images"])
def test_stored_answers_give_the_stored_figures(bundles: dict[str, Bundle], kind: str) -> None:
    bundle = bundles[kind]
    (analysis,) = bundle.record.analyses
    stored = {
        (row.model, row.split, row.metric, row.label): row.value
        for row in analysis.scores
        if row.fold is None and row.average is None and row.output is None
    }
    compared = 0
    for model in analysis.models:
        for split in ("cv", "test"):
            found = figures(analysis, split_predictions(bundle, analysis, model.id, split))
            for (metric, label), value in found.items():
                if (model.id, split, metric, label) in stored:
                    assert value == pytest.approx(stored[model.id, split, metric, label], abs=1e-12)
                    compared += 1
    assert compared > 4


@pytest.mark.parametrize("kind", ["classes", "detector", "many classes", "labels", "images"])
def test_samples_in_another_order_give_the_same_figures(bundles: dict[str, Bundle], kind: str) -> None:
    bundle = bundles[kind]
    (analysis,) = bundle.record.analyses
    model = analysis.models[0].id
    whole = split_predictions(bundle, analysis, model, "test")
    order = np.random.default_rng(1).permutation(whole.n_samples)
    shuffled = figures(analysis, whole.take(order))
    assert shuffled == pytest.approx(figures(analysis, whole), abs=1e-12)


@pytest.mark.parametrize("kind", ["classes", "detector", "many classes", "labels"])
def test_without_stored_scores_there_is_no_kind_of_them(bundles: dict[str, Bundle], kind: str) -> None:
    bundle = bundles[kind]
    (analysis,) = bundle.record.analyses
    arrays = {key: values for key, values in bundle.arrays.items() if "/scores/" not in key}
    model = analysis.models[0]
    assert model.score_kind is not None
    found = split_predictions(Bundle(bundle.record, arrays), analysis, model.id, "test")
    assert not isinstance(found, ImagePredictions)
    assert (found.scores, found.score_kind) == (None, None)


def test_ids_are_positions_in_the_source(bundles: dict[str, Bundle]) -> None:
    bundle = bundles["labels"]
    (analysis,) = bundle.record.analyses
    ids = sample_ids_of(bundle, analysis, "cv")
    assert ids is not None and len(ids) == 200 == len(set(ids.tolist()))
    folds = fold_of(bundle, analysis)
    assert folds is not None and np.bincount(folds).tolist() == [100, 100]


def test_groups_are_kept_where_there_are_some(tmp_path: Any) -> None:
    random = np.random.default_rng(0)
    table = pd.DataFrame({"x": random.normal(size=80), "who": np.repeat(list("abcdefgh"), 10)})
    table["y"] = np.where(table["x"] + random.normal(size=80) > 0, "yes", "no")
    table.to_csv(tmp_path / "t.csv", index=False)
    bundle = evaluate(
        dataset=str(tmp_path / "t.csv"),
        target=("y",),
        groups="who",
        models=("nb",),
        cv=2,
        test_size=0.25,
        cache_dir=str(tmp_path / "cache"),
    )
    (analysis,) = bundle.record.analyses
    ids, groups = sample_ids_of(bundle, analysis, "test"), groups_of(bundle, analysis, "test")
    assert ids is not None and groups is not None
    assert groups.tolist() == [int(number) // 10 for number in ids]


def test_a_summary_has_no_answers(bundles: dict[str, Bundle]) -> None:
    bundle = dataclasses.replace(bundles["classes"], arrays={})
    with pytest.raises(InputError, match="no single predictions of `svc`"):
        split_predictions(bundle, bundle.record.analyses[0], "svc", "test")


def test_answers_that_are_not_those_of_the_samples_are_refused(bundles: dict[str, Bundle]) -> None:
    whole = bundles["classes"]
    (analysis,) = whole.record.analyses
    cut = dict(whole.arrays) | {"main/predictions/svc/test": whole.arrays["main/predictions/svc/test"][:-1]}
    with pytest.raises(InputError, match="contradicts itself"):
        split_predictions(Bundle(whole.record, cut), analysis, "svc", "test")


@pytest.mark.parametrize(
    ("key", "spoil", "said"),
    [
        ("predictions/svc/test", lambda values: values + 100, "none of the classes"),
        ("truth/test", lambda values: values - 1, "none of the classes"),
        ("scores/svc/test", lambda values: values[:, :2], "scores of `svc`"),
        ("scores/svc/test", lambda values: values[:-1], "scores of `svc`"),
        ("rows/test", lambda values: values + 10_000, "names samples it does not hold"),
    ],
)
def test_a_bundle_that_contradicts_itself_is_refused(
    bundles: dict[str, Bundle], key: str, spoil: Any, said: str
) -> None:
    whole = bundles["classes"]
    (analysis,) = whole.record.analyses
    spoilt = Bundle(whole.record, dict(whole.arrays) | {f"main/{key}": spoil(whole.arrays[f"main/{key}"])})
    with pytest.raises(InputError, match=said):
        _ = sample_ids_of(spoilt, analysis, "test"), split_predictions(spoilt, analysis, "svc", "test")
