"""Pages of several labels and outputs: what they say, held against what the bundle holds."""

import re
from pathlib import Path

import msgspec
import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import f1_score

from reportgen import evaluate
from reportgen.bundle.schema import Analysis
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.single_outputs import parts_of
from reportgen.bundle.store import Bundle
from reportgen.findings.rules.hardest_answer import hardest_answer
from reportgen.findings.rules.unmeasured_answers import unmeasured_answers
from reportgen.findings.several_answers import all_right
from reportgen.rendering.report import render_report
from tests.drawn import drawn

NASTY = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    random = np.random.default_rng(0)
    table = pd.DataFrame(random.normal(size=(300, 3)).round(3), columns=list("pqr"))
    noisy = table + random.normal(scale=0.6, size=table.shape)
    table[NASTY] = (noisy["p"] > 0.3).astype(int)
    table["rare"] = (noisy["q"] > 1.6).astype(int)
    table["sex"] = np.where(noisy["r"] > 0, "male", "female")
    folder = tmp_path_factory.mktemp("labels")
    table.to_csv(folder / "labels.csv", index=False)
    return evaluate(
        dataset=str(folder / "labels.csv"),
        target=(NASTY, "rare", "sex"),
        models=("knn", "logreg"),
        cache_dir=str(folder / "cache"),
    )


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    random = np.random.default_rng(0)
    table = pd.DataFrame(random.normal(size=(240, 3)).round(3), columns=list("pqr"))
    table["size"] = np.select([table["p"] > 0.5, table["p"] > -0.5], ["big", "mid"], "small")
    table["mark"] = np.where(table["q"] + random.normal(size=240) > 0, "hit", "miss")
    folder = tmp_path_factory.mktemp("outputs")
    table.to_csv(folder / "two.csv", index=False)
    return evaluate(
        dataset=str(folder / "two.csv"),
        target=("size", "mark"),
        models=("tree",),
        cache_dir=str(folder / "cache"),
    )


def analysis_of(bundle: Bundle) -> Analysis:
    return bundle.record.analyses[0]


def index_of(bundle: Bundle) -> ScoreIndex:
    return ScoreIndex(analysis_of(bundle), bundle.record.metrics)


def text_of(html: str) -> str:
    return re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL))
    )


def test_a_page_of_labels(labels: Bundle) -> None:
    html = render_report(labels, drawn(labels))
    text = text_of(html)
    assert NASTY not in html and "could not be made" not in text
    assert "300 rows with 3 labels" in text
    assert "sex = male" in text
    for heading in ("Label by label", "Each label's matrix", "Labels together, predicted", "Best F1"):
        assert heading.replace("'", "&#39;") in text or heading in text
    assert "No calibration curve was measured" not in text


def test_a_page_of_outputs(outputs: Bundle) -> None:
    text = text_of(render_report(outputs, drawn(outputs)))
    assert "240 rows with 2 outputs" in text
    assert "could not be made" not in text
    assert "columns size and mark" in text
    assert "size: big" in text


def test_parts_speak_of_one_answer(labels: Bundle) -> None:
    analysis = analysis_of(labels)
    parts = parts_of(analysis)
    assert [part.positive for part in parts] == analysis.dataset.classes
    truth, answers = labels.arrays["main/truth/test"], labels.arrays["main/predictions/knn/test"]
    for place, part in enumerate(parts):
        own = ScoreIndex(part, labels.record.metrics)
        accuracy = own.headline("knn", "accuracy")
        assert accuracy is not None
        assert accuracy.value == np.mean(truth[:, place] == answers[:, place])
        confusion = own.confusion("knn")
        assert confusion is not None and confusion.matrix is not None
        assert np.trace(confusion.matrix) == (truth[:, place] == answers[:, place]).sum()
        assert own.operating_points("knn")[0].rule == "default"
        assert own.curve("knn", "roc") is not None


def test_parts_of_outputs_have_classes_of_their_own(outputs: Bundle) -> None:
    size, mark = parts_of(analysis_of(outputs))
    assert (size.task, size.dataset.classes) == ("multiclass", ["big", "mid", "small"])
    assert (mark.task, mark.dataset.classes) == ("binary", ["hit", "miss"])
    assert ScoreIndex(size, outputs.record.metrics).labels("tree", "recall") == ["big", "mid", "small"]
    assert mark.dataset.class_counts["test"].keys() == {"hit", "miss"}


def test_one_answer_has_no_parts(labels: Bundle) -> None:
    assert parts_of(parts_of(analysis_of(labels))[0]) == []


def test_all_right(labels: Bundle) -> None:
    index = index_of(labels)
    truth, answers = labels.arrays["main/truth/test"], labels.arrays["main/predictions/logreg/test"]
    right = int((truth == answers).all(axis=1).sum())
    model = next(model for model in index.ok if model.id == "logreg")
    assert all_right(index, model) == f"Every label is right for {right} of 60 rows"
    evidence = next(f.text for f in analysis_of(labels).findings if f.id == "evidence")
    assert "where the naive baseline has" in evidence


def test_the_hardest_label(labels: Bundle) -> None:
    index = index_of(labels)
    assert index.chosen is not None
    truth, answers = (
        labels.arrays["main/truth/test"],
        labels.arrays[f"main/predictions/{index.chosen.id}/test"],
    )
    figures = [f1_score(truth[:, place], answers[:, place]) for place in range(3)]
    worst = analysis_of(labels).dataset.classes[int(np.argmin(figures))]
    found = hardest_answer(index)
    assert found is not None
    assert found.text.startswith(f"The hardest label is {worst}: F1 {min(figures):.2f}")


def test_a_label_that_no_test_sample_has_is_named_on_page_one(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    table = pd.DataFrame(random.normal(size=(100, 2)).round(3), columns=list("pq"))
    table["plain"] = (table["p"] > 0).astype(int)
    table[NASTY] = ((table["q"] > 0) & (table.index < 80)).astype(int)
    table.to_csv(tmp_path / "absent.csv", index=False)
    bundle = evaluate(
        dataset=str(tmp_path / "absent.csv"),
        target=("plain", NASTY),
        models=("tree",),
        shuffle=False,
        cache_dir=str(tmp_path / "cache"),
    )
    truth, answers = bundle.arrays["main/truth/test"], bundle.arrays["main/predictions/tree/test"]
    assert truth[:, 1].sum() == 0
    score = index_of(bundle).headline("tree", "f1_macro")
    assert score is not None
    assert score.value == pytest.approx(f1_score(truth, answers, average="macro", zero_division=0))
    found = next(one for one in analysis_of(bundle).findings if one.id == "unmeasured_answers")
    assert found.level == "warning"
    assert found.text == (
        f"No test row has the label “{NASTY}”, so how well it would be recognised is not known; in macro F1 it "
        "counts as 0."
    )
    context = re.search(
        r'<section id="main-verdict".*?</section>', render_report(bundle, []), flags=re.DOTALL
    )
    assert context is not None and "in macro F1 it counts as 0" in context[0]


def test_what_is_undefined_in_the_main_figure_is_said(labels: Bundle, outputs: Bundle) -> None:
    assert unmeasured_answers(index_of(labels)) is None
    assert unmeasured_answers(index_of(outputs)) is None
    analysis = analysis_of(outputs)
    reason = "counted as 0: big, which has no samples here and was never the answer"
    scores = [
        msgspec.structs.replace(row, reason=reason) if row.metric == analysis.main_metric else row
        for row in analysis.scores
    ]
    changed = msgspec.structs.replace(analysis, scores=scores)
    found = unmeasured_answers(ScoreIndex(changed, outputs.record.metrics))
    assert found is not None and found.text == f"Macro F1 does not measure every output ({reason})."


def test_the_hardest_output(outputs: Bundle) -> None:
    found = hardest_answer(index_of(outputs))
    assert found is not None and found.text.startswith("The hardest output is mark: macro F1 ")
