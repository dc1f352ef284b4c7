"""Shifted copies: as scipy shifts images, of training rows alone."""

import numpy as np
import pytest
from scipy.ndimage import shift
from sklearn.datasets import load_digits

from reportgen import evaluate
from reportgen.errors import InputError
from reportgen.fitting import training_rows
from reportgen.models.catalogue import resolve
from reportgen.planning.augmentation import Shifts, background_of

ROWS = np.array([5, 3, 100, 7])


@pytest.mark.parametrize("pixels", [1, 3])
def test_copies_are_what_scipy_gives(pixels: int) -> None:
    images = load_digits().images
    made = Shifts(pixels, (8, 8)).features(images.reshape(-1, 64), ROWS).reshape(5, 4, 8, 8)
    np.testing.assert_array_equal(made[0], images[ROWS])
    moves = [(0, pixels), (0, -pixels), (pixels, 0), (-pixels, 0)]
    for copy, move in zip(made[1:], moves, strict=True):
        for place, row in enumerate(ROWS):
            np.testing.assert_array_equal(copy[place], shift(images[row], move, order=0, cval=0.0))


def test_colours_are_shifted_together_over_their_own_background() -> None:
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (6, 4, 5, 3), dtype=np.uint8)
    images[:, [0, -1]] = images[:, :, [0, -1]] = (200, 100, 50)
    made = Shifts(1, (4, 5, 3)).features(images.reshape(6, -1), np.arange(6)).reshape(5, 6, 4, 5, 3)
    np.testing.assert_array_equal(made[1][:, :, 1:], images[:, :, :-1])
    np.testing.assert_array_equal(made[4][:, :-1], images[:, 1:])
    assert (made[1][:, :, 0] == (200, 100, 50)).all() and (made[4][:, -1] == (200, 100, 50)).all()


def test_background_is_the_median_of_the_border() -> None:
    image = np.full((1, 5, 4), 9.0)
    image[0, 1:-1, 1:-1] = 1.0
    image[0, 0, 0] = 77
    assert background_of(image, colours=False) == 9


def test_answers_go_with_their_copies() -> None:
    shifts = Shifts(1, (8, 8))
    np.testing.assert_array_equal(shifts.codes(np.array([4, 2])), [4, 2] * 5)
    assert shifts.codes(np.zeros((3, 2))).shape == (15, 2)


def test_equal_to_a_model_trained_on_the_copies(tmp_path: object) -> None:
    from sklearn.neighbors import KNeighborsClassifier

    X, y = load_digits(return_X_y=True)
    bundle = evaluate(dataset="digits", models=("knn",), augment="shift:1", cv=2, cache_dir=str(tmp_path))
    ids, rows = bundle.arrays["main/sample_ids"], bundle.arrays["main/rows/cv"]
    folds = bundle.arrays["main/folds"]
    train, held_out = ids[rows[folds == 1]], ids[rows[folds == 0]]
    shifts = Shifts(1, (8, 8))
    model = KNeighborsClassifier().fit(shifts.features(X, train), shifts.codes(y[train]))
    np.testing.assert_array_equal(
        bundle.arrays["main/predictions/knn/cv"][folds == 0], model.predict(X[held_out])
    )
    notes = {model.id: model.notes for model in bundle.record.analyses[0].models}
    assert "moved by 1 pixel right" in notes["knn"][0]
    assert notes["dummy"] == []


def test_only_training_rows_are_copied(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inner folds of a search too: what is judged is never among what was copied."""
    copied: list[np.ndarray] = []
    features = Shifts.features

    def spy(self: Shifts, data: np.ndarray, rows: np.ndarray) -> np.ndarray:
        copied.append(rows)
        return features(self, data, rows)

    monkeypatch.setattr(Shifts, "features", spy)
    bundle = evaluate(
        dataset="digits",
        models=("tree",),
        search={"tree": {"max_depth": (3, 5)}},
        augment="shift:1",
        cv=0,
        limit="500",
        cache_dir=str(tmp_path),
    )
    sizes = sorted(len(rows) for rows in copied)
    assert sizes == [400] * 10 + [500]
    test_ids = set(bundle.arrays["main/sample_ids"][bundle.arrays["main/rows/test"]].tolist())
    assert not test_ids & {int(row) for rows in copied for row in rows}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"dataset": "iris", "augment": "shift:1"}, "holds no images"),
        ({"dataset": "digits", "augment": "shift:8"}, "nothing would be left of images of 8 x 8 pixels"),
        ({"dataset": "digits", "augment": "turn:1"}, "--augment is `turn:1`: give shift:N"),
        ({"dataset": "digits", "augment": "shift:0"}, "--augment is `shift:0`"),
    ],
)
def test_what_cannot_be_shifted(options: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        evaluate(**options)


def test_the_baseline_needs_no_copies() -> None:
    from dataclasses import replace

    from tests.fitting.data import iris_data, iris_jobs

    job = replace(iris_jobs("rf")[-1], shifts=Shifts(1, (2, 2)))
    assert job.model == resolve([])[0]
    assert len(training_rows.training_data(job, iris_data(), np.arange(9))[1]) == 9
