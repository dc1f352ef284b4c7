"""Whole analyses with images as answers: every figure against the models asked anew, and what is kept."""

from pathlib import Path

import numpy as np
import pytest
from skimage.metrics import structural_similarity
from sklearn.datasets import load_digits
from sklearn.linear_model import Ridge
from sklearn.neighbors import KNeighborsClassifier

from reportgen import evaluate
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.config import RunConfig
from reportgen.datasets.dataset import DataRequest, load
from reportgen.errors import InputError
from reportgen.findings.headline import headline_of
from reportgen.fitting.fit_cache import fit_key
from reportgen.planning import noise
from reportgen.planning.fit_plan import plan
from reportgen.progress import Silent
from reportgen.run.planned import decided


@pytest.fixture(scope="module")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def digits(cache_dir: str) -> Bundle:
    return evaluate(task="denoise", models=("knn", "ridge", "rf"), cache_dir=cache_dir)


def index(bundle: Bundle) -> ScoreIndex:
    return ScoreIndex(bundle.record.analyses[0], bundle.record.metrics)


def test_figures_are_those_of_the_models_asked_anew(digits: Bundle) -> None:
    clean = load_digits().data
    added = np.random.RandomState(42).randint(0, 100, clean.shape) * 16 / 255
    ids, judged = digits.arrays["main/sample_ids"], digits.arrays["main/rows/test"]
    train, test = np.delete(ids, judged), ids[judged]
    assert sorted([*train, *test]) == list(range(1_797))
    noisy = clean + added
    knn = KNeighborsClassifier().fit(noisy[train], clean[train].astype(int)).predict(noisy[test])
    ridge = np.rint(np.clip(Ridge().fit(noisy[train], clean[train]).predict(noisy[test]), 0, 16))
    mean = np.rint(np.tile(clean[train].mean(axis=0), (len(test), 1)))
    answers = {"knn": knn, "ridge": ridge, "dummy": mean, "unchanged": noisy[test]}
    for model, found in answers.items():
        errors = 255 / 16 * np.abs(found - clean[test])
        assert _figure(digits, model, "pixel_mae") == pytest.approx(errors.mean(), rel=1e-6)
        assert _figure(digits, model, "exact_pixels") == (found == clean[test]).mean()
        similar = [
            structural_similarity(x.reshape(8, 8), y.reshape(8, 8), data_range=16)
            for x, y in zip(clean[test], np.asarray(found, dtype=float), strict=True)
        ]
        assert _figure(digits, model, "ssim") == pytest.approx(np.mean(similar), rel=1e-6)
        losses = digits.arrays[f"main/losses/{model}/test/pixel_mae"]
        np.testing.assert_allclose(losses, errors.mean(axis=1), rtol=1e-5)
        by_pixel = digits.arrays[f"main/pixel_errors/{model}/test"]
        np.testing.assert_allclose(by_pixel, errors.mean(axis=0).reshape(8, 8), rtol=1e-5)


def _figure(bundle: Bundle, model: str, metric: str) -> float | None:
    row = index(bundle).headline(model, metric)
    assert row is not None
    return row.value


def test_models_that_cannot_are_skipped_with_the_reason(digits: Bundle) -> None:
    status = {model.id: model.status for model in digits.record.analyses[0].models}
    assert status == {"knn": "ok", "ridge": "ok", "rf": "skipped", "dummy": "ok", "unchanged": "ok"}
    (forest,) = [model for model in digits.record.analyses[0].models if model.id == "rf"]
    assert forest.reason
    assert forest.timings is None


def test_the_baseline_to_beat_is_the_better_one(digits: Bundle) -> None:
    found = index(digits)
    values = [_figure(digits, model.id, "pixel_mae") for model in found.baselines]
    assert [model.baseline for model in found.baselines] == [True, True]
    assert values == sorted(values)
    assert found.baseline == found.baselines[0]


def test_page_one_says_how_far_off_a_pixel_is(digits: Bundle) -> None:
    headline = headline_of(digits.record, digits.record.analyses[0])
    own, naive = (_figure(digits, model, "pixel_mae") for model in ("ridge", "unchanged"))
    assert f"a pixel is off by {own:.1f}\u00a0of 255 on average" in headline.text
    assert f"in the unchanged noisy image by {naive:.1f}" in headline.text


def test_only_shown_images_are_kept(digits: Bundle) -> None:
    pictures = {key: values for key, values in digits.arrays.items() if "/pixels/" in key and values.ndim > 1}
    assert {values.dtype for values in pictures.values()} == {np.dtype(np.uint8)}
    assert max(len(values) for values in pictures.values()) <= 10
    other = [key for key in digits.arrays if "/pixels/" not in key]
    assert max(digits.arrays[key].size for key in other) <= 1_797


def test_shown_answers_are_those_of_their_images(digits: Bundle) -> None:
    clean, ids = load_digits().data, digits.arrays["main/sample_ids"]
    for kind in ("best", "typical", "worst"):
        part = {
            name: digits.arrays[f"main/pixels/answers/ridge/test/{kind}/{name}"]
            for name in ("ids", "errors", "answers", "clean")
        }
        expected = np.rint(clean[ids[part["ids"]]] * 255 / 16).reshape(-1, 8, 8)
        np.testing.assert_array_equal(part["clean"], expected)
        differences = np.abs(part["clean"].astype(float) - part["answers"])
        np.testing.assert_allclose(differences.mean(axis=(1, 2)), part["errors"], atol=1.0)  # of rounding


def test_without_samples_no_image_is_kept(cache_dir: str) -> None:
    bundle = evaluate(task="denoise", models=("ridge",), samples=False, cache_dir=cache_dir, cv=0)
    assert not [key for key in bundle.arrays if "/pixels/" in key]
    assert "main/pixel_errors/ridge/test" in bundle.arrays


def test_the_seed_decides_about_the_noise(cache_dir: str) -> None:
    def run(seed: int) -> str:
        found = evaluate(
            task="denoise", models=("ridge",), cv=0, limit="200", seed=seed, cache_dir=cache_dir, fresh=True
        )
        return found.record.run.results_digest

    assert run(1) == run(1)
    assert run(1) != run(2)


def test_models_that_can_are_taken_where_none_is_named(cache_dir: str) -> None:
    bundle = evaluate(task="denoise", limit="100", cv=0, cache_dir=cache_dir)
    models = bundle.record.analyses[0].models
    assert [model.id for model in models] == ["knn", "ridge", "dummy", "unchanged"]
    assert list(bundle.record.run.config["models"]) == ["knn", "ridge"]


def test_models_that_are_named_are_not_replaced(cache_dir: str) -> None:
    with pytest.raises(
        InputError, match=r"None of the models asked for can do this task\. `sgd`: .* `rf`: .* `svc`: "
    ):
        evaluate(task="denoise", models=("sgd", "rf", "svc"), limit="100", cv=0, cache_dir=cache_dir)


def test_the_record_of_a_study_names_the_models_chosen() -> None:
    digits = load(DataRequest(dataset="digits"), Silent())
    study = RunConfig(analysis=(RunConfig(id="one", task="denoise"), RunConfig(id="two")))
    plans = [plan(digits, part, study=True) for part in study.analyses]
    assert [part.models for part in decided(study, plans).analysis] == [
        ("knn", "ridge"),
        ("sgd", "rf", "svc"),
    ]


def test_other_noise_makes_other_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    digits, config = load(DataRequest(dataset="digits"), Silent()), RunConfig(task="denoise")

    def keys() -> set[str]:
        planned = plan(digits, config)
        return {fit_key(job, planned.data) for job in planned.jobs}

    before = keys()
    assert keys() == before
    monkeypatch.setattr(noise, "MOST_NOISE", 50)
    assert not keys() & before


def test_colours(tmp_path: Path, cache_dir: str) -> None:
    random = np.random.default_rng(0)
    images = (random.random((60, 1, 1, 3)) * np.ones((60, 9, 7, 3))).astype(np.float32)
    np.savez(tmp_path / "colours.npz", X=images, y=np.arange(60) % 2)
    bundle = evaluate(
        dataset=str(tmp_path / "colours.npz"), task="denoise", models=("knn",), cv=0, cache_dir=cache_dir
    )
    assert bundle.arrays["main/pixels/answers/knn/test/best/answers"].shape[1:] == (9, 7, 3)
    assert bundle.arrays["main/pixel_errors/knn/test"].shape == (9, 7, 3)
    assert _figure(bundle, "knn", "ssim") is not None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"dataset": "iris"}, "`iris` is no set of images"),
        ({"models": ("rf", "svc")}, "None of the models asked for can do this task. `rf`"),
        ({"metric": "accuracy"}, "pixel_mae"),
        ({"positive": "5"}, "--positive"),
        ({"models": ("knn",), "search": {"knn": {"n_neighbors": (1, 3)}}}, "--search"),
        ({"labels": ("odd:odd",)}, "--label"),
        ({"models": ("knn",), "params": {"knn": {"neighbours": 3}}}, "no parameter `neighbours`"),
    ],
)
def test_bad_input_gets_one_message(options: dict[str, object], words: str, cache_dir: str) -> None:
    with pytest.raises(InputError) as caught:
        evaluate(task="denoise", cache_dir=cache_dir, **options)
    assert words in str(caught.value)


def test_a_table_is_refused_before_its_target_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("age,ill\n1,0\n2,1\n", encoding="utf-8")
    with pytest.raises(InputError, match="is a table"):
        evaluate(dataset=str(path), task="denoise")
