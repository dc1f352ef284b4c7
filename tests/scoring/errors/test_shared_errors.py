import numpy as np

from reportgen.scoring.errors.shared_errors import agreement, shared_errors
from tests.scoring.errors.judged import judged_of, random_judged


def test_the_matrix_counts_errors_in_common() -> None:
    truth = [0, 0, 0, 1, 1, 2]
    one = judged_of(truth, [0, 1, 1, 0, 1, 0], 3, "one")
    other = judged_of(truth, [0, 1, 2, 1, 0, 0], 3, "other")
    found = shared_errors([one, other], 5)
    assert found is not None
    assert found.models == ["one", "other"]
    assert found.matrix == [[4, 3], [3, 4]]
    assert (found.by_all, found.alike) == (3, 2)
    assert {case.sample for case in found.cases[:2]} == {1, 5}
    assert found.cases[2].answers == {"one": "1", "other": "2"}


def test_the_samples_that_models_are_surest_of_come_first() -> None:
    judged = [random_judged(seed=0, model=name) for name in "ab"]
    found = shared_errors(judged, 4)
    assert found is not None
    wrong = np.flatnonzero(judged[0].wrong)
    assert found.by_all == found.alike == len(wrong)
    surest = judged[0].sample_ids[judged[0].most_confident_first(judged[0].wrong)[:4]]
    assert [case.sample for case in found.cases] == surest.tolist()


def test_one_model_shares_nothing() -> None:
    assert shared_errors([random_judged()], 4) is None


def test_agreement_counts_the_commonest_answer() -> None:
    assert agreement(np.array([[1, 0], [1, 2], [0, 1]])).tolist() == [2, 1]
