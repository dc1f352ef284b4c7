"""How samples are divided: what must hold for every way of dividing, and the rules of each."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.model_selection import StratifiedKFold

from reportgen.config import RunConfig
from reportgen.datasets.dataset import Dataset
from reportgen.errors import InputError
from reportgen.planning.splits import Division, divide
from reportgen.planning.target import encode_target


def make_dataset(target: np.ndarray, **changes: object) -> Dataset:
    plain = Dataset(
        name="made",
        source="a test",
        kind="array",
        features=np.zeros((len(target), 2)),
        target=target,
        fingerprint="0",
        sample_ids=np.arange(len(target)),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def divided(target: np.ndarray, config: RunConfig | None = None, **changes: object) -> Division:
    dataset = make_dataset(target, **changes)
    return divide(dataset, encode_target(dataset.target), config or RunConfig())


def assert_sound(division: Division, n: int) -> None:
    """Nothing is in training and judged at once; folds are within the training samples."""
    assert not set(division.train) & set(division.test)
    assert set(division.train) | set(division.test) <= set(range(n))
    for train, held_out in division.folds:
        assert not set(train) & set(held_out)
        assert set(train) | set(held_out) <= set(division.train)
    judged = np.concatenate([held_out for _, held_out in division.folds] or [np.empty(0)])
    assert len(judged) == len(set(judged.tolist()))


@settings(deadline=None, max_examples=40)
@given(st.integers(20, 200), st.integers(2, 6), st.integers(0, 5), st.sampled_from([0.0, 0.1, 0.2, 0.5]))
def test_any_division_is_sound(n: int, n_classes: int, cv: int, test_size: float) -> None:
    if cv == 1 or (cv == 0 and test_size == 0):
        return
    target = np.random.default_rng(n).integers(0, n_classes, n)
    target[:n_classes] = np.arange(n_classes)
    try:
        division = divided(target, RunConfig(cv=cv, test_size=test_size))
    except InputError:
        return
    assert_sound(division, n)


def test_own_split_keeps_its_order_and_is_not_shuffled() -> None:
    target = np.random.default_rng(0).integers(0, 3, 300)
    division = divided(target, train_size=200)
    assert division.train.tolist() == list(range(200))
    assert division.test.tolist() == list(range(200, 300))
    expected = StratifiedKFold(3).split(target[:200], target[:200])
    for (_, held_out), (_, reference) in zip(division.folds, expected, strict=True):
        assert held_out.tolist() == reference.tolist()
    assert division.protocol.cv is not None and not division.protocol.cv.shuffled


def test_no_test_at_all_also_where_the_data_brings_one() -> None:
    division = divided(np.arange(90) % 3, RunConfig(test_size=0), train_size=60)
    assert len(division.test) == 0 and division.train.tolist() == list(range(60))
    assert division.protocol.test is None


def test_other_data_is_shuffled_with_the_seed() -> None:
    target = np.repeat([0, 1], 50)
    first, again = divided(target), divided(target)
    other = divided(target, RunConfig(seed=7))
    assert first.test.tolist() == again.test.tolist() != other.test.tolist()
    assert np.bincount(target[first.test]).tolist() == [10, 10]


def test_groups_are_never_divided() -> None:
    groups = np.repeat(np.arange(30), 10)
    target = np.random.default_rng(1).integers(0, 2, 300)
    division = divided(target, RunConfig(groups="g"), groups=groups)
    assert_sound(division, 300)
    assert not set(groups[division.train]) & set(groups[division.test])
    for train, held_out in division.folds:
        assert not set(groups[train]) & set(groups[held_out])


def test_too_few_groups_are_refused() -> None:
    with pytest.raises(InputError, match="2 groups are too few"):
        divided(np.arange(40) % 2, RunConfig(groups="g"), groups=np.arange(40) % 2)


def test_time_order_never_looks_back_nor_divides_a_moment() -> None:
    random = np.random.default_rng(2)
    times = random.integers(0, 25, 200)
    division = divided(random.integers(0, 2, 200), RunConfig(time="t"), times=times)
    assert_sound(division, 200)
    assert times[division.train].max() < times[division.test].min()
    for train, held_out in division.folds:
        assert times[train].max() < times[held_out].min()


def test_a_fold_in_time_order_learns_from_all_parts_before_the_one_that_it_is_judged_on() -> None:
    times = np.random.default_rng(3).permutation(20)
    division = divided(np.arange(20) % 2, RunConfig(time="t", test_size=0, cv=4), times=times)
    found = [(sorted(times[train]), sorted(times[held])) for train, held in division.folds]
    assert found == [([*range(4 * part)], [*range(4 * part, 4 * part + 4)]) for part in (1, 2, 3, 4)]


def test_samples_of_one_moment_are_held_out_together_and_no_fewer_than_asked_for() -> None:
    times = np.array([0, 1, 2, 3, 4, 5, 6, 6, 6, 7])
    division = divided(np.arange(10) % 2, RunConfig(time="t", test_size=0.2, cv=0), times=times)
    assert times[division.train].tolist() == [0, 1, 2, 3, 4, 5]
    times = np.array([0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3])
    division = divided(np.arange(12) % 2, RunConfig(time="t", test_size=0, cv=2), times=times)
    found = [(set(times[train]), set(times[held])) for train, held in division.folds]
    assert found == [({0}, {1}), ({0, 1}, {2, 3})]


def test_one_moment_cannot_be_ordered() -> None:
    with pytest.raises(InputError, match="too few different moments"):
        divided(np.arange(40) % 2, RunConfig(time="t"), times=np.zeros(40))


def test_split_column_says_test_and_folds() -> None:
    words = np.array(["test", "0", "1", "Train", "1", "0"] * 10, dtype=object)
    division = divided(np.arange(60) % 2, RunConfig(split_column="s"), split_labels=words)
    assert (words[division.test] == "test").all()
    assert len(division.folds) == 2
    for fold, (train, held_out) in enumerate(division.folds):
        assert (words[held_out] == str(fold)).all()
        assert "Train" in words[train]


def test_split_column_with_another_word_is_refused() -> None:
    with pytest.raises(InputError, match="holds `maybe`"):
        divided(np.arange(4) % 2, RunConfig(split_column="s"), split_labels=np.array(["train", "maybe"] * 2))


def test_rare_classes_reduce_the_folds_and_say_so() -> None:
    target = np.array([0] * 50 + [1] * 50 + [2] * 3)
    division = divided(target, RunConfig(cv=10, test_size=0))
    assert len(division.folds) == 3
    assert "3 folds instead of 10" in division.protocol.notes[0]


def test_classes_of_one_sample_are_learnt_and_noted() -> None:
    target = np.array([0] * 50 + [1] * 50 + [2])
    division = divided(target)
    assert 100 in division.train
    assert any("single sample" in note for note in division.protocol.notes)


def test_limit_draws_in_proportion_or_takes_the_first() -> None:
    target = np.tile(np.repeat([0, 1, 2, 3], [4, 3, 2, 1]), 100)
    first = divided(target, RunConfig(limit="first:50"), train_size=900)
    drawn = divided(target, RunConfig(limit="90"), train_size=900)
    assert first.train.tolist() == list(range(50))
    assert np.bincount(target[drawn.train]).tolist() == [36, 27, 18, 9]
    assert len(drawn.test) == 100
    assert "90 of the 900" in drawn.protocol.notes[0]


def test_contradicting_options_are_refused() -> None:
    with pytest.raises(InputError, match="--groups and --time"):
        divided(np.arange(40) % 2, RunConfig(groups="a", time="b"))


def test_a_limit_above_the_data_limits_nothing() -> None:
    target = np.arange(60) % 3
    assert divided(target, RunConfig(limit="100000")).protocol.limited_from is None
    assert divided(target, RunConfig(limit="20")).protocol.limited_from == 48


def test_without_shuffling_the_test_is_not_called_stratified() -> None:
    division = divided(np.arange(60) % 3, RunConfig(shuffle=False))
    assert division.protocol.test is not None
    assert division.protocol.test.source == "consecutive"
    np.testing.assert_array_equal(division.test, np.arange(48, 60))


def test_groups_allow_a_small_share() -> None:
    division = divided(np.arange(40) % 2, RunConfig(groups="g", test_size=0.01), groups=np.arange(40))
    assert 0 < len(division.test) < 5
