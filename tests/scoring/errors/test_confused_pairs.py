import numpy as np

from reportgen.scoring.errors.certainty import margins
from reportgen.scoring.errors.confused_pairs import confident_mistakes, confused_pairs
from tests.scoring.errors.judged import of_matrix, random_judged


def test_pairs_count_errors_of_both_directions() -> None:
    pairs = confused_pairs(of_matrix([[9, 1, 4], [2, 9, 0], [3, 0, 9]]), 5, 2)
    assert [(pair.a, pair.b, pair.errors) for pair in pairs] == [("0", "2", 7), ("0", "1", 3)]
    assert [(block.truth, block.answer, block.count) for block in pairs[0].blocks] == [
        ("0", "0", 9),
        ("0", "2", 4),
        ("2", "0", 3),
        ("2", "2", 9),
    ]
    assert all(len(block.cases) == min(2, block.count) for block in pairs[0].blocks)


def test_blocks_go_from_the_surest_to_the_least_sure() -> None:
    judged = random_judged()
    (pair,) = confused_pairs(judged, 1, 5)
    sure = margins(judged.predictions)
    assert sure is not None
    classes = judged.predictions.classes
    for block in pair.blocks:
        own = (judged.predictions.truth == classes.index(block.truth)) & (
            judged.predictions.predicted == classes.index(block.answer)
        )
        assert block.count == own.sum()
        shown = [sure[case.sample - 1000] for case in block.cases]
        assert shown == sorted(shown, reverse=True)
        assert shown[0] == sure[own].max()
        assert shown[-1] == sure[own].min()
        assert all(own[case.sample - 1000] for case in block.cases)


def test_mistakes_are_the_wrong_answers_with_the_largest_margin() -> None:
    judged = random_judged()
    sure = margins(judged.predictions)
    assert sure is not None
    shown = confident_mistakes(judged, 6)
    assert [case.margin for case in shown] == sorted(sure[judged.wrong], reverse=True)[:6]
    assert all(case.truth != case.answer for case in shown)
    assert [case.score for case in shown] == [
        judged.predictions.scores.values[case.sample - 1000].max()  # type: ignore[index,union-attr]
        for case in shown
    ]


def test_without_errors_there_is_nothing() -> None:
    judged = of_matrix([[5, 0], [0, 5]])
    assert confused_pairs(judged, 3, 3) == []
    assert confident_mistakes(judged, 3) == []
    assert not np.any(judged.wrong)
