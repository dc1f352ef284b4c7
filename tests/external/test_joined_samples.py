"""Samples of several files: joined by id, paired by position only where the truth agrees, refused where it differs."""

import numpy as np
import pytest

from reportgen.errors import InputError
from tests.external.prediction_sets import ALPHA, BETA, IDS
from tests.external.tables import Said, models_of, planned

FIRST = {"id": IDS, "truth": ALPHA.truth, "prediction": ALPHA.answers}
TURNED = {"id": IDS[::-1], "truth": ALPHA.truth[::-1], "prediction": BETA.answers[::-1]}


def test_rows_in_another_order_are_joined_by_id() -> None:
    models = models_of(planned(FIRST, TURNED))
    assert models["a"].whole["test"].predicted.tolist() == ALPHA.answer_codes.tolist()
    assert models["b"].whole["test"].predicted.tolist() == BETA.answer_codes.tolist()


def test_ids_as_numbers_and_as_text_are_the_same() -> None:
    numbers = np.arange(len(IDS))
    models = models_of(
        planned(FIRST | {"id": numbers}, TURNED | {"id": [str(number) for number in numbers[::-1]]})
    )
    assert models["b"].whole["test"].predicted.tolist() == BETA.answer_codes.tolist()


def test_truth_may_stand_in_a_file_of_its_own() -> None:
    alone = {"id": IDS, "prediction": ALPHA.answers}
    plan = planned(alone, {"id": IDS[::-1], "truth": ALPHA.truth[::-1]})
    assert plan.predictions.samples.truth["test"].tolist() == ALPHA.codes.tolist()


def test_models_are_compared_on_the_samples_they_share() -> None:
    said = Said()
    half = {name: values[100:] for name, values in FIRST.items()}
    plan = planned(FIRST, half, said=said)
    assert plan.question.dataset.samples == 140
    assert "compared on the 140 samples that all have predicted: 100 samples of “a” are left out" in said.text


def test_without_ids_rows_are_paired_by_position_where_the_truth_agrees() -> None:
    said = Said()
    one = {"truth": ALPHA.truth, "prediction": ALPHA.answers}
    models = models_of(planned(one, one | {"prediction": BETA.answers}, said=said))
    assert models["b"].whole["test"].predicted.tolist() == BETA.answer_codes.tolist()
    assert "paired by their position" in said.text


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (TURNED | {"truth": ALPHA.truth}, "disagree on the truth of"),
        (TURNED | {"id": [f"x{own}" for own in IDS]}, "No sample has a row in every file"),
        (TURNED | {"id": ["s000", *IDS[1:-1], "s001"]}, "more than once"),
    ],
)
def test_files_that_do_not_go_together_are_refused(other: dict[str, object], message: str) -> None:
    with pytest.raises(InputError) as refused:
        planned(FIRST, other, id_column="id")
    assert message in str(refused.value)


@pytest.mark.parametrize("rows", [slice(None, None, -1), slice(50)])
def test_position_is_no_pairing_where_truth_or_length_differs(rows: slice) -> None:
    one = {"truth": ALPHA.truth, "prediction": ALPHA.answers}
    with pytest.raises(InputError, match="cannot be paired by position"):
        planned(one, {name: values[rows] for name, values in one.items()})


def test_rows_without_truth_or_score_are_left_out_and_counted() -> None:
    said = Said()
    truth = ALPHA.truth.astype(object)
    truth[:7] = None
    scores = {f"p_{name}": ALPHA.proba[:, place].copy() for place, name in enumerate(ALPHA.classes)}
    scores["p_cat"][10] = np.nan
    plan = planned({"truth": truth, "prediction": ALPHA.answers} | scores, said=said)
    assert plan.question.dataset.samples == len(IDS) - 8
    assert "7 rows are left out: they have no true class" in said.text
    assert "1 row is left out: “a” has no prediction or no score there" in said.text
