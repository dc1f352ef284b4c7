"""Samples looked up in a bundle: answers and scores are those of the models, asked anew."""

from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.naive_bayes import GaussianNB

import reportgen
from reportgen.bundle.redacted_bundle import redacted
from reportgen.bundle.sample_explanation import BEST, MOST_SHOWN, explain
from reportgen.bundle.store import Bundle, write_bundle
from reportgen.errors import InputError
from tests.bundles import Maker, make_bundle
from tests.detectors import make_detector

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def iris(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    cache = str(tmp_path_factory.mktemp("cache"))
    return reportgen.evaluate(dataset="iris", models=("nb", "linear_svc"), cache_dir=cache)


def test_answers_and_scores_are_those_of_a_model_fitted_anew(iris: Bundle, tmp_path: Path) -> None:
    X, y = load_iris(return_X_y=True)
    names = load_iris().target_names
    folder = write_bundle(iris, tmp_path / "bundle")
    ids, folds = iris.arrays["main/sample_ids"], iris.arrays["main/folds"]
    train = ids[iris.arrays["main/rows/cv"]]
    seen = set()
    for sample in range(0, 150, 7):
        (row,) = reportgen.explain(folder, sample, model="nb")
        seen.add(row.split)
        fit = train if row.fold is None else train[folds != row.fold]
        model = GaussianNB().fit(X[fit], y[fit])
        assert (row.truth, row.answer) == (names[y[sample]], names[model.predict(X[[sample]])[0]])
        expected = dict(zip(names, model.predict_proba(X[[sample]])[0], strict=True))
        assert dict(row.scores) == pytest.approx(expected)
        assert [score for _, score in row.scores] == pytest.approx(sorted(expected.values(), reverse=True))
        assert row.score_kind == "probability"
    assert seen == {"cv", "test"}


def test_all_models_answer_where_none_is_named(iris: Bundle) -> None:
    assert [row.model for row in explain(iris, 0)] == ["nb", "linear_svc", "dummy"]


def test_a_detector_has_the_score_of_its_class() -> None:
    bundle = make_detector()
    (row,) = explain(bundle, 700, model="sgd")
    assert (row.split, row.fold, row.score_kind) == ("cv", 2, "decision")
    assert row.scores == (("5", bundle.arrays["main/scores/sgd/cv"][700]),)
    (row,) = explain(bundle, 1000, model="sgd")
    assert (row.split, row.fold) == ("test", None)
    assert row.scores == (("5", bundle.arrays["main/scores/sgd/test"][100]),)


@pytest.mark.parametrize("kind", ["decision", "probability"])
def test_up_to_twenty_classes_show_all_scores_and_more_the_best(kind: str) -> None:
    maker = Maker("one", "One", 2.0, kind)
    for number in (10, MOST_SHOWN, MOST_SHOWN + 1):
        bundle = make_bundle(tuple(f"c{i}" for i in range(number)), (maker,), n_train=120, n_test=60)
        (row,) = explain(bundle, 130, model="one")
        stored = bundle.arrays["main/scores/one/test"][10]
        best = sorted(stored.tolist(), reverse=True)[: number if number <= MOST_SHOWN else BEST]
        assert [score for _, score in row.scores] == best
        assert all(stored[int(name[1:])] == score for name, score in row.scores)


def test_very_many_classes_keep_the_best_answers() -> None:
    bundle = make_bundle(tuple(f"c{i}" for i in range(150)), n_train=450, n_test=300)
    (row,) = explain(bundle, 460, model="rf")
    assert len(row.scores) == BEST
    assert row.scores[0][0] == row.answer


def test_each_label_is_an_answer_of_its_own(tmp_path: Path) -> None:
    y = np.random.default_rng(0).integers(0, 2, (90, 2))
    X = y + np.random.default_rng(1).normal(size=(90, 2)) / 3
    np.savez(tmp_path / "two.npz", X=X, y=y)
    bundle = reportgen.evaluate(
        dataset=str(tmp_path / "two.npz"), models=("knn",), task="multilabel", cache_dir=str(tmp_path / "c")
    )
    rows = explain(bundle, 4, model="knn")
    outputs = bundle.record.analyses[0].dataset.outputs
    assert [row.output for row in rows] == [output.name for output in outputs]
    for row, output, code in zip(rows, outputs, y[4], strict=True):
        assert row.truth == output.classes[code]
        assert row.scores[0][0] == output.classes[1]
        assert (row.scores[0][1] > 0.5) == (row.answer == output.classes[1])


def test_each_output_has_its_own_columns_of_the_scores(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    X = random.normal(size=(90, 3))
    y = np.column_stack([np.digitize(X[:, 0], (-0.5, 0.5)), X[:, 1] > 0, np.digitize(X[:, 2], (0.0, 1.0))])
    np.savez(tmp_path / "mixed.npz", X=X, y=y)
    bundle = reportgen.evaluate(
        dataset=str(tmp_path / "mixed.npz"),
        models=("knn",),
        params={"knn": {"weights": "distance"}},
        cache_dir=str(tmp_path / "c"),
    )
    for sample in range(0, 90, 11):
        rows = explain(bundle, sample, model="knn")
        (place,) = np.flatnonzero(
            bundle.arrays["main/sample_ids"][bundle.arrays[f"main/rows/{rows[0].split}"]] == sample
        )
        stored = bundle.arrays[f"main/scores/knn/{rows[0].split}"][place]
        assert stored.shape == (7,)
        assert [dict(row.scores) for row in rows] == [
            dict(zip("012", stored[:3], strict=True)),
            {"1": stored[3]},
            dict(zip("012", stored[4:], strict=True)),
        ]
        assert all(row.scores[0][0] == row.answer for row in (rows[0], rows[2]))
        assert (rows[1].scores[0][1] > 0.5) == (rows[1].answer == "1")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            {"sample": 150},
            "no sample 150 here. iris has 150 samples; those that were judged have ids from 0 to 149",
        ),
        ({"sample": -1}, "no sample -1 here"),
        ({"sample": 0, "model": "nbb"}, r"--model: there is none called `nbb`. Did you mean `nb`\?"),
        (
            {"sample": 0, "analysis": "mian"},
            r"--analysis: there is none called `mian`. Did you mean `main`\?",
        ),
    ],
)
def test_what_is_not_there_is_named_with_what_is(iris: Bundle, asked: dict, said: str) -> None:
    with pytest.raises(InputError, match=said):
        explain(iris, **asked)


def test_a_sample_that_was_only_learnt_from_says_so() -> None:
    bundle = make_bundle(folds=0)
    with pytest.raises(
        InputError, match=r"--sample 0 was learnt from and judged nowhere. The 80 samples judged"
    ):
        explain(bundle, 0)


def test_a_bundle_without_samples_says_so(iris: Bundle, tmp_path: Path) -> None:
    run = msgspec.structs.replace(iris.record.run, config={"samples": False})
    without = replace(iris, record=msgspec.structs.replace(iris.record, run=run))
    with pytest.raises(InputError, match="made with --no-samples"):
        explain(without, 0)
    with pytest.raises(InputError, match="made with --no-samples"):
        explain(redacted(iris), 0)
    run = msgspec.structs.replace(iris.record.run, config={"samples": False, "keep_samples": True})
    assert explain(replace(iris, record=msgspec.structs.replace(iris.record, run=run)), 0) == explain(iris, 0)
    kept = {key: values for key, values in iris.arrays.items() if "/curves/" in key}
    with pytest.raises(InputError, match="it is a summary"):
        explain(Bundle(iris.record, kept), 0)
    folder = write_bundle(iris, tmp_path / "bundle")
    (folder / "arrays.npz").unlink()
    with pytest.raises(InputError, match="summary as reports carry"):
        explain(folder, 0)


def test_images_as_answers_are_for_the_report(tmp_path: Path) -> None:
    bundle = reportgen.evaluate(
        dataset="digits", task="denoise", models=("knn",), limit="60", cache_dir=str(tmp_path)
    )
    sample = int(bundle.arrays["main/sample_ids"][0])
    with pytest.raises(InputError, match="of the analysis `main` are images"):
        explain(bundle, sample)


def test_a_model_that_failed_says_why() -> None:
    from tests.bundles import MAKERS

    bundle = make_bundle(makers=(*MAKERS, Maker("bad", "Broken", 0, status="failed")))
    with pytest.raises(InputError, match="--model: `bad` has no predictions: ValueError"):
        explain(bundle, 250, model="bad")
    assert "bad" not in {row.model for row in explain(bundle, 250)}
